"""A page's blocks (lines of reading) as numbers: what the body model sees.

The features are those that boilerplate removal has used since Kohlschütter et al., "Boilerplate Detection
using Shallow Text Features" (2010): lengths, link density, tags, neighbours, position; beside them the hints
of class names, and the prose of the boxes around a block as Readability scores it.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worker.separate.html.class_names import HINTS
from worker.separate.html.tree import INHERITED_BITS, LINE_BREAK, Tree
from worker.separate.language.lookups import OPENERS, openers

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
# One feature of all blocks, or several beside each other.
Column = NDArray[Any]

TAGS = ("p", "li", "div", "td", "h1", "h2", "h3", "h4", "blockquote", "pre", "dd", "dt", "figcaption", "th",
        "section", "article", "cite", "center")  # fmt: skip
_TAG_CODE = {tag: code for code, tag in enumerate(TAGS)} | {"h5": 7, "h6": 7, "caption": 12, "address": 13}
OTHER_TAG = len(TAGS)
_ONE_HOT_TAG = np.eye(OTHER_TAG + 1, dtype=np.float32)
# Columns before those of class hints, and from the landmark tags' to those of prose: no class and no word counts in
# them but by how often a block's spaces come.
_CORE, _NEIGHBOURS, _BOXES = 5, 13, 9
_HINTED = _CORE + _NEIGHBOURS + OTHER_TAG + 1
_LANDMARKS = _HINTED + 2 * HINTS
PLAIN_COLUMNS = np.array(
    [*range(_CORE - 1), *range(_CORE + _NEIGHBOURS, _HINTED),
     *range(_LANDMARKS, _HINTED + HINTS + INHERITED_BITS + _BOXES)]
)  # fmt: skip
_SENTENCE_ENDS = frozenset('.!?…"”»。！？')
# Their code points: characters of a whole page are counted at once.
_COMMA, _WIDE_COMMA, _STOP, _SPACE = (ord(character) for character in ",，. ")
# The five blocks before a block, itself, and the five after.
_WINDOW = np.ones(11)
# Characters up to which a block's prose counts for the box around it.
_MAX_PROSE = 400
_MIN_PROSE = 40


@dataclass(frozen=True, slots=True)
class Blocks:
    """A page's blocks: a row of features, a make and a size in characters for each.

    Blocks of one ``make`` stand in boxes of one tag and name, within boxes of one tag and name. ``open`` is the size,
    or 0 where the block is claimed.
    """

    features: Floats
    make: Ints
    size: NDArray[np.float64]
    open: NDArray[np.float64]


def read_blocks(tree: Tree, claimed: bytearray) -> Blocks:
    """Read a page's blocks; ``claimed`` has a byte for each text."""
    bounds = as_ints([*tree.starts, len(tree.texts)])
    chars = as_ints(tree.chars)[bounds].astype(np.float64)
    size = chars[1:] - chars[:-1]
    unclaimed = np.where(np.frombuffer(claimed, dtype=np.uint8)[bounds[:-1]] > 0, 0, size)
    return Blocks(block_features(tree, claimed), makes(tree), size, unclaimed)


def makes(tree: Tree) -> Ints:
    """A number for each block, the same for those whose boxes, and the boxes around these, have one tag and name."""
    numbers: dict[tuple[str, str, str, str], int] = {}
    tag, name, parent = tree.tag, tree.name, tree.parent
    found = []
    for box in tree.box:
        above = max(parent[box], 0)
        found.append(numbers.setdefault((tag[box], name[box], tag[above], name[above]), len(numbers)))
    return as_ints(found)


