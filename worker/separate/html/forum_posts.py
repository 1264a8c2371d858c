"""Threads of forums that no row of the platforms' table knows: their posts by structure, the first of which opens."""

import re
from collections import Counter
from dataclasses import dataclass
from math import log1p

from worker.separate.html.class_names import Hint
from worker.separate.html.record_columns import Columns, find_columns, lasting, name_in, stems
from worker.separate.html.records import Item, Reader, Record, address_of, read_lines, read_links
from worker.separate.html.structure import boxes_of, drop_repeated_lines, find_anchors, group_items, is_beside, runs_of
from worker.separate.html.tree import Tree
from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_furniture
from worker.separate.language.names import clean_name

# Addresses of threads, as boards' programs make them.
_ADDRESS = re.compile(
    r"(?<![a-z])(?:forums?|threads?|topic|viewtopic|viewthread|showthread|showtopic|discussions?|boards?|questions?)"
    r"(?![a-z])|/t/[^/]{1,200}/\d|/d/\d|read\.php\?|(?<![a-z])thread-?id",
    re.I,
)
# A post's own number, which boards show beside it.
_NUMBER = re.compile(r"#\s?\d{1,9}")
# Characters of a text that tells a post's number: "Reply #12 on:".
MAX_NUMBER_CHARS = 60
_GENERATORS = re.compile(
    r"phpbb|vbulletin|xenforo|discourse|mybb|simple machines|invision|flarum|nodebb|vanilla|woltlab|fluxbb|punbb", re.I
)
_KINDS = re.compile(r'"(?:DiscussionForumPosting|QAPage)"')
# Share of the records that must say something, and tell who and when.
MIN_SHARE = 0.7
# Characters of a line of prose behind a time, before the first post, from which on they are an opening one apart.
MIN_OPENING_CHARS = 80
# Share of a box's rows of one make from which on each is taken for a post.
MIN_ALIKE = 0.8
# A thread has an opening post and an answer.
MIN_POSTS = 2
# Elements of an item in which its heading is looked for, characters of a title, and the share of it that is a link.
MAX_HEAD_ELEMENTS, MIN_TITLE_CHARS, MAX_LINKED = 40, 12, 0.7
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5"))
# Characters that a post has on average: lists of topics have less.
MIN_POST_CHARS = 20


@dataclass(frozen=True, slots=True)
class Posts:
    """A thread's posts in page order; ``opens`` where the first of them is the opening one."""

    records: tuple[Record, ...]
    opens: bool


def find_posts(tree: Tree, url: str | None) -> Posts | None:
    """The posts of a page that is a thread of a forum, or None."""
    if not is_thread(tree, url):
        return None
    anchors = sorted({*find_anchors(tree), *_numbered(tree)})
    best: tuple[float, tuple[Record, ...]] | None = None
    for box in boxes_of(tree, anchors):
        for items in _readings(tree, box, anchors):
            records = _read(tree, items, box)
            worth = _worth(tree, records)
            if worth and (best is None or worth > best[0]):
                best = worth, records
    if best is None:
        return None
    records = best[1]
    return Posts(records, opens=not _has_opening_before(tree, [record.item for record in records], anchors))


def is_thread(tree: Tree, url: str | None) -> bool:
    """Whether the address, the program that made the page, or its data says that it is a thread."""
    addresses = (url or "", tree.head.get("og:url", ""))
    return (
        any(_ADDRESS.search(address) for address in addresses)
        or bool(_GENERATORS.search(tree.head.get("generator", "")))
        or any(_KINDS.search(source) for source in tree.json_ld)
    )


def _numbered(tree: Tree) -> list[int]:
    """The elements that hold a post's number and nothing else."""
    return [tree.owner[text] for text, shown in enumerate(tree.texts) if _NUMBER.fullmatch(shown.strip())]


def _readings(tree: Tree, box: int, anchors: list[int]) -> list[list[Item]]:
    """The ways in which a box may hold records: as its children, or as runs of these, each from a head to the next."""
    whole = group_items(tree, box, anchors)
    if len(whole) < MIN_POSTS:
        return []
    makes = [tuple((tree.tag[e], stems(tree.name[e])) for e in tree.children(item.start)) for item in whole]
    usual, _ = Counter(makes).most_common(1)[0]
    heads = [item.start for item, make in zip(whole, makes, strict=True) if make == usual]
    if len(heads) < MIN_POSTS or all(lasting(tree.name[item.start]) for item in whole):
        return [whole]
    # Rows of two makes are a head and a text each.
    return [runs_of(tree, box, heads)] if len(heads) < MIN_ALIKE * len(whole) else [whole, runs_of(tree, box, heads)]


