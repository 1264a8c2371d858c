"""The objects of a large JSON file, one after the other: of lists, of lists within an object, or of lines."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from worker.errors import RefusedError
from worker.ingest.history.reader import Export
from worker.ingest.history.text_stream import read_text
from worker.reasons import Reason

# Characters that one object may have.
_OBJECT_CHARS: Final = 16_000_000
_GAP: Final = re.compile(r"[\s,]*")
_DECODER: Final = json.JSONDecoder()

# An object with the name of the list that it stands in; "" where the list has none.
Named = tuple[str, dict[str, Any]]


def read_objects(export: Export, *, outer: bool = False) -> Iterator[Named | RefusedError]:
    """Yield the objects of a file: a list of them, or one behind the other, as in JSON Lines.

    ``outer`` where one object holds them all, in lists that have names. Raises RefusedError (DECODE, TOO_LARGE, DEPTH)
    where it is no JSON from somewhere on; what stood before was yielded.
    """
    text = _Text(export)
    if outer:
        yield from _members(text)
    elif text.next_char() == "[":
        yield from _items(text, "")
    else:
        while text.next_char():
            yield from _objects("", text.value())
    yield from text.refused


class _Text:
    """The file's text from the place on that was read last."""

    def __init__(self, export: Export) -> None:
        self._pieces = read_text(export)
        self._buffer = ""
        self._at = self._values = 0
        self.refused: list[RefusedError] = []

    def next_char(self) -> str:
        """Return the next character behind spaces and commas, which it does not take; empty at the end."""
        while True:
            gap = _GAP.match(self._buffer, self._at)
            self._at = gap.end() if gap else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def take(self, char: str) -> bool:
        """Take the next character where it is this one."""
        if self.next_char() != char:
            return False
        self._at += 1
        return True

    def value(self) -> Any:
        """Take the next value; raises RefusedError where it is none, or is cut short."""
        self._values += 1
        while True:
            try:
                found, end = _DECODER.raw_decode(self._buffer, self._at)
            except RecursionError:
                raise RefusedError(Reason.DEPTH, f"value {self._values:,} is nested too deep") from None
            except ValueError as error:
                if len(self._buffer) - self._at > _OBJECT_CHARS:
                    message = f"value {self._values:,} has more than {_OBJECT_CHARS:,} characters, or is no JSON"
                    raise RefusedError(Reason.TOO_LARGE, message) from None
                if not self._more():
                    message = f"value {self._values:,} is no JSON, or cut short ({str(error)[:80]})"
                    raise RefusedError(Reason.DECODE, f"{message}; what stood before is imported") from None
            else:
                # A number may go on in the next piece.
                if end == len(self._buffer) and self._more():
                    continue
                self._at = end
                return found

    def _more(self) -> bool:
        piece = next(self._pieces, None)
        if isinstance(piece, RefusedError):
            self.refused.append(piece)
            return self._more()
        if piece is None:
            return False
        self._buffer, self._at = self._buffer[self._at :] + piece, 0
        return True


def _members(text: _Text) -> Iterator[Named | RefusedError]:
    if not text.take("{"):
        raise RefusedError(Reason.DECODE, "it is no JSON object that holds lists")
    while not text.take("}"):
        name = text.value()
        if not isinstance(name, str) or not text.take(":"):
            raise RefusedError(Reason.DECODE, "it is no JSON from here on; what stood before is imported")
        if text.next_char() == "[":
            yield from _items(text, name)
        else:
            text.value()


def _items(text: _Text, name: str) -> Iterator[Named | RefusedError]:
    text.take("[")
    while not text.take("]"):
        yield from _objects(name, text.value())


def _objects(name: str, value: Any) -> Iterator[Named | RefusedError]:
    if isinstance(value, dict):
        yield name, value
    else:
        yield RefusedError(Reason.SCHEMA, f"a row is a JSON object, not {str(value)[:40]!r}")
