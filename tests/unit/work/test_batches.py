"""Batches: small ones of all that is large, larger ones of what is short; nothing is left out and nothing moved."""

from hypothesis import given
from hypothesis import strategies as st

from worker.work.service import LARGER, LARGER_BYTES, larger_batches

SHORT, LONG = 2_000, LARGER_BYTES // 10


def lengths(sizes: list[int], fewest: int = 10) -> list[int]:
    return [len(batch) for batch in larger_batches(list(enumerate(sizes)), fewest)]


def test_short_articles_go_together_in_larger_batches() -> None:
    assert lengths([SHORT] * 90) == [10 * LARGER, 10 * LARGER, 90 - 20 * LARGER]


def test_long_articles_go_as_many_together_as_ever() -> None:
    assert lengths([LONG] * 25) == [10, 10, 5]


def test_a_batch_ends_where_its_bytes_would_be_too_many() -> None:
    assert lengths([SHORT] * 20 + [LARGER_BYTES] + [SHORT] * 9) == [20, 10]


def test_nothing_makes_no_batch() -> None:
    assert larger_batches([], 10) == []


@given(st.lists(st.integers(0, 2 * LARGER_BYTES)), st.integers(1, 20))
def test_every_article_is_in_one_batch_and_in_its_order(sizes: list[int], fewest: int) -> None:
    cut = larger_batches(list(enumerate(sizes)), fewest)
    assert [row for batch in cut for row in batch] == list(range(len(sizes)))
    assert all(fewest <= len(batch) <= LARGER * fewest for batch in cut[:-1])
    assert all(len(batch) == fewest or sum(sizes[row] for row in batch) <= LARGER_BYTES
               for batch in cut if len(batch) > fewest)  # fmt: skip
