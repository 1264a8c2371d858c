"""A web page saved as one file (MHTML, RFC 2557): the page itself, out of a message that holds its pictures too."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import collapse_rfc2231_value, parsedate_to_datetime
from pathlib import PurePath
from typing import BinaryIO, Final

from worker.domain import Format, Source
from worker.errors import RefusedError
from worker.ingest.accept import accept
from worker.ingest.article_keys import canonical_url
from worker.ingest.formats.packing import DAMAGE, damaged, unpacked
from worker.ingest.formats.reader import File, Item, Reader
from worker.reasons import Reason

# Bytes of a part's head, and of a line that are read at once; browsers write lines of 76.
_HEAD_BYTES: Final = 65_536
# Bytes that stand for one: "=E4", and the line breaks between.
_ENCODED: Final = 4
# Boundaries within boundaries; a page has one, a mail two or three.
_MOST_BOUNDARIES: Final = 20
_PAGES: Final = ("text/html", "application/xhtml+xml")
_ANEW: Final = "save it anew, or as .html"


class _Lines:
    """The lines of a message from one boundary to the next; ``is_over`` behind the last of the file."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._boundaries: set[bytes] = set()
        self._begins = True
        self.is_over = False

    def add_boundary(self, boundary: str) -> None:
        """Let parts end at this one, too; raises RefusedError (DEPTH)."""
        if len(self._boundaries) >= _MOST_BOUNDARIES:
            raise RefusedError(Reason.DEPTH, f"the saved page holds parts within parts within parts; {_ANEW}")
        self._boundaries.add(b"--" + boundary.encode("ascii", "replace"))

    def __iter__(self) -> Iterator[bytes]:
        """Yield what stands before the next boundary, long lines in pieces; the boundary itself is passed over."""
        while line := self._stream.readline(_HEAD_BYTES):
            begins, self._begins = self._begins, line.endswith(b"\n")
            if begins and self._is_boundary(line):
                return
            yield line
        self.is_over = True

    def _is_boundary(self, line: bytes) -> bool:
        mark = line.rstrip()
        return line.startswith(b"--") and not self._boundaries.isdisjoint((mark, mark.removesuffix(b"--")))


def _read(file: File) -> Iterator[tuple[str, Item]]:
    """Read the page that was saved, at the address where it stood; its file's name becomes its external id.

    Pictures, styles and the pages of its frames are passed over and never held. Raises RefusedError: SCHEMA where it
    holds no page, TOO_LARGE, DEPTH, DECODE where it is cut short.
    """
    try:
        lines = _Lines(unpacked(file.stream, file.packing))
        message = _head(lines)
        head, raw = _page(message, lines, file.max_bytes)
    except DAMAGE as error:
        raise damaged(error) from None
    source = Source(
        raw=raw,
        format=Format.HTML,
        charset=head.get_content_charset(),
        url=_address(message, head),
        fetched_at=_saved_at(message),
    )
    yield "", accept(source, external_id=PurePath(file.name).name + file.packing, max_bytes=file.max_bytes)


def _head(lines: _Lines) -> Message:
    """Read a part's head, up to its empty line."""
    head, size = [], 0
    for line in lines:
        size += len(line)
        if size > _HEAD_BYTES:
            raise RefusedError(Reason.SCHEMA, f"it is no saved page: the head of a part has no end; {_ANEW}")
        if not line.strip():
            break
        head.append(line)
    return BytesHeaderParser().parsebytes(b"".join(head))


def _page(message: Message, lines: _Lines, max_bytes: int) -> tuple[Message, bytes]:
    """Return the head and the bytes of the page that was saved: the one that the message names, else the first."""
    first: tuple[Message, bytes] | None = None
    head = message
    while not lines.is_over:
        is_main = _is_main(message, head)
        if head.get_content_type() in _PAGES and (is_main or first is None):
            found = head, _content(head, lines, max_bytes, is_part=head is not message)
            if is_main:
                return found
            first = found
        else:
            _pass_over(head, lines)
        head = _head(lines)
    if first is None:
        raise RefusedError(Reason.SCHEMA, f"the saved file holds no page; {_ANEW}")
    return first


def _pass_over(head: Message, lines: _Lines) -> None:
    boundary = head.get_boundary()
    if boundary is not None:
        lines.add_boundary(boundary)
    for _ in lines:
        pass


def _is_main(message: Message, head: Message) -> bool:
    """Whether a part is what the message says it starts with, or was saved from."""
    start = message.get_param("start")
    if start is not None:
        return _plain(head, "Content-ID").strip("<>") == collapse_rfc2231_value(start).strip("<> ")
    address = _plain(message, "Snapshot-Content-Location")
    return not address or _plain(head, "Content-Location") == address


def _content(head: Message, lines: _Lines, max_bytes: int, *, is_part: bool) -> bytes:
    """Read a part's body and undo what was done to send it."""
    kept = bytearray()
    for line in lines:
        kept += line
        if len(kept) > _ENCODED * max_bytes:
            raise RefusedError(Reason.TOO_LARGE, f"the saved page is larger than {max_bytes:,} bytes, the most taken")
    if is_part and lines.is_over:
        raise RefusedError(Reason.DECODE, f"the saved page is cut short; {_ANEW}")
    head.set_payload(kept.decode("ascii", "surrogateescape"))
    content = head.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _address(message: Message, head: Message) -> str | None:
    """Where the page stood on the web; None where it stood elsewhere, as on somebody's disk."""
    for given in (_plain(message, "Snapshot-Content-Location"), _plain(head, "Content-Location")):
        with suppress(RefusedError):
            canonical_url(given)
            return given
    return None


def _saved_at(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _plain(head: Message, name: str) -> str:
    """A header as it is meant: long addresses are folded over several lines."""
    return "".join(str(head.get(name, "")).split())


READER = Reader((".mhtml", ".mht"), _read)
