"""Comments that no cue tells are told by all evidence: how much is said, and how far it is from the article."""

import numpy as np
import pytest

from worker.separate.text.zones import SLANT, LabelledRows, find_zone

ARTICLE, SAID, NAME = 10, 8, 3


def rows(*parts: tuple[int, float, float], furniture: int = 0, marks: dict[int, int] | None = None) -> LabelledRows:
    """Rows of equal weight: of each part their number, what the labeller makes of them, and what their words tell."""
    leaning = np.concatenate([np.full(count, labeller) for count, labeller, _ in parts]) - SLANT
    words = np.concatenate([np.full(count, told) for count, _, told in parts])
    logs = np.column_stack([-leaning / 2, leaning / 2, np.full(leaning.size, -9.0)])
    logs[:furniture] = (-9.0, -9.0, 0.0)
    kinds = np.zeros(leaning.size, np.int64)
    for at, kind in (marks or {}).items():
        kinds[at] = kind
    weights = np.full(leaning.size, 2.0)
    return LabelledRows(kinds, logs, words, weights, np.full(leaning.size, 140))


def test_words_that_differ_tell_what_the_labeller_alone_does_not():
    told = rows((ARTICLE, -2.2, -2.2), (SAID, -0.2, 1.2))
    assert find_zone(told, None) == (ARTICLE, ARTICLE + SAID)


@pytest.mark.parametrize("said", [1, 2])
def test_one_or_two_lines_are_too_little(said):
    told = rows((ARTICLE, -2.2, -2.2), (said, -0.2, 1.2))
    assert find_zone(told, None) == (ARTICLE + said,) * 2


@pytest.mark.parametrize("times", [1, 5, 20])
def test_an_article_that_drifts_is_whole_however_long(times):
    told = rows((ARTICLE * times, -0.9, -0.9), (SAID * times, -0.2, 1.2))
    assert find_zone(told, None) == ((ARTICLE + SAID) * times,) * 2


def test_what_a_page_with_menus_has_without_cues_must_stand_out_by_itself():
    told = rows((ARTICLE * 2, -2.2, -2.2), (SAID, -0.2, 1.2), furniture=ARTICLE)
    assert find_zone(told, None) == (ARTICLE * 2 + SAID,) * 2


def test_rows_among_names_stand_out_by_the_labeller():
    parts = (ARTICLE, -3.0, -3.0), (4, 1.5, -3.0)
    assert find_zone(rows(*parts), None) == (ARTICLE + 4,) * 2
    assert find_zone(rows(*parts, marks={ARTICLE: NAME}), None) == (ARTICLE, ARTICLE + 4)