def block_features(tree: Tree, claimed: bytearray) -> Floats:
    """One row a block; columns as in the head of this module, the same for every page."""
    bounds = [*tree.starts, len(tree.texts)]
    lines = _lines(tree, bounds)
    starts = as_ints(bounds)
    chars, links = as_ints(tree.chars), as_ints(tree.link_chars)
    size = _steps(chars[starts])
    linked = _steps(links[starts]) / np.maximum(size, 1)
    boxes = _boxes(tree)
    first, last = as_ints(tree.first), as_ints(tree.last)
    length = np.maximum(chars[last] - chars[first], 1).astype(np.float32)
    density = (links[last] - links[first]).astype(np.float32) / length
    mine, parent, above = boxes
    total = max(float(chars[-1]), 1.0)
    taken = np.frombuffer(claimed, dtype=np.uint8)[starts[:-1]].astype(np.float32)
    prose = np.where(taken > 0, 0, np.minimum(size * (1 - linked), _MAX_PROSE))
    prose = np.where(prose >= _MIN_PROSE, prose, 0)
    own_bits = tree.hint_bits()
    inherited = as_ints([tree.inherited[element] for element in mine.tolist()])
    near = own_bits[mine] | own_bits[parent] | own_bits[above]
    codes = as_ints([_TAG_CODE.get(tree.tag[element], OTHER_TAG) for element in mine.tolist()])
    core = _side_by_side(len(size), [np.log1p(size), linked, *_punctuation(lines, size)])
    columns = [
        core,
        _neighbours(core, size),
        _ONE_HOT_TAG[codes],
        _bits(near, HINTS),
        _bits(inherited, INHERITED_BITS),
        *_box_columns(_side_by_side(len(length), [np.log1p(length), density, length / total]), boxes),
        *_prose_columns(prose, boxes, (first, last), starts[:-1]),
        *_places(size, codes, taken),
        *_cues(tree, lines, size, codes),
    ]
    return _side_by_side(len(size), columns)


def _side_by_side(rows: int, columns: list[Column]) -> Floats:
    """The columns as one array."""
    widths = [column.shape[1] if column.ndim == 2 else 1 for column in columns]
    out = np.empty((rows, sum(widths)), dtype=np.float32)
    at = 0
    for column, width in zip(columns, widths, strict=True):
        out[:, at if column.ndim == 1 else slice(at, at + width)] = column
        at += width
    return out


def _steps(totals: Ints) -> Floats:
    """What each of the running totals adds to the one before."""
    return (totals[1:] - totals[:-1]).astype(np.float32)


def as_ints(values: list[int]) -> Ints:
    """The whole numbers as an array."""
    # Twice as fast as np.array, and a page has some twenty of these.
    return np.fromiter(values, np.int64, len(values))


def _lines(tree: Tree, bounds: list[int]) -> list[str]:
    """Each block's text as it is written, without the spaces around it."""
    texts = tree.texts
    return [
        (texts[start] if stop - start == 1 else "".join(texts[start:stop])).strip() for start, stop in pairwise(bounds)
    ]


