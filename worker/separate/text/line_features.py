"""Features of a text's lines, computed for all of them at once.

A page has hundreds of lines and its separation may take half a millisecond, so no Python runs per line here:
characters become classes that are counted per line, words become hashes (multilinear hashing, Carter and
Wegman 1979), and cue words are found by looking their hashes up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from typing import Any

import numpy as np
import numpy.typing as npt

from worker.separate.language.cue_classes import CUE_CLASSES, opening_words, word_classes
from worker.separate.language.dates import spelled
from worker.separate.text.tokens import ALONE, BLANK, LETTERS, SIGNS, Tokens, hash_tokens, wide_buckets

Floats = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

# Characters that are looked at of a line's beginning and of its end; a paragraph's middle tells little more.
HEAD, TAIL = 240, 60
# Characters of the longest line that may be a name line, a heading or a link.
MAX_MARK = 160
# Words of the longest name line or heading.
MAX_MARK_WORDS = 26
# Words of the longest line that is a link or a heading and no number tells ("Reply to NAME", "Reader comments").
MAX_HEADED = 14
# Slots of the table of cue words; 1 in 100 other words falls on one of theirs.
CUE_BITS = 18
# Letters of a word that count; longer words share a hash with their beginning.
MAX_WORD = 16
# Characters that are looked at in one block: some fifteen megabytes of arrays, and more than most texts have.
BLOCK_CHARS = 1 << 18
# What ``Lines`` holds of each line, apart from what is counted through all of them.
_BY_LINE = ("index", "length", "local", "opening", "wording", "telling")

NEWLINE = 10
# Blocks of scripts without spaces: Thai to Tibetan, and all from the radicals of Chinese to its rarer letters.
UNSPACED_BLOCKS = ((0xE00, 0x1000), (0x2E80, 0xA4D0), (0xF900, 0xFB00))
_PLANE = 0x10000
_MIX = np.uint64(0x9E3779B97F4A7C15)

# The classes of characters: what a line is made of, begins with and ends with.
_CLASSES = {
    "space": " \t\r\x0b\x0c\u00a0\u3000",
    "bullet": "•*-–—·▪●○►»>",
    "stop": ".!?。！？…",
    "colon": ":：",
    "comma": ",;、，",
    "quote": "\"'“”‘’«»„",
    "bracket": "()[]",
    "bar": "|/\\",
    "sign": "#@©®&+",
}
SPACE, BULLET, STOP, COLON, COMMA, QUOTE, BRACKET, BAR, SIGN = range(1, 10)
DIGIT, UPPER, LOWER, CASELESS = range(10, 14)
KINDS = 14
CUES = len(CUE_CLASSES)
MONTH, UNIT, AGO, SAYS, NOUN, LINK, BY, FORM = range(CUES)
# The bits of ``openings``: a whole wording, a wording's second word, the first of "in reply to", the first of a
# heading that spells its number out and a whole one, a time in words.
WHOLE, SECOND, ANSWER, COUNT, LONE_COUNT, SPELLED = 1, 2, 4, 8, 16, 32

# Shapes of lines that comment sections repeat: the last columns of ``Lines.local``, in this order.
SHAPES = ("says", "dated", "signed", "link", "numbered", "counted", "headed", "timed")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of some texts that hold a letter or digit.

    ``bounds`` holds the first line of each text, and the number of all; ``index`` is each line's number in its
    text, ``length`` its characters, ``local`` a row of features; ``tokens`` holds the buckets of all their tokens in
    order, and below them of each one's pair with the token before, ``ends`` how many tokens precede each line's end;
    ``opening`` is the hash of a line's first token, ``wording`` that of all its words but numbers; ``telling`` is False
    for lines that can only be text: what a name line, heading, link or form needs isn't in them.
    """

    bounds: Array
    index: Array
    length: Array
    local: Floats
    tokens: Array
    ends: Array
    opening: Array
    wording: Array
    telling: Array


