"""Finding the comment section of a plain text by its heading, its name lines and the form that closes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from typing import NamedTuple

from worker.separate.language.name_lines import is_name
from worker.separate.text.line_features import Lines
from worker.separate.text.short_lines import Kind, Mark, ends_in_link, read_marks

# Lines after a heading within which its first comment must show itself.
REACH = 8
# Lines without any sign of a comment after which a section is over: one long comment may have as many.
MAX_SILENCE = 40
# Short lines in a row, none of them a sign of a comment, that are a list of links and end a section.
MAX_LISTED = 7
# Characters of a line that may be an entry of a list of links.
SHORT = 60
# Name lines that must alternate with sentences where neither a heading nor a verb tells, with links and without, and
# how regularly.
MIN_LINKED, MIN_NAMES = 3, 6
MOSTLY = 0.7
# Share of them that are of different people: a few authors write a live report.
DISTINCT = 0.4
# Lines below a name within which its sentence must begin: a picture's or a title's may stand between.
SOON = 3
# Headings that are tried: a text made of headings takes no longer than another.
MAX_HEADINGS = 50
# Share of the most signs that a later, tighter start may miss: a page's menu names comments too.
ENOUGH = 0.75
# Disqus's line below comments that stand as a list, how many must, and in how many rows.
POWERED = ("blog comments powered by", "comments powered by")
MIN_BULLETED, MAX_LIST = 2, 400
BULLETS = "•*"
# What ends a sentence, in any script.
ENDS = ".!?…。！？।؟۔"
# Signs of a comment that a section without a heading must show.
MIN_SIGNS = 5


class TextRow(NamedTuple):
    """A line that holds anything: its number, its stripped text and what it is if it is no text.

    ``sign`` is how much the line tells of a comment: 2 for a name line, 1 for a date, a link, a numbered name.
    A tuple, as a page has hundreds and they are made faster.
    """

    number: int
    text: str
    mark: Mark | None = None
    kind: Kind | None = None
    sign: int = 0


def _sign(text: str, mark: Mark) -> int:
    if mark.kind in (Kind.HEADING, Kind.FORM):
        return 0
    if mark.kind is Kind.NAME and (mark.sure or mark.posted):
        return 2
    return 1 if mark.kind is not Kind.LINK or text[-1].isalpha() else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSection:
    """Where comments stand, in rows: ``start`` is the heading, ``first`` the row below, ``end`` one past."""

    start: int
    first: int
    end: int
    signs: int
    declared: int | None = None


def read_rows(texts: Sequence[Sequence[str]], lines: Lines) -> list[list[TextRow]]:
    """Return, for each text, the lines that hold a letter or digit, each with its mark."""
    bounds, index, telling = lines.bounds.tolist(), lines.index.tolist(), lines.telling.tolist()
    return [
        _text_rows(text, index[start:end], telling[start:end])
        for text, start, end in zip(texts, bounds, bounds[1:], strict=False)
    ]


def _text_rows(text: Sequence[str], index: Sequence[int], telling: Sequence[bool]) -> list[TextRow]:
    rows = [TextRow(at, text[at]) for at in index]
    told = list(compress(range(len(rows)), telling))
    for at, mark in zip(told, read_marks([rows[at].text for at in told]), strict=True):
        if mark is not None:
            rows[at] = TextRow(rows[at].number, rows[at].text, mark, mark.kind, _sign(rows[at].text, mark))
    return rows


def find_section(rows: Sequence[TextRow]) -> TextSection | None:
    """Return the section that shows the most signs of comments, or None.

    A page's menu may name comments too, so a later start wins that misses few of the signs; without any
    heading, name lines with a verb ("NAME says:") or dated ones with sentences between must tell the section.
    """
    found = [section for start in _headings(rows) if (section := _follow(rows, start))]
    found = found or _unheaded(rows) or _listed(rows)
    most = max((section.signs for section in found), default=0)
    return next((section for section in reversed(found) if section.signs >= ENOUGH * most), None)


def _headings(rows: Sequence[TextRow]) -> list[int]:
    """Return the headings that a section may begin with: of some in a row the first."""
    found: list[int] = []
    inside = False
    for at, row in enumerate(rows):
        if row.kind is Kind.HEADING and not inside:
            found.append(at)
        inside = row.kind is Kind.HEADING or (inside and row.kind is Kind.FORM)
    return found[:MAX_HEADINGS]


def _unheaded(rows: Sequence[TextRow]) -> list[TextSection]:
    """Return the sections that begin with the first name line of a cluster."""
    found: list[TextSection] = []
    for at, row in enumerate(rows):
        if row.sign == 2 and (not found or at >= found[-1].end):
            last, signs = _extent(rows, at)
            if _speaks(rows[at : last + 1]) or _alternates(rows[at : last + 2]):
                found.append(TextSection(start=at, first=at, end=_tail(rows, last), signs=signs))
    return found


def _listed(rows: Sequence[TextRow]) -> list[TextSection]:
    """Return the sections of bulleted names with text below each that end in Disqus's line: as where no script ran."""
    found: list[TextSection] = []
    for end, row in enumerate(rows):
        if row.kind is Kind.FORM and row.text.casefold().startswith(POWERED):
            first = max(0, end - MAX_LIST)
            names = bulleted_names(rows[first:end])
            if len(names) >= MIN_BULLETED:
                start = first + names[0]
                found.append(TextSection(start=start, first=start, end=end, signs=len(names)))
    return found


