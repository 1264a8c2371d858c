"""Finding the comment section of a plain text by its heading, its name lines and the form that closes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from worker.separate.language.lookups import EDGES, answers, stems
from worker.separate.text.lone_names import (
    BULLETS,
    MIN_BULLETED,
    MIN_HEADED,
    OFF,
    bulleted_name,
    bulleted_names,
    lone_names,
)
from worker.separate.text.rows import TextRow
from worker.separate.text.short_lines import Kind, Mark, ends_in_link

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
# Lines above a heading with a number, but without names below, of which one is the article's.
NEAR = 3
# Headings that are tried: a text made of headings takes no longer than another.
MAX_HEADINGS = 50
# Share of the most signs that a later, tighter start may miss: a page's menu names comments too.
ENOUGH = 0.75
# Disqus's line below comments that stand as a list.
POWERED = ("blog comments powered by", "comments powered by")
# What ends a sentence, in any script.
ENDS = ".!?…。！？।؟۔"
# Comments from which a heading that counts them right is believed whatever else looks like a heading.
MIN_EXACT = 4
# Rows that are looked at for sections without a heading, over and over where one begins within another: a text of
# six hundred name lines is read to its end, and one made to be read for minutes is not.
MOST_LOOKED_AT = 200_000
# Share of the characters of a section without names that stand in sentences, at least.
MIN_PROSE_SHARE = 0.15
# Different numbers of comments that headings below a section's own tell: other articles'.
MIN_COUNTED = 2
# Signs of a comment that a section without a heading must show.
MIN_SIGNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSection:
    """Where comments stand, in rows: ``start`` is the heading, ``first`` the row below, ``end`` one past.

    ``names`` are the rows that are names though nothing but their place tells it; ``lone`` where no heading, nor
    Disqus's line below, tells the section; ``certain`` where verbs or the heading's number prove it.
    """

    start: int
    first: int
    end: int
    signs: int
    declared: int | None = None
    names: tuple[int, ...] = ()
    lone: bool = False
    certain: bool = False


def with_section(rows: list[TextRow]) -> tuple[list[TextRow], TextSection | None]:
    """Return the rows, those marked as names that only the section tells, and the section that cues tell, or None."""
    section = find_section(rows)
    if section is None or not section.names:
        return rows, section
    marked = list(rows)
    for at in section.names:
        name = bulleted_name(rows[at].text) or rows[at].text
        marked[at] = TextRow(rows[at].number, rows[at].text, Mark(Kind.NAME, author=name), Kind.NAME, 2)
    return marked, section


def find_section(rows: Sequence[TextRow]) -> TextSection | None:
    """Return the section that shows the most signs of comments, or None.

    A page's menu may name comments too, so a later start wins that misses few of the signs, but for a heading whose
    number is that of the dates below it: what reads like further headings there ("2 Reply") belongs to single comments.
    Without any heading, name lines with a verb ("NAME says:") or dated ones with sentences between must tell it.
    """
    found = list(_headed(rows))
    found = [section for section in found if _is_exact(rows, section)] or found or _unheaded(rows) or _listed(rows)
    most = max((section.signs for section in found), default=0)
    best = next((section for section in reversed(found) if section.signs >= ENOUGH * most), None)
    return best and replace(best, certain=best.certain or _is_certain(rows[best.first : best.end], best.declared))


def _headed(rows: Sequence[TextRow]) -> Iterator[TextSection]:
    """Yield the sections that headings open, none within a list of articles whose comments are counted."""
    past = 0
    for start in _headings(rows):
        section = _follow(rows, start) if start >= past and not _is_tag(rows, start) else None
        if section is not None and _is_overview(rows[section.first : section.end]):
            past = section.end
        elif section is not None:
            yield section


def _is_tag(rows: Sequence[TextRow], at: int) -> bool:
    """Tell an entry of a list of subjects with the number of articles of each: "• Comments (26)", "• Politics (5)"."""
    near = rows[max(at - 1, 0) : at + 2]
    return len(near) > 1 and all(row.text[0] in BULLETS and row.text[-1] == ")" for row in near)


def _is_exact(rows: Sequence[TextRow], section: TextSection) -> bool:
    """Tell a heading whose number, not a small one, is that of the dates on lines of their own below it."""
    return section.declared is not None and section.declared == _dates(rows, section) >= MIN_EXACT


def _is_certain(rows: Sequence[TextRow], declared: int | None) -> bool:
    """Tell a section with enough "NAME says:", or with as many name lines as its heading declares."""
    names = sum(row.sign == 2 for row in rows)
    fits = declared is not None and abs(names - declared) <= OFF * declared
    return _speaks(rows) or (names > 0 and fits)


def _headings(rows: Sequence[TextRow]) -> list[int]:
    """Return the headings that a section may begin with: of some in a row the first."""
    found: list[int] = []
    past = -1  # the row below the headings and forms that a section begins with
    for at, kind in ((at, row.kind) for at, row in enumerate(rows) if row.mark is not None):
        if kind is Kind.HEADING:
            found += [at] if at != past else []
            past = at + 1
        elif kind is Kind.FORM and at == past:
            past = at + 1
    return found[:MAX_HEADINGS]


def _unheaded(rows: Sequence[TextRow]) -> list[TextSection]:
    """Return the sections that begin with the first name line of a cluster."""
    found: list[TextSection] = []
    left = MOST_LOOKED_AT
    answered = sum(map(is_answer, rows)) >= MOSTLY * MIN_LINKED
    for at, row in enumerate(rows):
        if (row.sign == 2 or (answered and row.kind is Kind.TIME)) and (not found or at >= found[-1].end):
            last, signs = _extent(rows, at)
            left -= last + 1 - at
            if left < 0:
                break
            below = rows[at : last + 2]
            named = row.sign == 2 and (_speaks(rows[at : last + 1]) or _alternates(below))
            if named or (row.kind is Kind.TIME and _is_answered(below)):
                found.append(TextSection(start=at, first=at, end=_tail(rows, last), signs=signs))
    return found


def _listed(rows: Sequence[TextRow]) -> list[TextSection]:
    """Return the sections of bulleted names with text below each; Disqus's line below makes them sure."""
    found: list[TextSection] = []
    left = MOST_LOOKED_AT
    for at, row in enumerate(rows):
        if row.text[0] not in BULLETS or not at or (found and at < found[-1].end):
            continue
        names = bulleted_names(rows, at)
        left -= names[-1] + 1 - at if names else 1
        if left < 0:
            break
        if len(names) < MIN_HEADED or not _is_below_text(rows, at):
            continue
        section = _named(rows, names, at, at, None)
        powered = section.end < len(rows) and rows[section.end].text.casefold().startswith(POWERED)
        if powered or len(names) >= MIN_BULLETED:
            found.append(replace(section, lone=not powered, certain=powered))
    return found


