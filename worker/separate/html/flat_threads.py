"""Threads that share one element: comments parted by line breaks or rules only, each behind a line of who and when."""

import re
from dataclasses import dataclass

from worker.separate.html.records import MAX_HEAD_CHARS, MAX_NAME_CHARS, Item, Record, read_lines, read_links
from worker.separate.html.tree import LINE_BREAK, Tree
from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_furniture
from worker.separate.language.names import clean_name, says_who

# Boxes that are read, those of most heads first, and the heads that make a thread.
MAX_BOXES, MIN_HEADS = 2, 2
MAX_NAME_WORDS = 5
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Thread:
    """The records within one element, in page order."""

    box: int
    records: list[Record]


def find_threads(tree: Tree) -> list[Thread]:
    """The elements in which several lines, right in them, tell who wrote what follows; with the records there."""
    lines: dict[int, list[int]] = {}
    for block, box in enumerate(tree.box):
        lines.setdefault(box, []).append(block)
    heads = {
        box: found
        for box, blocks in lines.items()
        if len(blocks) >= MIN_HEADS and len(found := [block for block in blocks if _is_head(tree, block)]) >= MIN_HEADS
    }
    boxes = sorted(heads, key=lambda box: -len(heads[box]))[:MAX_BOXES]
    return [Thread(box, _records(tree, box, [tree.starts[block] for block in heads[box]])) for box in boxes]


def _is_head(tree: Tree, block: int) -> bool:
    line = _first_line(tree, block)
    return (line[-1:] in (":", "：") or _DIGIT.search(line) is not None) and _head(line) is not None


def _first_line(tree: Tree, block: int) -> str:
    """What stands before a block's first line break; "" where it is too long for a name and a time."""
    start = tree.starts[block]
    stop = tree.starts[block + 1] if block + 1 < len(tree.starts) else len(tree.texts)
    line = ""
    for text in tree.texts[start:stop]:
        before, broken, _ = text.partition(LINE_BREAK)
        line += before
        if broken or len(line) > MAX_HEAD_CHARS:
            break
    return "" if len(line) > MAX_HEAD_CHARS else " ".join(line.split())


def _head(line: str) -> tuple[str, str | None] | None:
    """Who wrote what follows, and when, where the line says no more than that."""
    span = find_time(line)
    time = line[span[0] : span[1]] if span else None
    name = says_who(line) or (clean_name(line) if time else None)
    if not name or len(name) > MAX_NAME_CHARS // 2 or len(name.split()) > MAX_NAME_WORDS:
        return None
    return (name, time) if is_furniture(line, name, time) else None


def _records(tree: Tree, box: int, starts: list[int]) -> list[Record]:
    return [
        _record(tree, Item(box, box, first, last))
        for first, last in zip(starts, [*starts[1:], tree.last[box]], strict=True)
    ]


def _record(tree: Tree, item: Item) -> Record:
    head, *rest = read_lines(tree, item.texts())
    line, _, begun = head.partition("\n")
    name_line = _head(line)
    record = Record(item, [text for text in (begun, *rest) if text], item.texts(), links=read_links(tree, item.texts()))
    if name_line is not None:
        record.author, record.posted_raw = name_line
    return record
