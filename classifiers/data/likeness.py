"""How alike two texts are: MinHash sketches of their words (Broder, 1997), so that near-duplicates can be found.

A sketch is compared in parts, its bands: two texts of which four fifths of the word pairs agree share a band 97 times
in 100, and two of which one fifth agree 4 times.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features.normalise import canonicalise

BANDS: Final = 5
_ROWS: Final = 3
_HASHES: Final = BANDS * _ROWS
# The share of a sketch that near-duplicates have in common: about the share of word pairs that agree.
_ALIKE: Final = 0.6
# Texts with fewer word pairs are alike by chance: "Thanks for this!" is no campaign.
_FEWEST_PAIRS: Final = 4
# Characters that are looked at: enough to tell texts apart, and a bound on the work.
_LONGEST: Final = 5_000

_WORD: Final = re.compile(r"\w+")
_RANDOM: Final = np.random.default_rng(20_261_123)
_FACTORS: Final = _RANDOM.integers(1, 2**63, _HASHES, np.uint64) | np.uint64(1)
_TERMS: Final = _RANDOM.integers(0, 2**63, _HASHES, np.uint64)

Sketch = NDArray[np.uint32]


def sketches(texts: Sequence[str]) -> list[Sketch | None]:
    """Return each text's sketch, or None where it is too short to tell; disguised letters change nothing."""
    canonical = canonicalise([text[:_LONGEST] for text in texts])
    return [
        _sketch(canonical.codes[start : end + 1].tobytes().decode("utf-32-le", "replace"))
        for start, end in pairwise(canonical.bounds.tolist())
    ]


def _sketch(text: str) -> Sketch | None:
    pairs = {f"{one} {other}" for one, other in pairwise(_WORD.findall(text))}
    if len(pairs) < _FEWEST_PAIRS:
        return None
    hashed = np.frombuffer(b"".join(blake2b(pair.encode(), digest_size=8).digest() for pair in pairs), np.uint64)
    # Multiply-shift: the upper half of a product is as good as random (Dietzfelbinger et al., 1997).
    mixed = (hashed[:, np.newaxis] * _FACTORS + _TERMS) >> np.uint64(32)
    smallest: Sketch = mixed.min(axis=0).astype(np.uint32)
    return smallest


def bands(of: Sketch) -> tuple[int, ...]:
    """Return the parts of a sketch as signed 64-bit numbers; near-duplicates have at least one in common."""
    parts = (of[start : start + _ROWS].tobytes() for start in range(0, _HASHES, _ROWS))
    return tuple(int.from_bytes(blake2b(part, digest_size=8).digest(), "big", signed=True) for part in parts)


def alike(one: Sketch, other: Sketch) -> bool:
    """Return whether two sketches are those of near-duplicates."""
    return float((one == other).mean()) >= _ALIKE


def pack(of: Sketch) -> bytes:
    """Return a sketch as bytes."""
    return of.astype("<u4").tobytes()


def unpack(packed: bytes) -> Sketch:
    """Return the sketch that `pack` made these bytes of."""
    return np.frombuffer(packed, "<u4")
