"""Threads of forums that no row of the platforms' table knows: their posts by structure, the first of which opens."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

from worker.separate.html.column_reading import read_row
from worker.separate.html.record_columns import find_columns, lasting, leads_to_person, stems
from worker.separate.html.records import Item, Reader, Record
from worker.separate.html.signatures import drop_signatures
from worker.separate.html.structure import boxes_of, drop_repeated_lines, find_anchors, group_items, is_beside, runs_of
from worker.separate.html.thread_traits import reads_as_thread
from worker.separate.html.tree import Tree
from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_furniture

# Addresses of threads, as boards' programs make them.
_ADDRESS = re.compile(
    r"(?<![a-z])(?:forums?|threads?|topic|viewtopic|viewthread|showthread|showtopic|discussions?|boards?|questions?)"
    r"(?![a-z])|/t/[^/]{1,200}/\d|/d/\d|/g/[^/]{1,80}/c/|read\.php\?|(?<![a-z])thread-?id",
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
# Elements that hold a post each, characters that one has with its time, and anchors of an item that are asked.
_POST_TAGS = frozenset(("article", "div", "li", "section", "tr", "table"))
MIN_HELD_CHARS, MAX_HELD = 60, 40
# Posts of a page that nothing calls a thread, and the share of what it says that they hold.
MIN_UNTOLD, MIN_COVERED = 3, 0.6
# A thread has an opening post and an answer.
MIN_POSTS = 2
# Elements of an item in which its heading is looked for, characters of a title, and the share of it that is a link.
MAX_HEAD_ELEMENTS, MIN_TITLE_CHARS, MAX_LINKED = 40, 12, 0.7
_ANSWER = re.compile(r"^(?:re|aw|sv|antw|odp|rif|ynt)\s?(?:\[\d{1,3}\])?\s?[:：]\s*", re.I)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5"))
# Boards' names of a post that answers another.
_ANSWERS = frozenset(("reply", "answer", "response", "antwort", "respuesta", "reponse", "risposta", "resposta", "svar"))
# Characters that a post has on average: lists of topics have less.
MIN_POST_CHARS = 20


@dataclass(frozen=True, slots=True)
class Posts:
    """A thread's posts in page order; ``opens`` where the first of them is the opening one."""

    records: tuple[Record, ...]
    opens: bool


def find_posts(tree: Tree, url: str | None) -> Posts | None:
    """The posts of a page that is a thread of a forum, or None.

    A page that nothing calls a thread is one where its posts hold most of what it says, and read as those of one.
    """
    declared = is_thread(tree, url)
    anchors = sorted({*find_anchors(tree), *_numbered(tree)})
    if not declared and len(anchors) < MIN_UNTOLD:
        return None
    best: tuple[float, tuple[Record, ...]] | None = None
    for box in boxes_of(tree, anchors):
        for items in _readings(tree, box, anchors):
            if (not declared and not _covers(tree, items)) or _hold_posts(tree, items, anchors):
                continue
            records = _read(tree, items, box)
            worth = _worth(tree, records)
            if worth and (best is None or worth > best[0]):
                best = worth, records
    if best is None or not (declared or _is_untold_thread(tree, best[1])):
        return None
    records = best[1]
    return Posts(records, opens=not _has_opening_before(tree, [record.item for record in records], anchors))


def _is_untold_thread(tree: Tree, records: tuple[Record, ...]) -> bool:
    """Whether posts that nothing calls such are those of a thread; reports have headings of their own."""
    headings = Counter(heading for record in records if (heading := _heading_of(tree, record)))
    return 2 * len(headings) <= len(records) and reads_as_thread(tree, records)


def _heading_of(tree: Tree, record: Record) -> str | None:
    """The record's heading that is neither who wrote it nor when, without "Re:"."""
    for element in range(record.item.start, min(record.item.stop, record.item.start + MAX_HEAD_ELEMENTS)):
        if tree.tag[element] in _HEADINGS and tree.length(element):
            text = tree.text(element)
            if not is_furniture(_NUMBER.sub("", text), record.author, record.posted_raw):
                return _ANSWER.sub("", text)
    return None


def _covers(tree: Tree, items: Sequence[Item]) -> bool:
    """Whether the items hold most of what the page says outside of links, and no article stands before them."""
    if len(items) < MIN_UNTOLD:
        return False
    held = sum(_prose(tree, item.first, item.last) for item in items)
    return held >= MIN_COVERED * _prose(tree, 0, len(tree.texts)) and stand_first(tree, items[0])


