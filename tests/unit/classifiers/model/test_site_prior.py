"""A site's prior, told from scores of known mixtures."""

import numpy as np
import pytest
from numpy.typing import NDArray

from classifiers.model.site_prior import FEWEST, WINDOW, is_flooded, site_prior, spam_share

# Ham and spam with log-odds of -2 and 2 on average and a variance of 4 are calibrated where both count alike.
MEAN, SPREAD = 2.0, 2.0


def scores(ham: int, spam: int, seed: int = 0) -> NDArray[np.float64]:
    dice = np.random.default_rng(seed)
    found = np.concatenate([dice.normal(-MEAN, SPREAD, ham), dice.normal(MEAN, SPREAD, spam)])
    return dice.permutation(found)


@pytest.mark.parametrize("spam", [50, 150, 250, 350, 450])
def test_a_known_share_of_spam_is_recovered(spam: int) -> None:
    found = [spam_share(scores(500 - spam, spam, seed)) for seed in range(10)]

    assert np.mean(found) == pytest.approx(spam / 500, abs=0.02)
    assert np.abs(np.array(found) - spam / 500).max() < 0.1  # four standard errors


def test_ham_and_spam_are_treated_alike() -> None:
    found = scores(400, 100)

    there, mirrored = site_prior(found), site_prior(-found)

    assert there is not None
    assert mirrored is not None
    assert there.spam == pytest.approx(1 - mirrored.spam, abs=1e-4)
    assert there.shift < 0 < mirrored.shift
    assert mirrored.shift < -there.shift  # a lost ham is worse than a passed spam


def test_as_much_ham_as_spam_shifts_nothing() -> None:
    found = scores(250, 250)

    prior = site_prior(np.concatenate([found, -found])[::2])

    assert prior is not None
    assert abs(prior.shift) < 0.15


def test_fewer_comments_than_tell_anything_have_no_prior() -> None:
    assert site_prior(np.full(FEWEST - 1, -5.0)) is None
    assert site_prior(np.full(FEWEST, -5.0)) is not None
    assert site_prior(np.array([])) is None


def test_few_comments_shift_less_than_many() -> None:
    few, many = site_prior(np.full(FEWEST, -5.0)), site_prior(np.full(WINDOW, -5.0))

    assert few is not None
    assert many is not None
    assert many.shift < few.shift < 0


def test_only_the_newest_count() -> None:
    newest = scores(450, 50)

    assert site_prior(np.concatenate([newest, np.full(1_000, 9.0)])) == site_prior(newest)


@pytest.mark.parametrize("certain", [-800.0, 800.0])
def test_scores_beyond_all_bounds_shift_a_bounded_way(certain: float) -> None:
    prior = site_prior(np.full(WINDOW, certain))

    assert prior is not None
    assert 1 < abs(prior.shift) < 2.5
    assert 0 < prior.spam < 1


def test_a_page_with_most_of_the_newest_comments_is_a_flood() -> None:
    assert is_flooded(["wave"] * 51 + [f"page {n}" for n in range(49)])
    assert not is_flooded(["wave"] * 50 + [f"page {n}" for n in range(50)])
    assert not is_flooded(["calm"] * 0)


def test_a_flood_that_is_no_longer_among_the_newest_is_over() -> None:
    assert not is_flooded([f"page {n % 40}" for n in range(WINDOW)] + ["wave"] * 5_000)
