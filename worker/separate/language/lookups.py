"""Look-ups of wordings, each built once from the records of all languages."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from worker.separate.language import locales
from worker.separate.language.record import Language, parts

# What the first word of a short line of a page's furniture opens.
OPENERS = ("share", "related", "filed", "comments", "legal", "join", "browse")

# What may stand around a wording on its line.
EDGES = " \t\r|,;:·•–—-/#()[]{}«»<>↓→…@*\u00a0：（）【】،؛"
# One letter of a word, with the marks that some scripts write over and under it.
LETTER = r"[^\s\d_\x00-@\[-`{-\xbf\u2000-\u200b\u200e-\u206f\u3000-\u303f\uff00-\uff20]"
# The first letter of the scripts that put no space between words (Thai; kana, Chinese, and Korean's particles).
THAI, UNSPACED = "\u0e00", "\u3040"


@cache
def records() -> Mapping[str, Language]:
    """Return the record of every language, by its code: of each file in ``locales``."""
    found = (import_module(f"{locales.__name__}.{one.name}").LANGUAGE for one in iter_modules(locales.__path__))
    return {record.code: record for record in found}


def entries(field: str) -> Iterator[str]:
    """Yield all languages' wordings of a field."""
    return (name for record in records().values() for name in parts(getattr(record, field)))


@cache
def nouns() -> frozenset[str]:
    """Return every word that names a comment."""
    return frozenset(entries("nouns"))


@cache
def stems() -> tuple[str, ...]:
    """Return what the plainest name of a comment begins with in every form, a language each, none within another."""
    found = {record.stem or record.nouns.partition("|")[0] for record in records().values()}
    return tuple(sorted(one for one in found if not any(other in one for other in found - {one})))


@cache
def labels() -> frozenset[str]:
    """Return the words that label a comment on its own line ("Comment: …"): each language's first noun."""
    return frozenset(record.nouns.partition("|")[0] for record in records().values())


@cache
def headings() -> frozenset[str]:
    """Return the whole lines that open a comment section."""
    return frozenset(entries("headings")) | nouns()


@cache
def says() -> dict[str, tuple[str, ...]]:
    """Return what ends a name line, by its last letter, longest first."""
    return grouped(entries("says"), lambda name: name[-1])


@cache
def replies() -> frozenset[str]:
    """Return the links that stand below a comment."""
    return frozenset(entries("reply"))


@cache
def answers() -> frozenset[str]:
    """Return the links that answer a comment: each language's first two of those below one."""
    return frozenset(name for record in records().values() for name in parts(record.reply)[:2])


@cache
def answering() -> tuple[str, ...]:
    """Return what leads the name of whom a comment answers, longest first."""
    return tuple(sorted(set(entries("answering")), key=_longest))


@cache
def by_words() -> dict[str, tuple[str, ...]]:
    """Return what begins a name line before its name, by its first letter, longest first."""
    return grouped(entries("by"), lambda name: name[0])


@cache
def heads() -> dict[str, tuple[str, ...]]:
    """Return what begins a name line before its name or time, by its first letter, longest first."""
    return grouped((*entries("by"), *entries("when")), lambda name: name[0])


@cache
def tails() -> dict[str, tuple[str, ...]]:
    """Return what may stand behind the name or time of a name line, by its last letter, longest first."""
    return grouped(entries("tail"), lambda name: name[-1])


@cache
def form() -> dict[str, tuple[str, ...]]:
    """Return what begins the lines of the comment form, by its first word."""
    return grouped(entries("form"), lambda name: name.split()[0])


@cache
def mailing() -> dict[str, tuple[str, ...]]:
    """Return what begins the lines around an article that was sent by mail, by its first word."""
    return grouped(entries("mailing"), lambda name: name.split()[0])


@cache
def particles() -> frozenset[str]:
    """Return the parts of names that are written small."""
    return frozenset(entries("particles"))


@cache
def spelled() -> Mapping[str, int]:
    """Return the number of each heading that spells it out."""
    return {name: int(count) for name, _, count in (one.rpartition("=") for one in entries("spelled"))}


@cache
def openers() -> dict[str, int]:
    """Return what a word opens that begins a short line of a page's furniture: a number, from 1 on, of ``OPENERS``."""
    return {
        word: number
        for number, kind in enumerate(OPENERS, 1)
        for record in records().values()
        for word in parts(record.openers.get(kind, ""))
    }


def names(kind: str) -> list[str]:
    """Return the words of class and id names that say ``comment``, ``author`` or ``time``."""
    return [word for record in records().values() for word in parts(record.names.get(kind, ""))]


def grouped(wordings: Iterator[str] | tuple[str, ...], key: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """Return wordings by a key of theirs, longest first."""
    groups: dict[str, list[str]] = {}
    for name in sorted(set(wordings), key=_longest):
        groups.setdefault(key(name), []).append(name)
    return {letter: tuple(found) for letter, found in groups.items()}


def alternatives(wordings: Iterator[str] | tuple[str, ...]) -> str:
    """Return an expression for any of the wordings, the longest first."""
    return "|".join(re.escape(one) for one in sorted(set(wordings), key=_longest))


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name
