"""Lines of an article that repeat what its page's head tells machines: the title, and when it was published."""

from collections.abc import Sequence

from worker.separate.html.tree import Tree
from worker.separate.language.dates import find_time

# A line of as many characters is the article's text: what follows it no longer stands on top.
MIN_TEXT_CHARS = 80
# Longer lines say more than when, and so do those of which a smaller share does.
MAX_DATE_CHARS, MIN_DATED = 120, 0.4
# Shorter headings number a section, or stand in the title by chance.
MIN_TITLE_CHARS = 11
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_HEAD_NAME = "article:published_time"
_JSON_NAMES = ('"headline"', '"datePublished"')


def find_repeats(tree: Tree, blocks: Sequence[int]) -> set[int]:
    """Those of an article's blocks that only show its title, or on top of it its date; none where no head tells them.

    Pages whose head says nothing to machines are left as they are: whoever reads them has the title from nowhere else.
    """
    if not _declares_article(tree):
        return set()
    title = _joined(tree.head.get("title", ""))
    found = {block for block in blocks if _shows_title(tree, block, title)}
    for block in blocks:
        if block not in found:
            line = tree.line(block)
            if len(line) >= MIN_TEXT_CHARS and not _is_date(line):
                break
            if _is_date(line):
                found.add(block)
    return found


def _declares_article(tree: Tree) -> bool:
    return _HEAD_NAME in tree.head or any(name in json for json in tree.json_ld for name in _JSON_NAMES)


def _shows_title(tree: Tree, block: int, title: str) -> bool:
    if tree.tag[tree.box[block]] not in _HEADINGS:
        return False
    shown = _joined(tree.line(block))
    return len(shown) >= MIN_TITLE_CHARS and shown in title


def _is_date(line: str) -> bool:
    span = find_time(line) if len(line) <= MAX_DATE_CHARS else None
    return span is not None and span[1] - span[0] > MIN_DATED * len(line)


def _joined(text: str) -> str:
    return "".join(text.split()).casefold()