def _punctuation(lines: list[str], size: Floats) -> list[Column]:
    """Commas and full stops by length, whether the block ends a sentence, and its spaces by length."""
    lengths = as_ints(list(map(len, lines)))
    # A line break parts the lines, so that no full stop at a line's end meets the next line's space.
    page = np.frombuffer("\n".join(lines).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    first = np.cumsum(lengths + 1) - lengths - 1
    blank = page == _SPACE
    marks = (page == _COMMA) | (page == _WIDE_COMMA)
    marks[:-1] |= (page[:-1] == _STOP) & blank[1:]
    ends = np.array([line[-1] in _SENTENCE_ENDS for line in lines], dtype=np.float32)
    per_block = np.add.reduceat(marks, first, dtype=np.float32) + ends
    return [per_block / np.maximum(size, 1) * 20, ends, np.add.reduceat(blank, first) / lengths]


def _boxes(tree: Tree) -> tuple[Ints, Ints, Ints]:
    """For each block the element that makes it a line, that one's parent, and the parent's parent."""
    parents = np.maximum(as_ints(tree.parent), 0)
    boxes = as_ints(tree.box)
    return boxes, parents[boxes], parents[parents[boxes]]


def _bits(values: Ints, count: int) -> Column:
    octets = values.astype("<i8").view(np.uint8).reshape(len(values), 8)
    return np.unpackbits(octets, axis=1, count=count, bitorder="little")


def _neighbours(core: Floats, size: Floats) -> Floats:
    """The same of the two blocks before and after, and the prose within five blocks."""
    count = len(core)
    out = np.zeros((count, 13), dtype=np.float32)
    if count > 2:
        out[1:, 0:3], out[2:, 3:6] = core[:-1, :3], core[:-2, :3]
        out[:-1, 6:9], out[:-2, 9:12] = core[1:, :3], core[2:, :3]
    plain = size * (1 - core[:, 1].astype(np.float64))
    window = np.convolve(plain, _WINDOW, mode="full")[5 : 5 + count]
    out[:, 12] = np.log1p(window - plain)
    return out


def _box_columns(columns: Floats, boxes: tuple[Ints, Ints, Ints]) -> list[Column]:
    """What is told of every element, for those around each block."""
    return [columns[box] for box in boxes]


def _prose_columns(prose: Floats, boxes: tuple[Ints, Ints, Ints], spans: tuple[Ints, Ints], at: Ints) -> list[Column]:
    """How the boxes around a block compare with the page's best box, by the prose right in them."""
    mine, parent, above = boxes
    first, last = spans
    score = np.bincount(parent, weights=prose, minlength=len(first))
    score = score + 0.5 * np.bincount(above, weights=prose, minlength=len(first))
    best = int(score.argmax())
    top = max(float(score[best]), 1.0)
    inside = (at >= first[best]) & (at < last[best])
    centre = at[inside].mean() if inside.any() else 0.0
    return [
        score[mine] / top, score[parent] / top, score[above] / top,
        inside, parent == best, above == best,
        at < first[best], at >= last[best], np.abs(at - centre) / max(len(at), 1),
        np.full(len(at), np.log1p(top)),
    ]  # fmt: skip


def _places(size: Floats, codes: Ints, taken: Floats) -> list[Column]:
    """Where a block stands on the page, and to its headings and comments."""
    count = len(size)
    order = np.arange(count) / max(count, 1)
    run = np.cumsum(size) / max(float(size.sum()), 1.0)
    headings = np.flatnonzero(codes == TAGS.index("h1"))
    after_heading = (np.arange(count) >= headings[0]) if len(headings) else np.full(count, 0.5)
    comments = np.flatnonzero(taken)
    after_comments = (np.arange(count) > comments[0]) if len(comments) else np.zeros(count)
    return [order, run, after_heading, after_comments, np.full(count, float(len(comments) > 0))]


# A short line's first word tells what it opens; one column for each.
_ONE_HOT_CUE = np.eye(len(OPENERS) + 1, dtype=np.float32)[:, 1:]
_MAX_CUE_CHARS = 120
# Characters of a line in which its first word is looked for: more than any of the words above has.
_MAX_CUE_WORD = 20


def _cues(tree: Tree, lines: list[str], size: Floats, codes: Ints) -> list[Column]:
    """What a short line's first word announces, what the heading above did, and where the title stands."""
    count = len(size)
    title = "".join(tree.head.get("title", "").split()).casefold()
    short = (size <= _MAX_CUE_CHARS).tolist()
    opens = openers()
    openings = [opens.get(_first_word(line), 0) if is_short else 0 for line, is_short in zip(lines, short, strict=True)]
    cues = as_ints(openings)
    titles = np.zeros(count, dtype=np.float32)
    is_head = (codes >= TAGS.index("h1")) & (codes <= TAGS.index("h4"))
    heads = np.flatnonzero(is_head)
    for block in heads.tolist() if title else ():
        if size[block] > 10 and "".join(lines[block].replace(LINE_BREAK, " ").split()).casefold() in title:
            titles[block] = 1
    above = np.cumsum(is_head) - 1
    under = np.where(above >= 0, cues[heads][above], 0) if len(heads) else np.zeros(count, dtype=np.int64)
    since = np.flatnonzero(titles)
    distance = np.clip(np.arange(count) - since[0], -50, 50) / 10 if len(since) else np.zeros(count)
    return [_ONE_HOT_CUE[cues], _ONE_HOT_CUE[under], titles, distance, distance > 0]


def _first_word(line: str) -> str:
    return line[:_MAX_CUE_WORD].split(None, 1)[0].rstrip(":,.").casefold()
