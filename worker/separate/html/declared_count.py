"""The number of comments that a page says it has ("6 responses"), beside the number that were found."""

from worker.separate.html.class_names import Hint
from worker.separate.html.tree import Tree
from worker.separate.language.headings import read_heading, search_count
from worker.separate.language.lookups import EDGES

MAX_CHARS = 100
# Lines before the first comment in which its section's heading stands.
MAX_LINES_BEFORE = 12


def read_declared(tree: Tree, first: int | None) -> int | None:
    """The declared count, from the lines just before the text ``first``, else from lines named for it."""
    if first is not None and first < len(tree.block):
        block = tree.block[first]
        for line in range(block - 1, max(-1, block - MAX_LINES_BEFORE - 1), -1):
            count = _count(tree, line)
            if count is not None:
                return count
    for line, start in enumerate(tree.starts):
        if tree.inherited[tree.owner[start]] & (Hint.COMMENT | Hint.COUNT):
            count = _count(tree, line)
            if count is not None:
                return count
    return None


def _count(tree: Tree, block: int) -> int | None:
    start = tree.starts[block]
    stop = tree.starts[block + 1] if block + 1 < len(tree.starts) else len(tree.texts)
    if tree.chars[stop] - tree.chars[start] > MAX_CHARS:
        return None
    line = tree.line(block)
    count = search_count(line)
    if count is not None:
        return count
    folded = line.casefold()
    heading = read_heading(folded, folded.strip(EDGES)) if folded else None
    return None if heading is None else heading.declared