def _read(tree: Tree, items: list[Item], box: int) -> tuple[Record, ...]:
    # A box with most of a page's text is named for what it leaves room for.
    beside = 2 * tree.length(box) <= tree.chars[-1] and is_beside(tree, items, box)
    if beside or sum(_is_teaser(tree, item) for item in items) > len(items) / 2:
        return ()
    columns = find_columns(tree, items)
    reader = Reader(tree, None)
    if columns is None:
        records = [reader.read(item) for item in items]
    else:
        records = [_by_columns(tree, reader, columns, at, item) for at, item in enumerate(items)]
    drop_repeated_lines(records)
    return tuple(records)


def _is_teaser(tree: Tree, item: Item) -> bool:
    """Whether an item has a heading that leads to another page: a topic in a list, not a post."""
    for element in range(item.start, min(item.stop, item.start + MAX_HEAD_ELEMENTS)):
        if tree.tag[element] in _HEADINGS and tree.length(element) >= MIN_TITLE_CHARS:
            linked = tree.link_length(element) > MAX_LINKED * tree.length(element)
            return linked and find_time(tree.text(element)) is None
    return False


def _by_columns(tree: Tree, reader: Reader, columns: Columns, at: int, item: Item) -> Record:
    """One record by its columns, and by its looks for what they leave open."""
    text, author, time = columns.text[at], columns.author[at], columns.time[at]
    record = reader.read(item)
    if author is not None:
        record.author = clean_name(name_in(tree, author)) or record.author
        record.author_url = address_of(tree, author, item)
    if time is not None:
        line = _NUMBER.sub("", tree.text(time), count=1)
        span = find_time(line)
        record.posted_raw = line[span[0] : span[1]] if span else record.posted_raw
        record.stamp = next((tree.datetime[e] for e in range(time, tree.end[time]) if e in tree.datetime), None)
    if text is not None:
        apart = {
            one
            for element in range(text + 1, tree.end[text])
            if tree.hints[element] & (Hint.FORM | Hint.SHARE | Hint.REPLY) or "signature" in tree.name[element].lower()
            for one in range(tree.first[element], tree.last[element])
        }
        for head in (author, time):
            if head is not None and text <= head < tree.end[text]:
                apart.update(range(tree.first[head], tree.last[head]))
        texts = [one for one in range(tree.first[text], tree.last[text]) if one not in apart]
        lines = [line for line in read_lines(tree, texts) if not is_furniture(line, record.author, record.posted_raw)]
        if lines:
            heading, _, rest = lines[0].partition("\n")
            if rest and is_furniture(heading, record.author, record.posted_raw):
                lines[0] = rest
            record.lines, record.links = lines, read_links(tree, texts)
    return record


def _worth(tree: Tree, records: tuple[Record, ...]) -> float:
    """How much a reading tells; 0 where too few of its records say something, who and when."""
    if len(records) < MIN_POSTS:
        return 0
    worded = [record for record in records if record.lines]
    signed = sum(bool(record.author) and bool(record.posted_raw or record.stamp) for record in worded)
    chars = sum(len(line) for record in worded for line in record.lines)
    if signed < MIN_SHARE * len(records) or chars < MIN_POST_CHARS * len(records):
        return 0
    links = sum(tree.link_chars[record.item.last] - tree.link_chars[record.item.first] for record in records)
    return signed * chars / (chars + links) * log1p(chars / len(records))


def _has_opening_before(tree: Tree, items: list[Item], anchors: list[int]) -> bool:
    """Whether a post stands before the records: an element of their make, or prose behind a time."""
    if _counts_from_opening(tree, items):
        return False
    first = items[0]
    make = tree.tag[first.start], lasting(tree.name[first.start])
    alike = (e for e in range(first.start) if make[1] and (tree.tag[e], lasting(tree.name[e])) == make)
    if any(e <= anchor < tree.end[e] for e in alike for anchor in anchors):
        return True
    head = next((anchor for anchor in anchors if anchor < first.start and tree.length(anchor)), None)
    if head is None or first.first >= len(tree.block):
        return False
    bounds = [*tree.starts, len(tree.texts)]
    between = range(tree.block[tree.first[head]], tree.block[first.first])
    return any(_prose(tree, bounds[block], bounds[block + 1]) >= MIN_OPENING_CHARS for block in between)


def _counts_from_opening(tree: Tree, items: list[Item]) -> bool:
    """Whether the posts' own numbers say that the first opens: it is #1, or has none and #1 follows."""
    first, second = (_number_of(tree, item) for item in items[:2])
    return 1 in (first, second if first is None else first)


def _number_of(tree: Tree, item: Item) -> int | None:
    shown = (_NUMBER.search(text) for text in tree.texts[item.first : item.last] if len(text) <= MAX_NUMBER_CHARS)
    return next((int(found[0].strip("# ")) for found in shown if found), None)


def _prose(tree: Tree, start: int, stop: int) -> int:
    return tree.chars[stop] - tree.chars[start] - (tree.link_chars[stop] - tree.link_chars[start])
