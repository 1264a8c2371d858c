"""What comment sections say in plain text: look-ups built from the table of cues.

docs/adding-a-language.md tells how a row comes into the table.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from worker.separate.calendar_names import ago_words, months, units
from worker.separate.cue_table import CUES

# Numbers that headings spell out ("One response").
COUNTS = {"one": 1, "no": 0}
# What leads the name of whom a comment answers; "reply to this" is a link.
ANSWERING = ("in reply to ", "in response to ", "replying to ", "reply to ", "antwort auf ", "réponse à ")
# The classes of cue words that the line features count, in the order of their bits.
CUE_CLASSES = ("month", "unit", "ago", "says", "noun", "link", "by", "form")

_WORD = re.compile(r"[^\W_]+")


def _entries(column: str) -> Iterator[str]:
    return (name for cues in CUES for name in getattr(cues, column).split("|") if name)


@cache
def nouns() -> frozenset[str]:
    """Return every word that names a comment."""
    return frozenset(_entries("nouns"))


@cache
def stems() -> tuple[str, ...]:
    """Return what the plainest name of a comment begins with in every form, a language each, none within another."""
    found = {cues.stem or cues.nouns.partition("|")[0] for cues in CUES}
    return tuple(sorted(one for one in found if not any(other in one for other in found - {one})))


@cache
def labels() -> frozenset[str]:
    """Return the words that label a comment on its own line ("Comment: …"): each language's first noun."""
    return frozenset(cues.nouns.partition("|")[0] for cues in CUES)


@cache
def headings() -> frozenset[str]:
    """Return the whole lines that open a comment section."""
    return frozenset(_entries("headings")) | nouns()


@cache
def says() -> dict[str, tuple[str, ...]]:
    """Return what ends a name line, by its last letter, longest first."""
    return _by_letter("says", -1)


@cache
def replies() -> frozenset[str]:
    """Return the links that stand below a comment."""
    return frozenset(_entries("reply"))


@cache
def answers() -> frozenset[str]:
    """Return the links that answer a comment: each language's first two of those below one."""
    return frozenset(name for cues in CUES for name in cues.reply.split("|")[:2])


@cache
def by_words() -> dict[str, tuple[str, ...]]:
    """Return what begins a name line, by its first letter, longest first."""
    return _by_letter("by", 0)


@cache
def tails() -> dict[str, tuple[str, ...]]:
    """Return what may stand behind the name or time of a name line, by its last letter, longest first."""
    return _by_letter("tail", -1)


@cache
def form() -> dict[str, tuple[str, ...]]:
    """Return what begins the lines of the comment form, by its first word."""
    return _grouped("form", lambda name: name.split()[0])


def _by_letter(column: str, at: int) -> dict[str, tuple[str, ...]]:
    return _grouped(column, lambda name: name[at])


def _grouped(column: str, key: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for name in sorted(set(_entries(column)), key=lambda name: (-len(name), name)):
        grouped.setdefault(key(name), []).append(name)
    return {letter: tuple(names) for letter, names in grouped.items()}


@cache
def word_classes() -> dict[str, int]:
    """Return the classes of every cue word, as bits in the order of ``CUE_CLASSES``.

    Of a wording with several words the first counts where it begins a line, the last where it ends one.
    """
    classes = (
        months(),
        units(),
        ago_words(),
        {_last(name) for name in _entries("says")},
        {_first(name) for name in nouns()},
        {_first(name) for name in replies()},
        {_first(name) for name in _entries("by")},
        {_first(name) for name in (*_entries("form"), *headings(), *COUNTS)},
    )
    bits: dict[str, int] = {}
    for bit, words in enumerate(classes):
        for word in words - {""} if isinstance(words, set) else words:
            bits[word] = bits.get(word, 0) | 1 << bit
    return bits


@cache
def opening_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return what opens a heading, a form or an answer.

    First the wordings of one word, then the second words of the longer ones, then the answers' first words.
    """
    answers = [_WORD.findall(name) for name in ANSWERING]
    wordings = [_WORD.findall(name) for name in (*_entries("form"), *headings(), *COUNTS)]
    whole = frozenset(words[0] for words in wordings if len(words) == 1)
    second = frozenset(words[1] for words in (*wordings, *answers) if len(words) > 1)
    return whole, second, frozenset(words[0] for words in answers)


def _first(name: str) -> str:
    return next(iter(_WORD.findall(name)), "")


def _last(name: str) -> str:
    return next(reversed(_WORD.findall(name)), "")
