"""A line of Markdown that grows: its marks open and close where they mean what they should."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from worker.separate.html.tree import LINE_BREAK

_PUNCTUATION: Final = frozenset("PS")


@dataclass(slots=True)
class Line:
    """Takes words with what marks them; spaces go outside of marks, as CommonMark needs them to.

    A mark that would not be read as one where it stands ("flanking") is left out; its words stay. ``line_break``
    is what a break within the line is written as.
    """

    line_break: str
    _parts: list[str] = field(default_factory=list)
    # What is open: how it ends, and which part opened it; None where it was left out.
    _open: list[tuple[str, int | None]] = field(default_factory=list)
    _space: str = ""
    # Whether a mark ended right here: the same sign behind it would be read as one with it.
    _just_closed: bool = False

    def add(self, marks: Sequence[str], raw: str, write: Callable[[str], str]) -> None:
        """Add words; ``marks`` are how their marks end, outer ones first: "**", or "](ADDRESS)" of a link."""
        pieces = [" ".join(piece.split()) for piece in raw.split(LINE_BREAK)]
        if raw[:1].isspace():
            self._space = self._space or " "
        for number, piece in enumerate(pieces):
            if number:
                self._space = self.line_break
            if piece:
                self._word(marks, write(piece))
        if pieces[-1] and raw[-1:].isspace():
            self._space = " "

    def end(self) -> str:
        """Return the line."""
        self._close(0, "")
        return "".join(self._parts)

    def _word(self, marks: Sequence[str], word: str) -> None:
        common = 0
        while common < min(len(marks), len(self._open)) and self._open[common][0] == marks[common]:
            common += 1
        self._close(common, self._space or word)
        if self._parts and self._space:
            self._parts.append(self._space)
            self._just_closed = False
        self._space = ""
        for mark in marks[common:]:
            self._begin(mark, word)
        self._parts.append(word)
        self._just_closed = False

    def _begin(self, mark: str, word: str) -> None:
        if mark.startswith("]"):
            if self._parts and self._parts[-1].endswith("!"):
                self._parts[-1] = self._parts[-1][:-1] + "\\!"  # "![" would be an image
            self._parts.append("[")
        elif flanks(self._last(), word[:1]) and not (self._just_closed and self._last() == mark[0]):
            self._parts.append(mark)
        else:
            self._open.append((mark, None))
            return
        self._open.append((mark, len(self._parts) - 1))

    def _close(self, keep: int, following: str) -> None:
        while len(self._open) > keep:
            mark, opened = self._open.pop()
            if opened is None:
                continue
            if mark.startswith("]") or flanks(following[:1], self._last()):
                self._parts.append(mark)
                self._just_closed = True
            else:
                self._parts[opened] = ""

    def _last(self) -> str:
        return next((part[-1] for part in reversed(self._parts) if part), "")


def flanks(outside: str, inside: str) -> bool:
    """Whether a mark between these two characters is read as one (CommonMark, "delimiter runs")."""
    if not inside or inside.isspace():
        return False
    return not outside or outside.isspace() or not _is_punctuation(inside) or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in _PUNCTUATION
