"""A page's blocks (lines of reading) as numbers: what the body model sees.

The features are those that boilerplate removal has used since Kohlschütter et al., "Boilerplate Detection using
Shallow Text Features" (2010): lengths, link density, tags, neighbours, position; with the hints of class names
and the prose of the boxes around a block (as Readability scores them) beside them.
"""

import numpy as np
from numpy.typing import NDArray

from worker.separate.marks import HINTS
from worker.separate.tree import INLINE, Tree

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

TAGS = ("p", "li", "div", "td", "h1", "h2", "h3", "h4", "blockquote", "pre", "dd", "dt", "figcaption", "th", "section",
        "article", "cite", "center")  # fmt: skip
_TAG_CODE = {tag: code for code, tag in enumerate(TAGS)} | {"h5": 7, "h6": 7, "caption": 12, "address": 13}
OTHER_TAG = len(TAGS)
# Tags around a block that speak for or against it, whatever their class.
LANDMARKS = ("nav", "header", "footer", "aside", "article", "main", "form", "table", "ul", "figure", "blockquote", "section")
_LANDMARK_BIT = {tag: 1 << code for code, tag in enumerate(LANDMARKS)} | {"ol": 1 << LANDMARKS.index("ul"), "noscript": 1 << 12}
_LANDMARKS = len(LANDMARKS) + 1
# Characters up to which a block's prose counts for the box around it.
_MAX_PROSE = 400
_MIN_PROSE = 40


def block_features(tree: Tree, claimed: bytearray) -> Floats:
    """One row a block; columns as in the head of this module, the same for every page."""
    starts = np.array([*tree.starts, len(tree.texts)], dtype=np.int64)
    chars, links = np.array(tree.chars, dtype=np.int64), np.array(tree.link_chars, dtype=np.int64)
    size = (chars[starts[1:]] - chars[starts[:-1]]).astype(np.float32)
    linked = (links[starts[1:]] - links[starts[:-1]]).astype(np.float32) / np.maximum(size, 1)
    marks = _punctuation(tree, starts)
    boxes = _boxes(tree)
    first, last = np.array(tree.first, dtype=np.int64), np.array(tree.last, dtype=np.int64)
    length = np.maximum(chars[last] - chars[first], 1).astype(np.float32)
    density = (links[last] - links[first]).astype(np.float32) / length
    mine, parent, above = boxes
    total = max(float(chars[-1]), 1.0)
    taken = np.frombuffer(claimed, dtype=np.uint8)[starts[:-1]].astype(np.float32)
    prose = np.where(taken > 0, 0, np.minimum(size * (1 - linked), _MAX_PROSE))
    prose = np.where(prose >= _MIN_PROSE, prose, 0)
    own_bits = np.array(tree.hints, dtype=np.int64)
    inherited = np.array(tree.inherited, dtype=np.int64)[mine]
    near = own_bits[mine] | own_bits[parent] | own_bits[above]
    core = np.column_stack([np.log1p(size), linked, marks[:, 0] / np.maximum(size, 1) * 20, marks[:, 1], marks[:, 2]])
    codes = np.array([_TAG_CODE.get(tree.tag[element], OTHER_TAG) for element in mine.tolist()])
    columns = [
        core,
        _neighbours(core, size),
        np.eye(OTHER_TAG + 1, dtype=np.float32)[codes],
        _bits(near, HINTS),
        _bits(inherited, HINTS),
        _bits(_landmarks(tree)[mine], _LANDMARKS),
        _box_columns(length, density, mine, parent, above, total),
        _prose_columns(prose, mine, parent, above, len(tree.tag), last, first, starts),
        _places(size, codes, taken),
    ]
    return np.hstack(columns).astype(np.float32)


def _punctuation(tree: Tree, starts: Ints) -> Floats:
    """Commas and full stops, whether the block ends a sentence, and its words' mean length."""
    rows = []
    texts, bounds = tree.texts, starts.tolist()
    for start, stop in zip(bounds, bounds[1:], strict=False):
        text = texts[start] if stop - start == 1 else "".join(texts[start:stop])
        text = text.strip()
        ends = text[-1:] in ".!?…\"”»。！？"
        rows.append((text.count(",") + text.count(". ") + text.count("，") + ends, ends, text.count(" ") / len(text)))
    return np.array(rows, dtype=np.float32).reshape(-1, 3)


