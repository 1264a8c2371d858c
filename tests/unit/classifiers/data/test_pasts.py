"""What labelled comments' sites held before them: by time where it is known, else by the order of pages."""

from collections.abc import Sequence

import pytest

from classifiers.data.datasets import Example
from classifiers.data.pasts import histories
from classifiers.features.history import MOST_EARLIER
from classifiers.types import Comment, Earlier, History, Label

PEARS = "The pears of the second harvest are the sweeter ones."


def by_ida(page: str | None, text: str = "Thanks.", when: str | None = None, source: str = "orchard") -> Example:
    where = None if page is None else f"{source}/{page}"
    return Example(Comment(text, "Ida", "ida.example", page=where), Label.HAM, source, when=when)


def authors(examples: Sequence[Example], scores: Sequence[float] | None = None) -> list[Earlier | None]:
    found = histories(examples, scores or [1.0] * len(examples))
    return [one.author if one else None for one in found]


def test_pages_are_in_the_order_in_which_they_first_appear() -> None:
    rows = [by_ida("one"), by_ida("two"), by_ida("one"), by_ida("three")]
    assert authors(rows, [1.0, 4.0, 3.0, 9.0]) == [None, Earlier(2, 1, 2.0, 0), None, Earlier(3, 2, 8 / 3, 0)]


def test_days_count_where_every_comment_has_one() -> None:
    rows = [by_ida("one", when="2024-05-02"), by_ida("two", when="2023-01-01"), by_ida("three", when="2024-01-01")]
    assert [one and one.comments for one in authors(rows)] == [2, None, 1]
    undated = [*rows, by_ida("four")]
    assert [one and one.comments for one in authors(undated)] == [None, 1, 2, 3]


def test_what_came_later_changes_nothing() -> None:
    rows = [by_ida(f"page{n}", PEARS) for n in range(6)]
    assert histories(rows, [1.0] * 6)[:3] == histories(rows[:3], [1.0] * 3)


@pytest.mark.parametrize("turned", [True, False])
def test_the_order_of_dated_rows_changes_nothing(turned: bool) -> None:
    rows = [by_ida(f"page{n}", PEARS, f"2024-01-{n + 1:02}") for n in range(6)]
    given = rows[::-1] if turned else rows
    found = histories(given, [float(rows.index(one)) for one in given])
    expected = [History(past, past) for past in (Earlier(n, n, (n - 1) / 2, n) for n in range(1, 6))]
    assert (found[::-1] if turned else found) == [History(), *expected]


def test_other_sites_and_comments_without_a_page_are_nobodys_past() -> None:
    rows = [by_ida(None, PEARS), by_ida("one", PEARS, source="mill"), by_ida("two", PEARS)]
    assert histories(rows, [1.0] * 3) == [None, History(), History()]


def test_only_the_newest_of_many_count() -> None:
    rows = [by_ida("old") for _ in range(5)] + [by_ida("new") for _ in range(MOST_EARLIER)] + [by_ida("now")]
    scores = [9.0] * 5 + [-1.0] * MOST_EARLIER + [0.0]
    assert authors(rows, scores)[-1] == Earlier(MOST_EARLIER, 1, -1.0, 0)