@dataclass(frozen=True, slots=True)
class _Tables:
    """What is known of each character of the basic plane, and of the words that are cues."""

    kind: Array
    token: Array
    fold: Array
    weights: Array
    cues: Array
    openings: Array


def _kind(letter: str) -> int:
    for number, letters in enumerate(_CLASSES.values(), 1):
        if letter in letters:
            return number
    if letter.isdecimal():
        return DIGIT
    if not letter.isalnum():
        return 0
    return UPPER if letter.isupper() else LOWER if letter.islower() else CASELESS


def _folded(letter: str) -> int:
    folded = letter.casefold()  # as the cues are: a Greek word's last letter too
    return ord(folded) if len(folded) == 1 else ord(letter.lower()[0])


@cache
def _tables() -> _Tables:
    letters = [chr(code) for code in range(_PLANE)]
    random = np.random.default_rng(5)
    kind = np.array([_kind(letter) for letter in letters], np.uint8)
    tables = _Tables(
        kind=kind,
        token=_token_classes(kind),
        fold=np.array([_folded(letter) for letter in letters], np.uint16),
        weights=random.integers(1, 1 << 63, MAX_WORD + 1, np.uint64) | np.uint64(1),
        cues=np.zeros(1 << CUE_BITS, np.uint8),
        openings=np.zeros(1 << CUE_BITS, np.uint8),
    )
    tables.weights[MAX_WORD] = 0
    for word, classes in word_classes().items():
        tables.cues[_slot(tables, word)] |= classes
    for bit, words in enumerate((*opening_words(), {_first_word(word) for word in spelled()} - {""})):
        for word in words:
            tables.openings[_slot(tables, word)] |= 1 << bit
    return tables


def _token_classes(kind: Array) -> Array:
    """Return what each character is to a token; some scripts put no spaces between words."""
    of_kind = np.full(KINDS, SIGNS, np.uint8)
    of_kind[SPACE], of_kind[DIGIT:] = BLANK, LETTERS
    classes = of_kind.take(kind)
    classes[NEWLINE] = BLANK
    for first, last in UNSPACED_BLOCKS:
        block = classes[first:last]
        block[block == LETTERS] = ALONE
    return classes


def _first_word(text: str) -> str:
    return "".join(takewhile(str.isalnum, text))


def _slot(tables: _Tables, word: str) -> Any:
    codes = np.array([min(ord(letter), _PLANE - 1) for letter in word[:MAX_WORD]])
    hashed = (tables.fold[codes] * tables.weights[: codes.size]).sum(dtype=np.uint64)
    return _slots(np.array([hashed]))[0]


def _slots(hashes: Array) -> Array:
    return (hashes * _MIX) >> np.uint64(64 - CUE_BITS)


def read_lines(texts: Sequence[Sequence[str]]) -> Lines:
    """Return the features of several texts' stripped lines; linear in the length of all of them.

    Texts are read together because each array operation costs some microseconds, however short its array is; a large
    text is read in blocks, as some of those arrays take fifty times the characters that they are made of.
    """
    lines = [line for text in texts for line in (*text, "")]
    offsets = np.concatenate(([0], np.cumsum([len(text) + 1 for text in texts])))
    length = np.fromiter(map(len, lines), np.int64, len(lines))
    blank = np.concatenate(([True], length == 0, [True]))
    blocks = [
        _read_block(lines[start:end], length[start:end], blank[start : end + 2], start)
        for start, end in _block_bounds(length)
    ]
    read = blocks[0] if len(blocks) == 1 else _concatenated(blocks)
    bounds = np.searchsorted(read.index, offsets)
    return replace(read, bounds=bounds, index=read.index - np.repeat(offsets[:-1], np.diff(bounds)))


def _block_bounds(length: Array) -> Iterator[tuple[int, int]]:
    """Yield the first line of each block, and the one past its last: so many characters are looked at of each."""
    looked_at = np.cumsum(np.minimum(length, HEAD + TAIL) + 1)
    start = 0
    while start < length.size:
        before = looked_at[start - 1] if start else 0
        end = max(int(np.searchsorted(looked_at, before + BLOCK_CHARS, side="right")), start + 1)
        yield start, end
        start = end


