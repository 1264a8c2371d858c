"""A page's blocks (lines of reading) as numbers: what the body model sees.

The features are those that boilerplate removal has used since Kohlschütter et al., "Boilerplate Detection
using Shallow Text Features" (2010): lengths, link density, tags, neighbours, position; beside them the hints
of class names, and the prose of the boxes around a block as Readability scores it.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from worker.separate.marks import HINTS
from worker.separate.tree import INHERITED_BITS, INLINE, Tree

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

TAGS = ("p", "li", "div", "td", "h1", "h2", "h3", "h4", "blockquote", "pre", "dd", "dt", "figcaption", "th",
        "section", "article", "cite", "center")  # fmt: skip
_TAG_CODE = {tag: code for code, tag in enumerate(TAGS)} | {"h5": 7, "h6": 7, "caption": 12, "address": 13}
OTHER_TAG = len(TAGS)
_ONE_HOT_TAG = np.eye(OTHER_TAG + 1, dtype=np.float32)
_SENTENCE_ENDS = frozenset('.!?…"”»。！？')
# The five blocks before a block, itself, and the five after.
_WINDOW = np.ones(11)
# Characters up to which a block's prose counts for the box around it.
_MAX_PROSE = 400
_MIN_PROSE = 40


def block_features(tree: Tree, claimed: bytearray) -> Floats:
    """One row a block; columns as in the head of this module, the same for every page."""
    starts = np.array([*tree.starts, len(tree.texts)], dtype=np.int64)
    chars, links = np.array(tree.chars, dtype=np.int64), np.array(tree.link_chars, dtype=np.int64)
    size = np.diff(chars[starts]).astype(np.float32)
    linked = np.diff(links[starts]).astype(np.float32) / np.maximum(size, 1)
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
    inherited = np.array([tree.inherited[element] for element in mine.tolist()], dtype=np.int64)
    near = own_bits[mine] | own_bits[parent] | own_bits[above]
    codes = np.array([_TAG_CODE.get(tree.tag[element], OTHER_TAG) for element in mine.tolist()])
    core = np.column_stack([np.log1p(size), linked, _punctuation(tree, starts, size)])
    columns = [
        core,
        _neighbours(core, size),
        _ONE_HOT_TAG[codes],
        _bits(near, HINTS),
        _bits(inherited, INHERITED_BITS),
        _box_columns(length / total, np.log1p(length), density, boxes),
        _prose_columns(prose, boxes, (first, last), starts[:-1]),
        _places(size, codes, taken),
        _cues(tree, size, codes),
    ]
    return np.concatenate(columns, axis=1, dtype=np.float32)


def _punctuation(tree: Tree, starts: Ints, size: Floats) -> Floats:
    """Commas and full stops by length, whether the block ends a sentence, and its spaces by length."""
    bounds = starts.tolist()
    texts = tree.texts
    rows: list[tuple[int, bool, float]] = []
    for start, stop in pairwise(bounds):
        text = texts[start].strip() if stop - start == 1 else "".join(texts[start:stop]).strip()
        marks = text.count(",") + text.count(". ") + (0 if text.isascii() else text.count("，"))
        rows.append((marks, text[-1] in _SENTENCE_ENDS, text.count(" ") / len(text)))
    marks, ends, spaces = np.array(rows, dtype=np.float32).reshape(-1, 3).T
    return np.column_stack([(marks + ends) / np.maximum(size, 1) * 20, ends, spaces])


def _boxes(tree: Tree) -> tuple[Ints, Ints, Ints]:
    """For each block the element that makes it a line, that one's parent, and the parent's parent."""
    mine: list[int] = []
    tag, parent, owner = tree.tag, tree.parent, tree.owner
    for start in tree.starts:
        element = owner[start]
        while tag[element] in INLINE and element > 0:
            element = parent[element]
        mine.append(element)
    parents = np.maximum(np.array(parent, dtype=np.int64), 0)
    boxes = np.array(mine, dtype=np.int64)
    return boxes, parents[boxes], parents[parents[boxes]]


def _bits(values: Ints, count: int) -> Floats:
    return ((values[:, None] >> np.arange(count)) & 1).astype(np.float32)


def _neighbours(core: Floats, size: Floats) -> Floats:
    """The same of the two blocks before and after, and the prose within five blocks."""
    count = len(core)
    out = np.zeros((count, 13), dtype=np.float32)
    if count > 2:
        out[1:, 0:3], out[2:, 3:6] = core[:-1, :3], core[:-2, :3]
        out[:-1, 6:9], out[:-2, 9:12] = core[1:, :3], core[2:, :3]
    plain = size * (1 - core[:, 1])
    window = np.convolve(plain, _WINDOW, mode="full")[5 : 5 + count]
    out[:, 12] = np.log1p(window - plain)
    return out


def _box_columns(share: Floats, size: Floats, density: Floats, boxes: tuple[Ints, Ints, Ints]) -> Floats:
    return np.column_stack([column[box] for box in boxes for column in (size, density, share)])


def _prose_columns(prose: Floats, boxes: tuple[Ints, Ints, Ints], spans: tuple[Ints, Ints], at: Ints) -> Floats:
    """How the boxes around a block compare with the page's best box, by the prose right in them."""
    mine, parent, above = boxes
    first, last = spans
    score = np.bincount(parent, weights=prose, minlength=len(first))
    score = score + 0.5 * np.bincount(above, weights=prose, minlength=len(first))
    best = int(score.argmax())
    top = max(float(score[best]), 1.0)
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


