"""Finding the comment section of a plain text by its headings and the form that closes it."""

import re
from dataclasses import dataclass

from worker.separate.cues import form, headings, nouns

# Characters; headings name the article's title at most.
MAX_HEADING = 200

_COUNT_FIRST = re.compile(r"(\d{1,6}|one|no)\s{0,3}([^\W\d_]{3,20})")
_NOUN_FIRST = re.compile(r"([^\W\d_]{3,20})\s{0,3}[(:]?\s{0,3}(\d{1,6})?[):]{0,2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Where comments stand: ``start`` its heading, ``first`` the line after it, ``end`` the line past it."""

    start: int
    first: int
    end: int
    declared: int | None = None


def find_section(lines: list[str], start: int) -> Section:
    """Find the comment section at or after a line; empty at the end of the text where there is none."""
    size = len(lines)
    opened = next((at for at in range(start, size) if _is_heading(lines[at])), None)
    if opened is None:
        return Section(start=_form(lines, start), first=size, end=size)
    first, declared = opened, None
    while first < size and (not lines[first].strip() or _is_heading(lines[first])):
        counted = declared_count(lines[first])
        declared = counted if declared is None else declared
        first += 1
    return Section(start=opened, first=first, end=_form(lines, first), declared=declared)


def _is_heading(line: str) -> bool:
    if len(line) > MAX_HEADING:
        return False
    text = line.strip().casefold()
    return text.rstrip(": ") in headings() or declared_count(text) is not None


def declared_count(line: str) -> int | None:
    """Return the number of comments that a heading declares ("6 responses to …", "Comments (3)")."""
    text = line.strip().casefold() if len(line) <= MAX_HEADING else ""
    found = _COUNT_FIRST.match(text)
    if found and found[2] in nouns():
        return {"one": 1, "no": 0}.get(found[1]) if found[1].isalpha() else int(found[1])
    found = _NOUN_FIRST.match(text)
    return int(found[2]) if found and found[2] and found[1] in nouns() else None


def _form(lines: list[str], start: int) -> int:
    """Return where the comment form begins, or the end of the text."""
    prefixes = form()
    closing = (at for at in range(start, len(lines)) if lines[at].strip().casefold().startswith(prefixes))
    return next(closing, len(lines))