def bulleted_names(rows: Sequence[TextRow]) -> list[int]:
    """Return where bulleted names with text below each stand, up to the last row; a menu's entries have no text."""
    names: list[int] = []
    below = len(rows)
    for at in range(len(rows) - 1, -1, -1):
        if rows[at].text[0] in BULLETS:
            if at + 1 == below or not bulleted_name(rows[at].text):
                if names and names[-1] == at + 1:  # the entry below is the menu's last one
                    names.pop()
                break
            names.append(at)
            below = at
        elif rows[at].mark is not None or below - at > MAX_SILENCE:
            break
    return names[::-1]


def bulleted_name(text: str) -> str:
    """Return the name of a list's entry, without the address in front of it; "" where it is none."""
    name = text.lstrip(BULLETS + " ")
    name = name.partition(" ")[2] if name.startswith("http") else name
    return name if is_name(name) else ""


def _speaks(rows: Sequence[TextRow]) -> bool:
    """Tell rows with enough "NAME says:"."""
    return sum(2 for row in rows if row.mark is not None and row.mark.sure) >= MIN_SIGNS


def _alternates(rows: Sequence[TextRow]) -> bool:
    """Tell dated names with sentences soon below each from headlines with their dates and a live report's authors."""
    names = [at for at, row in enumerate(rows[:-1]) if row.sign == 2]
    people = {mark.author for at in names if (mark := rows[at].mark)}
    linked = sum(row.kind is Kind.LINK or ends_in_link(row.text) for row in rows) >= MOSTLY * len(names)
    spoken = sum(_is_spoken(rows[at + 1 : min(at + 1 + SOON, after)]) for at, after in pairwise((*names, len(rows))))
    return (
        len(names) >= (MIN_LINKED if linked else MIN_NAMES)
        and len(people) >= DISTINCT * len(names)
        and spoken >= MOSTLY * len(names)
    )


def _is_spoken(rows: Sequence[TextRow]) -> bool:
    return any(row.mark is None and _is_prose(row.text) for row in rows)


def _is_prose(text: str) -> bool:
    return text[0] not in "•*" and (text[-1] in ENDS or len(text) > 2 * SHORT or ends_in_link(text))


