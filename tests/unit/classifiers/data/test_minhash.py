"""Sketches agree in about the share of pieces that their sets have in common."""

import numpy as np
import pytest

from classifiers.data import minhash

ORDERS = minhash.orders(15)


def pair(shared: int, alone: int, seed: int) -> np.ndarray:  # type: ignore[type-arg]
    """Sketches of two sets with ``shared`` pieces in common and ``alone`` of its own each."""
    pieces = np.random.default_rng(seed).integers(0, 2**64, shared + 2 * alone, np.uint64)
    both = np.concatenate([pieces[: shared + alone], pieces[:shared], pieces[shared + alone :]])
    return minhash.sketches(both, np.array([0, shared + alone, both.size]), ORDERS)


@pytest.mark.parametrize(("shared", "alone"), [(80, 10), (50, 25), (20, 40), (0, 50)])
def test_the_share_that_agrees_is_the_share_in_common(shared: int, alone: int) -> None:
    agreed = np.mean([one == other for one, other in (pair(shared, alone, seed) for seed in range(200))])
    # 3,000 orders: four standard deviations are .037 at most.
    assert abs(agreed - shared / (shared + 2 * alone)) < 0.037


def test_bands_find_near_copies_and_hardly_anything_else() -> None:
    def share_a_band(shared: int, alone: int) -> float:
        found = [minhash.bands(pair(shared, alone, seed), 3) for seed in range(200)]
        return float(np.mean([(one == other).any() for one, other in found]))

    # 1 - (1 - j^3)^5 for a share j in common: .97 for four fifths, .04 for one.
    assert share_a_band(80, 10) > 0.9
    assert share_a_band(20, 40) < 0.1


def test_a_sketch_is_its_set_whatever_the_order_and_the_neighbours() -> None:
    pieces = np.random.default_rng(3).integers(0, 2**64, 40, np.uint64)
    [alone] = minhash.sketches(pieces, np.array([0, 40]), ORDERS)
    twice = np.concatenate([pieces[::-1], pieces[:7], pieces])
    first, _, last = minhash.sketches(twice, np.array([0, 40, 47, 87]), ORDERS)
    assert (first == alone).all() and (last == alone).all()  # noqa: PT018  - one fact