def _concatenated(blocks: Sequence[Lines]) -> Lines:
    """Put the features of blocks together."""
    past = np.cumsum([block.ends[-1] if block.ends.size else 0 for block in blocks])
    ends = [block.ends + before for block, before in zip(blocks, (0, *past), strict=False)]
    whole = {name: np.concatenate([getattr(block, name) for block in blocks]) for name in _BY_LINE}
    tokens = np.concatenate([block.tokens for block in blocks], axis=1)
    return Lines(bounds=blocks[0].bounds, tokens=tokens, ends=np.concatenate(ends), **whole)


def _read_block(lines: Sequence[str], length: Array, blank: Array, first_line: int) -> Lines:
    """Return the features of some lines, ``index`` counted through all texts and ``bounds`` empty.

    ``blank`` says which of them are, with the line before them and the one behind.
    """
    tables = _tables()
    clipped = [line if len(line) <= HEAD + TAIL else line[:HEAD] + line[-TAIL:] for line in lines]
    codes = np.frombuffer(("\n".join(clipped) + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
    if codes.max() >= _PLANE:
        codes = np.minimum(codes, _PLANE - 1)
    ends = np.flatnonzero(codes == NEWLINE)
    starts = np.concatenate(([0], ends[:-1] + 1))
    kinds = tables.kind.take(codes)
    of_line = np.repeat(np.arange(starts.size), ends - starts + 1)
    made = np.bincount(of_line * KINDS + kinds, minlength=starts.size * KINDS).reshape(-1, KINDS)
    kept = np.flatnonzero(made[:, DIGIT:].sum(1))
    folded = tables.fold.take(codes)
    classes = tables.token.take(codes)
    tokens = hash_tokens(folded, classes, tables.weights)
    if (classes == ALONE).any():
        hashes, at = _hash_words(tables, folded, kinds)
    else:  # where all scripts put spaces between words, these are tokens
        hashes, at = tokens.hashes[tokens.words], tokens.at[tokens.words]
    words = np.bincount(of_line.take(at), minlength=starts.size)[kept]
    first, last = kinds[starts[kept]], kinds[np.maximum(ends - 1, starts)[kept]]
    made, size = made[kept], (ends - starts)[kept]
    local = _local(made, size, words, first, last)
    local[:, 11], local[:, 12] = blank[kept], blank[kept + 2]
    slots = _slots(hashes)
    counts = _add_cues(local, tables.cues.take(slots), words, made[:, DIGIT], first)
    length = length[kept]
    word_ends = np.cumsum(words)
    joined = np.bincount(of_line.take(_joined(kinds)), minlength=starts.size)[kept] > 0
    edged = (last == COLON) | (kinds.take(at[word_ends - words]) == DIGIT)
    short = (length <= MAX_MARK) & (words <= MAX_MARK_WORDS)
    telling = _telling(local, made, counts, tables.openings.take(slots), word_ends, joined, edged, short)
    return Lines(
        bounds=np.zeros(0, np.int64),
        index=kept + first_line,
        length=length,
        local=local,
        **_of_tokens(tokens, of_line, kinds, kept, starts.size),
        telling=telling,
    )


def _of_tokens(tokens: Tokens, of_line: Array, kinds: Array, kept: Array, count: int) -> dict[str, Array]:
    """Return what ``Lines`` holds of the tokens of the lines that are kept."""
    line = of_line.take(tokens.at)
    held = np.zeros(count, bool)
    held[kept] = True
    inside = held.take(line)
    hashes = tokens.hashes[inside]
    numbers = ~tokens.words[inside] | (kinds.take(tokens.at[inside]) == DIGIT)
    counts = np.bincount(line[inside], minlength=count)[kept]
    ends = np.cumsum(counts)
    begins = ends - counts
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(np.where(numbers, 0, hashes), dtype=np.uint64)))
    return {
        "tokens": wide_buckets(hashes, begins),
        "ends": ends,
        "opening": hashes.take(begins),
        "wording": sums.take(ends) - sums.take(begins),
    }


