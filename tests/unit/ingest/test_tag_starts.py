"""A first look at a page's tags never counts too few of them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from worker.ingest.tag_starts import FORMATTING, RAW, tag_starts

PIECES = ("<", "</", "a", "b", "B", "BIG", "script", "noframes", "span", "é", "x", ">", "/>", " ", "\n", "\x0b", "'")


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_start_tag_is_missed(pieces: list[str]) -> None:
    html = "".join(pieces)
    starts, page = tag_starts(html), html.encode().lower()
    assert starts.opened() == len(re.findall(b"<[a-z]", page))
    assert starts.formatted() >= len(re.findall(rf"<(?:{FORMATTING.replace(' ', '|')})[\s/>]".encode(), page))
    raw = re.finditer(f"<(?:{RAW.replace(' ', '|')})".encode(), page)
    assert {found.start() for found in raw} <= set(starts.raw())


def test_a_tag_at_the_end_of_a_page_is_one() -> None:
    assert tag_starts("x<b").opened() == 1
    assert tag_starts("x<").opened() == 0
    assert tag_starts("").opened() == 0
