"""MinHash: sketches of sets, of which two agree in about the share of pieces that their sets have in common.

Broder, 1997. Pieces come as 64-bit hashes; each odd factor puts them in another order (multiply-shift, Dietzfelbinger
et al., 1997), and the lowest piece of each order is the sketch. Bands are some values of a sketch in one hash, so that
near copies are found by equality.
"""

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

# FNV's 64-bit prime: what mixes one value into the next.
PRIME = np.uint64(0x100000001B3)
# One seed for all orders: sketches that are stored are compared with those of later years.
_SEED = 20_261_123


def orders(count: int) -> Hashes:
    """Return the odd factors of ``count`` orders."""
    return np.random.default_rng(_SEED).integers(1, 2**63, count, np.uint64) * 2 + 1


def sketches(pieces: Hashes, bounds: NDArray[np.int64], factors: Hashes) -> Hashes:
    """Return the lowest piece of each set in each order: shape (sets, orders).

    ``bounds`` are the places where sets begin, and the end of the last one; no set may be empty.
    """
    lowest = np.empty((bounds.size - 1, factors.size), np.uint64)
    for number, factor in enumerate(factors):
        mixed = pieces * factor
        mixed ^= mixed >> np.uint64(32)
        lowest[:, number] = np.minimum.reduceat(mixed, bounds[:-1])
    return lowest


def bands(lowest: Hashes, width: int) -> Hashes:
    """Return one hash for each ``width`` values of each sketch: shape (sets, bands)."""
    count = lowest.shape[1] // width
    banded = np.zeros((lowest.shape[0], count), np.uint64)
    for band in range(count):
        for number in range(band * width, (band + 1) * width):
            banded[:, band] = (banded[:, band] ^ lowest[:, number]) * PRIME
        banded[:, band] += np.uint64(band)
    return banded
