"""What is learnt of a site's past, on top of what is known without it."""

import numpy as np
import pytest

from classifiers.features.history import Past
from classifiers.training.history_estimator import HistoryEstimator


def test_it_learns_only_what_all_else_leaves_open() -> None:
    dice = np.random.default_rng(0)
    past = np.zeros((4_000, len(Past)))
    past[:2_000, Past.HAS_AUTHOR] = 1
    past[:2_000, Past.AUTHOR_SCORE] = dice.normal(size=2_000) * 2
    labels = (dice.random(4_000) < 1 / (1 + np.exp(-past[:, Past.AUTHOR_SCORE]))).astype(np.int64)
    ones = np.ones(4_000)

    learnt = HistoryEstimator().fit(past, np.zeros(4_000), labels, ones).model_
    known = HistoryEstimator().fit(past, past[:, Past.AUTHOR_SCORE], labels, ones).model_

    assert learnt.weights[Past.AUTHOR_SCORE] == pytest.approx(1, abs=0.15)
    assert known.weights[Past.AUTHOR_SCORE] == pytest.approx(0, abs=0.15)
    assert not learnt.weights[Past.HAS_TEXT :].any()


def test_comments_without_a_past_teach_nothing_and_none_at_all_is_no_error() -> None:
    past = np.zeros((6, len(Past)))
    labels = np.array([0, 1, 0, 1, 0, 1])
    assert not HistoryEstimator().fit(past, np.zeros(6), labels, np.ones(6)).model_.weights.any()


def test_the_same_examples_give_the_same_weights() -> None:
    past = np.abs(np.random.default_rng(1).normal(size=(200, len(Past))))
    labels = (past[:, 0] > past[:, 1]).astype(np.int64)
    first, second = (HistoryEstimator().fit(past, np.zeros(200), labels, np.ones(200)).model_ for _ in range(2))
    assert first.weights.tobytes() == second.weights.tobytes()


def test_that_somebody_was_here_before_never_speaks_for_a_comment() -> None:
    past = np.zeros((1_000, len(Past)))
    past[:, [Past.HAS_AUTHOR, Past.AUTHOR_COMMENTS, Past.AUTHOR_PAGES]] = 1
    past[:, Past.AUTHOR_SCORE] = -2
    labels = (np.arange(1_000) % 50 == 0).astype(np.int64)

    learnt = HistoryEstimator().fit(past, np.zeros(1_000), labels, np.ones(1_000)).model_

    assert (learnt.weights >= 0).all()
    assert learnt.weights[Past.AUTHOR_SCORE] > 1
