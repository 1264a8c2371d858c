"""Lines within an article that send the reader elsewhere: "WATCH: ...", "Read more: ..."."""

from worker.separate.html.tree import Tree
from worker.separate.language import furniture

# Longer lines say something of their own, and so do more characters outside of the line's links.
MAX_CHARS, MAX_UNLINKED = 200, 40


def is_promo(tree: Tree, block: int) -> bool:
    """Whether a block is little more than a link, and begins as those do that lead to another article."""
    start = tree.starts[block]
    stop = tree.starts[block + 1] if block + 1 < len(tree.starts) else len(tree.texts)
    size = tree.chars[stop] - tree.chars[start]
    linked = tree.link_chars[stop] - tree.link_chars[start]
    return 0 < linked <= size <= MAX_CHARS and size - linked <= MAX_UNLINKED and furniture.is_promo(tree.line(block))