# First words of short lines that are seldom the article's, by what they open.
_CUE_WORDS = (
    "share tweet facebook twitter email print pin whatsapp linkedin teilen drucken partager compartir",
    "related recommended more read most popular trending latest recent also see mehr weitere ähnliche lire",
    "posted published by updated filed tagged tags tag categories category written von veröffentlicht par",
    "comments comment leave reply responses add kommentare kommentar schreibe",
    "copyright © all terms privacy cookie cookies this advertisement anzeige werbung sponsored about contact",
    "sign subscribe log login register join follow get newsletter your click download watch image photo credit",
    "next previous « » < > ← → back home skip menu search",
)
_CUE_OF = {word: code for code, words in enumerate(_CUE_WORDS, 1) for word in words.split()}
_ONE_HOT_CUE = np.eye(len(_CUE_WORDS) + 1, dtype=np.float32)[:, 1:]
_MAX_CUE_CHARS = 120
# Characters in which a line's first word is looked for, indented as it may be.
_MAX_CUE_START = 200


def _cues(tree: Tree, size: Floats, codes: Ints) -> Floats:
    """What a short line's first word announces, what the heading above did, and where the title stands."""
    count = len(size)
    title = "".join(tree.head.get("title", "").split()).casefold()
    cues = np.zeros(count, dtype=np.int64)
    titles = np.zeros(count, dtype=np.float32)
    for block in np.flatnonzero(size <= _MAX_CUE_CHARS).tolist():
        words = tree.texts[tree.starts[block]][:_MAX_CUE_START].split(None, 1)
        cue = _CUE_OF.get(words[0].rstrip(":,.").casefold()) if words else None
        if cue is not None:
            cues[block] = cue
    heads = np.flatnonzero((codes >= TAGS.index("h1")) & (codes <= TAGS.index("h4")))
    for block in heads.tolist() if title else ():
        if size[block] > 10 and "".join(tree.line(block).split()).casefold() in title:
            titles[block] = 1
    above = np.cumsum(np.isin(np.arange(count), heads)) - 1
    under = np.where(above >= 0, cues[heads][above], 0) if len(heads) else np.zeros(count, dtype=np.int64)
    since = np.flatnonzero(titles)
    distance = np.clip(np.arange(count) - since[0], -50, 50) / 10 if len(since) else np.zeros(count)
    return np.column_stack([_ONE_HOT_CUE[cues], _ONE_HOT_CUE[under], titles, distance, distance > 0])
