"""Which comments are the same, and which are nearly: keys of their canonical texts, a batch at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.data import minhash
from classifiers.features import links
from classifiers.features.normalise import canonicalise
from classifiers.types import Comment

# Letters that a piece of a text has: shorter ones stand in any text, longer ones forgive no change.
_SHINGLE: Final = 6
# Two texts are near-duplicates where all hashes of one band agree. Five bands of five find nine in ten copies that
# share 82 % of their pieces, and take one in sixty of a million unrelated texts (2 % shared) for a copy.
BANDS: Final = 5
_HASHES_A_BAND: Final = 5
# A text shorter than this is copied by chance ("thank you very much").
_SHORTEST: Final = 40
_LONGEST: Final = 3_000
_KEY_BYTES: Final = 16
_EMPTY: Final = np.iinfo(np.uint64).max
_DIGITS: Final = np.arange(ord("0"), ord("9") + 1, dtype=np.uint32)
_ORDERS: Final = minhash.orders(BANDS * _HASHES_A_BAND)


@dataclass(frozen=True, slots=True)
class Keys:
    """A comment's identity in two grades: ``same`` for its text and author, ``alike`` for texts much like it."""

    same: bytes
    alike: tuple[int, ...]


def keys(comments: Sequence[Comment]) -> list[Keys]:
    """Return the keys of comments, in order: MinHash over pieces of the canonical text (Broder 1997).

    Links and digits say nothing here, so that a copy with another address or number is a copy.
    """
    texts = canonicalise([links.without(comment.text)[:_LONGEST] for comment in comments])
    bands = _bands(texts.codes, texts.bounds)
    found = []
    for place, comment in enumerate(comments):
        codes = texts.codes[texts.bounds[place] : texts.bounds[place + 1]]
        whole = blake2b(codes.tobytes(), digest_size=_KEY_BYTES)
        whole.update((comment.author or "").casefold().encode("utf-8", "surrogatepass"))
        alike = tuple(bands[place].tolist()) if codes.size >= _SHORTEST else ()
        found.append(Keys(whole.digest(), alike))
    return found


def _bands(codes: NDArray[np.uint32], bounds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the hashes of each text's bands: shape (texts, bands)."""
    pieces = _pieces(np.where(np.isin(codes, _DIGITS), ord("0"), codes), bounds)
    return minhash.bands(minhash.sketches(pieces, bounds, _ORDERS), _HASHES_A_BAND)


def _pieces(codes: NDArray[np.uint32], bounds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the hash of the letters from each place on; all places near a text's end share that of its last ones."""
    rolled = np.zeros(codes.size, np.uint64)
    padded = np.concatenate([codes, np.zeros(_SHINGLE, codes.dtype)]).astype(np.uint64)
    for step in range(_SHINGLE):
        rolled = (rolled ^ padded[step : step + codes.size]) * minhash.PRIME
    last_whole = np.maximum(bounds[1:] - _SHINGLE, bounds[:-1])
    owner = np.repeat(np.arange(bounds.size - 1), np.diff(bounds))
    places = np.minimum(np.arange(owner.size), last_whole[owner])
    return rolled[places]
