"""An HTML page taken apart: body, comments, and what its head tells."""

from datetime import datetime

from worker.domain import CommentKind, Page, SeparatedComment, Separation
from worker.reasons import Reason
from worker.separate.body import read_body
from worker.separate.dates import parse_time
from worker.separate.platforms import PLATFORMS, VOCABULARY, Platform
from worker.separate.records import Item, Record, read_record
from worker.separate.selectors import select
from worker.separate.structure import find_group, nest
from worker.separate.tree import Tree, read_tree


def separate_html(page: Page) -> Separation:
    """Take an HTML page apart; linear in its size."""
    tree = read_tree(page.content, VOCABULARY)
    records: list[Record] = []
    reason = Reason.NONE
    for platform in PLATFORMS:
        found = find_items(tree, platform)
        read = [read_record(tree, item, platform) for item in found]
        if platform.opens:
            read = read[1:] if len(read) > 1 else []
        if _worth(read) > _worth(records):
            records, reason = read, platform.reason
    group = find_group(tree) if not records else None
    if group is not None:
        records, reason = list(group.records), Reason.STRUCTURE_REPEATED
    claimed = bytearray(len(tree.texts) + 1)
    for record in records:
        for text in record.texts:
            claimed[text] = 1
    comments = tuple(_comment(record, page.fetched_at) for record in records if record.lines)
    return Separation(body=read_body(tree, claimed), comments=comments, reason=reason if comments else Reason.NONE)


def _worth(records: list[Record]) -> float:
    """How much a reading tells: a text counts once, a known author or time half as much."""
    return sum(1 + 0.5 * (r.author is not None) + 0.5 * (r.posted_raw is not None) for r in records if r.lines)


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
