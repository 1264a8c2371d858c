import math

import numpy as np
import pytest

from classifiers.model.drift import CUTS, count_scores, psi


def test_scores_are_counted_between_the_cuts() -> None:
    counts = count_scores([0.0, 0.001, 0.5, 0.6, 1.0]).counts
    assert sum(counts) == 5
    assert len(counts) == len(CUTS) + 1
    assert (counts[0], counts[1], counts[-1]) == (1, 1, 1)
    assert counts[CUTS.index(0.5) + 1] == 2


def test_psi_by_hand() -> None:
    assert psi([100, 100], [100, 100]) == 0
    assert psi([100, 100], [150, 50]) == pytest.approx(0.25 * math.log(1.5) - 0.25 * math.log(0.5))


def test_too_few_or_other_bins_say_nothing() -> None:
    assert psi([10, 10], [100, 100]) is None
    assert psi([100, 100], [9, 90]) is None
    assert psi((), (200,)) is None


def test_the_same_source_is_stable_and_another_is_not() -> None:
    dice = np.random.default_rng(0)
    before, after = (count_scores(dice.beta(0.3, 1.0, 2_000)).counts for _ in range(2))
    other = count_scores(dice.beta(1.0, 0.4, 2_000)).counts
    assert (psi(before, after) or 0) < 0.1
    assert (psi(before, other) or 0) > 0.25