def stand_first(tree: Tree, first: Item) -> bool:
    """Whether no line of prose stands before a thread's first item."""
    bounds = [start for start in tree.starts if start < first.first] + [first.first]
    return not any(_prose(tree, start, stop) >= MIN_OPENING_CHARS for start, stop in pairwise(bounds))


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
    return [
        tree.owner[text] for text, shown in enumerate(tree.texts) if "#" in shown and _NUMBER.fullmatch(shown.strip())
    ]


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
    if beside or _are_teasers(tree, items):
        return ()
    columns = find_columns(tree, items)
    reader = Reader(tree, None)
    if columns is None:
        records = [reader.read(item) for item in items]
    else:
        records = [read_row(tree, reader.read(item), columns, at) for at, item in enumerate(items)]
    drop_repeated_lines(records)
    drop_signatures(records)
    return tuple(records)


def _hold_posts(tree: Tree, items: Sequence[Item], anchors: Sequence[int]) -> bool:
    """Whether most items hold several elements of one make with an anchor each: they are lists of posts, not posts."""
    return 2 * sum(_holds_several(tree, item, anchors) for item in items) > len(items)


def _holds_several(tree: Tree, item: Item, anchors: Sequence[int]) -> bool:
    inside = anchors[bisect_left(anchors, item.start + 1) : bisect_left(anchors, item.stop)]
    makes: Counter[tuple[int, str, str]] = Counter()
    seen: set[int] = set()
    for element in inside[:MAX_HELD]:
        box = element
        while box > item.start and box not in seen:
            seen.add(box)
            if tree.tag[box] in _POST_TAGS and _prose(tree, tree.first[box], tree.last[box]) >= MIN_HELD_CHARS:
                makes[tree.parent[box], tree.tag[box], lasting(tree.name[box])] += 1
            box = tree.parent[box]
    return any(count > 1 for count in makes.values())


def _are_teasers(tree: Tree, items: list[Item]) -> bool:
    """Whether most items have a title of their own that leads to another page: topics in a list, not posts of one."""
    titles = Counter(title for item in items if (title := _title_of(tree, item)))
    return 2 * len(titles) > len(items)


def _title_of(tree: Tree, item: Item) -> str | None:
    """The heading that leads to another page, neither a person's nor a place in this one, without "Re:"."""
    for element in range(item.start, min(item.stop, item.start + MAX_HEAD_ELEMENTS)):
        if tree.tag[element] in _HEADINGS and tree.length(element) >= MIN_TITLE_CHARS:
            title = _ANSWER.sub("", tree.text(element))
            linked = tree.link_length(element) > MAX_LINKED * tree.length(element)
            return title if linked and find_time(title) is None and leads_to_person(tree, element) < 1 else None
    return None


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
    """Whether a post stands before the records: one of their make, or prose behind a time, or these are answers."""
    if _counts_from_opening(tree, items):
        return False
    first = items[0]
    before = any(anchor < first.start for anchor in anchors)
    if before and not _ANSWERS.isdisjoint(tree.name[first.start].split()):
        return True
    make = tree.tag[first.start], lasting(tree.name[first.start])
    shape = _shape(tree, first.start)
    alike = (
        e for e in range(first.start)
        if (tree.tag[e], lasting(tree.name[e])) == make and (make[1] or (len(shape) > 1 and _shape(tree, e) == shape))
    )  # fmt: skip
    if any(e <= anchor < tree.end[e] for e in alike for anchor in anchors):
        return True
    head = next((anchor for anchor in anchors if anchor < first.start and tree.length(anchor)), None)
    if head is None or first.first >= len(tree.block):
        return False
    bounds = [*tree.starts, len(tree.texts)]
    between = range(tree.block[tree.first[head]], tree.block[first.first])
    return any(_prose(tree, bounds[block], bounds[block + 1]) >= MIN_OPENING_CHARS for block in between)


def _shape(tree: Tree, element: int) -> list[str]:
    return [tree.tag[inner] for inner in tree.children(element)]


def _counts_from_opening(tree: Tree, items: list[Item]) -> bool:
    """Whether the posts' own numbers say that the first opens: it is #1, or has none and #1 follows."""
    first, second = (_number_of(tree, item) for item in items[:2])
    return 1 in (first, second if first is None else first)


def _number_of(tree: Tree, item: Item) -> int | None:
    shown = (_NUMBER.search(text) for text in tree.texts[item.first : item.last] if len(text) <= MAX_NUMBER_CHARS)
    return next((int(found[0].strip("# ")) for found in shown if found), None)


def _prose(tree: Tree, start: int, stop: int) -> int:
    return tree.chars[stop] - tree.chars[start] - (tree.link_chars[stop] - tree.link_chars[start])
