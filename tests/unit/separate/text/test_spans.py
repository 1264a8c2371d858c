"""Choosing the lines of a body by what is expected of them."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.separate.text.line_model import BODY, OTHER
from worker.separate.text.spans import best_expected, chances_within, find_body, find_likely_body

CHANCES = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=7)


def logs(*gains: float) -> np.ndarray:
    """Lines whose log-odds of body against other are these; none is a comment."""
    rows = np.full((len(gains), 3), -9.0, np.float32)
    rows[:, BODY], rows[:, OTHER] = np.minimum(gains, 0), np.minimum(-np.array(gains), 0)
    return rows


def likely(*gains: float, sizes: tuple[int, ...] = (), paragraphs: tuple[int, ...] = ()) -> list[int]:
    count = len(gains)
    told = np.isin(np.arange(count), paragraphs)
    return find_likely_body(logs(*gains), np.ones(count), np.array(sizes or (100,) * count), told).tolist()


def expected(chosen: tuple[int, ...], chances: np.ndarray, sizes: np.ndarray) -> float:
    at = list(chosen)
    return 2 * (chances * sizes)[at].sum() / (sizes[at].sum() + (chances * sizes).sum())


@given(CHANCES, st.randoms(use_true_random=False))
def test_no_other_choice_is_expected_to_be_better(chances, random):
    odds, sizes = np.array(chances), np.array([random.randint(1, 300) for _ in chances])
    best = expected(tuple(best_expected(odds, sizes)), odds, sizes)
    every = (some for count in range(1, len(chances) + 1) for some in combinations(range(len(chances)), count))
    assert best == pytest.approx(max(expected(some, odds, sizes) for some in every))


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=8))
def test_a_line_stands_within_as_many_stretches_as_are_likely(gains):
    stretches = list(combinations(range(len(gains) + 1), 2))
    worth = np.exp([sum(gains[start:end]) for start, end in stretches])
    holds = np.array([[start <= at < end for start, end in stretches] for at in range(len(gains))])
    np.testing.assert_allclose(chances_within(np.array(gains)), holds @ worth / worth.sum(), rtol=1e-6)


def test_chances_stay_numbers_where_the_evidence_is_great():
    told = chances_within(np.array([500.0] * 400 + [-500.0] * 400))
    assert told[:400] == pytest.approx(1)
    assert told[400:] == pytest.approx(0)


def test_lines_around_a_doubtful_one_decide_it():
    assert likely(-3, -3, -3, 2, -0.5, 2, -3, -3, -3) == [3, 4, 5]
    assert 1 not in likely(-3, -0.5, -3, -3, 2, 2, 2)


def test_a_paragraph_within_the_article_is_kept_where_a_menu_entry_is_cut():
    gains = (2, 2, -2, 2, 2)
    assert likely(*gains, paragraphs=(2,)) == [0, 1, 2, 3, 4]
    assert likely(*gains) == [0, 1, 3, 4]


def test_of_two_stretches_in_doubt_both_are_told_and_of_a_sure_one_no_more():
    between = (-4.0,) * 12
    doubtful = likely(0.6, 0.6, 0.6, *between, 0.5, 0.5, 0.5)
    assert {0, 1, 2, 15, 16, 17} <= set(doubtful)
    assert find_body(logs(0.6, 0.6, 0.6, *between, 0.5, 0.5, 0.5), np.ones(18)).tolist() == [0, 1, 2]
    assert likely(5, 5, 5, *between, -1, -1, -1) == [0, 1, 2]


@given(st.lists(st.floats(-6, 6), min_size=1, max_size=40))
def test_the_lines_are_told_once_and_in_order(gains):
    told = likely(*gains)
    assert told
    assert all(first < second for first, second in pairwise(told))
