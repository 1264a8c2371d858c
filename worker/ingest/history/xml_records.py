"""The records of a large XML file, one after the other: no more than one is in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from worker.errors import RefusedError
from worker.ingest.history.reader import Export
from worker.ingest.history.text_stream import read_text
from worker.reasons import Reason

# Characters that one record may have, its tags among them: an article with twenty thousand comments needs a third.
_RECORD_CHARS: Final = 64_000_000
# Characters that a tag is counted as, for what it takes in memory.
_TAG_CHARS: Final = 200


@dataclass(slots=True)
class Element:
    """An XML element: ``tag`` is "{namespace}name", or the name alone."""

    tag: str
    attributes: Mapping[str, str]
    children: "list[Element]" = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def all(self, name: str, within: str = "") -> "Iterator[Element]":
        """Yield the children of a name, those alone whose namespace holds ``within``."""
        for child in self.children:
            namespace, _, local = child.tag.rpartition("}")
            if local == name and within in namespace:
                yield child

    def text(self, name: str, within: str = "") -> str:
        """Return the text of the first child of a name; empty where there is none."""
        found = next(self.all(name, within), None)
        return "".join(found.parts).strip() if found else ""

    def attribute(self, name: str) -> str:
        """Return an attribute by its name, in whichever namespace; empty where there is none."""
        return next((value for key, value in self.attributes.items() if key.rpartition("}")[2] == name), "")


class _Collector:
    """Takes what the parser tells, and keeps the elements of one depth."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._path: list[Element] = []
        self._level = self._chars = 0
        self.found: list[Element | RefusedError] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        self._level += 1
        if self._level < self._depth or not self._fits(_TAG_CHARS):
            return
        element = Element(tag, dict(attributes))
        if self._path:
            self._path[-1].children.append(element)
        self._path.append(element)

    def data(self, text: str) -> None:
        """Take a piece of text."""
        if self._level >= self._depth and self._fits(len(text)) and self._path:
            self._path[-1].parts.append(text)

    def end(self, _tag: str) -> None:
        """Close an element; one of the depth is a record."""
        self._level -= 1
        if self._level == self._depth - 1:
            whole = self._chars <= _RECORD_CHARS
            message = f"a record has more than {_RECORD_CHARS:,} characters"
            self.found.append(self._path[0] if whole else RefusedError(Reason.TOO_LARGE, message))
            self._path, self._chars = [], 0
        elif self._path and self._level >= self._depth and self._chars <= _RECORD_CHARS:
            self._path.pop()

    def close(self) -> None:
        """End: what is whole was found before."""

    def _fits(self, chars: int) -> bool:
        self._chars += chars
        if self._chars > _RECORD_CHARS:
            self._path = []
        return self._chars <= _RECORD_CHARS


def read_records(export: Export, depth: int) -> Iterator[Element | RefusedError]:
    """Yield the elements at a depth (the root's is 1) in order, each whole.

    Raises RefusedError: XML_FORBIDDEN where the file declares a document type, as bombs of entities do, and DECODE
    where it is no XML from somewhere on; what stood before was yielded.
    """
    collector = _Collector(depth)
    parser = XMLParser(target=collector, encoding="utf-8", forbid_dtd=True)
    try:
        for piece in read_text(export):
            if isinstance(piece, RefusedError):
                yield piece
                continue
            parser.feed(piece.encode("utf-8", "replace"))
            yield from _taken(collector)
        parser.close()
    except DefusedXmlException:
        yield from _taken(collector)
        message = "it declares a document type or entities, which no export needs; what stood before is imported"
        raise RefusedError(Reason.XML_FORBIDDEN, message) from None
    except ParseError as error:
        yield from _taken(collector)
        message = f"it is no XML from here on, or cut short ({error}); what stood before is imported"
        raise RefusedError(Reason.DECODE, message) from None


def _taken(collector: _Collector) -> list[Element | RefusedError]:
    found, collector.found = collector.found, []
    return found
