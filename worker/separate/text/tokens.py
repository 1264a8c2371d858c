"""Tokens of lines as hashes: words, runs of signs, and pairs of neighbours, for the wide layer of the labeller.

Words hash by their first letters, whatever their case (multilinear hashing, Carter and Wegman 1979). Letters of
scripts without spaces are tokens of their own, so that their pairs tell what words tell elsewhere.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# Buckets of the wide layer: 1 in 100 of the tokens and pairs that 100,000 lines hold shares one.
WIDE_BITS = 18
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)
# What stands before a line's first token.
_EDGE = np.uint64(0x165667B19E3779F9)
# The classes of characters as tokens see them: a blank ends one, signs and letters form some, the last stand alone.
BLANK, SIGNS, LETTERS, ALONE = range(4)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Hashes of all tokens in order, where each begins, and which are words."""

    hashes: Array
    at: Array
    words: Array


def hash_tokens(folded: Array, classes: Array, weights: Array) -> Tokens:
    """Return the tokens of characters, given the folded letters, their classes and the weights of places.

    The last weight is zero: it is that of all letters past the longest word that counts.
    """
    starts = classes != BLANK
    starts[1:] &= (classes[1:] != classes[:-1]) | (classes[1:] == ALONE)
    at = np.flatnonzero(starts)
    if not at.size:
        return Tokens(np.zeros(0, np.uint64), at, np.zeros(0, bool))
    place = np.arange(classes.size)
    place[at[0] :] -= np.repeat(at, np.diff(np.append(at, classes.size)))
    np.minimum(place, weights.size - 1, out=place)
    place[classes == BLANK] = weights.size - 1
    hashes = np.add.reduceat(folded * weights.take(place), at)
    return Tokens(hashes, at, classes.take(at) >= LETTERS)


def wide_buckets(hashes: Array, first: Array) -> Array:
    """Return two rows: each token's bucket, and that of its pair with the one before.

    ``first`` are the lines' first tokens, which stand behind an edge.
    """
    before = np.empty_like(hashes)
    before[1:] = hashes[:-1]
    before[first] = _EDGE
    shift = np.uint64(64 - WIDE_BITS)
    buckets: Array = (np.stack((hashes, before * _MIX ^ hashes)) * _SECOND) >> shift
    return buckets.astype(np.int32)
