"""A thread many times as long as its article is told by a smaller difference than a short one."""

import numpy as np
import pytest

from worker.separate.text.line_model import BODY, COMMENT
from worker.separate.text.zones import SLANT, LabelledRows, find_zone

# Log-odds by which lines of an article, and of what is said below, lean to comments: the labeller is of two minds.
ARTICLE, SAID = -0.6, 1.2
WEIGHT = 2.5


def labelled(*leaning: float, mark: int = 0) -> LabelledRows:
    """Rows of text that lean so to comments, their own words as well; the last but one of another kind, if asked."""
    lean = np.array(leaning)
    logs = np.full((lean.size, 3), -5.0, np.float32)
    logs[:, BODY], logs[:, COMMENT] = -np.maximum(lean - SLANT, 0), np.minimum(lean - SLANT, 0)
    marks = np.zeros(lean.size, np.int64)
    marks[-2] = mark
    size = np.full(lean.size, WEIGHT)
    return LabelledRows(marks, logs, lean.astype(np.float32), size, np.full(lean.size, 200))


def found(articles: int, said: int, leaning: float = SAID, mark: int = 0) -> tuple[int, int] | None:
    start, end = find_zone(labelled(*[ARTICLE] * articles, *[leaning] * said, mark=mark), None)
    return (start, end) if start < end else None


@pytest.mark.parametrize("articles", [4, 20, 40])
@pytest.mark.parametrize("mark", [0, 6])
def test_a_thread_much_longer_than_its_article_is_found(articles, mark):
    assert found(articles, 120, mark=mark) == (articles, articles + 120)


@pytest.mark.parametrize(("articles", "said"), [(4, 20), (4, 70), (70, 120)])
def test_a_short_one_and_one_as_long_as_its_article_must_differ_more(articles, said):
    assert found(articles, said) is None
    assert found(articles, said, leaning=SAID + 1.2) == (articles, articles + said)


def test_a_long_diary_does_not_differ_from_its_first_day():
    assert found(20, 120, leaning=ARTICLE + 1.2) is None
    assert found(140, 0) is None


def test_a_text_of_nothing_else_has_no_article_to_be_longer_than():
    assert found(0, 120, leaning=0.2) is None
