"""A JSON file: an array of envelopes, one envelope, or lines of them whatever its name."""

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

from worker.domain import NewArticle
from worker.errors import RefusedError
from worker.ingest.envelope import UTF8_MARK, parse_envelope, to_article
from worker.ingest.formats.json_lines import read_json_lines
from worker.ingest.json_value import parse_json
from worker.reasons import Reason

# A file of one value is held in memory as a whole, some five times over while it is decoded.
MAX_FILE_BYTES: Final = 128_000_000
_LARGER: Final = f"a JSON file is read up to {MAX_FILE_BYTES:,} bytes; make it JSON Lines, one article a line"


def read_json(stream: BinaryIO, *, compressed: bool, max_bytes: int) -> Iterator[tuple[int, NewArticle | RefusedError]]:
    """Read a file's envelopes with their numbers (from 1): the elements of an array, one object, or one a line."""
    content = _content(stream, compressed=compressed)
    if isinstance(content, RefusedError):
        yield 1, content
        return
    value = _value(content)
    if isinstance(value, RefusedError):
        if isinstance(_value(content.lstrip().partition(b"\n")[0]), RefusedError):
            yield 1, value
        else:
            yield from read_json_lines(io.BytesIO(content), compressed=False, max_bytes=max_bytes)
        return
    for number, row in enumerate(value if isinstance(value, list) else [value], 1):
        try:
            yield number, to_article(parse_envelope(row), max_bytes=max_bytes)
        except RefusedError as error:
            yield number, error


def _content(stream: BinaryIO, *, compressed: bool) -> bytes | RefusedError:
    source = cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if compressed else stream
    try:
        content = source.read(MAX_FILE_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        return RefusedError(Reason.DECODE, f"the gzip data is damaged: {error}")
    if len(content) > MAX_FILE_BYTES:
        return RefusedError(Reason.TOO_LARGE, _LARGER)
    return content.removeprefix(UTF8_MARK)


def _value(content: bytes) -> Any | RefusedError:
    """Return the one value that the bytes are, or why they are none."""
    try:
        return parse_json(content)
    except RefusedError as error:
        return error