def _telling(
    local: Floats, made: Array, counts: Array, openings: Array, ends: Array, joined: Array, edged: Array, short: Array
) -> Array:
    """Return which lines may be more than text: all that ``short_lines.read_mark`` reads, and few others.

    ``openings`` tells of each word, ``ends`` where the lines' words end, ``joined`` which lines hold a digit joined to
    a letter or sign, ``edged`` which begin with a number or end with a colon, ``short`` which may be a name line.
    """
    words = np.diff(ends, prepend=0)
    timed = _may_be_time(made, counts, joined, _any_word(openings & SPELLED, ends))
    first, second = openings[ends - words], openings[np.minimum(ends - words + 1, ends - 1)]
    labelled = (local[:, OPENING[0]] > 0) & (made[:, COLON] > 0)
    marked = short & (timed | edged | _may_be_mark(local, made, counts, words))
    mask: Array = marked | labelled | _opens(local, first, second)
    return mask


def _may_be_time(made: Array, counts: Array, joined: Array, spelled_out: Array) -> Array:
    """Tell lines with all that a time needs: a number beside a word of time or glued to a sign, or a time in words."""
    worded = (counts[:, : AGO + 1] > 0).any(axis=1) | (made[:, CASELESS] > 0)
    mask: Array = ((made[:, DIGIT] > 0) & (worded | joined)) | spelled_out
    return mask


def _may_be_mark(local: Floats, made: Array, counts: Array, words: Array) -> Array:
    """Tell lines that may be a name line with a verb, a link, a heading, or a count without a word."""
    head, tail = local[:, HEADS] > 0, local[:, TAILS] > 0
    counted = (counts[:, NOUN] > 0) & ((made[:, DIGIT] > 0) | head[:, FORM])
    headed = (head[:, NOUN] | head[:, LINK]) & (words <= MAX_HEADED)
    mask: Array = tail[:, SAYS] | counted | headed | ~(made[:, UPPER:] > 0).any(axis=1)
    return mask


def _opens(local: Floats, first: Array, second: Array) -> Array:
    """Tell lines whose first two words, or whose first alone, begin a heading or a form, or "in reply to"."""
    formed = (local[:, OPENING[1]] > 0) & ((first & WHOLE > 0) | (second & SECOND > 0))
    mask: Array = formed | ((first & (ANSWER | COUNT) > 0) & (second & SECOND > 0)) | (first & LONE_COUNT > 0)
    return mask


def _any_word(flags: Array, ends: Array) -> Array:
    """Return, for each line, whether a word of it has a flag."""
    mask = np.zeros(ends.size, bool)
    mask[np.searchsorted(ends, np.flatnonzero(flags), side="right")] = True
    return mask


def _joined(kinds: Array) -> Array:
    """Return where a digit is joined to a letter, or by a sign to a digit: "3h", "7:28", "2012-06-04"."""
    at = np.flatnonzero(kinds[:-2] == DIGIT)
    after, second, before = kinds.take(at + 1), kinds.take(at + 2), kinds.take(at - 1)
    joined = (after > DIGIT) | (before > DIGIT) | ((after < DIGIT) & (after > SPACE) & (second == DIGIT))
    places: Array = at[joined]
    return places


def _hash_words(tables: _Tables, folded: Array, kinds: Array) -> tuple[Array, Array]:
    """Return the hash of every word, and where it begins."""
    word = kinds >= DIGIT
    at = np.flatnonzero(word[1:] & ~word[:-1]) + 1
    if word[0]:
        at = np.concatenate(([0], at))
    if not at.size:
        return np.zeros(0, np.uint64), at
    place = np.arange(folded.size)
    place[at[0] :] -= np.repeat(at, np.diff(np.append(at, folded.size)))
    np.minimum(place, MAX_WORD, out=place)
    place[~word] = MAX_WORD
    return np.add.reduceat(folded * tables.weights.take(place), at), at


