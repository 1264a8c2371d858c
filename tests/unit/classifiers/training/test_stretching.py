"""How far comments that give no address are stretched, and what that leaves alone."""

import numpy as np
import pytest

from classifiers.features.evidence import COLUMNS, columns, gives_no_address
from classifiers.model.stretch import NONE, Stretch
from classifiers.training.stretching import stretch_of

ABOVE = 0.5


def ham(linked: float, unlinked: float) -> tuple[np.ndarray, np.ndarray]:
    """Return evenly spread scores of ham that reach so high, and which of it gives no address."""
    scores = np.concatenate([np.linspace(-6, linked, 2_001), np.linspace(-6, unlinked, 20_001)])
    return scores, np.arange(scores.size) >= 2_001


def test_ham_without_an_address_is_stretched_until_its_scores_are_as_rare() -> None:
    scores, unlinked = ham(linked=6.5, unlinked=4.5)
    found = stretch_of(scores, unlinked, ABOVE)
    assert found.by == pytest.approx(1.5, abs=0.02)
    moved = found.stretched(scores, unlinked)
    assert np.quantile(moved[unlinked], 0.9995) == pytest.approx(np.quantile(moved[~unlinked], 0.995))


def test_nothing_is_stretched_where_ham_is_too_little_or_scores_low() -> None:
    assert stretch_of(np.array([5.0, 4.0, -2.0]), np.array([False, True, True]), ABOVE) == NONE
    low = np.full(30_000, -3.0)
    assert stretch_of(low, np.arange(low.size) % 2 == 0, ABOVE) == NONE


def test_nothing_is_shrunk_and_nothing_more_than_it_may() -> None:
    scores, unlinked = ham(linked=2, unlinked=6)
    assert stretch_of(scores, unlinked, ABOVE).by == 1.0
    scores, unlinked = ham(linked=9, unlinked=1)
    assert stretch_of(scores, unlinked, ABOVE).by == 1.7


def test_what_lies_below_and_what_gives_an_address_stays_and_so_does_the_order() -> None:
    scores = np.linspace(-5, 5, 101)
    found = Stretch(1.7, ABOVE).stretched(scores, np.ones(101, np.bool_))
    assert (np.diff(found) > 0).all()
    np.testing.assert_array_equal(found[scores <= ABOVE], scores[scores <= ABOVE])
    assert found[-1] == pytest.approx(ABOVE + 1.7 * 4.5)
    np.testing.assert_array_equal(Stretch(1.7, ABOVE).stretched(scores, np.zeros(101, np.bool_)), scores)


@pytest.mark.parametrize("name", ["has_link", "bare_domain", "has_site"])
def test_a_link_a_host_and_a_home_are_addresses(name: str) -> None:
    evidence = np.zeros((2, len(COLUMNS)))
    evidence[1, columns(name)] = 1
    assert gives_no_address(evidence).tolist() == [True, False]
