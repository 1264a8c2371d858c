"""Whether records that nothing else calls a thread's posts read as such."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from worker.separate.html.record_columns import PERSON
from worker.separate.html.records import Record
from worker.separate.html.tree import Tree
from worker.separate.language.dates import find_time, parse_time
from worker.separate.language.lookups import answers
from worker.separate.language.names import says_who

# Records, and authors among them, that make a conversation.
MIN_POSTS, MIN_AUTHORS = 3, 2
# Shares of the records that are signed, of neighbours in order of time, and of records that show what posts show.
MIN_SIGNED, MIN_RISING, MIN_SHOWING = 0.9, 0.8, 0.7
# Characters of a line that is a button, a number or a count.
MAX_CHARS = 60
_NUMBER = re.compile(r"#\s?\d{1,9}")
_DIGITS = re.compile(r"\d+")
# What relative times are read against, to see whether they are in order.
_ANCHOR = datetime(2030, 1, 1, tzinfo=UTC)


def reads_as_thread(tree: Tree, records: Sequence[Record]) -> bool:
    """Whether several people say something one after the other, and each record shows what posts do.

    Lists of articles and live reports show the newest first, or the names of a few who report.
    """
    if len(records) < MIN_POSTS or len({record.author for record in records}) < MIN_AUTHORS:
        return False
    others = records[1:]  # what opens a thread may be made otherwise
    signed = sum(bool(record.author and record.posted_raw and record.lines) for record in others)
    if signed < MIN_SIGNED * len(others) or not _is_rising(records):
        return False
    counts = Counter(line for record in records for line in set(_counted(tree, record)))
    common = {line for line, count in counts.items() if count >= MIN_SHOWING * len(records)}
    showing = sum(_shows(tree, record) or not common.isdisjoint(_counted(tree, record)) for record in records)
    return showing >= MIN_SHOWING * len(records)


def _is_rising(records: Sequence[Record]) -> bool:
    read = [parse_time(record.stamp or record.posted_raw or "", anchor=_ANCHOR) for record in records]
    times = [at[:16] for at in read if at]
    pairs = list(pairwise(times))
    return len(set(times)) > 1 and sum(a <= b for a, b in pairs) >= MIN_RISING * len(pairs)


def _shows(tree: Tree, record: Record) -> bool:
    """Whether a record has a link to a person, its number, a link to answer it, or a line that names who says it."""
    item = record.item
    if any(PERSON.search(tree.href.get(element, "")) for element in range(item.start, item.stop)):
        return True
    lines = [text.strip() for text in tree.texts[item.first : item.last] if len(text) <= MAX_CHARS]
    return any(_NUMBER.fullmatch(line) or line.casefold() in answers() for line in lines) or bool(
        says_who(tree.line(tree.block[item.first]))
    )


def _counted(tree: Tree, record: Record) -> list[str]:
    """The record's short lines that count something ("12 posts"), without the number."""
    texts = tree.texts[record.item.first : record.item.last]
    lines = (text.strip() for text in texts if len(text) <= MAX_CHARS)
    return [_DIGITS.sub("", line) for line in lines if _DIGITS.search(line) and not find_time(line)]
