"""What stands around an article's text in plain text: its date and section line, title, promos and debris."""

import re
from dataclasses import dataclass

from worker.separate.dates import find_time, parse_time

# Characters; a longer first line is the first paragraph of a page without a title.
MAX_TITLE = 200
# Words of a section's name ("World news", "Arts and culture").
MAX_SECTION_WORDS = 4

_PROMO = re.compile(r"(?:WATCH|READ|READ MORE|READ ALSO|ALSO READ|LISTEN|SEE ALSO|MORE|RELATED|VIDEO|PHOTOS)\s?:\s?\S")
_DATE_WORDS = re.compile(r"(?:date|published|updated|posted|datum|fecha|data)\b[\s:]{0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The head of a page; ``start`` is the index of the first line of its body."""

    start: int = 0
    title: str | None = None
    published: str | None = None
    section: str | None = None


def read_front(lines: list[str]) -> Front:
    """Read the leading date and section line and the title of a page from its lines."""
    at = _next(lines, 0)
    published = section = None
    if at < len(lines):
        dated = _dateline(lines[at])
        if dated:
            published, section = dated
            at = _next(lines, at + 1)
    if at >= len(lines) or not is_title(lines[at]):
        return Front(start=at, published=published, section=section)
    return Front(start=at + 1, title=lines[at].strip(), published=published, section=section)


def _next(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _dateline(line: str) -> tuple[str, str | None] | None:
    """Read "date 2025-09-05 Politics": a date, at most its label before it and a section's name after."""
    span = find_time(line) if len(line) < MAX_TITLE else None
    if span is None:
        return None
    before, after = _DATE_WORDS.sub("", line[: span[0]]).strip(), line[span[1] :].strip(" \t|-–—·•,/")
    published = parse_time(line[span[0] : span[1]])
    if before or published is None or len(after.split()) > MAX_SECTION_WORDS:
        return None
    return published, after or None


def is_title(line: str) -> bool:
    """Tell a title from a paragraph: short, and not closed like a sentence."""
    text = line.strip()
    return 0 < len(text) <= MAX_TITLE and text[-1] not in ".:;,…。" and text[0] not in "•*-–|"


def is_debris(line: str) -> bool:
    """Tell a line that says nothing ("|") or points elsewhere ("WATCH: …")."""
    text = line.strip()
    return not any(letter.isalnum() for letter in text[:8]) or (len(text) < MAX_TITLE and bool(_PROMO.match(text)))
