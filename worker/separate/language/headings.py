"""The headings of comment sections, and the number of comments that they tell."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from worker.separate.language.lookups import EDGES, LETTER, THAI, alternatives, entries, headings, nouns, spelled, stems

# Characters behind a counted noun: more is a sentence.
MAX_BEHIND = 60

_NUMBER = r"\d{1,3}(?:[,.]\d{3})|\d{1,6}"
_COUNT_FIRST = re.compile(rf"[\[(共]?({_NUMBER})\s{{0,3}}({LETTER}{{2,24}})(?:\s({LETTER}{{2,24}}))?")
# The number in brackets behind a title of a section's own ("Sound off (78 responses)").
_IN_BRACKETS = re.compile(rf"{LETTER}[^\d(]{{1,40}}\((\d{{1,6}})\s({LETTER}{{2,24}})\)")
_DIGIT = re.compile(r"\d")
_NOT_DIGIT = re.compile(r"\D")


class Heading(NamedTuple):
    """A line that opens a comment section; ``declared`` is the number of comments that it tells."""

    declared: int | None = None


def read_heading(folded: str, bare: str) -> Heading | None:
    """Read "Comments", "6 responses to …", "Comments (3)", "One response to …" and "…有2条评论".

    ``bare`` is the casefolded line without ``EDGES``; None where it is no heading.
    """
    if bare in headings():
        return Heading() if folded[0] not in "•*" else None  # as a list's entry it is a menu's
    spelled = read_spelled(bare)
    if spelled is not None:
        return Heading(spelled)
    if not _DIGIT.search(bare):
        return None
    count = _count_first(bare)
    if count is None:
        count = _noun_first(folded)
    return Heading(count) if count is not None else _templated(folded, bare)


def read_spelled(bare: str) -> int | None:
    """Return the number that a heading spells out: alone on its line, or before its article's title."""
    for wording in _spelled().get(bare.split(None, 1)[0], ()) if bare else ():
        if bare.startswith(wording):
            behind, count = bare[len(wording) :], spelled()[wording]
            if not behind or (count == 0 and not behind[0].isalnum()) or _about().match(behind):
                return count
    return None


def _count_first(bare: str) -> int | None:
    found = _COUNT_FIRST.match(bare)
    if not found or not _names_comments(bare, found):
        return None
    return as_count(found[1])


def _names_comments(bare: str, found: re.Match[str]) -> bool:
    """Whether the word behind the number, both words, or the second alone where it ends the phrase, name comments."""
    first, second, known = found[2], found[3], nouns()
    if first in known or (first[0] >= THAI and first.startswith(_unspaced_nouns())):
        return True
    return second is not None and (
        f"{first} {second}" in known or (second in known and bool(_about().match(bare, found.end())))
    )


def _noun_first(folded: str) -> int | None:
    found = _noun_before().match(folded.lstrip(EDGES))
    if (
        found
        and len(folded) - found.end() < MAX_BEHIND
        and not nouns().isdisjoint((found[2], f"{found[1]} {found[2]}"))
    ):
        return int(found[3])
    found = _IN_BRACKETS.fullmatch(folded) if folded[-1] == ")" else None
    return int(found[1]) if found and found[2] in nouns() else None


def _templated(folded: str, bare: str) -> Heading | None:
    """Read the headings whose number stands within."""
    for line in (bare, folded.strip()):
        for piece, template in (*_templates().get(line[-1:], ()), *_templates().get("…", ())):
            found = template.fullmatch(line) if piece in line else None
            if found:
                return Heading(as_count(found[1]))
    return None


def as_count(number: str) -> int:
    """Return a number that may be grouped by thousands."""
    return int(_NOT_DIGIT.sub("", number))


@cache
def _templates() -> Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """Return the headings with their number within, by the last letter; those that end in a title by any letter.

    Each with its longest word, which is looked for far sooner than the heading is read.
    """
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for wording in entries("counted"):
        escaped = (
            re.escape(wording).replace(r"\ ", r"\s?").replace("…", ".{1,150}?").replace(r"\#", rf"\s?({_NUMBER})\s?")
        )
        piece = max(re.split("[ #…]", wording), key=len)
        found.setdefault(wording[-1], []).append((piece, re.compile(escaped)))
    return {letter: tuple(templates) for letter, templates in found.items()}


@cache
def _spelled() -> Mapping[str, tuple[str, ...]]:
    """Return the headings that spell their number out, by their first word, longest first."""
    found: dict[str, list[str]] = {}
    for wording in sorted(spelled(), key=lambda name: (-len(name), name)):
        found.setdefault(wording.split()[0], []).append(wording)
    return {word: tuple(wordings) for word, wordings in found.items()}


@cache
def _noun_before() -> re.Pattern[str]:
    """Return what reads the number behind a noun, with the title between them or without."""
    about = rf"(?:\s(?:{alternatives(entries('about'))})(?!\w).{{1,150}})?"
    return re.compile(
        rf"(?:({LETTER}{{2,12}})\s)?({LETTER}{{2,24}}){about}[\s(:\[»：（-]{{1,6}}(\d{{1,6}})[\])）]?(?!\d)"
    )


@cache
def _about() -> re.Pattern[str]:
    """Return what may follow the noun: the line's end, a colon or bracket, or what leads to a title."""
    return re.compile(rf"\s?(?:$|[:(：（“\"«]|(?:{alternatives(entries('about'))})(?!\w))")


@cache
def _unspaced_nouns() -> tuple[str, ...]:
    return tuple(noun for noun in nouns() if noun[0] >= THAI)


def search_count(line: str) -> int | None:
    """Return the number of comments that a short line tells anywhere in it ("Join 6 others: 3 comments"), or None."""
    if not _DIGIT.search(line):
        return None
    counted, labelled = _searched()
    found = counted.search(line) or labelled.match(line)
    return as_count(found[found.lastindex or 1]) if found else None


@cache
def _searched() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a number before its noun, and what reads one behind it."""
    nouns_ = "|".join((rf"(?:{'|'.join(stems())})\w{{0,5}}", alternatives(tuple(nouns()))))
    counters = alternatives(entries("counters"))
    counted = re.compile(rf"(?<![\w.,:/-])({_NUMBER})\s?(?:(?:{counters})\s?)?(?:{nouns_})(?!\w)", re.I)
    labelled = re.compile(rf"^\W*(?:{nouns_})(?:\s?[:(\[]\s?(\d{{1,6}})\b|\s(\d{{1,6}})(?:{counters})?\W*$)", re.I)
    return counted, labelled


@cache
def announcing() -> re.Pattern[str]:
    """Return what, in a short line in lower case, announces comments: forms of their names, by their stems.

    Alternatives that begin with plain letters are found several times as fast, so that a word's beginning is asked for
    behind its first letter.
    """
    others = (
        f"{one[1]}(?<!\\w{one[1]}){re.escape(one[2:])}" if one[0] == "^" else re.escape(one)
        for one in entries("announcing")
        if not any(stem in one for stem in stems())
    )
    return re.compile("|".join((*map(re.escape, stems()), *others)))
