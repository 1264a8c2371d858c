"""The running numbers that themes set before the names of comments: "1. Ada", "2. Ben"."""

import re
from collections.abc import Sequence

from worker.separate.html.records import Record

# Records from which on numbers run; a single name may begin with one.
MIN_RUN = 2
# Times as wide as the records are many that the numbers may range: pages leave some out.
MAX_RANGE = 2
_NUMBERED = re.compile(r"[#(]{0,2}(\d{1,5})[.):]{0,2}\s{1,9}(?=[^\W\d])")


def drop_numbers(records: Sequence[Record]) -> None:
    """Cut the numbers before the names, where each name has one of its own and they run."""
    named = [(record, record.author) for record in records if record.author]
    found = [_NUMBERED.match(author) for _, author in named]
    numbers = {int(number[1]) for number in found if number is not None}
    if len(numbers) < max(MIN_RUN, len(named)) or max(numbers) - min(numbers) >= MAX_RANGE * len(named):
        return
    for (record, author), number in zip(named, found, strict=True):
        record.author = author[number.end() :] if number is not None else author