def _named(rows: Sequence[TextRow], names: Sequence[int], start: int, first: int, declared: int | None) -> TextSection:
    """Return the section of names that nothing else tells."""
    end = _tail(rows, names[-1])
    return TextSection(start=start, first=first, end=end, signs=2 * len(names), declared=declared, names=tuple(names))


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


def _is_answered(rows: Sequence[TextRow]) -> bool:
    """Tell times, each with sentences and a link to answer below it, from a live report's."""
    times = [at for at, row in enumerate(rows) if row.kind is Kind.TIME]
    if len(times) < MIN_LINKED or any(row.sign == 2 for row in rows):
        return False
    parts = [rows[at + 1 : after] for at, after in pairwise((*times, len(rows)))]
    answered = sum(_is_spoken(part[:SOON]) and any(map(is_answer, part)) for part in parts)
    return answered >= MOSTLY * len(times)


def is_answer(row: TextRow) -> bool:
    """Tell a link to answer a comment, alone on its line."""
    return row.kind is Kind.LINK and row.text.casefold().strip(EDGES) in answers()


def _is_spoken(rows: Sequence[TextRow]) -> bool:
    return any(row.mark is None and is_prose(row.text) for row in rows)


def is_prose(text: str) -> bool:
    """Tell a line that ends as a sentence does, or is long, from a heading and a list's entry."""
    long = len(text) > 2 * SHORT and " " in text[: 2 * SHORT]  # a picture's address has no blank
    return text[0] not in "•*" and (text[-1] in ENDS or long or ends_in_link(text))


