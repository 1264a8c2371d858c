"""Reading the short lines of a comment section: name lines, dates, links, headings and the form."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from worker.separate.language.furniture import is_form
from worker.separate.language.headings import read_heading
from worker.separate.language.lookups import EDGES, answering, labels, nouns, replies
from worker.separate.language.name_lines import MAX_NAME, is_name, read_name_line

# Characters of a line that can be more than text.
MAX_MARK = 160
# Characters of a line without letters that only counts or rates ("+20", "1. 13").
MAX_NUMBER = 8

# Digits but zero, as they are remembered: their bytes stand in no other letter's UTF-8.
_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")


class Kind(StrEnum):
    """What a short line is to a comment section."""

    HEADING = "heading"
    NAME = "name"
    TIME = "time"
    LINK = "link"
    FORM = "form"


class Mark(NamedTuple):
    """A line that is no text: its kind, and the author, time, number of comments and "in reply to" that it tells.

    ``rest`` is what a label leaves of its line ("Comment: …"). ``sure`` where a verb tells a name line
    ("NAME says:"), ``numbered`` where a number leads it, ``signed`` where "Posted by" does. A tuple, as a page
    has hundreds and they are made faster.
    """

    kind: Kind
    author: str | None = None
    posted: str | None = None
    declared: int | None = None
    answers: str | None = None
    rest: str | None = None
    sure: bool = False
    numbered: bool = False
    signed: bool = False


def read_mark(line: str) -> Mark | None:
    """Read a stripped line, or return None where it is text."""
    return read_marks([line])[0]


def read_marks(lines: Sequence[str]) -> list[Mark | None]:
    """Read stripped lines; None where one is text.

    What a line is doesn't hang on which digits stand in it, so lines are remembered with zeros in their place:
    a few shapes of dates ("July 00, 0000 at 0:00 pm") are most of what comment sections repeat.
    """
    raw = "\n".join(lines).encode("utf-8", "surrogatepass").translate(_AS_ZERO)
    return list(map(_read_mark, lines, raw.decode("utf-8", "surrogatepass").split("\n")))


def _read_mark(line: str, shape: str) -> Mark | None:
    if len(line) > MAX_MARK:
        return Mark(Kind.FORM) if is_form(line[:MAX_MARK].casefold()) else _labelled(line)
    mark = read_shape(shape)
    return mark if mark is None or shape == line else _with_digits(mark, shape, line)


@lru_cache(maxsize=1 << 15)
def read_shape(line: str) -> Mark | None:
    """Read a line with zeros for its digits, as ``read_mark`` remembers it."""
    if not line:
        return None
    folded = line.casefold()
    bare = folded.strip(EDGES)
    if bare in replies() or (len(bare) < MAX_NUMBER and not any(c.isalpha() for c in bare)):
        return Mark(Kind.LINK)
    if is_form(folded):
        return Mark(Kind.FORM)
    return _heading(folded, bare) or _labelled(line) or _answer(line, folded) or _name_line(line)


def _with_digits(mark: Mark, shape: str, line: str) -> Mark:
    """Return the mark of a line whose shape was read: the same places of it, with the digits that stand there."""
    if mark.kind is Kind.HEADING:
        folded = line.casefold()
        return _heading(folded, folded.strip(EDGES)) or mark
    author, posted = _same_place(mark.author, shape, line), _same_place(mark.posted, shape, line)
    answers, rest = _same_place(mark.answers, shape, line), _same_place(mark.rest, shape, line)
    return Mark(mark.kind, author, posted, mark.declared, answers, rest, mark.sure, mark.numbered, mark.signed)


def _same_place(part: str | None, shape: str, line: str) -> str | None:
    if part is None or "0" not in part:
        return part
    at = shape.find(part)
    return line[at : at + len(part)]


def _labelled(line: str) -> Mark | None:
    """Read "Comment: …", which opens a comment that has no name."""
    label, colon, rest = line[: MAX_NAME + 1].partition(":")
    if not colon or not rest[:1].isspace() or label.strip().casefold() not in labels():
        return None
    return Mark(Kind.NAME, rest=line[len(label) + 1 :].strip(), sure=True)


def _answer(line: str, folded: str) -> Mark | None:
    """Read "In reply to NAME" on a line of its own."""
    if not folded.startswith(answering()):
        return None
    lead = next(lead for lead in answering() if folded.startswith(lead))
    name = line[len(lead) :].strip(EDGES + ".")
    return Mark(Kind.LINK, answers=name) if is_name(name) else None


def _heading(folded: str, bare: str) -> Mark | None:
    found = read_heading(folded, bare)
    return None if found is None else Mark(Kind.HEADING, declared=found.declared)


def _name_line(line: str) -> Mark | None:
    found = read_name_line(line)
    if found is None:
        return None
    kind = Kind.TIME if found.name is None else Kind.NAME
    return Mark(kind, found.name, found.posted, None, found.answers, None, found.sure, found.numbered, found.signed)


def ends_in_link(text: str) -> bool:
    """Tell a text whose reply link is glued to its end ("Thanks!Reply")."""
    return _is_link_ending(text[-MAX_NAME:])


@lru_cache(maxsize=4096)
def _is_link_ending(end: str) -> bool:
    """Tell it of a line's end; finding a section asks that of most lines several times."""
    folded = end.casefold().rstrip(EDGES)
    return folded.endswith(_link_endings().get(folded[-1:], _NONE))


_NONE: tuple[str, ...] = ()


@cache
def _link_endings() -> dict[str, tuple[str, ...]]:
    """Return the links and nouns that may be glued to a text, by their last letter."""
    endings: dict[str, tuple[str, ...]] = {}
    for word in sorted(replies() | nouns()):
        if len(word) > 3:
            endings[word[-1]] = (*endings.get(word[-1], ()), word)
    return endings
