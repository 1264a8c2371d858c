"""The number of comments that a page says it has ("6 responses"), beside the number that were found."""

import re

from worker.separate.cues import nouns, stems
from worker.separate.marks import Hint
from worker.separate.tree import Tree

_NOUNS = "|".join((rf"(?:{'|'.join(stems())})\w{{0,5}}", *sorted(nouns(), key=len, reverse=True)))
# Between a number and what it counts, or behind it: Korean, Japanese and Chinese counters.
_COUNTERS = "개의|개|件の|件|条|條|则|則"
_COUNTED = re.compile(
    rf"(?<![\w.,:/-])(\d{{1,3}}(?:[.,]\d{{3}})?|\d{{1,6}})\s?(?:(?:{_COUNTERS})\s?)?(?:{_NOUNS})(?!\w)", re.I
)
_LABELLED = re.compile(rf"^\W*(?:{_NOUNS})(?:\s?[:(\[]\s?(\d{{1,6}})\b|\s(\d{{1,6}})(?:{_COUNTERS})?\W*$)", re.I)
_ONE = re.compile(rf"^(?:one|ein|une?|uno?)\s(?:{_NOUNS})\b", re.I)
_NONE = re.compile(r"^(?:no comments|0 comments|keine kommentare|aucun commentaire|sin comentarios)\b", re.I)
MAX_CHARS = 100
# Lines before the first comment in which its section's heading stands.
MAX_LINES_BEFORE = 12


def read_declared(tree: Tree, first: int | None) -> int | None:
    """The declared count, from the lines just before the text ``first``, else from lines named for it."""
    if first is not None and first < len(tree.block):
        block = tree.block[first]
        for line in range(block - 1, max(-1, block - MAX_LINES_BEFORE - 1), -1):
            told = _count(tree, line)
            if told is not None:
                return told
    for line, start in enumerate(tree.starts):
        if tree.inherited[tree.owner[start]] & (Hint.COMMENT | Hint.COUNT):
            told = _count(tree, line)
            if told is not None:
                return told
    return None


def _count(tree: Tree, block: int) -> int | None:
    start = tree.starts[block]
    stop = tree.starts[block + 1] if block + 1 < len(tree.starts) else len(tree.texts)
    if tree.chars[stop] - tree.chars[start] > MAX_CHARS:
        return None
    line = tree.line(block)
    found = _COUNTED.search(line) or _LABELLED.match(line)
    if found:
        return int(re.sub(r"\D", "", found[found.lastindex or 1]))
    if _ONE.match(line):
        return 1
    return 0 if _NONE.match(line) else None