def _follow(rows: Sequence[TextRow], start: int) -> TextSection | None:
    """Return the section that a heading opens, or None where no comment shows itself below it."""
    first, declared = _after_heading(rows, start)
    if declared == 0:
        return None
    last, signs = _extent(rows, first)
    if signs >= 2 and (declared or _says_more(rows[first : last + 1])) and _may_head(rows, start, first, last):
        return TextSection(start=start, first=first, end=_tail(rows, last), signs=signs, declared=declared)
    end = _tail(rows, first - 1)
    if declared and end > first and _is_prose(rows[first].text) and start and _is_prose(rows[start - 1].text):
        return TextSection(start=start, first=first, end=end, signs=1, declared=declared)
    end = next((at for at in range(first, min(first + REACH, len(rows))) if rows[at].kind is Kind.FORM), first)
    if declared and _is_below_text(rows, start) and any(_is_prose(row.text) for row in rows[first:end]):
        return TextSection(start=start, first=first, end=end, signs=1, declared=declared)
    return None


def _says_more(rows: Sequence[TextRow]) -> bool:
    """Tell signs of comments from the numbers of a list."""
    return any(row.sign and (row.kind is not Kind.NAME or row.sign == 2) for row in rows)


def _may_head(rows: Sequence[TextRow], start: int, first: int, last: int) -> bool:
    return _is_below_text(rows, start) or any(row.sign == 2 for row in rows[first : last + 1])


def _is_below_text(rows: Sequence[TextRow], start: int) -> bool:
    """Tell a heading below an article from the title of a list ("10 responses to …")."""
    return any(row.mark is None and _is_prose(row.text) for row in rows[:start])


def _after_heading(rows: Sequence[TextRow], start: int) -> tuple[int, int | None]:
    """Return the row after the headings and forms that begin a section, and the number that they declare."""
    at, declared = start, None
    while at < len(rows) and (mark := rows[at].mark) and mark.kind in (Kind.HEADING, Kind.FORM):
        declared = mark.declared if declared is None else declared
        at += 1
    return at, declared


def _extent(rows: Sequence[TextRow], first: int) -> tuple[int, int]:
    """Return the last row that shows a sign of a comment, and how much all of them show."""
    last, signs, listed, sure = first - 1, 0, 0, 0
    for at in range(first, len(rows)):
        row = rows[at]
        sign = row.sign
        if sure > 1 and row.kind is Kind.TIME and rows[at - 1].mark is None:
            sign = 0  # where verbs tell the names, a date apart from them is a list's
        if sign:
            last, listed, signs, sure = at, 0, signs + sign, sure + (row.mark is not None and row.mark.sure)
            continue
        if row.kind is Kind.FORM and signs and not _resumes(rows, at):
            break
        listed = listed + 1 if len(row.text) < SHORT and not _closed(row.text) else 0
        if listed > MAX_LISTED or at - max(last, first) > (MAX_SILENCE if signs else REACH):
            break
    return last, signs


def _resumes(rows: Sequence[TextRow], at: int) -> bool:
    """Tell whether name lines go on soon after a form, as where each comment has one of its own."""
    return any(row.sign == 2 for row in rows[at + 1 : at + REACH])


def _tail(rows: Sequence[TextRow], last: int) -> int:
    """Return the row past the text that belongs to the last sign."""
    at = last + 1
    while at < len(rows):
        row = rows[at]
        if (
            row.mark is not None
            or row.text[0] in "•©«»←→"
            or (len(row.text) < SHORT and not _closed(row.text) and not _goes_on(rows, at))
        ):
            return at + (row.kind is Kind.TIME)  # the last comment's date may stand below it
        at += 1
    return at


def _closed(text: str) -> bool:
    return text[-1] in ENDS or text[-1] in '"”):,」』' or ends_in_link(text)


def _goes_on(rows: Sequence[TextRow], at: int) -> bool:
    following = rows[at + 1] if at + 1 < len(rows) else None
    return (
        following is not None and following.mark is None and (len(following.text) >= SHORT or _closed(following.text))
    )
