"""Texts whose letters were lost before they came end with a code of their own, and only those."""

import pytest

from tests.fakes import WordJudge
from worker.domain import ClaimedArticle, Failed, Format, Processed, SeparatedComment, Separation, Source
from worker.reasons import Reason
from worker.separate import separate_together
from worker.work.garbled import is_garbled
from worker.work.pipeline import process

RUSSIAN = "Мельница у плотины снова работает. Она стояла одиннадцать лет, и никто уже не надеялся на это."
GERMAN = "Die Mühle am Wehr dreht sich wieder. Sie stand elf Jahre still, und für möglich hätte es keiner gehalten."
VIETNAMESE = "Cối xay bên đập nước đã quay trở lại sau mười một năm đứng yên, và không ai còn nghĩ đến điều đó."


def lost(text: str) -> str:
    """What is left where somebody reads other bytes as UTF-8."""
    return "".join(char if char.isascii() else "\ufffd" for char in text)


def separated(body: str, *comments: str) -> Separation:
    paragraphs = (body,) if body else ()
    return Separation(body=paragraphs, comments=tuple(SeparatedComment(text=text) for text in comments))


@pytest.mark.parametrize("text", [RUSSIAN, VIETNAMESE])
def test_a_body_whose_letters_are_lost_is_garbled(text: str) -> None:
    assert is_garbled(separated(lost(text)), text)
    assert is_garbled(separated(""), lost(text))
    assert not is_garbled(separated(text), lost(text))


@pytest.mark.parametrize("body", [lost(GERMAN), lost("Ещё раз"), "A \ufffd stands for a lost letter. " * 40, ""])
def test_what_can_be_read_is_not(body: str) -> None:
    assert not is_garbled(separated(body), body)


def test_no_comment_makes_a_page_unreadable() -> None:
    flood = lost(RUSSIAN) * 100
    assert not is_garbled(separated(GERMAN, flood, flood, flood), flood)
    assert not is_garbled(separated("", flood, GERMAN), flood)
    assert is_garbled(separated("", flood, flood, GERMAN), flood)


@pytest.mark.parametrize("page_format", [Format.TEXT, Format.HTML])
def test_it_is_dead_with_its_code_and_costs_no_other_page(page_format: Format) -> None:
    texts = [RUSSIAN, lost(RUSSIAN), GERMAN, lost(GERMAN)]
    batch = [
        ClaimedArticle(id=at, attempt=1, source=Source(raw=f"<p>{text}</p>".encode(), format=page_format))
        for at, text in enumerate(texts)
    ]
    outcomes = process(batch, separate=separate_together, judge=WordJudge())
    assert [type(one) for one in outcomes] == [Processed, Failed, Processed, Processed]
    failed = outcomes[1]
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.final) == (Reason.GARBLED, True)
    assert "submit the bytes" in failed.message
