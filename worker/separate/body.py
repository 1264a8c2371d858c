"""The article's body: which blocks of a page are it."""

from worker.separate.marks import Hint
from worker.separate.records import read_lines
from worker.separate.tree import INLINE, Tree

BOILERPLATE = (Hint.COMMENT
    | Hint.FORM
    | Hint.NAV
    | Hint.SIDE
    | Hint.SHARE
    | Hint.RELATED
    | Hint.PROMO
    | Hint.FOOT
    | Hint.WIDGET
)


_TEXT_TAGS = frozenset(("p", "td", "pre", "blockquote", "div"))
_CUT_TAGS = frozenset(("form", "nav", "footer", "aside"))
# Characters that a block must have of its own to speak for the box around it.
_MIN_CHARS = 40


def read_body(tree: Tree, claimed: bytearray) -> tuple[str, ...]:
    """The body's paragraphs, from texts that nothing has claimed."""
    box = _best_box(_box_scores(tree, claimed), tree)
    if box is None:
        return ()
    dropped = _dropped(tree, box)
    texts = range(tree.first[box], tree.last[box])
    return tuple(read_lines(tree, [text for text in texts if not dropped[text] and not claimed[text]]))


def _box_scores(tree: Tree, claimed: bytearray) -> dict[int, float]:
    """Give each box the characters of prose right in it, and half of those one box further in."""
    scores: dict[int, float] = {}
    for element, tag in enumerate(tree.tag):
        if tag not in _TEXT_TAGS or claimed[tree.first[element]] or tree.hints[element] & BOILERPLATE:
            continue
        own = _own_prose(tree, element)
        if own < _MIN_CHARS:
            continue
        parent = tree.parent[element]
        scores[parent] = scores.get(parent, 0) + own
        if parent >= 0:
            above = tree.parent[parent]
            scores[above] = scores.get(above, 0) + own / 2
    scores.pop(-1, None)
    return scores


def _own_prose(tree: Tree, element: int) -> int:
    own = tree.length(element) - tree.link_length(element)
    if own >= _MIN_CHARS and tree.tag[element] in ("div", "td"):
        own -= sum(tree.length(child) for child in tree.children(element) if tree.tag[child] not in INLINE)
    return own


def _best_box(scores: dict[int, float], tree: Tree) -> int | None:
    def worth(element: int) -> float:
        return scores[element] * (0.3 if _is_boilerplate(tree, element) else 1)

    return max(scores, key=worth, default=None)


def _is_boilerplate(tree: Tree, element: int) -> bool:
    return bool(tree.hints[element] & BOILERPLATE) and not tree.hints[element] & Hint.CONTENT


def _dropped(tree: Tree, box: int) -> bytearray:
    """Mark the texts in the box that stand in lists of links, forms and the like."""
    dropped = bytearray(len(tree.texts))
    element = box + 1
    while element < tree.end[box]:
        if _is_cut(tree, element):
            first, last = tree.first[element], tree.last[element]
            dropped[first:last] = b"\1" * (last - first)
            element = tree.end[element]
        else:
            element += 1
    return dropped


def _is_cut(tree: Tree, element: int) -> bool:
    tag = tree.tag[element]
    if tag in _CUT_TAGS:
        return True
    if tag in INLINE or tag == "p":
        return False
    return _is_boilerplate(tree, element) or tree.link_length(element) > 0.5 * tree.length(element)
