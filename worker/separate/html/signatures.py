"""What a board's program sets under each post of its author, which belongs to no post."""

import re
from collections import defaultdict
from collections.abc import Sequence

from worker.separate.html.records import Record

# The rule that boards draw above a signature, and the one of mail (RFC 3676, 4.3).
_RULE = re.compile(r"_{5,}|-- ")
# Characters of a line of a signature that repeats: longer ones are quoted.
MAX_CHARS = 300
# An author's posts from which on what ends each of them is a signature.
MIN_POSTS = 2


def drop_signatures(records: Sequence[Record]) -> None:
    """Drop what follows a rule of underscores, and the lines that end all posts of one author alike."""
    for record in records:
        record.lines = _above_rule(record.lines)
    by_author: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.author and record.lines:
            by_author[record.author].append(record)
    for own in by_author.values():
        if len(own) >= MIN_POSTS:
            shared = _shared_end([record.lines for record in own])
            for record in own if shared else ():
                record.lines = record.lines[:-shared]


def _above_rule(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        parts = line.split("\n")
        rule = next((number for number, part in enumerate(parts) if _RULE.fullmatch(part)), None)
        behind = sum(map(len, lines[at:])) - sum(map(len, parts[: rule or 0]))
        if rule is not None and (at or rule) and behind <= MAX_CHARS:
            return [*lines[:at], *filter(None, ["\n".join(parts[:rule]).strip("\n")])]
    return lines


def _shared_end(posts: Sequence[list[str]]) -> int:
    """How many of the last lines all posts share; 0 where that would leave one of them without any."""
    shared = 0
    for ends in zip(*(reversed(lines) for lines in posts), strict=False):
        if len(set(ends)) > 1 or len(ends[0]) > MAX_CHARS:
            break
        shared += 1
    return shared if shared < min(map(len, posts)) else 0
