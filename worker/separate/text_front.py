"""What stands around an article's text in plain text: its date and section line, title, promos and debris."""

import re
from dataclasses import dataclass

from worker.separate.dates import find_time, parse_time

# Characters; a longer first line is the first paragraph of a page without a title.
MAX_TITLE = 200
# Words of a section's name ("World news", "Arts and culture").
MAX_SECTION_WORDS = 4

# Words of a name, and those in it that may begin small.
MAX_BYLINE_WORDS = 6
PARTICLES = frozenset(("de", "da", "di", "del", "der", "den", "van", "von", "la", "le", "y", "e", "et", "und", "and"))

_BYLINE = re.compile(
    r"(?:(?:written|posted|published|reported|geschrieben|publié|escrito)\s)?(?:by|von|par|por|door|av|af):?\s"
    r"(\S[^\n|,•·–—(]{0,58})",
    re.IGNORECASE,
)
_PROMO = re.compile(r"(?:WATCH|READ|READ MORE|READ ALSO|ALSO READ|LISTEN|SEE ALSO|MORE|RELATED|VIDEO|PHOTOS)\s?:\s?\S")
_DATE_WORDS = re.compile(r"(?:date|published|updated|posted|datum|fecha|data)\b[\s:]{0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The head of a page; ``start`` is the index of the first line of its body."""

    start: int = 0
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    section: str | None = None


def read_front(lines: list[str]) -> Front:
    """Read the leading date and section line, the title and the byline of a page from its lines."""
    at = _next(lines, 0)
    published = section = None
    if at < len(lines):
        dated = _dateline(lines[at])
        if dated:
            published, section = dated
            at = _next(lines, at + 1)
    if at >= len(lines) or not is_title(lines[at]):
        return Front(start=at, published=published, section=section)
    below = _next(lines, at + 1)
    byline = read_byline(lines[below]) if below < len(lines) else None
    start = below + 1 if byline else at + 1
    return Front(start=start, title=lines[at].strip(), byline=byline, published=published, section=section)


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


def read_byline(line: str) -> str | None:
    """Return the name in "By NAME" and its like, without the date or the office behind it."""
    found = _BYLINE.match(line) if len(line) < MAX_TITLE else None
    if found is None:
        return None
    span = find_time(found[1])
    name = (found[1][: span[0]] if span else found[1]).strip().removesuffix(" on").removesuffix(" am")
    words = name.split()
    named = 0 < len(words) <= MAX_BYLINE_WORDS and not any(letter.isdigit() for letter in name)
    return name if named and all(word in PARTICLES or not word[0].islower() for word in words) else None


def is_title(line: str) -> bool:
    """Tell a title from a paragraph: short, and not closed like a sentence."""
    text = line.strip()
    return 0 < len(text) <= MAX_TITLE and text[-1] not in ".:;,…。" and text[0] not in "•*-–|"


def is_debris(line: str) -> bool:
    """Tell a line that says nothing ("|") or points elsewhere ("WATCH: …")."""
    text = line.strip()
    return not any(letter.isalnum() for letter in text[:8]) or (len(text) < MAX_TITLE and bool(_PROMO.match(text)))
