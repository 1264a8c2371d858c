"""Features of a text's lines, computed for all of them at once.

A page has hundreds of lines and its separation may take half a millisecond, so no Python runs per line here:
characters become an array, words become hashes (multilinear hashing, Carter and Wegman 1979), and cue words are
found by looking their hashes up.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from worker.separate.cues import CUE_CLASSES, word_classes

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[Any]

# Buckets of hashed words: enough for the few thousand words that tell, few enough to ship.
BUCKETS = 1 << 13
# Slots of the table of cue words; 1 in 300 other words falls on one of theirs.
CUE_SLOTS = 1 << 20
# Letters of a word that count; longer words share a hash with their beginning.
MAX_WORD = 24
# Bits of a packed counter: a line may have two million characters, the limit of a page.
FIELD = 21
MASK = (1 << FIELD) - 1

_PLANE = 0x10000
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text that hold anything.

    ``index`` is each one's number in the text, ``local`` one row of features a line, ``buckets`` the hashed words
    and pairs of all of them, in order, and ``word_ends`` how many of these precede the end of each line.
    """

    index: Ints
    local: Floats
    buckets: Ints
    word_ends: Ints


@dataclass(frozen=True, slots=True)
class _Tables:
    """What is known of each character of the basic plane."""

    counters: tuple[Ints, Ints, Ints]
    fold: Ints
    word: Ints
    edge: Ints
    weights: Ints
    cues: Ints


# What a line begins and ends with; the rest is 0.
_EDGES = {
    "bullet": "•*-–—·▪●○►»>",
    "stop": ".!?。！？…",
    "colon": ":：",
    "comma": ",;、，",
    "quote": "\"'“”‘’«»„",
    "bracket": "()[]",
    "bar": "|/\\",
    "hash": "#@©®&+",
}
_KINDS = len(_EDGES) + 5  # other, digit, upper, lower, caseless letter


def _edge(letter: str) -> int:
    for number, letters in enumerate(_EDGES.values(), 1):
        if letter in letters:
            return number
    if letter.isdecimal():
        return len(_EDGES) + 1
    if not letter.isalpha():
        return 0
    return len(_EDGES) + (2 if letter.isupper() else 3 if letter.islower() else 4)


def _count(flags: tuple[bool, bool, bool]) -> int:
    return flags[0] | flags[1] << FIELD | flags[2] << 2 * FIELD


@cache
def _tables() -> _Tables:
    letters = [chr(code) for code in range(_PLANE)]
    counters = (
        [_count((c.isalnum(), c.isupper(), c.isdecimal())) for c in letters],
        [_count((c.isspace(), c in ".!?。！？…", c in ",;、，")) for c in letters],
        [_count((c in "|/•»«>", c in "\"“”„«»‘’'", c >= "\u2e80" and c.isalpha())) for c in letters],
    )
    random = np.random.default_rng(5)
    tables = _Tables(
        counters=tuple(np.array(counter, np.int64) for counter in counters),  # type: ignore[arg-type]
        fold=np.array([ord(c.lower()) if len(c.lower()) == 1 else ord(c) for c in letters], np.uint64),
        word=np.array([c.isalnum() for c in letters]),
        edge=np.array([_edge(c) for c in letters], np.uint8),
        weights=random.integers(1, 1 << 63, MAX_WORD, np.uint64) | np.uint64(1),
        cues=np.zeros(CUE_SLOTS, np.uint16),
    )
    for word, kinds in word_classes().items():
        tables.cues[_slot(_hash_one(word, tables))] |= np.uint16(kinds)
    return tables


def _hash_one(word: str, tables: _Tables) -> Ints:
    codes = np.array([min(ord(c), _PLANE - 1) for c in word[:MAX_WORD]])
    return ((tables.fold[codes] + np.uint64(1)) * _MIX * tables.weights[: codes.size]).sum(keepdims=True)


def _slot(hashes: Ints) -> Ints:
    return (hashes ^ hashes >> np.uint64(29)) >> np.uint64(44)


def _bucket(hashes: Ints) -> Ints:
    return ((hashes ^ hashes >> np.uint64(31)) * _MIX >> np.uint64(51)).astype(np.int32)


