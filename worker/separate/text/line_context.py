"""What a line's neighbourhood tells of it: the second layer's features, computed for all lines at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from worker.separate.text.line_features import SHAPES, Array, Floats, Lines

# Lines on either side that a mean is taken over: the paragraph's neighbours, the block, the part of the page.
REACHES = (3, 10, 30)
# Columns of ``Lines.local`` whose means tell something: length, words and what the line is made of.
SIZES = 6
# Characters; where the page's text is counted, a long paragraph counts as so many at most.
LONGEST = 1000.0
_SPREAD = np.uint64(0xFF51AFD7ED558CCD)


# Lines whose features are held in memory at once: some three megabytes.
BLOCK = 2048
# What a line is besides text, as ``text_section.mark_code`` numbers it.
MARKS = 8

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cued:
    """What cues tell of all lines: what each is (0 is text), and each text's section in numbers of its rows, if any."""

    marks: Array
    sections: Sequence[Span | None]


def in_context(lines: Lines, scores: Floats, cued: Cued) -> Iterator[Floats]:
    """Yield blocks of rows of features, a row a line: its own, its neighbours', its surroundings' and its place.

    ``scores`` are the first layer's, a column each. Blocks keep a text of a hundred thousand lines small in memory.
    """
    text = np.repeat(np.arange(len(cued.sections)), np.diff(lines.bounds))
    marked = np.eye(MARKS, dtype=np.float32)[:, 1:].take(cued.marks, axis=0)
    weighed = scores * np.log1p(np.minimum(lines.length, LONGEST))[:, None]
    local = lines.local[:, :SIZES], lines.local[:, -len(SHAPES) :]
    core = np.hstack([scores, *local, weighed, marked, _repeats(lines, text)]).astype(np.float32)
    sums = np.zeros((len(core) + 1, core.shape[1]), np.float64)
    np.cumsum(core, axis=0, out=sums[1:])
    for start in range(0, max(text.size, 1), BLOCK):
        at = np.arange(start, min(start + BLOCK, text.size))
        yield _rows(lines, core, sums, cued, at, text[start : start + BLOCK])


def _rows(lines: Lines, core: Floats, sums: Floats, cued: Cued, at: Array, text: Array) -> Floats:
    first, past = lines.bounds.take(text), lines.bounds.take(text + 1)
    means = [_between(sums, np.maximum(at - reach, first), np.minimum(at + reach + 1, past)) for reach in REACHES]
    parts = [_between(sums, *span) for span in ((first, at + 1), (at, past), (first, past))]
    near = [_shifted(core, at + by, first, past) for by in (-1, 1, -2, 2)]
    place = _place(at - first, past - first, cued.sections, text)
    blocks = [lines.local.take(at, axis=0), core.take(at, axis=0), *near, *means, *parts, place]
    return np.concatenate(blocks, axis=1, dtype=np.float32)


def _repeats(lines: Lines, text: Array) -> Floats:
    """Return how many lines of its text each line is like: in its first token, and in all words but numbers."""
    counts = []
    for hashes in (lines.opening, lines.wording):
        keys = hashes * _SPREAD + text.astype(np.uint64)
        _, of_line, times = np.unique(keys, return_inverse=True, return_counts=True)
        counts.append(np.log(times[of_line]))
    repeated: Floats = np.column_stack(counts).astype(np.float32)
    return repeated


def _between(sums: Array, first: Array, end: Array) -> Floats:
    means: Floats = (sums.take(end, axis=0) - sums.take(first, axis=0)) / (end - first)[:, None]
    return means


def _shifted(core: Floats, at: Array, first: Array, past: Array) -> Floats:
    """Return the rows at other places, zero where these lie in another text."""
    moved = core.take(at, axis=0, mode="clip")
    moved[(at < first) | (at >= past)] = 0
    return moved


def _place(at: Array, count: Array, sections: Sequence[Span | None], text: Array) -> Floats:
    """Return where each line stands in the page and by its comment section."""
    place = np.zeros((count.size, 9), np.float32)
    place[:, 0] = at / count
    place[:, 1] = np.log1p(at)
    place[:, 2] = np.log1p(count - at)
    found = np.array([section is not None for section in sections]).take(text)
    if found.any():
        text, at = text[found], at[found]
        start, end = np.array([section or (0, 0) for section in sections]).take(text, axis=0).T
        places = (np.ones_like(at), at < start, (at >= start) & (at < end), at >= end)
        far = (np.log1p(np.maximum(start - at, 0)), np.log1p(np.maximum(at - end, 0)))
        place[found, 3:] = np.column_stack((*places, *far))
    return place
