"""Reading the short lines of a comment section: name lines, dates, links, headings and the form."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from worker.separate.cues import ANSWERING, COUNTS, by_words, form, headings, labels, nouns, replies, says, tails
from worker.separate.dates import find_time

# Characters of a line that can be more than text.
MAX_MARK = 160
# The first letter of the scripts that put no space between words (kana, Chinese, and Korean's particles).
UNSPACED = "\u3040"
# Characters of "Posted by" and its like, without those of "by" and "on".
MIN_SIGNATURE = 5
# Characters of a dated line beside its date: a name and some links.
MAX_AROUND = 110
# Characters of a line whose time may be all words ("Mira, an hour ago").
MAX_WORDED = 40
# Links behind a name or time ("Reply | Quote | Link").
MAX_TAILS = 5
# Characters of a line without letters that only counts or rates ("+20", "1. 13").
MAX_NUMBER = 8
# A name has at most so many words and characters.
MAX_NAME_WORDS = 7
MAX_NAME = 60

_LEAD = re.compile(r"[\s•*·▪–—-]{0,4}(?:(?:\(|#\s?)?(\d{1,5})(?:[.):]{1,2}(?=\s|$)|$)\s{0,4})?")
_COUNT_FIRST = re.compile(
    r"[\[(共]?(\d{1,3}(?:[,.]\d{3})|\d{1,6}|one|no)\s{0,3}([^\W\d_]{2,24})(?:\s([^\W\d_]{2,24}))?"
)
_NOUN_FIRST = re.compile(
    r"(?:[^\W\d_]{2,12}\s)?([^\W\d_]{2,24})(?:\s(?:on|to|for)\b.{1,150})?[\s(:\[»-]{1,6}(\d{1,6})[\])]?(?!\d)"
)
# The number in brackets behind a title of a section's own ("Sound off (78 responses)").
_IN_BRACKETS = re.compile(r"[^\W\d_][^\d(]{1,40}\((\d{1,6})\s([^\W\d_]{2,24})\)")
# What may follow the noun of a counting heading with an adjective ("4 nice comments on …").
_ABOUT = re.compile(r"\s?(?:$|[:(]|(?:on|to|for|so far)\b)")
_DIGIT = re.compile(r"\d")
_COUNTED = tuple(COUNTS)
# Digits but zero, as they are remembered: their bytes stand in no other letter's UTF-8.
_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")
# What stands between two names; a name and a glue have two spaces at least.
_GLUES = ("responded to ", "replied to ", *ANSWERING)
_EDGES = " \t\r|,;:·•–—-/#()[]{}«»<>↓→…@*\u00a0"


class Kind(StrEnum):
    """What a short line is to a comment section."""

    HEADING = "heading"
    NAME = "name"
    TIME = "time"
    LINK = "link"
    FORM = "form"


class Mark(NamedTuple):
    """A line that is no text: its kind, and the author, time, number of comments and "in reply to" that it tells.

    ``said`` is what a label leaves of its line ("Comment: …"). ``sure`` where a verb tells a name line
    ("NAME says:"), ``numbered`` where a number leads it, ``signed`` where "Posted by" does. A tuple, as a page
    has hundreds and they are made faster.
    """

    kind: Kind
    author: str | None = None
    posted: str | None = None
    declared: int | None = None
    answers: str | None = None
    said: str | None = None
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
        return Mark(Kind.FORM) if _is_form(line[:MAX_MARK].casefold()) else _labelled(line)
    mark = read_shape(shape)
    return mark if mark is None or shape == line else _with_digits(mark, shape, line)


@lru_cache(maxsize=1 << 15)
def read_shape(line: str) -> Mark | None:
    """Read a line with zeros for its digits, as ``read_mark`` remembers it."""
    if not line:
        return None
    folded = line.casefold()
    bare = folded.strip(_EDGES)
    if bare in replies() or (len(bare) < MAX_NUMBER and not any(c.isalpha() for c in bare)):
        return Mark(Kind.LINK)
    if _is_form(folded):
        return Mark(Kind.FORM)
    return _heading(folded, bare) or _labelled(line) or _answer(line, folded) or _name_line(line)


def _with_digits(mark: Mark, shape: str, line: str) -> Mark:
    """Return the mark of a line whose shape was read: the same places of it, with the digits that stand there."""
    if mark.kind is Kind.HEADING:
        folded = line.casefold()
        return _heading(folded, folded.strip(_EDGES)) or mark
    author, posted = _same_place(mark.author, shape, line), _same_place(mark.posted, shape, line)
    answers, said = _same_place(mark.answers, shape, line), _same_place(mark.said, shape, line)
    return Mark(mark.kind, author, posted, mark.declared, answers, said, mark.sure, mark.numbered, mark.signed)


def _same_place(part: str | None, shape: str, line: str) -> str | None:
    if part is None or "0" not in part:
        return part
    at = shape.find(part)
    return line[at : at + len(part)]


def _labelled(line: str) -> Mark | None:
    """Read "Comment: …", which opens a comment that has no name."""
    label, colon, said = line[: MAX_NAME + 1].partition(":")
    if not colon or not said[:1].isspace() or label.strip().casefold() not in labels():
        return None
    return Mark(Kind.NAME, said=line[len(label) + 1 :].strip(), sure=True)


def _answer(line: str, folded: str) -> Mark | None:
    """Read "In reply to NAME" on a line of its own."""
    if not folded.startswith(ANSWERING):
        return None
    lead = next(lead for lead in ANSWERING if folded.startswith(lead))
    name = line[len(lead) :].strip(_EDGES + ".")
    return Mark(Kind.LINK, answers=name) if is_name(name) else None


def _is_form(folded: str) -> bool:
    bare = folded.lstrip(_EDGES)
    prefixes = form().get(bare.split(None, 1)[0]) if bare else None
    return prefixes is not None and bare.startswith(prefixes)


def _heading(folded: str, bare: str) -> Mark | None:
    """Read "Comments", "6 responses to …" and "Comments (3)"."""
    if bare in headings() and folded[0] not in "•*":  # as a list's entry it is a menu's
        return Mark(Kind.HEADING)
    if not _counts(bare):
        return None
    found = _COUNT_FIRST.match(bare)
    if found and (found[2] in nouns() or (found[3] in nouns() and _ABOUT.match(bare, found.end()))):
        count = COUNTS[found[1]] if found[1].isalpha() else int(re.sub(r"\D", "", found[1]))
        return Mark(Kind.HEADING, declared=count)
    found = _NOUN_FIRST.match(folded.lstrip(_EDGES))
    if found and found[1] in nouns() and len(folded) - found.end() < MAX_NAME:
        return Mark(Kind.HEADING, declared=int(found[2]))
    found = _IN_BRACKETS.fullmatch(folded) if folded[-1] == ")" else None
    return Mark(Kind.HEADING, declared=int(found[1])) if found and found[2] in nouns() else None


def _counts(bare: str) -> bool:
    """Tell what may be a heading with a number."""
    return bare.startswith(_COUNTED) or _DIGIT.search(bare) is not None


def _name_line(line: str) -> Mark | None:
    lead = None if line[0].isalpha() else _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    numbered = lead is not None and lead[1] is not None
    span = find_time(rest) if len(rest) < MAX_WORDED or _DIGIT.search(rest) else None
    if span is None:
        return _untimed(rest, numbered)
    if len(rest) - (span[1] - span[0]) > MAX_AROUND:
        return None
    posted = rest[span[0] : span[1]].strip(_EDGES)
    before, after = _trim(rest[: span[0]]), _trim(rest[span[1] :])
    sure = before[1] or after[1]
    name = before[0] or after[0]
    if before[0] and after[0]:
        if not sure or len(before[0]) + len(after[0]) > MAX_NAME:
            return None
        name = before[0] if is_name(before[0]) else after[0]
    if not name:
        return Mark(Kind.TIME, posted=posted, numbered=numbered)
    if not is_name(name) or name[-1] in "!?;" or name.casefold() in nouns():
        return None
    author, answers = _answering(name)
    return Mark(
        Kind.NAME,
        author=author,
        posted=posted,
        answers=answers,
        sure=sure,
        numbered=numbered,
        signed=_is_signed(rest),
    )


def _untimed(rest: str, numbered: bool) -> Mark | None:
    if not numbered and not _ends_in_verb(rest.casefold().rstrip(_EDGES + ".")):
        return None
    name, sure = _trim(rest)
    if not is_name(name) or not (sure or numbered):
        return None
    if not sure and (rest[-1] in ".!?:;," or len(name.split()) > 5):
        return None
    return Mark(Kind.NAME, author=name, sure=sure, numbered=numbered)


def _ends_in_verb(folded: str) -> bool:
    return folded.endswith(says().get(folded[-1:], ()))


def _is_signed(text: str) -> bool:
    return len(_cut_head(text.lstrip(_EDGES))) + MIN_SIGNATURE < len(text.lstrip(_EDGES))


def is_name(text: str) -> bool:
    """Tell what can be a name: short, with a letter or digit in it."""
    return 0 < len(text) <= MAX_NAME and len(text.split()) <= MAX_NAME_WORDS and any(c.isalpha() for c in text)


def _trim(text: str) -> tuple[str, bool]:
    """Cut what stands around a name ("Posted by NAME on", "NAME says:"); True where a verb tells the name."""
    text = _cut_tail(_cut_head(text.strip(_EDGES).lstrip(". "))).lstrip(". ")
    folded = text.casefold().rstrip(".")
    verb = _ending(folded, says())
    if not verb:
        return text, False
    return text[: len(folded) - len(verb)].rstrip(_EDGES), True


def _cut_head(text: str) -> str:
    folded = text[:MAX_NAME].casefold()
    for word in by_words().get(folded[:1], ()):
        if folded.startswith(word):
            return text if folded[len(word) : len(word) + 1].isalnum() else text[len(word) :].lstrip(_EDGES)
    return text


def _cut_tail(text: str) -> str:
    for _ in range(MAX_TAILS):
        word = _ending(text.casefold(), tails())
        if not word:
            break
        text = text[: len(text) - len(word)].rstrip(_EDGES)
    return text


def _ending(folded: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """Return the word that ends a text, or ""; it must stand apart where its script has spaces."""
    for word in words.get(folded[-1:], ()):
        if folded.endswith(word):
            apart = not folded[-len(word) - 1 : -len(word)].isalnum()
            if apart or word[0] >= UNSPACED or (words is says() and len(word) > 3):
                return word
    return ""


def _answering(name: str) -> tuple[str, str | None]:
    """Split "NAME responded to OTHER"."""
    for glue in _GLUES if name.count(" ") > 1 else ():
        at = name.find(glue)
        if at > 0:
            return name[:at].strip(_EDGES), name[at + len(glue) :].strip(_EDGES)
    return name, None


def ends_in_link(text: str) -> bool:
    """Tell a text whose reply link is glued to its end ("Thanks!Reply")."""
    folded = text[-MAX_NAME:].casefold().rstrip(_EDGES)
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