def _follow(rows: Sequence[TextRow], start: int) -> TextSection | None:
    """Return the section that a heading opens, or None where no comment shows itself below it."""
    first, declared = _after_heading(rows, start)
    if declared == 0:
        return None
    last, signs = _extent(rows, first)
    names = lone_names(rows, first, declared) if _is_below_text(rows, start) else []
    if 2 * len(names) > signs:
        return _named(rows, names, start, first, declared)
    if signs >= 2 and (declared or _has_comment_signs(rows[first : last + 1])) and _may_head(rows, start, first, last):
        section = TextSection(start=start, first=first, end=_tail(rows, last), signs=signs, declared=declared)
        return None if _is_list(rows[first : section.end]) and not _is_dated(rows, section) else section
    end = _tail(rows, first - 1)
    near = rows[max(start - NEAR, 0) : start]
    if declared and end > first and is_prose(rows[first].text) and any(map(_is_text, near)):
        return TextSection(start=start, first=first, end=end, signs=1, declared=declared)
    end = next((at for at in range(first, min(first + REACH, len(rows))) if rows[at].kind is Kind.FORM), first)
    if declared and _is_below_text(rows, start) and any(is_prose(row.text) for row in rows[first:end]):
        return TextSection(start=start, first=first, end=end, signs=1, declared=declared)
    return None


def _is_dated(rows: Sequence[TextRow], section: TextSection) -> bool:
    """Tell a section with about as many dates on lines of their own, not few, as its heading counts comments."""
    dates = _dates(rows, section)
    return dates >= MIN_EXACT and abs(dates - (section.declared or 0)) <= OFF * (section.declared or 0)


def _dates(rows: Sequence[TextRow], section: TextSection) -> int:
    return sum(row.kind is Kind.TIME for row in rows[section.first : section.end])


def _is_text(row: TextRow) -> bool:
    return row.mark is None and is_prose(row.text)


def _is_list(rows: Sequence[TextRow]) -> bool:
    """Tell a page's menus and lists of links, that nobody signs, from what people say."""
    return not any(row.sign == 2 for row in rows) and _prose_share(rows) < MIN_PROSE_SHARE


def _is_overview(rows: Sequence[TextRow]) -> bool:
    """Tell a list of articles, each with the number of its comments, from one article's."""
    counted = [row.mark.declared for row in rows if row.mark and row.mark.declared is not None and _is_comments(row)]
    few = 2 * len(counted) >= sum(row.sign == 2 for row in rows)
    return len(set(counted)) >= MIN_COUNTED and few and _prose_share(rows) < MOSTLY


def _prose_share(rows: Sequence[TextRow]) -> float:
    """Return the share of the text's characters that stand in sentences."""
    text = [row.text for row in rows if row.mark is None]
    return sum(len(line) for line in text if is_prose(line)) / max(sum(map(len, text)), 1)


def _is_comments(row: TextRow) -> bool:
    folded = row.text.casefold()
    return any(stem in folded for stem in stems())


def _has_comment_signs(rows: Sequence[TextRow]) -> bool:
    """Tell signs of comments from the numbers of a list."""
    return any(row.sign and (row.kind is not Kind.NAME or row.sign == 2) for row in rows)


def _may_head(rows: Sequence[TextRow], start: int, first: int, last: int) -> bool:
    """Tell a heading below an article, or above the names of many people: a live report has few authors."""
    names = [row.mark.author for row in rows[first : last + 1] if row.sign == 2 and row.mark]
    return _is_below_text(rows, start) or (bool(names) and len(set(names)) >= DISTINCT * len(names))


def _is_below_text(rows: Sequence[TextRow], start: int) -> bool:
    """Tell a heading below an article from the title of a list ("10 responses to …")."""
    return any(row.mark is None and is_prose(row.text) for row in islice(rows, start))


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
