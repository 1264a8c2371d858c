"""Figures of a model, on sets small enough to count by hand."""

import numpy as np
import pytest

from classifiers.model.policy import Policy
from classifiers.training.evaluate import auc, by_slice, figures, recall_at

POLICY = Policy(review=0.3, spam=0.8)
SCORES = np.array([0.1, 0.2, 0.4, 0.9, 0.2, 0.5, 0.8, 0.95])
TRUTH = np.array([0, 0, 0, 0, 1, 1, 1, 1])


def test_figures_are_the_shares_that_their_names_say() -> None:
    found = figures(SCORES, TRUTH, POLICY)
    assert (found.ham, found.spam) == (4, 4)
    assert (found.hm, found.sm, found.caught) == (0.25, 0.25, 0.5)
    assert (found.review, found.review_ham) == (0.25, 0.25)
    assert found.auc == pytest.approx(0.71875)
    assert found.brier == pytest.approx(np.mean((SCORES - TRUTH) ** 2))
    assert found.lam == pytest.approx(0.3)


def test_a_set_of_one_kind_has_no_figures_of_the_other() -> None:
    found = figures([0.1, 0.9], [0, 0], POLICY)
    assert (found.sm, found.auc, found.lam, found.caught, found.recall_at_1) == (None,) * 5
    assert (found.hm, found.review) == (0.5, 0.0)


def test_rounded_figures_keep_four_places_and_what_is_missing() -> None:
    rounded = figures([0.12345, 0.9], [0, 0], POLICY).rounded()
    assert rounded["brier"] == 0.4126
    assert rounded["sm"] is None
    assert rounded["ham"] == 2


def test_slices_are_counted_apart_and_together() -> None:
    found = by_slice(SCORES, TRUTH, ["a", "a", "b", "b", "a", "a", "b", "b"], POLICY)
    assert set(found) == {"a", "b", "all"}
    assert (found["a"].hm, found["b"].hm, found["all"].hm) == (0.0, 0.5, 0.25)


def test_recall_counts_what_lies_above_the_hams_that_may_be_lost() -> None:
    ham, spam = np.linspace(0, 1, 101), np.array([0.5, 0.985, 0.995, 2.0])
    assert recall_at(spam, ham, 0.01) == 0.5
    assert recall_at(spam, ham, 0.02) == 0.75
    assert auc(np.array([1.0, 0.0]), np.array([0.5])) == 0.5
