"""The number of comments that a page says it has ("6 responses"), beside the number that were found."""

import re
from collections.abc import Sequence

from worker.separate.html.class_names import Hint
from worker.separate.html.records import Record
from worker.separate.html.tree import Tree
from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_removed
from worker.separate.language.headings import read_heading, search_count
from worker.separate.language.lookups import EDGES

MAX_CHARS = 100
# Lines before the first comment in which its section's heading stands.
MAX_LINES_BEFORE = 12


def read_declared(tree: Tree, records: Sequence[Record], opening: Record | None = None) -> int | None:
    """The declared count, from the lines just before the first record, else from lines named for it.

    What stands within a record or the opening post counts its author's posts, or the answers to it alone, unless the
    records are as many: a record may hold the heading above it.
    """
    first = records[0].item.first if records else None
    held = _held(tree, [one for one in (opening, *records) if one is not None])
    if first is not None and first < len(tree.block):
        block = tree.block[first]
        for line in range(block - 1, max(-1, block - MAX_LINES_BEFORE - 1), -1):
            count = None if held[tree.starts[line]] else _count(tree, line)
            if count is not None:
                return count
    for line, start in enumerate(tree.starts):
        if tree.inherited[tree.owner[start]] & (Hint.COMMENT | Hint.COUNT):
            count = _count(tree, line)
            if count is not None and (count == len(records) or not held[start]):
                return count
    return None


def _held(tree: Tree, records: Sequence[Record]) -> bytearray:
    """A byte for each text: 1 for those that stand within a record. Linear, as nested records are marked once."""
    held = bytearray(len(tree.texts) + 1)
    reached = 0
    for record in records:
        start, stop = max(record.item.first, reached), record.item.last
        if start < stop:
            held[start:stop] = b"\1" * (stop - start)
            reached = stop
    return held


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
    count = heading.declared if heading is not None else None
    return None if count is not None and _tells_when(line, count) else count


def _tells_when(line: str, count: int) -> bool:
    """Whether a number stands in the line's time and nowhere else: "last reply 38 minutes ago" is no count."""
    span = find_time(line)
    if span is None:
        return False
    outside = line[: span[0]] + " " + line[span[1] :]
    return re.search(rf"(?<!\d){count}(?!\d)", outside.replace(",", "").replace(".", "")) is None


def are_as_many(records: Sequence[Record], declared: int, *, opens: bool = False) -> bool:
    """Whether the records are as many as declared, with those that were removed or without, and the opening post."""
    texts = [record.lines for record in records if record.lines]
    kept = sum(not all(map(is_removed, lines)) for lines in texts)
    return declared in {len(texts), kept, *((len(texts) + 1, kept + 1) if opens else ())}


def without_repeats(records: Sequence[Record]) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """The records, each once, and those that one before them tells in the same words, as pages with two orders have."""
    seen: set[tuple[str | None, str | None, tuple[str, ...]]] = set()
    once: list[Record] = []
    repeats: list[Record] = []
    for record in records:
        identity = (record.author, record.posted_raw, tuple(record.lines))
        (repeats if identity in seen else once).append(record)
        seen.add(identity)
    return tuple(once), tuple(repeats)
