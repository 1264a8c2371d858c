"""The words of cues by class, as the features of a line count them."""

import re
from functools import cache

from worker.separate.language.lookups import answering, entries, headings, nouns, replies, spelled
from worker.separate.language.time_words import ago_words, months, units

# The classes, in the order of their bits.
CUE_CLASSES = ("month", "unit", "ago", "says", "noun", "link", "by", "form")

_WORD = re.compile(r"[^\W_]+")


@cache
def word_classes() -> dict[str, int]:
    """Return the classes of every cue word, as bits in the order of ``CUE_CLASSES``.

    Of a wording with several words the first counts where it begins a line, the last where it ends one.
    """
    classes = {
        "month": set(months()),
        "unit": set(units()),
        "ago": set(ago_words()),
        "says": {_last(name) for name in entries("says")},
        "noun": {_first(name) for name in nouns()},
        "link": {_first(name) for name in replies()},
        "by": {_first(name) for name in (*entries("by"), *entries("when"))},
        "form": {_first(name) for name in (*entries("form"), *headings())},
    }
    bits: dict[str, int] = {}
    for kind, words in classes.items():
        for word in words - {""}:
            bits[word] = bits.get(word, 0) | 1 << CUE_CLASSES.index(kind)
    return bits


@cache
def opening_words() -> tuple[frozenset[str], ...]:
    """Return the words that open a heading, a form or an answer.

    First the headings and forms of one word, then the second words of the longer ones and of those that spell their
    number out, then the answers' first words, the first words of headings that spell it out, and those of one word.
    """
    leads = [_WORD.findall(name) for name in answering()]
    wordings = [_WORD.findall(name) for name in (*entries("form"), *headings())]
    counts = [_WORD.findall(name) for name in spelled()]
    whole = frozenset(words[0] for words in wordings if len(words) == 1)
    second = frozenset(words[1] for words in (*wordings, *leads, *counts) if len(words) > 1)
    return (
        whole,
        second,
        frozenset(words[0] for words in leads),
        frozenset(words[0] for words in counts if len(words) > 1),
        frozenset(words[0] for words in counts if len(words) == 1),
    )


def _first(name: str) -> str:
    return next(iter(_WORD.findall(name)), "")


def _last(name: str) -> str:
    return next(reversed(_WORD.findall(name)), "")
