"""Hashed character and word n-grams of a batch, as positions in one table of weights.

A linear model over them is a dot product: gather a weight for each position, add up by text (the hashing trick,
Weinberger et al., ICML 2009; character n-grams against spam, Kanaris et al. 2007).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features.normalise import CanonicalText

# In languages that no training source is in, 2- and 4-grams too coincide with known ones by chance: measured worse.
ORDERS: Final = (3, 5)
_STEP: Final = np.uint32(0x01000193)  # the FNV prime
_SPREADS: Final = {3: 0x85EBCA77, 5: 0x27D4EB2F}
_WORD_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
_PAIR_STEP: Final = np.uint64(0xD6E8FEB86659FD93)
_WORD_BASE: Final = 0x100000001B3  # the 64-bit FNV prime: odd, so it has an inverse modulo 2^64


Buckets = NDArray[np.uint32]
Spans = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Places:
    """Where each text's grams go: ``2 ** bits`` places of the table from ``offsets`` on."""

    offsets: NDArray[np.uint32]
    bits: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Fold:
    """Leads the places of a large table to the ``2 ** bits`` of a smaller one."""

    bits: int

    def places(self, buckets: Buckets) -> Buckets:
        """Return the smaller table's places (Knuth's multiplicative hashing)."""
        found: Buckets = (buckets * np.uint32(0x9E3779B1)) >> np.uint32(32 - self.bits)
        return found


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of a batch: ``buckets[k][i]`` is the table place of the k-th kind's i-th gram.

    ``spans[k, t]`` are the half-open bounds of text t's grams of the k-th kind: shape (kinds, texts, 2). The first
    kinds are character n-grams (ORDERS), the last two words and pairs of words.
    """

    buckets: tuple[Buckets, ...]
    spans: Spans

    @property
    def counts(self) -> Spans:
        """The number of grams of each text."""
        total: Spans = (self.spans[:, :, 1] - self.spans[:, :, 0]).sum(axis=0)
        return total

    def sums(self, weights: NDArray[np.float32], fold: "Fold | None" = None) -> NDArray[np.float64]:
        """Return each text's sum of weights over its grams, divided by the root of their number.

        ``fold`` leads from the table's places to those of a smaller one that the weights belong to.
        """
        total = np.zeros(self.spans.shape[1])
        for bucket, spans in zip(self.buckets, self.spans, strict=True):
            # One place more than there are grams: where an empty text at the end would begin.
            values = np.zeros(bucket.size + 1, np.float32)
            places = bucket if fold is None else fold.places(bucket)
            # NumPy takes nearly twice as fast by numbers of its own kind.
            weights.take(places.astype(np.intp), mode="clip", out=values[:-1])
            total += _span_sums(values, spans)
        return total / np.sqrt(np.maximum(self.counts, 1))


def extract(text: CanonicalText, hashes: NDArray[np.uint64], places: Places) -> Grams:
    """Return the n-grams of the first texts, as many as ``places`` tells of; ``hashes`` are those of all words."""
    bounds = text.bounds[: places.bits.size + 1]
    codes = text.codes[: bounds[-1] + 1]
    lengths = np.diff(bounds)
    lengths[-1:] += 1
    shifts, offsets = np.repeat(32 - places.bits, lengths), np.repeat(places.offsets, lengths)
    rolling = codes
    kinds, lows, highs = [], [], []
    order = 1
    for wanted in ORDERS:
        while order < wanted:
            order += 1
            rolling = rolling[:-1] * _STEP + codes[order - 1 :]
        size = rolling.size
        kinds.append(((rolling * np.uint32(_SPREADS[wanted])) >> shifts[:size]) + offsets[:size])
        lows.append(np.minimum(bounds[:-1], size))
        highs.append(np.minimum(np.maximum(bounds[1:] + 2 - wanted, lows[-1]), size))
    for bucket, low, high in _words(text, hashes, places):
        kinds.append(bucket)
        lows.append(low)
        highs.append(high)
    return Grams(tuple(kinds), np.stack([lows, highs], axis=2))


def word_hashes(text: CanonicalText) -> NDArray[np.uint64]:
    """Return a 64-bit hash of each token: equal words have equal hashes wherever they stand."""
    size = text.codes.size
    powers = _powers(size)
    running = np.concatenate([np.zeros(1, np.uint64), np.cumsum(text.codes * powers, dtype=np.uint64)])
    inverse = _inverse_powers(size)
    spans = running[text.token_ends] - running[text.tokens]
    found: NDArray[np.uint64] = spans * inverse[text.tokens]
    return found


def _words(text: CanonicalText, hashes: NDArray[np.uint64], places: Places) -> Iterator[tuple[Buckets, Spans, Spans]]:
    """Yield the words and the pairs of neighbouring words."""
    edges = np.searchsorted(text.tokens, text.bounds[: places.bits.size + 1])
    first, last = edges[:-1], edges[1:]
    shifts = np.repeat(64 - places.bits.astype(np.uint64), last - first)
    offsets = np.repeat(places.offsets, last - first)
    words = hashes[: edges[-1]]
    yield ((words * _WORD_SPREAD) >> shifts).astype(np.uint32) + offsets, first, last
    pairs = words[:-1] * _PAIR_STEP + words[1:]
    low = np.minimum(first, pairs.size)
    place = ((pairs * _WORD_SPREAD) >> shifts[:-1]).astype(np.uint32) + offsets[:-1]
    yield place, low, np.clip(last - 1, low, pairs.size)


def _span_sums(values: NDArray[np.float32], spans: Spans) -> NDArray[np.float64]:
    """Return the sum of the values in each of these half-open spans (rows of two); an empty one's is 0."""
    found: NDArray[np.float64] = np.add.reduceat(values, spans.ravel(), dtype=np.float64)[::2]
    found[spans[:, 0] == spans[:, 1]] = 0
    return found


_powers_cache = np.ones(1, np.uint64)
_inverse_cache = np.ones(1, np.uint64)


def _grown(cache: NDArray[np.uint64], size: int, base: int) -> NDArray[np.uint64]:
    """Return at least this many powers of an odd base modulo 2^64."""
    if cache.size >= size:
        return cache
    room = 1 << max(16, (size - 1).bit_length())
    factors = np.full(room, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _powers(size: int) -> NDArray[np.uint64]:
    global _powers_cache  # noqa: PLW0603 - a table that only grows
    _powers_cache = _grown(_powers_cache, size, _WORD_BASE)
    return _powers_cache[:size]


def _inverse_powers(size: int) -> NDArray[np.uint64]:
    global _inverse_cache  # noqa: PLW0603 - a table that only grows
    _inverse_cache = _grown(_inverse_cache, size, pow(_WORD_BASE, -1, 1 << 64))
    return _inverse_cache[:size]
