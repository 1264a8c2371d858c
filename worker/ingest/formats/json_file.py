"""A JSON file: an array of envelopes, one envelope, a JSON Feed, or lines of envelopes whatever its name."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from worker.errors import RefusedError
from worker.ingest.accept import UTF8_MARK
from worker.ingest.envelope import parse_envelope, to_article
from worker.ingest.formats.json_feed import is_feed, read_feed
from worker.ingest.formats.json_lines import read_lines
from worker.ingest.formats.packing import DAMAGE, damaged, unpacked
from worker.ingest.formats.reader import File, Item, Reader
from worker.ingest.json_value import parse_json
from worker.reasons import Reason

# A file of one value is held in memory as a whole, three times over while it is decoded.
MAX_FILE_BYTES: Final = 64_000_000
# ... of which so much may be outside of strings: half a million articles and their fields.
_STRUCTURE_BYTES: Final = 4_000_000
_LARGER: Final = f"a JSON file is read up to {MAX_FILE_BYTES:,} bytes; make it JSON Lines, one article a line"


def _read(file: File) -> Iterator[tuple[str, Item]]:
    """Read a file's envelopes with their numbers (from 1): the elements of an array, one object, or one a line."""
    content = _content(file)
    value = _value(content)
    if isinstance(value, RefusedError):
        first = content.lstrip().partition(b"\n")[0]
        if isinstance(_value(first), RefusedError):
            raise value
        yield from read_lines(replace(file, stream=io.BytesIO(content), packing=""))
        return
    if is_feed(value):
        yield from read_feed(value, max_bytes=file.max_bytes)
        return
    for number, row in enumerate(value if isinstance(value, list) else [value], 1):
        try:
            yield str(number), to_article(parse_envelope(row), max_bytes=file.max_bytes)
        except RefusedError as error:
            yield str(number), error


def _content(file: File) -> bytes:
    try:
        content = unpacked(file.stream, file.packing).read(MAX_FILE_BYTES + 1)
    except DAMAGE as error:
        raise damaged(error) from None
    if len(content) > MAX_FILE_BYTES:
        raise RefusedError(Reason.TOO_LARGE, _LARGER)
    return content.removeprefix(UTF8_MARK)


def _value(content: bytes) -> Any | RefusedError:
    """Return the one value that the bytes are, or why they are none."""
    try:
        return parse_json(content, structure_bytes=_STRUCTURE_BYTES)
    except RefusedError as error:
        return error


READER = Reader((".json",), _read)
