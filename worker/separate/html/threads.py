"""From the records of a page to its comments: kinds, markers that are no comments, who answers whom."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from worker.domain import CommentKind, SeparatedComment
from worker.separate.html.date_order import day_comes_first, day_of
from worker.separate.html.records import Record
from worker.separate.html.tree import Tree
from worker.separate.language.dates import find_time, parse_time
from worker.separate.language.furniture import is_removed

# Characters of a line that tells when, which is what is left of a deleted comment.
MAX_LEFT = 40
_LEVEL = re.compile(r"(?:^|\s)(?:depth|level|indent)[-_]?(\d{1,3})(?=\s|$)")
_PING = re.compile(r"^\s*(ping|track)back\b", re.I)


def build_comments(
    tree: Tree,
    records: Sequence[Record],
    anchor: datetime | None,
    *,
    published: str | None = None,
    language: str | None = None,
) -> tuple[SeparatedComment, ...]:
    """The comments in page order; ``parent`` counts only those that are kept.

    ``published``, the article's day as ISO 8601, and the page's ``language`` help to read dates that don't tell all.
    """
    day_first = day_comes_first((record.posted_raw for record in records if record.posted_raw), published, language)
    since = day_of(published)
    kept: dict[int, int] = {}
    comments: list[SeparatedComment] = []
    for at, (record, above) in enumerate(zip(records, _parents(tree, records), strict=True)):
        lines = [line for line in record.lines if not is_removed(line)]
        if not lines or _is_deleted(record.author, lines):
            if above is not None and above in kept:
                kept[at] = kept[above]
            continue
        parent = kept.get(above) if above is not None else None
        kept[at] = len(comments)
        comments.append(
            SeparatedComment(
                text="\n\n".join(lines),
                author=record.author,
                author_url=record.author_url,
                posted_at=_posted_at(record, partial(parse_time, anchor=anchor, day_first=day_first, since=since)),
                posted_raw=record.posted_raw,
                links=record.links,
                parent=parent,
                depth=0 if parent is None else comments[parent].depth + 1,
                kind=kind_of(tree, record, lines[0]),
            )
        )
    return tuple(comments)


def _is_deleted(author: str | None, lines: Sequence[str]) -> bool:
    """Whether nothing but a time is left of a comment whose author is a notice of removal ("[deleted]")."""
    return author is not None and is_removed(author) and all(len(x) <= MAX_LEFT and find_time(x) for x in lines)


def _posted_at(record: Record, read: Callable[[str], str | None]) -> str | None:
    """What the page tells machines, which has the year and the zone, else what it shows."""
    for time in (record.stamp, record.posted_raw):
        at = read(time) if time else None
        if at is not None:
            return at
    return None


def is_ping(line: str) -> bool:
    """Whether a line begins as those do that tell of a link from elsewhere."""
    return _PING.match(line) is not None


def kind_of(tree: Tree, record: Record, line: str) -> CommentKind:
    """What a record is, by its own names and by how its first line begins."""
    classes = tree.name[record.item.start].split()
    found = _PING.match(line)
    if "trackback" in classes or (found and found[1].casefold() == "track"):
        return CommentKind.TRACKBACK
    return CommentKind.PINGBACK if found or "pingback" in classes else CommentKind.COMMENT


def _parents(tree: Tree, records: Sequence[Record]) -> list[int | None]:
    """For each record the index of the one that it answers: by nesting, or else by the level in its class."""
    if any(record.item.nested for record in records):
        return _by_nesting(records)
    return _by_level([_level(tree, record) for record in records])


def _by_nesting(records: Sequence[Record]) -> list[int | None]:
    parents: list[int | None] = []
    around: list[int] = []
    for at, record in enumerate(records):
        while around and records[around[-1]].item.stop <= record.item.start:
            around.pop()
        parents.append(around[-1] if around else None)
        around.append(at)
    return parents


def _by_level(levels: list[int]) -> list[int | None]:
    parents: list[int | None] = []
    around: list[int] = []
    for at, level in enumerate(levels):
        while around and levels[around[-1]] >= level:
            around.pop()
        parents.append(around[-1] if around else None)
        around.append(at)
    return parents


def _level(tree: Tree, record: Record) -> int:
    """How deep a record says it is: a number in its class, or the indent that Hacker News gives it."""
    item = record.item
    for element in range(item.start, min(item.stop, item.start + 6)):
        found = _LEVEL.search(tree.name[element])
        if found:
            return int(found[1])
        if element in tree.indent:
            return tree.indent[element]
    return 0
