"""What comment sections say in plain text: look-ups built from the table of cues.

docs/adding-a-language.md tells how a row comes into the table.
"""

from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from worker.separate.calendar_names import ago_words, months, units
from worker.separate.cue_table import CUES

# The classes of cue words that the line features count, in the order of their bits.
CUE_CLASSES = ("month", "unit", "ago", "says", "noun", "link", "by", "form")


def _entries(column: str) -> Iterator[str]:
    return (name for cues in CUES for name in getattr(cues, column).split("|") if name)


@cache
def nouns() -> frozenset[str]:
    """Return every word that names a comment."""
    return frozenset(_entries("nouns"))


@cache
def headings() -> frozenset[str]:
    """Return the whole lines that open a comment section."""
    return frozenset(_entries("headings")) | nouns()


@cache
def says() -> tuple[str, ...]:
    """Return what ends a name line, longest first."""
    return _longest("says")


@cache
def replies() -> frozenset[str]:
    """Return the links that stand below a comment."""
    return frozenset(_entries("reply"))


@cache
def by_words() -> tuple[str, ...]:
    """Return what begins a name line, longest first."""
    return _longest("by")


@cache
def tails() -> tuple[str, ...]:
    """Return what may stand behind the name or time of a name line, longest first."""
    return _longest("tail")


@cache
def form() -> tuple[str, ...]:
    """Return what begins the lines of the comment form."""
    return _longest("form")


def _longest(column: str) -> tuple[str, ...]:
    return tuple(sorted(set(_entries(column)), key=lambda name: (-len(name), name)))


@cache
def word_classes() -> dict[str, int]:
    """Return the classes of every cue word, as bits in the order of ``CUE_CLASSES``.

    Of a wording with several words the first counts where it begins a line, the last where it ends one.
    """
    classes = (
        months(),
        units(),
        ago_words(),
        {_last(name) for name in says()},
        {_first(name) for name in nouns()},
        {_first(name) for name in replies()},
        {_first(name) for name in by_words()},
        {_first(name) for name in (*form(), *headings())},
    )
    bits: dict[str, int] = {}
    for bit, words in enumerate(classes):
        for word in words - {""} if isinstance(words, set) else words:
            bits[word] = bits.get(word, 0) | 1 << bit
    return bits


def _first(name: str) -> str:
    return "".join(takewhile(str.isalnum, name))


def _last(name: str) -> str:
    return "".join(takewhile(str.isalnum, reversed(name)))[::-1]
