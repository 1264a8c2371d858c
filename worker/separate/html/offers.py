"""Offers in an article: boxes named for what they sell, with a heading of their own and a button below."""

import re
from collections.abc import Sequence

from worker.separate.html.tree import Tree

# Characters of an offer; a box with more holds the article that it is named for keeping back.
MAX_CHARS = 600
# Characters of a button, and of its text that may stand outside of a link.
MAX_BUTTON_CHARS = 30
# Boxes around a line that are asked.
MAX_BOXES = 3
# Names of what is sold with an article; boxes of goods ("buy", "shop", "offer") are what other pages are about.
_NAMED = re.compile(r"paywall|regwall|subscri|newsletter|membership", re.I)
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


def find_offers(tree: Tree, blocks: Sequence[int]) -> set[int]:
    """Those of an article's blocks that stand in an offer ("Subscribe to go on reading"), however it is worded."""
    asked: dict[int, bool] = {}
    return {block for block in blocks if any(_is_offer(tree, box, asked) for box in _around(tree, block))}


def _around(tree: Tree, block: int) -> list[int]:
    boxes: list[int] = []
    box = tree.box[block]
    while box > 0 and len(boxes) < MAX_BOXES:
        boxes.append(box)
        box = tree.parent[box]
    return boxes


def _is_offer(tree: Tree, box: int, asked: dict[int, bool]) -> bool:
    if box not in asked:
        named = _NAMED.search(tree.name[box]) is not None and tree.length(box) <= MAX_CHARS
        asked[box] = named and _is_headed(tree, box) and _ends_in_link(tree, box)
    return asked[box]


def _is_headed(tree: Tree, box: int) -> bool:
    """Whether the box begins with a heading."""
    first = tree.first[box]
    return any(tree.tag[e] in _HEADINGS and tree.first[e] == first for e in range(box + 1, tree.end[box]))


def _ends_in_link(tree: Tree, box: int) -> bool:
    """Whether the last line of the box is short and all of a link, as buttons are."""
    last = tree.last[box]
    start = tree.starts[tree.block[last - 1]]
    size = tree.chars[last] - tree.chars[start]
    return size <= MAX_BUTTON_CHARS and tree.link_chars[last] - tree.link_chars[start] == size
