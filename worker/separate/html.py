"""An HTML page taken apart: body, comments, and what its head tells."""

from datetime import datetime

from worker.domain import CommentKind, Page, SeparatedComment, Separation
from worker.reasons import Reason
from worker.separate.body import read_body
from worker.separate.dates import parse_time
from worker.separate.platforms import NAMES, Platform, candidates
from worker.separate.records import Item, Reader, Record
from worker.separate.selectors import select
from worker.separate.structure import find_group, nest
from worker.separate.tree import Tree, read_tree


# Items read to judge whether a platform's names fit the page.
MAX_TRIED = 4


def separate_html(page: Page) -> Separation:
    """Take an HTML page apart; linear in its size."""
    tree = read_tree(page.content, NAMES)
    records, reason = find_comments(tree)
    claimed = claim(tree, records)
    comments = tuple(_comment(record, page.fetched_at) for record in records if record.lines)
    return Separation(body=read_body(tree, claimed), comments=comments, reason=reason if comments else Reason.NONE)


def prepare(html):
    tree = read_tree(html, NAMES)
    return tree, claim(tree, find_comments(tree)[0])


def find_comments(tree: Tree) -> tuple[list[Record], Reason]:
    """The page's comments, and how they were found."""
    best: tuple[float, Platform, list[Item]] | None = None
    for platform in candidates(tree):
        items = find_items(tree, platform)
        worth = _worth(tree, platform, items)
        if worth and (best is None or worth > best[0]):
            best = worth, platform, items
    records: list[Record] = []
    reason = Reason.NONE
    if best is not None:
        reader = Reader(tree, best[1])
        records, reason = [reader.read(item) for item in best[2]], best[1].reason
        if best[1].opens:
            records = records[1:]
    group = find_group(tree) if not records else None
    if group is not None:
        records, reason = list(group.records), Reason.STRUCTURE_REPEATED
    return records, reason


def claim(tree: Tree, records: list[Record]) -> bytearray:
    """Mark the texts that belong to comments; one mark more than texts."""
    claimed = bytearray(len(tree.texts) + 1)
    for record in records:
        for text in record.texts:
            claimed[text] = 1
    return claimed


def _worth(tree: Tree, platform: Platform, items: list[Item]) -> float:
    """How much a platform's reading tells: a text counts once, a known author or time half as much.

    Judged on a few items from all over the page, so that it costs little to ask several platforms.
    """
    if len(items) <= platform.opens:
        return 0
    reader = Reader(tree, platform)
    tried = [reader.read(item) for item in items[platform.opens :: max(1, len(items) // MAX_TRIED)][:MAX_TRIED]]
    told = sum(1 + 0.5 * (r.author is not None) + 0.5 * (r.posted_raw is not None) for r in tried if r.lines)
    return told / len(tried) * (len(items) - platform.opens)


def _comment(record: Record, anchor: datetime | None) -> SeparatedComment:
    return SeparatedComment(
        text="\n\n".join(record.lines),
        author=record.author,
        author_url=record.author_url,
        posted_raw=record.posted_raw,
        posted_at=parse_time(record.posted_raw, anchor=anchor) if record.posted_raw else None,
        links=record.links,
        kind=CommentKind.COMMENT,
    )


def find_items(tree: Tree, platform: Platform) -> list[Item]:
    """The items of a platform on the page, nested ones within their parents."""
    start, stop = 0, len(tree.tag)
    if platform.container:
        boxes = select(tree, platform.container, 0, stop)
        if not boxes:
            return []
        start, stop = boxes[0], max(tree.end[box] for box in boxes)
    found = select(tree, platform.item, start, stop)
    return _until_next(tree, found) if platform.runs else nest(tree, found)


def _until_next(tree: Tree, found: list[int]) -> list[Item]:
    """Items that reach to the next one, or to the end of the box around them."""
    items = []
    for element, following in zip(found, [*found[1:], len(tree.tag)], strict=False):
        box = tree.parent[element]
        if following < tree.end[box]:
            items.append(Item(element, following, tree.first[element], tree.first[following]))
        else:
            items.append(Item(element, tree.end[box], tree.first[element], tree.last[box]))
    return items
