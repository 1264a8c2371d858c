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

from classifiers.data import minhash
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
_ORDERS: Final = minhash.orders(_HASHES)

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
    [lowest] = minhash.sketches(hashed, np.array([0, hashed.size]), _ORDERS)
    # The upper half is enough to tell two pieces apart, and half to store.
    upper: Sketch = (lowest >> np.uint64(32)).astype(np.uint32)
    return upper


def bands(of: Sketch) -> tuple[int, ...]:
    """Return the parts of a sketch as signed 64-bit numbers; near-duplicates have at least one in common."""
    [found] = minhash.bands(of.astype(np.uint64)[np.newaxis], _ROWS)
    return tuple(found.view(np.int64).tolist())


def alike(one: Sketch, other: Sketch) -> bool:
    """Return whether two sketches are those of near-duplicates."""
    return float((one == other).mean()) >= _ALIKE


def pack(of: Sketch) -> bytes:
    """Return a sketch as bytes."""
    return of.astype("<u4").tobytes()


def unpack(packed: bytes) -> Sketch:
    """Return the sketch that `pack` made these bytes of."""
    return np.frombuffer(packed, "<u4")
