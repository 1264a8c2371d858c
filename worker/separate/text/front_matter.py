"""What stands around an article's text in plain text: its date and section line, title, promos and debris."""

from dataclasses import dataclass, replace

from worker.separate.language.bylines import byline, date_label
from worker.separate.language.dates import find_time, parse_time
from worker.separate.language.furniture import is_labelled_promo
from worker.separate.language.lookups import particles
from worker.separate.language.name_lines import cut_tail

# Characters; a longer first line is the first paragraph of a page without a title.
MAX_TITLE = 200
# Lines below a title in which its dek, date and byline stand.
BELOW_TITLE = 3
# Words of a section's name ("World news", "Arts and culture").
MAX_SECTION_WORDS = 4

# Words of a name.
MAX_BYLINE_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The head of a page; ``start`` is the index of the first line of its body, ``dek`` that of a line above it.

    ``dated`` where a date leads the page. A dek (the sentence between title and byline) is text of the article,
    and stays in its body.
    """

    start: int = 0
    dated: bool = False
    dek: int | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    section: str | None = None


def read_front(lines: list[str]) -> Front:
    """Read the leading date and section line, the title, the dek, the date and the byline of a page from its lines."""
    at = _next(lines, 0)
    dated = _dateline(lines[at]) if at < len(lines) else None
    published, section = dated or (None, None)
    at = _next(lines, at + 1) if dated else at
    front = Front(start=at, dated=dated is not None, published=published, section=section)
    return _below_title(front, lines) if at < len(lines) and is_title(lines[at]) else front


def _below_title(front: Front, lines: list[str]) -> Front:
    """Add the title, and what stands between it and the byline: a date line, a dek, or both."""
    below = [number for number in range(front.start + 1, len(lines)) if lines[number].strip()][:BELOW_TITLE]
    dates = {number: dated[0] for number in below if (dated := _dateline(lines[number]))}
    signed = next((number for number in below if read_byline(lines[number])), None)
    between = [number for number in below if signed is not None and number < signed and number not in dates]
    titled = replace(
        front, start=front.start + 1, title=lines[front.start].strip(),
        published=front.published or next(iter(dates.values()), None),
    )  # fmt: skip
    if signed is None or len(between) > 1 or any(len(lines[number]) > MAX_TITLE for number in between):
        return titled
    return replace(titled, start=signed + 1, dek=next(iter(between), None), byline=read_byline(lines[signed]))


def _next(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _dateline(line: str) -> tuple[str, str | None] | None:
    """Read "date 2025-09-05 Politics": a date, at most its label before it and a section's name after."""
    span = find_time(line) if len(line) < MAX_TITLE else None
    if span is None:
        return None
    before, after = date_label().sub("", line[: span[0]]).strip(), line[span[1] :].strip(" \t|-–—·•,/")
    published = parse_time(line[span[0] : span[1]])
    if before or published is None or len(after.split()) > MAX_SECTION_WORDS:
        return None
    return published, after or None


def read_byline(line: str) -> str | None:
    """Return the name in "By NAME" and its like, without the date or the office behind it."""
    found = byline().match(line) if len(line) < MAX_TITLE else None
    if found is None:
        return None
    span = find_time(found[1])
    name = cut_tail(found[1][: span[0]].strip()) if span else found[1].strip()
    words = name.split()
    named = 0 < len(words) <= MAX_BYLINE_WORDS and not any(letter.isdigit() for letter in name)
    return name if named and all(word in particles() or not word[0].islower() for word in words) else None


def is_title(line: str) -> bool:
    """Tell a title from a paragraph: short, and not closed like a sentence."""
    text = line.strip()
    return 0 < len(text) <= MAX_TITLE and text[-1] not in ".:;,…。" and text[0] not in "•*-–|"


def is_debris(line: str) -> bool:
    """Tell a line that says nothing ("|") or points elsewhere ("WATCH: …")."""
    text = line.strip()
    return not any(map(str.isalnum, text[:8])) or (len(text) < MAX_TITLE and is_labelled_promo(text))
