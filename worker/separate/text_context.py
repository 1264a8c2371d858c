"""What a line's neighbourhood tells of it: the second layer's features, computed for all lines at once."""

import numpy as np

from worker.separate.text_features import SHAPES, Array, Floats, Lines

# Lines on either side that a mean is taken over: the paragraph's neighbours, the block, the part of the page.
REACHES = (3, 10, 30)
# Columns of ``Lines.local`` whose means tell something: length, words and what the line is made of.
SIZES = 6
# Characters; where the page's text is counted, a long paragraph counts as so many at most.
LONGEST = 1000.0


def in_context(lines: Lines, scores: Floats, section: tuple[int, int] | None) -> Floats:
    """Return a row of features a line: its own, its neighbours', its surroundings' and its place.

    ``scores`` are the first layer's, one column a label; ``section`` holds the first line of the comment
    section and the line past it, as numbers of rows, where cues told one.
    """
    count = lines.index.size
    weighed = scores * np.log1p(np.minimum(lines.length, LONGEST))[:, None]
    core = np.hstack([scores, lines.local[:, :SIZES], lines.local[:, -len(SHAPES) :], weighed]).astype(np.float32)
    sums = np.zeros((count + 1, core.shape[1]), np.float64)
    np.cumsum(core, axis=0, out=sums[1:])
    at = np.arange(count)
    means = [_between(sums, np.maximum(at - reach, 0), np.minimum(at + reach + 1, count)) for reach in REACHES]
    before = _between(sums, np.zeros_like(at), at + 1)
    after = _between(sums, at, np.full_like(at, count))
    whole = np.broadcast_to(after[:1], core.shape)
    near = [_shifted(core, by) for by in (1, -1, 2, -2)]
    blocks = [lines.local, scores, *near, *means, before, after, whole, _place(count, at, section)]
    return np.hstack(blocks).astype(np.float32)


def _between(sums: Array, first: Array, end: Array) -> Floats:
    means: Floats = (sums[end] - sums[first]) / (end - first)[:, None]
    return means


def _shifted(core: Floats, by: int) -> Floats:
    moved = np.zeros_like(core)
    if by > 0:
        moved[by:] = core[:-by]
    else:
        moved[:by] = core[-by:]
    return moved


def _place(count: int, at: Array, section: tuple[int, int] | None) -> Floats:
    """Return where each line stands in the page and by its comment section."""
    place = np.zeros((count, 9), np.float32)
    place[:, 0] = at / count
    place[:, 1] = np.log1p(at)
    place[:, 2] = np.log1p(count - at)
    if section is not None:
        start, end = section
        place[:, 3] = 1
        place[:, 4] = at < start
        place[:, 5] = (at >= start) & (at < end)
        place[:, 6] = at >= end
        place[:, 7] = np.log1p(np.maximum(start - at, 0))
        place[:, 8] = np.log1p(np.maximum(at - end, 0))
    return place
