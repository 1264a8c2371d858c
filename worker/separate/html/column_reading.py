"""A record read by the columns of its template, and by its looks for what these leave open."""

import re
from collections.abc import Iterator, Sequence

from worker.separate.html.class_names import Hint
from worker.separate.html.record_columns import MIN_SHARE, PERSON, Columns, find_columns, name_in
from worker.separate.html.records import Item, Record, address_of, read_lines, read_links
from worker.separate.html.tree import Tree
from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_furniture
from worker.separate.language.names import clean_name, is_plain_name

# Records that make columns.
MIN_ROWS = 3
_NUMBER = re.compile(r"#\s?\d{1,9}")
_SIGNATURE = re.compile(r"signature|(?:^|[\s_-])sig(?:$|[\s_-])", re.I)


def fill_authors(tree: Tree, items: Sequence[Item], records: Sequence[Record], *, known: bool = False) -> None:
    """Read the records by their columns where most have no author by their looks, and a column holds names.

    ``known`` records are comments for certain: names in them may lead to their owners' sites.
    """
    if len(items) < MIN_ROWS or sum(bool(record.author) for record in records) >= MIN_SHARE * len(records):
        return
    columns = find_columns(tree, items)
    if columns is None or not _are_names(tree, columns.author, known=known):
        return
    for at, record in enumerate(records):
        read_row(tree, record, columns, at)


def _are_names(tree: Tree, column: Sequence[int | None], *, known: bool) -> bool:
    """Whether most of a column's elements are names of people: not titles, nor links to pages of their own."""
    found = [element for element in column if element is not None]
    named = sum(_is_name(tree, element, known=known) for element in found)
    return bool(found) and named >= MIN_SHARE * len(found)


def _is_name(tree: Tree, element: int, *, known: bool) -> bool:
    name = name_in(tree, element)
    addresses = [] if known else [tree.href[inner] for inner in range(element, tree.end[element]) if inner in tree.href]
    if any(not address.startswith(("#", "javascript:")) and not PERSON.search(address) for address in addresses):
        return False
    return len(name.split()) == 1 or is_plain_name(name)


def read_row(tree: Tree, record: Record, columns: Columns, at: int) -> Record:
    """Fill a record, read by its looks, with what stands in the columns of the row ``at``."""
    text, author, time = columns.text[at], columns.author[at], columns.time[at]
    if author is not None:
        record.author = clean_name(name_in(tree, author)) or record.author
        record.author_url = address_of(tree, author, record.item)
    if time is not None:
        line = _NUMBER.sub("", tree.text(time), count=1)
        span = find_time(line)
        record.posted_raw = line[span[0] : span[1]] if span else record.posted_raw
        record.stamp = next((tree.datetime[e] for e in range(time, tree.end[time]) if e in tree.datetime), None)
    if text is not None:
        heads = [head for head in (author, time) if head is not None and text <= head < tree.end[text]]
        apart = {one for e in (*_furniture(tree, text), *heads) for one in range(tree.first[e], tree.last[e])}
        _read_text(tree, record, [one for one in range(tree.first[text], tree.last[text]) if one not in apart])
    elif record.author:
        record.lines = _without_head(record.lines, record.author, record.posted_raw)
    return record


def _without_head(lines: list[str], author: str, posted_raw: str | None) -> list[str]:
    """The lines without those that only tell the author and when, the first one's first part included."""
    kept = [line for line in lines if not is_furniture(line, author, posted_raw)]
    if not kept:
        return lines
    heading, _, rest = kept[0].partition("\n")
    return [rest, *kept[1:]] if rest and is_furniture(heading, author, posted_raw) else kept


def _furniture(tree: Tree, text: int) -> Iterator[int]:
    """The elements within a text that are no part of it: its form and buttons, and its author's signature."""
    for element in range(text + 1, tree.end[text]):
        hints = tree.hints[element]
        if hints & (Hint.FORM | Hint.SHARE) or _SIGNATURE.search(tree.name[element]):
            yield element
        elif hints & Hint.REPLY and all(is_furniture(line, None, None) for line in _lines(tree, element)):
            yield element  # what is named for quoting may be the link that does it, or a quotation


def _lines(tree: Tree, element: int) -> list[str]:
    return read_lines(tree, list(range(tree.first[element], tree.last[element])))


def _read_text(tree: Tree, record: Record, texts: list[int]) -> None:
    """Take the texts for what the record says, where they say anything."""
    lines = read_lines(tree, texts)
    if any(not is_furniture(line, record.author, record.posted_raw) for line in lines):
        record.lines = _without_head(lines, record.author or "", record.posted_raw)
        record.links = read_links(tree, texts)
