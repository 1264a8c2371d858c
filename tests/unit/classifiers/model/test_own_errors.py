"""What scores say of the mistakes that were made by them, on scores of known mixtures."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from classifiers.model.own_errors import JudgedScores, OwnErrors, Spread, own_errors
from classifiers.model.policy import Target
from classifiers.model.site_prior import FEWEST

EXACT = Spread((0.0, 0.0), ((0.0, 0.0), (0.0, 0.0)), 9)
# Scores that are off by one say another share of spam, too: what comes of both is off by nearly two.
WIDE = Spread((0.0, 0.0), ((1.0, 0.0), (0.0, 0.2)), 9)
TARGET = Target(hm=0.01, sm=0.1)
# Ham and spam with log-odds of -2 and 2 on average and a variance of 4 are calibrated where both count alike.
MEAN, SPREAD = 2.0, 2.0
REVIEW, SPAM = 0.5, 3.0


def week(ham: int, spam: int, seed: int, shift: float = 0.0) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    dice = np.random.default_rng(seed)
    odds = np.concatenate([dice.normal(-MEAN, SPREAD, ham), dice.normal(MEAN, SPREAD, spam)]) + shift
    return odds, np.arange(ham + spam) >= ham


def judged(odds: NDArray[np.float64]) -> JudgedScores:
    spam, allow = odds >= SPAM, odds < REVIEW
    return JudgedScores(odds, *(one.astype(np.int64) for one in (spam, ~spam & ~allow, allow)))


def told(odds: NDArray[np.float64], spread: Spread = EXACT) -> OwnErrors:
    found = own_errors(judged(odds), TARGET, spread)
    assert found is not None
    return found


def covered(spread: Spread, shift_of: NDArray[np.float64]) -> float:
    """Return the share of weeks whose intervals hold both truths; each week's scores are off by a shift of its own."""
    hits = []
    for seed, shift in enumerate(shift_of):
        odds, spam = week(600, 200, seed, shift)
        found = told(odds, spread)
        for share, true in ((found.ham_lost, odds[~spam] >= SPAM), (found.spam_passed, odds[spam] < REVIEW)):
            hits.append(share is not None and share.low <= true.mean() <= share.high)
    return float(np.mean(hits))


def test_of_calibrated_scores_the_interval_of_chance_holds_the_truth() -> None:
    assert covered(EXACT, np.zeros(50)) >= 0.9


def test_where_slices_are_off_each_by_itself_only_errors_of_calibration_hold_it() -> None:
    off = np.random.default_rng(5).normal(0, 0.5, 50)

    assert covered(EXACT, off) < 0.8
    assert covered(WIDE, off) >= 0.9


def test_an_interval_is_evidence() -> None:
    odds, _ = week(600, 200, 3)
    found = told(odds, WIDE)

    assert found.ham_lost is not None
    assert found.spam_passed is not None
    assert found.ham_lost.high - found.ham_lost.low < 0.1
    assert found.spam_passed.high - found.spam_passed.low < 0.6


@pytest.mark.parametrize(
    ("review", "spam", "left"),
    [(REVIEW, SPAM, (False, False)), (REVIEW, 0.6, (True, False)), (2.9, SPAM, (False, True))],
)
def test_a_share_has_left_its_target_only_where_it_is_beyond(
    review: float, spam: float, left: tuple[bool, bool]
) -> None:
    odds, _ = week(6000, 2000, 4)
    is_spam, allow = odds >= spam, odds < review
    parts = (one.astype(np.int64) for one in (is_spam, ~is_spam & ~allow, allow))
    found = own_errors(JudgedScores(odds, *parts), Target(hm=0.05, sm=0.3), EXACT)

    assert found is not None
    assert found.ham_lost is not None
    assert found.spam_passed is not None
    assert (found.ham_lost.has_left, found.spam_passed.has_left) == left


def test_neither_order_nor_grouping_matters() -> None:
    odds, _ = week(300, 100, 6)
    coarse = np.round(odds, 2)
    verdicts = judged(coarse)
    places, where = np.unique(coarse, return_inverse=True)
    counts = np.zeros((3, places.size), np.int64)
    np.add.at(counts, (slice(None), where), np.stack([verdicts.spam, verdicts.review, verdicts.allow]))
    one_by_one, together = told(coarse, WIDE), own_errors(JudgedScores(places, *counts), TARGET, WIDE)

    assert together is not None
    for alone, grouped in (
        (one_by_one.ham_lost, together.ham_lost), (one_by_one.spam_passed, together.spam_passed)
    ):  # fmt: skip
        assert alone is not None
        assert grouped is not None
        assert (grouped.low, grouped.value, grouped.high) == pytest.approx(
            (alone.low, alone.value, alone.high), abs=0.03
        )
    assert own_errors(judged(coarse), TARGET, WIDE) == own_errors(judged(coarse), TARGET, WIDE)


def test_the_truth_of_a_slice_with_few_comments_is_not_told() -> None:
    odds, _ = week(FEWEST, 0, 7)

    assert own_errors(judged(odds[:-1]), TARGET) is None
    assert own_errors(judged(odds), TARGET) is not None


def test_where_scores_tell_of_no_spam_nothing_is_told_of_it() -> None:
    found = told(np.full(200, -14.0), EXACT)

    assert found.spam_passed is None
    assert found.ham_lost is not None
    assert (found.ham_lost.low, found.ham_lost.high) == (0, 0)
    assert not replace(found.ham_lost, beyond=0.89).has_left
    assert replace(found.ham_lost, beyond=0.9).has_left


def test_an_error_shifts_and_stretches() -> None:
    plain, moved = (own_errors(judged(week(300, 100, 8)[0]), TARGET, one) for one in (
        EXACT, Spread((1.0, 0.0), ((0.0, 0.0), (0.0, 0.0)), 9)
    ))  # fmt: skip

    assert plain is not None
    assert moved is not None
    assert plain.spam_passed is not None
    assert moved.spam_passed is not None
    # More of what was allowed is spam than the scores say.
    assert moved.spam_passed.value > plain.spam_passed.value
