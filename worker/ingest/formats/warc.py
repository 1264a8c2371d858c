"""WARC files, plain or packed record by record, and WET files: the pages of an archive of the web."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, Final

from worker.domain import Format, Source
from worker.errors import RefusedError
from worker.ingest.accept import accept
from worker.ingest.formats.http_message import MAX_HEAD_BYTES, payload, read_up_to, require_fastwarc
from worker.ingest.formats.packing import DAMAGE, unpacked
from worker.ingest.formats.reader import File, Item, Reader
from worker.ingest.formats.warc_boundaries import next_boundary, starts_record
from worker.reasons import Reason

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_CUT_SHORT: Final = "the archive is cut short within this record"
_WRONG_LENGTH: Final = "the record's Content-Length is not its length"
_DAMAGED: Final = "the archive is damaged here ({}); reading goes on at the next whole record"
_ENDS_EARLY: Final = "the archive is cut short within or behind this record"
_CANT_GO_ON: Final = "the archive is damaged here ({}), and what follows can't be found in a pipe; give its file"
# Bytes that are passed over at once.
_SKIP_BYTES: Final = 1 << 16


@dataclass(slots=True)
class _Place:
    """Where the reader stands: where its last record began, and how many bytes that told to have."""

    at: int
    length: int = 0


def _read(file: File) -> Iterator[tuple[str, Item]]:
    """Read the pages among a file's records with their places in bytes; all other records are counted.

    Behind what is damaged, reading goes on at the next record.
    """
    require_fastwarc()
    place: int | None = file.part.start
    if place:
        file.stream.seek(place)
    while place is not None:
        standing, held = _Place(place), None
        try:
            for record, offset in _records(file, standing):
                if held:
                    yield held
                item = _item(record, file)
                held = None if item is None else (str(offset), item)
            yield from _at_end(file, standing, held)
            return
        except OSError as error:
            yield from _at_damage(file, standing, held, str(error))
            place = _behind(file, standing.at)


def _at_end(file: File, standing: _Place, held: tuple[str, Item] | None) -> Iterator[tuple[str, Item]]:
    """Yield the last record, and that the file ends early where that record does not say so."""
    if held:
        yield held
    refused = held is not None and isinstance(held[1], RefusedError)
    if not refused and not _ends_well(file, standing.at):
        yield str(standing.at), RefusedError(Reason.DECODE, _ENDS_EARLY)


def _records(file: File, standing: _Place) -> Iterator[tuple["WarcRecord", int]]:
    """Yield the records of the file's part, and where each begins."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415  - an extra

    base = standing.at
    for record in ArchiveIterator(file.stream, parse_http=False):
        offset = record.stream_pos if record.stream_pos >= base else base + record.stream_pos
        if file.part.end is not None and offset >= file.part.end:
            return
        standing.at, standing.length = offset, record.content_length
        yield record, offset


def _item(record: "WarcRecord", file: File) -> Item | None:
    """Return the page that a record is, or what is wrong with it; None where it is counted and passed over."""
    from fastwarc.warc import conversion, response  # noqa: PLC0415

    if not record.headers.get("Content-Length"):
        return RefusedError(Reason.DECODE, _CUT_SHORT)
    if record.record_type not in (response, conversion):
        file.passed_over[Reason.RECORD_TYPE] += 1
        return None
    try:
        return _page(record, file, is_text=record.record_type == conversion)
    except RefusedError as error:
        return RefusedError(error.reason, str(error), record.headers.get("WARC-Target-URI"))


def _page(record: "WarcRecord", file: File, *, is_text: bool) -> Item | None:
    length, most = record.content_length, file.max_bytes + (0 if is_text else MAX_HEAD_BYTES)
    block = read_up_to(record.reader, min(length, most))
    if len(block) < min(length, most):
        raise RefusedError(Reason.DECODE, _CUT_SHORT)
    if starts_record(block):
        raise RefusedError(Reason.DECODE, _WRONG_LENGTH)
    headers = record.headers
    described = {"url": headers.get("WARC-Target-URI"), "fetched_at": _time(headers.get("WARC-Date"))}
    if is_text:
        _require_whole(length, most)
        source = Source(raw=block, format=Format.TEXT, charset="utf-8", **described)  # type: ignore[arg-type]
    else:
        found = payload(block, file.max_bytes)
        if isinstance(found, Reason):
            file.passed_over[found] += 1
            return None
        _require_whole(length, most)
        source = Source(raw=found.raw, format=found.format, charset=found.charset, **described)  # type: ignore[arg-type]
    return accept(source, external_id=headers.get("WARC-Record-ID"), max_bytes=file.max_bytes)


def _require_whole(length: int, most: int) -> None:
    if length > most:
        raise RefusedError(Reason.TOO_LARGE, f"the record has {length:,} bytes; at most {most:,} are taken")


def _time(written: str | None) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(written) if written else None
    return None


def _at_damage(file: File, standing: _Place, held: tuple[str, Item] | None, error: str) -> Iterator[tuple[str, Item]]:
    """Yield the record before what is damaged, where it is whole, and what is wrong."""
    if not file.stream.seekable():
        if held:
            yield held
        yield str(standing.at), RefusedError(Reason.DECODE, _CANT_GO_ON.format(error))
        return
    if standing.length and not _is_whole(file.stream, file.packing, standing):
        yield str(standing.at), RefusedError(Reason.DECODE, _WRONG_LENGTH)
        return
    if held:
        yield held
    yield str(standing.at), RefusedError(Reason.DECODE, _DAMAGED.format(error))


def _behind(file: File, at: int) -> int | None:
    """Return where to go on behind what is damaged, with the stream there; None where nothing follows."""
    if not file.stream.seekable():
        return None
    place = next_boundary(file.stream, file.packing, at + 1)
    if place is None or (file.part.end is not None and place >= file.part.end):
        return None
    file.stream.seek(place)
    return place


def _ends_well(file: File, last: int) -> bool:
    """Whether a packed file ends with a whole record: its library takes an end within a record's packing for the end.

    What is read to its part's end, from a pipe, or packed as a whole is taken as it is.
    """
    if not file.packing or file.part.end is not None or not file.stream.seekable():
        return True
    if next_boundary(file.stream, file.packing, last) != last:
        return True
    file.stream.seek(last)
    content = unpacked(file.stream, file.packing)
    try:
        while content.read(_SKIP_BYTES):
            pass
    except DAMAGE:
        return False
    return True


def _is_whole(stream: BinaryIO, packing: str, standing: _Place) -> bool:
    """Whether a record has the length that it told: two empty lines stand behind it."""
    stream.seek(standing.at)
    content = unpacked(stream, packing)
    try:
        while content.readline(_SKIP_BYTES).strip():
            pass
        left = standing.length
        while left and (part := content.read(min(left, _SKIP_BYTES))):
            left -= len(part)
        return not left and content.read(4) == b"\r\n\r\n"
    except DAMAGE:
        return False


def _split(file: File, part_bytes: int) -> Iterator[int]:
    """Yield places where records begin, about so many bytes apart."""
    at = next_boundary(file.stream, file.packing, part_bytes)
    while at is not None:
        yield at
        at = next_boundary(file.stream, file.packing, at + part_bytes)


READER = Reader((".warc", ".wet"), _read, _split)
