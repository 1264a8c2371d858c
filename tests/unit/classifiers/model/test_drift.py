"""The stability index by hand, and over simulated weeks: silent where nothing changed, loud where something did."""

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from classifiers.model.drift import CUTS, MUCH, ScoreCounts, VerdictScores, count_scores, drift_between, psi
from classifiers.types import Verdict

# Cut-offs of review and of spam, as a model has them.
REVIEW, SPAM = 0.3, 0.97
WEEK, CHANGED = 7, 49

Dice = np.random.Generator
Stream = Callable[[Dice, int], list[np.ndarray]]


def test_scores_are_counted_between_the_cuts() -> None:
    counts = count_scores([0.0, 0.001, 0.5, 0.6, 1.0]).counts
    assert sum(counts) == 5
    assert len(counts) == len(CUTS) + 1
    assert (counts[0], counts[1], counts[-1]) == (1, 1, 1)
    assert counts[CUTS.index(0.5) + 1] == 2


def test_psi_by_hand() -> None:
    assert psi([100, 100], [100, 100]) == 0
    assert psi([100, 100], [150, 50]) == pytest.approx(0.25 * math.log(1.5) - 0.25 * math.log(0.5))


def of_day(probabilities: np.ndarray) -> VerdictScores:
    kinds = {
        Verdict.ALLOW: probabilities < REVIEW,
        Verdict.REVIEW: (probabilities >= REVIEW) & (probabilities < SPAM),
        Verdict.SPAM: probabilities >= SPAM,
    }
    return {kind: count_scores(probabilities[chosen]) for kind, chosen in kinds.items()}


def thread(dice: Dice, comments: int, spam_share: float, *, ham: float = -4.5, spam: float = 5.5) -> np.ndarray:
    """Scores of an article's comments: means and spreads in logits; what one article has in common moves them all."""
    common, is_spam = dice.normal(0, 0.7), dice.random(comments) < spam_share
    scores = np.where(is_spam, dice.normal(spam + common, 1.8, comments), dice.normal(ham + common, 1.5, comments))
    return np.asarray(1 / (1 + np.exp(-scores)))


def blog(dice: Dice, day: int) -> list[np.ndarray]:
    """Three articles a day; now and then a burst of spam."""
    spam = 0.7 if dice.random() < 0.15 else 0.15
    return [thread(dice, int(dice.integers(3, 25)), spam) for _ in range(3)]


def newspaper(dice: Dice, day: int) -> list[np.ndarray]:
    """Hardly any spam, and little on weekends."""
    return [thread(dice, int(dice.integers(5, 80)), 0.03) for _ in range(40 if day % WEEK < 5 else 15)]


def archive(dice: Dice, day: int) -> list[np.ndarray]:
    """Sources of all kinds, a new one every third day."""
    sources = np.random.default_rng(7).normal((-4.5, 5.5, 0), (0.5, 0.7, 1), (40, 3))
    return [
        thread(dice, int(dice.integers(2, 20)), 0.2 / (1 + np.exp(-share)), ham=ham, spam=spam)
        for ham, spam, share in sources[: 15 + day // 3]
        for _ in range(2)
    ]


def wave(dice: Dice, day: int) -> list[np.ndarray]:
    """Ten times the spam from one day on, of a kind that is known."""
    return [thread(dice, 30, 0.05 if day < CHANGED else 0.5) for _ in range(5)]


def new_lures(dice: Dice, day: int) -> list[np.ndarray]:
    """Spam that the model is unsure of, from one day on."""
    return [thread(dice, 30, 0.15 if day < CHANGED else 0.25, spam=5.5 if day < CHANGED else 1.0) for _ in range(5)]


def broken_texts(dice: Dice, day: int) -> list[np.ndarray]:
    """Good comments that look worse from one day on, as with an extractor that leaves menus in them."""
    return [thread(dice, 30, 0.1, ham=-4.5 if day < CHANGED else -2.8) for _ in range(5)]


def watched(stream: Stream, seed: int) -> Iterator[tuple[int, float | None]]:
    """Yield each day from the fourth week on, and what the index says then."""
    dice, days = np.random.default_rng(seed), []
    for day in range(10 * WEEK):
        days.append(of_day(np.concatenate(stream(dice, day))))
        if day >= 3 * WEEK:
            yield day, drift_between(days[:-WEEK], days[-WEEK:])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("stream", [blog, newspaper, archive, wave])
def test_ordinary_streams_are_silent(stream: Stream, seed: int) -> None:
    said = [index for _, index in watched(stream, seed) if index is not None]
    assert len(said) > 30
    assert max(said) < MUCH


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("stream", [new_lures, broken_texts])
def test_a_real_change_rings_within_a_week_and_not_before(stream: Stream, seed: int) -> None:
    said = {day: index or 0.0 for day, index in watched(stream, seed)}
    assert max(index for day, index in said.items() if day < CHANGED) < MUCH
    assert max(index for day, index in said.items() if CHANGED <= day <= CHANGED + WEEK) > MUCH


def test_too_few_say_nothing() -> None:
    few, many = ({kind: ScoreCounts((count,) * (len(CUTS) + 1)) for kind in Verdict} for count in (5, 50))
    assert drift_between([many], [many]) == 0
    assert drift_between([many], [few]) is None
    assert drift_between([few], [many]) is None


def test_a_stream_without_any_spam_can_be_compared() -> None:
    none = ScoreCounts((0,) * (len(CUTS) + 1))
    quiet = {Verdict.ALLOW: count_scores([0.01] * 2000), Verdict.REVIEW: none, Verdict.SPAM: none}
    doubtful = {**quiet, Verdict.REVIEW: count_scores([0.6] * 800)}
    assert drift_between([quiet], [quiet]) == 0
    assert (drift_between([quiet], [doubtful]) or 0) > MUCH
