"""What a line's neighbourhood tells of it: the second layer's features, computed for all lines at once."""

from collections.abc import Sequence

import numpy as np

from worker.separate.text.line_features import SHAPES, Array, Floats, Lines

# Lines on either side that a mean is taken over: the paragraph's neighbours, the block, the part of the page.
REACHES = (3, 10, 30)
# Columns of ``Lines.local`` whose means tell something: length, words and what the line is made of.
SIZES = 6
# Characters; where the page's text is counted, a long paragraph counts as so many at most.
LONGEST = 1000.0


Span = tuple[int, int]


def in_context(lines: Lines, scores: Floats, sections: Sequence[Span | None], wanted: Array | None = None) -> Floats:
    """Return a row of features a line: its own, its neighbours', its surroundings' and its place.

    ``scores`` are the first layer's, one column a label; ``sections`` hold, for each text, the first line of the
    comment section and the line past it, as numbers of the text's rows, where cues told one. ``wanted`` are the
    lines to return rows for, all by default.
    """
    text = np.repeat(np.arange(len(sections)), np.diff(lines.bounds))
    at, local = np.arange(text.size), lines.local
    if wanted is not None:
        at, text, local = wanted, text.take(wanted), local.take(wanted, axis=0)
    first, past = lines.bounds.take(text), lines.bounds.take(text + 1)
    weighed = scores * np.log1p(np.minimum(lines.length, LONGEST))[:, None]
    core = np.hstack([scores, lines.local[:, :SIZES], lines.local[:, -len(SHAPES) :], weighed]).astype(np.float32)
    sums = np.zeros((len(core) + 1, core.shape[1]), np.float64)
    np.cumsum(core, axis=0, out=sums[1:])
    means = [_between(sums, np.maximum(at - reach, first), np.minimum(at + reach + 1, past)) for reach in REACHES]
    parts = [_between(sums, *span) for span in ((first, at + 1), (at, past), (first, past))]
    near = [_shifted(core, at + by, first, past) for by in (-1, 1, -2, 2)]
    place = _place(at - first, past - first, sections, text)
    blocks = [local, scores.take(at, axis=0), *near, *means, *parts, place]
    return np.concatenate(blocks, axis=1, dtype=np.float32)


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
        told = (np.ones_like(at), at < start, (at >= start) & (at < end), at >= end)
        far = (np.log1p(np.maximum(start - at, 0)), np.log1p(np.maximum(at - end, 0)))
        place[found, 3:] = np.column_stack((*told, *far))
    return place
