"""Texts without comments stay whole, though people speak in them, sign them and say when."""

import pytest

from tests.unit.separate.text.whole_texts import whole_texts
from worker.domain import Format, Page
from worker.separate.text.separation import separate_text


@pytest.mark.parametrize("paragraphs", [pytest.param(lines, id=name) for name, lines in whole_texts()])
@pytest.mark.parametrize("joint", ["\n", "\n\n"])
def test_a_text_without_comments_has_no_section(paragraphs: list[str], joint: str) -> None:
    told = separate_text(Page(content=joint.join(paragraphs), format=Format.TEXT))
    assert told.comments == ()
    kept = "\n".join(told.body)
    long = [paragraph for paragraph in paragraphs if len(paragraph) >= 80]
    assert [paragraph for paragraph in long if paragraph not in kept] == []
