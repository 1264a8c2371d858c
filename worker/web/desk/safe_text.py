"""Strangers' text made safe to look at: nothing in it acts, and nothing in it hides."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from classifiers.model.word_weights import WordMark

# Unicode 15.1: marks that turn the direction of what follows, and letters without width that a disguise is made of.
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE: Final = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0\ufeff\u2800")
# Control and format characters, private ones, lone surrogates: none of them shows.
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
_SPACES: Final = frozenset("\n\t")
# Characters of one text that are shown, and hidden ones that get markup of their own, which takes a hundred bytes each.
_MOST_CHARS: Final = 100_000
_MOST_NAMED: Final = 1_000


def visible(text: str | None) -> Markup:
    """Return text as HTML with every character that acts or hides shown as its code point; a page's worth of it."""
    lines = _lines(text or "")
    if len(lines) > _MOST_CHARS:
        lines = f"{lines[:_MOST_CHARS]}\u2026"
    if _hides_nothing(lines):
        return escape(lines)
    hidden = _hidden(lines)
    if sum(map(frozenset(hidden).__contains__, lines)) > _MOST_NAMED:
        return Markup(str(escape(plain(lines))))  # noqa: S704  # nosec B704
    # Markup stands for hidden characters once the rest is escaped: escaping makes none and takes none.
    named = {ord(char): str(_shown(char)) for char in hidden}
    return Markup(str(escape(lines)).translate(named))  # noqa: S704  # nosec B704


def marked(text: str, marks: Sequence[WordMark], caption: Callable[[WordMark], str]) -> Markup:
    """Return text as `visible` does, with words marked; ``caption`` is shown on a mark and read out behind its word."""
    pieces, at = [], 0
    for mark in marks:
        kind = "spam" if mark.weight > 0 else "ham"
        # Not by Markup.format, which takes ten times as long, and a page has hundreds of marks.
        weight = escape(caption(mark))
        word = visible(text[mark.start : mark.end])
        pieces += [
            visible(text[at : mark.start]),
            f'<mark class="{kind}" title="{weight}">{word}<span class="aside"> ({weight})</span></mark>',
        ]
        at = mark.end
    return Markup("".join([*pieces, visible(text[at:])]))  # noqa: S704  # nosec B704  - each piece is escaped


def plain(text: str | None) -> str:
    """Return text for an attribute or a title: hidden characters as their code points, without markup."""
    lines = _lines(text or "")
    return lines.translate({ord(char): f"[{_code(char)}]" for char in _hidden(lines)})


def _hides_nothing(text: str) -> bool:
    """Say so of most texts at once; of one with line breaks, or in doubt, its characters are asked one by one."""
    return text.isprintable() and _INVISIBLE.isdisjoint(text)


def _hidden(text: str) -> list[str]:
    return [char for char in set(text) if _hides(char)]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


@lru_cache(maxsize=10_000)
def _hides(char: str) -> bool:
    if char.isascii():
        return char not in _SPACES and not char.isprintable()
    return char in _BIDI or char in _INVISIBLE or unicodedata.category(char) in _HIDDEN_CATEGORIES


def _shown(char: str) -> Markup:
    name = unicodedata.name(char, "unnamed character")
    return Markup('<span class="hidden-character" title="{}">{}</span>').format(name, _code(char))


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
