"""JSON Lines: one envelope a line, plain or packed, read within limits."""

import codecs
import itertools
from collections.abc import Iterator
from typing import BinaryIO

from worker.errors import RefusedError
from worker.ingest.accept import UTF8_MARK
from worker.ingest.envelope import parse_envelope, to_article
from worker.ingest.formats.packing import DAMAGE, damaged, unpacked
from worker.ingest.formats.reader import File, Item, Reader
from worker.ingest.formats.window import window
from worker.ingest.json_value import parse_json
from worker.reasons import Reason

# JSON may write a character as six ("\\u00e9"), and a line holds an address and names beside the page.
LINE_FACTOR = 6
LINE_SURPLUS_BYTES = 100_000
# What editors on Windows put before the first line, beside UTF-8's.
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_lines(file: File) -> Iterator[tuple[str, Item]]:
    """Read envelopes with their line numbers (from 1); blank lines are passed over, a bad line spoils no other.

    Within a part that begins later, numbers are counted from there: "4096+1" is the line at byte 4,096.
    """
    source = unpacked(window(file.stream, file.part), file.packing)
    behind = f"{file.part.start}+" if file.part.start else ""
    for number, line in bounded_lines(source, longest_line(file.max_bytes)):
        place = f"{behind}{number}"
        try:
            if isinstance(line, RefusedError):
                raise line
            yield place, to_article(parse_envelope(parse_json(line)), max_bytes=file.max_bytes)
        except RefusedError as error:
            yield place, error


def longest_line(max_bytes: int) -> int:
    """Return how many bytes a line may have that holds a page of so many."""
    return LINE_FACTOR * max_bytes + LINE_SURPLUS_BYTES


def bounded_lines(source: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | RefusedError]]:
    """Split a stream into numbered lines that are not blank, none held beyond ``limit`` bytes."""
    for number, line in _all_lines(source, limit):
        if isinstance(line, RefusedError):
            yield number, line
            continue
        text = line.removeprefix(UTF8_MARK) if number == 1 else line
        if number == 1 and text.startswith(_UTF16_MARKS):
            yield number, RefusedError(Reason.DECODE, "the lines are UTF-16; save the file as UTF-8")
            return
        if text.strip():
            yield number, text


def _all_lines(source: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | RefusedError]]:
    for number in itertools.count(1):
        try:
            line = source.readline(limit + 1)
            whole = len(line) <= limit or _skip_line(source, limit)
        except DAMAGE as error:
            yield number, damaged(error)
            return
        if not line:
            return
        yield number, line if whole else RefusedError(Reason.TOO_LARGE, f"the line has more than {limit:,} bytes")


def _skip_line(source: BinaryIO, limit: int) -> bool:
    """Read on to the line's end; false, as the line was too long to be held."""
    while (part := source.readline(limit)) and not part.endswith(b"\n"):
        pass
    return False


def _split(file: File, part_bytes: int) -> Iterator[int]:
    """Yield places where lines begin, about so many bytes apart; none in a packed file."""
    at = part_bytes
    while not file.packing:
        file.stream.seek(at - 1)
        _skip_line(file.stream, part_bytes)
        at = file.stream.tell()
        if not file.stream.read(1):
            return
        yield at
        at += part_bytes


READER = Reader((".jsonl", ".ndjson"), read_lines, _split)
