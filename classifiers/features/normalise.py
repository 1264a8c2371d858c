"""The one canonical view of texts for features, over a whole batch at once.

Disguises collapse: case, full width, styled letters, marks, zero-width characters, look-alikes from other
scripts, digits for letters inside words, and s p a c e d letters all lead to the same canonical text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features import characters as ch

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]

# Digits and signs read as letters inside a word ("c4s1n0"); l, i and 1 share a skeleton already.
_LEET: Final = dict(zip("0123456789@$!|", "oizeasgtbgasii", strict=True))
_LEET_TABLE: Final = np.arange(128, dtype=np.uint32)
for _sign, _letter in _LEET.items():
    _LEET_TABLE[ord(_sign)] = ord(_letter)
# Fewer single letters in a row than this are initials ("J. R. R."), not a disguise; in a text with such a run,
# shorter ones are words too ("o f").
_SPACED_RUN: Final = 4
# A run of digits alone is a list of numbers.
_FEWEST_LETTERS: Final = 2
# Digits inside a text's words from which on its short numbers are words too ("70" is "to").
_LEET_TEXT: Final = 3
_LEET_WORD: Final = 3
_ALPHABET: Final = 26
_DIGITS: Final = 10
# Words of so many hexadecimal digits and no other letter are checksums and commits: nobody disguises a word so.
_CHECKSUM: Final = 7
_HEXADECIMAL: Final = 6
# In a word, it makes an e-mail address far more often than a disguise.
_AT: Final = ord("@")


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """Canonical texts laid end to end: ``codes[bounds[i]:bounds[i + 1] + 1]`` is text i between two spaces.

    ``origins`` are the places of these codes in ``raw``, the code points as they came, whose bounds are
    ``raw_bounds``. ``tokens`` and ``token_ends`` are the half-open spans of words (runs of letters and digits) in
    ``codes``; ``spaced`` counts, per text, the gaps between letters that stood apart, ``leet`` the digits and
    signs inside words, those of checksums left out. ``texts`` are what all this was made from.
    """

    codes: Codes
    bounds: Offsets
    origins: Offsets
    tokens: Offsets
    token_ends: Offsets
    spaced: NDArray[np.int64]
    leet: NDArray[np.int64]
    raw: Codes
    raw_bounds: Offsets
    texts: Sequence[str]

    def written(self, tokens: Offsets, segments: Offsets) -> list[str]:
        """Return these words of these texts as they were written."""
        first = self.raw_bounds[segments] + 1
        starts = self.origins[self.tokens[tokens]] - first
        ends = self.origins[self.token_ends[tokens] - 1] + 1 - first
        spans = zip(segments.tolist(), starts.tolist(), ends.tolist(), strict=True)
        return [self.texts[segment][start:end] for segment, start, end in spans]


def canonicalise(texts: Sequence[str]) -> CanonicalText:
    """Return the canonical view of these texts."""
    joined = "\0" + "\0".join(texts) + "\0"
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    raw_bounds = np.concatenate([[0], np.cumsum(lengths + 1)])
    ch.learn(raw)
    codes, bounds, origins = _fold(raw, raw_bounds)
    flags = ch.flags(codes)
    starts, ends = _tokens(flags)
    gaps, spaced = _spaced_gaps(codes, starts, ends, bounds, origins)
    if gaps.size:
        keep = np.ones(codes.size, np.bool_)
        keep[gaps] = False
        kept = np.flatnonzero(keep)
        codes, bounds, origins = codes.take(kept), np.searchsorted(kept, bounds), origins.take(kept)
        flags = flags.take(kept)
        starts, ends = _tokens(flags)
    codes, leet_letters = _unleet(codes, flags, starts, ends, bounds)
    return CanonicalText(codes, bounds, origins, starts, ends, spaced, leet_letters, raw, raw_bounds, texts)


def canonical_string(text: str) -> str:
    """Return the canonical view of one text as a string."""
    return canonicalise([text]).codes.tobytes().decode("utf-32-le", "surrogatepass").strip()


def _fold(raw: Codes, raw_bounds: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """Fold characters one by one, drop the invisible, collapse white space; bounds stay single spaces.

    White space before a comma or stop goes too: it is there where letters are spaced.
    """
    codes = ch.canonical(raw)
    codes[raw_bounds] = ch.SPACE
    space = codes == ch.SPACE
    keep = codes != 0
    keep[1:] &= ~(space[1:] & space[:-1])
    blanks = np.flatnonzero(space[:-1])
    keep[blanks[(ch.flags(codes[blanks + 1]) & ch.PAUSE) > 0]] = False
    keep[raw_bounds] = True
    kept = np.flatnonzero(keep)
    return codes.take(kept), np.searchsorted(kept, raw_bounds), kept


def _tokens(flags: NDArray[np.uint8]) -> tuple[Offsets, Offsets]:
    """Return the half-open spans of runs of letters and digits; the first and the last character are spaces."""
    inside = (flags & ch.WORD).view(np.int8)
    edges = np.diff(inside)
    return np.flatnonzero(edges == 1) + 1, np.flatnonzero(edges == -1) + 1


def _unleet(
    codes: Codes, flags: NDArray[np.uint8], starts: Offsets, ends: Offsets, bounds: Offsets
) -> tuple[Codes, NDArray[np.int64]]:
    """Read digits as letters in words that hold a letter, other digits as 0, and signs between letters as letters.

    Also returns how many of those stand between letters, by text, but for those of checksums.
    """
    marked = np.flatnonzero(flags & (ch.FIGURE | ch.SIGN))
    if not marked.size:
        return codes, np.zeros(bounds.size - 1, np.int64)
    codes = codes.copy()
    is_digit = (flags[marked] & ch.FIGURE) > 0
    positions, signs = marked[is_digit], marked[~is_digit]
    word = np.searchsorted(starts, positions, side="right") - 1
    sizes = ends - starts
    in_number = np.bincount(word, minlength=sizes.size)[word] == sizes[word]
    leet, plain, word = positions[~in_number], positions[in_number], word[in_number]
    between = signs[(flags[signs - 1] & flags[signs + 1] & ch.WORD) > 0]
    wrapped, signs = _wrapped(codes, leet), between[codes[between] != _AT]
    counts = _by_text(np.concatenate([wrapped, signs]), bounds)
    disguises = np.concatenate([wrapped[~_in_checksums(codes, wrapped, starts, ends)], signs])
    text = np.searchsorted(bounds, plain, side="right") - 1
    short = (sizes[word] <= _LEET_WORD) & (counts[text] >= _LEET_TEXT)
    codes[plain[~short]] = ord("0")
    for read in (leet, between, plain[short]):
        codes[read] = _LEET_TABLE[codes[read]]
    return codes, _by_text(disguises, bounds)


def _by_text(positions: Offsets, bounds: Offsets) -> NDArray[np.int64]:
    """Return how many of these positions stand in each text."""
    return np.diff(np.searchsorted(np.sort(positions), bounds))


def _in_checksums(codes: Codes, positions: Offsets, starts: Offsets, ends: Offsets) -> NDArray[np.bool_]:
    """Tell which of these positions stand in long words of hexadecimal digits alone."""
    word = np.searchsorted(starts, positions, side="right") - 1
    first, last = starts[word], ends[word]
    found: NDArray[np.bool_] = last - first >= _CHECKSUM
    if found.any():
        hexadecimal = ((codes | 0x20) - ord("a") < _HEXADECIMAL) | (codes - ord("0") < _DIGITS)
        before = np.concatenate([[0], np.cumsum(hexadecimal)])
        found &= before[last] - before[first] == last - first
    return found


def _wrapped(codes: Codes, digits: Offsets) -> Offsets:
    """Return those of these digits that stand, alone or as a pair, between Latin letters.

    Longer numbers are those of models and norms ("RTX3080Ti"), and beside Han, Kana and Hangul digits are just digits.
    """
    padded = np.concatenate([codes, np.full(2, ch.SPACE, np.uint32)])
    latin = (padded | 0x20) - ord("a") < _ALPHABET
    digit = padded - ord("0") < _DIGITS
    alone = latin[digits - 1] & latin[digits + 1]
    first = latin[digits - 1] & digit[digits + 1] & latin[digits + 2]
    last = latin[digits + 1] & digit[digits - 1] & latin[digits - 2]
    return digits[alone | first | last]


def _spread(starts: Offsets, ends: Offsets, size: int) -> NDArray[np.bool_]:
    """Return a mask of the positions inside these spans."""
    steps = np.zeros(size + 1, np.int8)
    steps[starts] += 1
    steps[ends] -= 1
    return np.cumsum(steps[:-1]).astype(np.bool_)


def _spaced_gaps(
    codes: Codes, starts: Offsets, ends: Offsets, bounds: Offsets, origins: Offsets
) -> tuple[Offsets, NDArray[np.int64]]:
    """Return the separators inside runs of single letters, and how many there are by text.

    Wider gaps than one character part words.
    """
    texts = bounds.size - 1
    nothing = np.empty(0, np.int64), np.zeros(texts, np.int64)
    single = ends - starts == 1
    if single.sum() < _SPACED_RUN:
        return nothing
    linked = single[1:] & single[:-1] & (starts[1:] - ends[:-1] == 1)
    linked &= origins[starts[1:]] - origins[ends[:-1] - 1] == 2
    edge = np.zeros(bounds[-1] + 1, np.bool_)
    edge[bounds] = True
    linked &= ~edge[ends[:-1]]
    steps = np.diff(np.concatenate([[0], linked.view(np.int8), [0]]))
    run_starts, run_ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    letters = np.concatenate([[0], np.cumsum(ch.script(codes[starts]) != ch.NO_SCRIPT)])
    spelt = letters[run_ends + 1] - letters[run_starts] >= _FEWEST_LETTERS
    long = (run_ends - run_starts >= _SPACED_RUN - 1) & spelt
    if not long.any():
        return nothing
    text = np.searchsorted(bounds, starts[run_starts], side="right") - 1
    spaced = np.zeros(texts, np.bool_)
    spaced[text[long]] = True
    joined = spaced[text]
    inside = np.flatnonzero(_spread(run_starts[joined], run_ends[joined], linked.size))
    gaps = ends[:-1][inside]
    owner = np.searchsorted(bounds, gaps, side="right") - 1
    return gaps, np.bincount(owner, minlength=texts)