def read_lines(text: str) -> Lines:
    """Return the features of a text's lines; linear in its length."""
    tables = _tables()
    codes = np.frombuffer((text + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = np.minimum(codes, _PLANE - 1)
    ends = np.flatnonzero(codes == 10)
    starts = np.concatenate(([0], ends[:-1] + 1))
    alnum, upper, digit, space, stops, commas, marks, quotes, wide = _counts(tables, codes, starts)
    length = ends - starts
    kept = np.flatnonzero(alnum > 0)
    hashes, word_line = _words(tables, codes, starts)
    words = np.bincount(word_line, minlength=starts.size)
    cues = tables.cues[_slot(hashes)]
    size = np.maximum(length - space, 1)
    first, last = _edges(tables, codes, starts, ends)
    columns = [
        np.log1p(length),
        np.log1p(words),
        alnum / size,
        upper / size,
        digit / size,
        np.minimum(stops, 8),
        np.minimum(commas, 8),
        stops / (words + 1),
        np.minimum(marks, 8),
        np.minimum(quotes, 4),
        wide / size,
        *_onehot(first),
        *_onehot(last),
        *_cue_counts(cues, word_line, words),
        np.concatenate(([1], length[:-1] == 0)),
        np.concatenate((length[1:] == 0, [1])),
    ]
    columns += _shapes(columns, cues, word_line, words, digit, first)
    local = np.column_stack(columns)[kept].astype(np.float32)
    pairs = hashes[:-1] * np.uint64(3) + hashes[1:] * _MIX
    within = word_line[:-1] == word_line[1:]
    buckets = np.empty((hashes.size, 2), np.int32)
    buckets[:, 0] = _bucket(hashes)
    buckets[:-1, 1] = np.where(within, _bucket(pairs), 0)
    buckets[-1:, 1] = 0
    return Lines(index=kept, local=local, buckets=buckets, word_ends=np.cumsum(words)[kept])


def _counts(tables: _Tables, codes: Ints, starts: Ints) -> list[Ints]:
    packed = (np.add.reduceat(counter[codes], starts) for counter in tables.counters)
    return [total >> shift & MASK for total in packed for shift in (0, FIELD, 2 * FIELD)]


def _words(tables: _Tables, codes: Ints, starts: Ints) -> tuple[Ints, Ints]:
    """Return the hash of every word, and the line that it stands in."""
    word = tables.word[codes]
    begins = word.copy()
    begins[1:] &= ~word[:-1]
    at = np.flatnonzero(begins)
    if not at.size:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    place = np.arange(codes.size)
    place[at[0] :] -= np.repeat(at, np.diff(np.append(at, codes.size)))
    mixed = (tables.fold[codes] + np.uint64(1)) * _MIX * tables.weights[np.minimum(place, MAX_WORD - 1)]
    mixed[~word | (place >= MAX_WORD)] = 0
    return np.add.reduceat(mixed, at), np.searchsorted(starts, at, side="right") - 1


def _edges(tables: _Tables, codes: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return what each line begins and ends with; a trailing blank counts as 0."""
    return tables.edge[codes[starts]], tables.edge[codes[np.maximum(ends - 1, starts)]]


def _onehot(kinds: Ints) -> list[Ints]:
    return [kinds == number for number in range(1, _KINDS)]


def _cue_counts(cues: Ints, word_line: Ints, words: Ints) -> list[Ints]:
    """Return, for each class of cue words: its share of the line, and whether the first or last word is one."""
    ends = np.cumsum(words)
    first, last = np.minimum(ends - words, cues.size - 1), np.maximum(ends - 1, 0)
    some = words > 0
    columns = []
    for bit in range(len(CUE_CLASSES)):
        flags = cues >> bit & 1
        columns.append(np.bincount(word_line, weights=flags, minlength=words.size) / np.sqrt(words + 1))
        columns.append(some & (flags[first] > 0))
        columns.append(some & (flags[last] > 0))
    return columns


# Shapes of lines that comment sections repeat; the last columns of ``Lines.local``, in this order.
SHAPES = ("says", "dated", "signed", "links", "numbered", "counted", "headed", "timed")


def _shapes(columns: list[Ints], cues: Ints, word_line: Ints, words: Ints, digit: Ints, first: Ints) -> list[Ints]:
    """Return which lines look like a name line, a date line, a link below a comment or a section's heading."""
    ends = np.cumsum(words)
    starts = ends - words
    top = cues.size - 1
    head = cues[np.minimum(starts, top)]
    second = np.where(words > 1, cues[np.minimum(starts + 1, top)], 0)
    tail = cues[np.maximum(ends - 1, 0)]
    total = np.concatenate(([0], np.cumsum(cues & 1, dtype=np.int64)))
    month = total[ends] - total[starts]
    total = np.concatenate(([0], np.cumsum(cues >> 1 & 1, dtype=np.int64)))
    unit = total[ends] - total[starts]
    total = np.concatenate(([0], np.cumsum(cues >> 2 & 1, dtype=np.int64)))
    ago = total[ends] - total[starts]
    some = words > 0
    dated = ((month > 0) & (digit > 0) & (digit < 17)) | ((digit >= 6) & (digit <= 14) & (words <= 6))
    relative = (unit > 0) & (ago > 0) & (digit > 0)
    number = first == len(_EDGES) + 1
    noun_head = (head >> 4 & 1) > 0
    noun_second = (second >> 4 & 1) > 0
    return [
        some & ((tail >> 3 & 1) > 0) & (words <= 10),
        some & dated & (words <= 18),
        some & ((head >> 6 & 1) > 0) & (words <= 14),
        some & ((head >> 5 & 1) > 0) & (words <= 5),
        some & number & (words <= 7),
        some & ((number & noun_second & (words <= 30)) | (noun_head & (digit > 0) & (words <= 6))),
        some & noun_head & (words <= 3),
        some & relative & (words <= 14),
    ]
