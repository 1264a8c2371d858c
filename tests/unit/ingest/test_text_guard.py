"""The guard before a text's lines are read, and before JSON is."""

import gzip

import orjson
import pytest

from worker.domain import Format, Source
from worker.errors import RefusedError, UnprocessableError
from worker.ingest.envelope import parse_envelope
from worker.ingest.json_value import RECORD_STRUCTURE_BYTES, parse_json
from worker.ingest.text_guard import MAX_LINES, check_text
from worker.ingest.thread import MAX_COMMENTS
from worker.reasons import Reason
from worker.work.pipeline import read_page

ENDS = ("\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\\n")


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_a_text_has_so_many_lines_whatever_ends_them(end: str) -> None:
    check_text(f"a{end}" * MAX_LINES)
    with pytest.raises(UnprocessableError) as refused:
        check_text(f"a{end}" * (MAX_LINES + 1))
    assert refused.value.reason is Reason.COMPLEXITY


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_page_of_nothing_but_lines_is_not_read(pack: type[bytes]) -> None:
    source = Source(raw=pack(b"a\n" * 990_000), format=Format.TEXT)
    with pytest.raises(UnprocessableError) as refused:
        read_page(source)
    assert refused.value.reason is Reason.COMPLEXITY


@pytest.mark.parametrize("part", ["{},", "[],", '{"a":0},', "0,", "[1,"])
def test_json_that_is_little_but_brackets_is_refused(part: str) -> None:
    line = f'{{"text": "A mill.", "x": [{part * RECORD_STRUCTURE_BYTES}0]}}'.encode()
    with pytest.raises(RefusedError) as refused:
        parse_json(line)
    assert refused.value.reason is Reason.COMPLEXITY


def test_json_may_hold_a_page_full_of_brackets() -> None:
    page = '{"a": [1, 2]},\\" \\' * 100_000
    assert parse_json(orjson.dumps({"text": page})) == {"text": page}


def test_an_article_brings_so_many_comments() -> None:
    assert parse_envelope({"comments": [{"text": "Pears."}] * MAX_COMMENTS}).comments
    with pytest.raises(RefusedError) as refused:
        parse_envelope({"comments": [{"text": "Pears."}] * (MAX_COMMENTS + 1)})
    assert refused.value.reason is Reason.TOO_MANY
