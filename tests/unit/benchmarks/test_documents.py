"""The benchmark's documents are what the benchmark says of them."""

from collections import Counter
from itertools import islice

import pytest

from benchmarks.instructions.__main__ import compare, grown
from benchmarks.throughput.documents import documents
from benchmarks.throughput.figures import Spread
from worker.domain import Format, Page
from worker.separate import separate


def contents(kind: str, count: int) -> list[str]:
    return [one.get("html") or one["text"] for one in islice(documents(kind, count), count)]


@pytest.mark.parametrize(("kind", "size"), [("text", 14_000), ("html", 75_000), ("short", 2_000)])
def test_they_are_as_large_as_they_should_be(kind: str, size: int) -> None:
    sizes = [len(content) for content in contents(kind, 20)]
    assert 0.85 * size < sum(sizes) / len(sizes) < 1.15 * size


def test_no_two_share_a_paragraph() -> None:
    shown = [text for kind in ("text", "short") for text in contents(kind, 60)]
    paragraphs = Counter(line for text in shown for line in set(text.splitlines()) if len(line) > 60)
    assert paragraphs
    assert max(paragraphs.values()) == 1


@pytest.mark.parametrize(("kind", "count"), [("text", 60), ("html", 40), ("short", 3)])
def test_their_comments_are_found(kind: str, count: int) -> None:
    page_format = Format.HTML if kind == "html" else Format.TEXT
    for content in contents(kind, 3):
        assert len(separate(Page(content=content, format=page_format)).comments) == count


def test_the_same_seed_writes_the_same() -> None:
    assert contents("short", 3) == contents("short", 3)


def test_a_spread_is_lowest_median_highest() -> None:
    assert Spread.of([3, 1, 2, 9, 4]).show(0, "/s") == "1 / 3 / 9/s"


def test_the_guard_tells_growth_beyond_five_percent() -> None:
    baseline = {"separate": 1000, "classify": 1000}
    assert grown({"separate": 1050, "classify": 1051, "new": 7}, baseline) == ["classify"]
    assert compare({"classify": 1_100_000_000}, {"classify": 1_000_000_000}) == [
        "classify                   1100.0 million instructions  +10.0%"
    ]
