"""ARC files, the form of web archives before WARC: a line that tells of each record, then its bytes."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, Final

from worker.domain import Source
from worker.errors import RefusedError
from worker.ingest.accept import accept
from worker.ingest.formats.http_message import MAX_HEAD_BYTES, payload, require_fastwarc
from worker.ingest.formats.packing import DAMAGE, damaged, unpacked
from worker.ingest.formats.reader import File, Item, Reader
from worker.reasons import Reason

# A line is an address, four fields and a length; what has more bytes is none.
_LINE_BYTES: Final = 65_536
_FEWEST_FIELDS: Final = 5
_CUT_SHORT: Final = "the archive is cut short within this record"
_NO_RECORD: Final = "no record begins here, so the rest of the archive can't be read"


@dataclass(frozen=True, slots=True)
class _Head:
    """What the line before a record tells of it."""

    url: str
    date: str
    length: int


def _read(file: File) -> Iterator[tuple[str, Item]]:
    """Read the pages among a file's records with their numbers (from 1); all other records are counted."""
    require_fastwarc()
    content = unpacked(file.stream, file.packing)
    number = 0
    try:
        while line := _next_line(content):
            number += 1
            head = _head(line)
            most = min(head.length, file.max_bytes + MAX_HEAD_BYTES)
            block = content.read(most)
            if len(block) < most or not _skip(content, head.length - most):
                raise RefusedError(Reason.DECODE, _CUT_SHORT)
            if (item := _item(head, block, file)) is not None:
                yield str(number), item
    except DAMAGE as error:
        yield str(number + 1), damaged(error)
    except RefusedError as error:
        yield str(number), error


def _next_line(content: BinaryIO) -> bytes:
    """Return the next line that is not empty; no bytes at the end."""
    while line := content.readline(_LINE_BYTES):
        if line.strip():
            return line
    return b""


def _head(line: bytes) -> _Head:
    """Read a record's line, of five fields or of version 2's ten: address and date among the first, length last."""
    fields = line.decode("utf-8", "replace").split(" ")
    if len(fields) < _FEWEST_FIELDS or not fields[-1].strip().isdecimal():
        raise RefusedError(Reason.DECODE, _NO_RECORD)
    return _Head(fields[0], fields[2], int(fields[-1]))


def _skip(content: BinaryIO, left: int) -> bool:
    while left and (part := content.read(min(left, _LINE_BYTES))):
        left -= len(part)
    return not left


def _item(head: _Head, block: bytes, file: File) -> Item | None:
    if not head.url.startswith(("http://", "https://")):
        file.passed_over[Reason.RECORD_TYPE] += 1
        return None
    try:
        found = payload(block, file.max_bytes)
        if isinstance(found, Reason):
            file.passed_over[found] += 1
            return None
        if head.length > len(block):
            raise RefusedError(Reason.TOO_LARGE, f"the record has {head.length:,} bytes, more than are taken")
        source = Source(
            raw=found.raw, format=found.format, charset=found.charset, url=head.url, fetched_at=_time(head.date)
        )
        return accept(source, max_bytes=file.max_bytes)
    except RefusedError as error:
        return RefusedError(error.reason, str(error), head.url)


def _time(written: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return None


READER = Reader((".arc",), _read)