def _boxes(tree: Tree) -> tuple[Ints, Ints, Ints]:
    """For each block the element that makes it a line, that one's parent, and the parent's parent."""
    mine, parents, aboves = [], [], []
    tag, parent = tree.tag, tree.parent
    for start in tree.starts:
        element = tree.owner[start]
        while tag[element] in INLINE and element > 0:
            element = parent[element]
        up = max(parent[element], 0)
        mine.append(element)
        parents.append(up)
        aboves.append(max(parent[up], 0))
    return np.array(mine, dtype=np.int64), np.array(parents, dtype=np.int64), np.array(aboves, dtype=np.int64)


def _landmarks(tree: Tree) -> Ints:
    """For each element the landmark tags around it, as bits."""
    found: list[int] = []
    bit_of = _LANDMARK_BIT.get
    for tag, parent in zip(tree.tag, tree.parent, strict=True):
        found.append(bit_of(tag, 0) | (found[parent] if parent >= 0 else 0))
    return np.array(found, dtype=np.int64)


def _bits(values: Ints, count: int) -> Floats:
    return ((values[:, None] >> np.arange(count)) & 1).astype(np.float32)


def _shift(column: Floats, by: int) -> Floats:
    out = np.zeros_like(column)
    if by > 0:
        out[by:] = column[:-by]
    else:
        out[:by] = column[-by:]
    return out


def _neighbours(core: Floats, size: Floats) -> Floats:
    """The same of the two blocks before and after, and the prose within five blocks."""
    parts = [_shift(core[:, :3], by) for by in (1, 2, -1, -2)] if len(core) > 2 else [np.zeros((len(core), 12))]
    plain = size * (1 - core[:, 1])
    window = np.convolve(plain, np.ones(11), mode="full")[5 : 5 + len(plain)]
    return np.column_stack([*parts, np.log1p(window - plain)])


def _box_columns(length: Floats, density: Floats, mine: Ints, parent: Ints, above: Ints, total: float) -> Floats:
    columns = []
    for box in (mine, parent, above):
        columns += [np.log1p(length[box]), density[box], length[box] / total]
    return np.column_stack(columns)


def _prose_columns(
    prose: Floats, mine: Ints, parent: Ints, above: Ints, elements: int, last: Ints, first: Ints, starts: Ints
) -> Floats:
    """How the boxes around a block compare with the page's best box, by the prose right in them."""
    score = np.bincount(parent, weights=prose, minlength=elements)
    score += 0.5 * np.bincount(above, weights=prose, minlength=elements)
    best = int(score.argmax()) if elements else 0
    top = max(float(score[best]), 1.0)
    at = starts[:-1]
    inside = (at >= first[best]) & (at < last[best])
    centre = at[inside].mean() if inside.any() else 0.0
    return np.column_stack([
        score[mine] / top, score[parent] / top, score[above] / top,
        inside, parent == best, above == best,
        at < first[best], at >= last[best], np.abs(at - centre) / max(len(at), 1),
        np.full(len(at), np.log1p(top)),
    ])  # fmt: skip


def _places(size: Floats, codes: Ints, taken: Floats) -> Floats:
    """Where a block stands on the page, and to its headings and comments."""
    count = len(size)
    order = np.arange(count) / max(count, 1)
    run = np.cumsum(size) / max(float(size.sum()), 1.0)
    headings = np.flatnonzero(codes == TAGS.index("h1"))
    after_heading = (np.arange(count) >= headings[0]) if len(headings) else np.full(count, 0.5)
    comments = np.flatnonzero(taken)
    after_comments = (np.arange(count) > comments[0]) if len(comments) else np.zeros(count)
    return np.column_stack([order, run, after_heading, after_comments, np.full(count, float(len(comments) > 0))])