# Columns of ``local``: sizes and shares, what begins and ends the line, cue words, shapes.
_SIZES = 13
_EDGES = 2 * (KINDS - 1)
# First words that may open a line of any length that tells: "Comment: …", "You may use these HTML tags …".
OPENING = [_SIZES + _EDGES + CUES + NOUN, _SIZES + _EDGES + CUES + FORM]
HEADS = slice(_SIZES + _EDGES + CUES, _SIZES + _EDGES + 2 * CUES)
TAILS = slice(_SIZES + _EDGES + 2 * CUES, _SIZES + _EDGES + 3 * CUES)
WIDTH = _SIZES + _EDGES + 3 * CUES + len(SHAPES)


def _local(made: Array, size: Array, words: Array, first: Array, last: Array) -> Floats:
    """Return the rows of features with the columns of sizes and edges filled."""
    local = np.zeros((size.size, WIDTH), np.float32)
    solid = np.maximum(size - made[:, SPACE], 1)
    local[:, 0] = np.log1p(size)
    local[:, 1] = np.log1p(words)
    local[:, 2:7] = made[:, (DIGIT, UPPER, LOWER, CASELESS, BAR)] / solid[:, None]
    local[:, 7:10] = np.minimum(made[:, (STOP, COMMA, QUOTE)], 8)
    local[:, 10] = made[:, STOP] / (words + 1)
    edges = local[:, _SIZES : _SIZES + _EDGES]
    rows = np.arange(size.size)
    edges[rows, np.maximum(first, 1) - 1] = first > 0
    edges[rows, np.maximum(last, 1) + KINDS - 2] = last > 0
    return local


def _add_cues(local: Floats, cues: Array, words: Array, digits: Array, first: Array) -> Array:
    """Fill the columns of cue words and shapes; return how many words of each class the lines have."""
    ends = np.cumsum(words)
    begins = np.minimum(ends - words, max(cues.size - 1, 0))
    bits = np.arange(CUES, dtype=np.uint8)
    telling = np.flatnonzero(cues)
    classes = (cues[telling, None] >> bits) & 1
    line = np.searchsorted(ends, telling, side="right")
    at, bit = np.nonzero(classes)
    counts = np.bincount(line[at] * CUES + bit, minlength=words.size * CUES).reshape(-1, CUES)
    head = (cues[begins, None] >> bits) & 1
    second = (cues[np.minimum(begins + 1, ends - 1), None] >> bits) & 1
    tail = (cues[ends - 1, None] >> bits) & 1
    column = _SIZES + _EDGES
    local[:, column : column + CUES] = counts / np.sqrt(words + 1)[:, None]
    local[:, column + CUES : column + 2 * CUES] = head
    local[:, column + 2 * CUES : column + 3 * CUES] = tail
    dated = (counts[:, MONTH] > 0) & (digits > 0) & (digits < 17) | (digits > 5) & (digits < 15) & (words < 7)
    timed = (counts[:, UNIT] > 0) & (counts[:, AGO] > 0) & (digits > 0)
    number = first == DIGIT
    shapes = local[:, -len(SHAPES) :]
    shapes[:, 0] = (tail[:, SAYS] > 0) & (words <= 10)
    shapes[:, 1] = dated & (words <= 18)
    shapes[:, 2] = (head[:, BY] > 0) & (words <= 14)
    shapes[:, 3] = (head[:, LINK] > 0) & (words <= 5)
    shapes[:, 4] = number & (words <= 7)
    shapes[:, 5] = (number & (second[:, NOUN] > 0) & (words <= 30)) | (
        (head[:, NOUN] > 0) & (digits > 0) & (words <= 6)
    )
    shapes[:, 6] = (head[:, NOUN] > 0) & (words <= 3)
    shapes[:, 7] = timed & (words <= 14)
    return counts
