"""A plain file that is one page: HTML or text, as bytes that the worker will unpack and decode."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from worker.domain import Format, Source
from worker.errors import RefusedError
from worker.ingest.accept import UTF8_MARK, accept, require_size
from worker.ingest.formats.packing import DAMAGE, ZSTD, damaged, unpacked
from worker.ingest.formats.quoted_printable import unquoted
from worker.ingest.formats.reader import File, Item, Reader
from worker.reasons import Reason

_FORMATS: Final = {
    ".html": Format.HTML, ".htm": Format.HTML, ".xhtml": Format.HTML, ".txt": Format.TEXT, ".md": Format.TEXT,
}  # fmt: skip

# A line that is an address and nothing else.
_ADDRESS: Final = re.compile(rb"(https?|ftp)://[^\s<>]+")
# One address alone may be all that somebody wrote.
_FEWEST_ADDRESSES: Final = 2


def _read(file: File) -> Iterator[tuple[str, Item]]:
    """Read one page, quoted-printable or not; its file's name becomes its external id. Raises RefusedError.

    TOO_LARGE, or SCHEMA where it is a list of addresses: who hands that in expects the pages behind them.
    """
    name = PurePath(file.name)
    raw = _content(file)
    if _FORMATS[file.suffix] is Format.TEXT:
        _require_no_list(raw)
    else:
        raw = unquoted(raw)
    source = Source(raw=raw, format=_FORMATS[file.suffix])
    yield "", accept(source, external_id=name.name + file.packing, max_bytes=file.max_bytes)


def _content(file: File) -> bytes:
    """Return the page's bytes; gzip is for whoever decodes them, as pages come packed so from the web too."""
    stream = unpacked(file.stream, file.packing if file.packing == ZSTD else "")
    try:
        raw = stream.read(file.max_bytes + 1)
        require_size(len(raw) + len(stream.read(1)), file.max_bytes)
    except DAMAGE as error:
        raise damaged(error) from None
    return raw


def _require_no_list(raw: bytes) -> None:
    text = raw.removeprefix(UTF8_MARK)
    if not _ADDRESS.match(text[:4096].lstrip()):
        return
    lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    if len(lines) >= _FEWEST_ADDRESSES and all(_ADDRESS.fullmatch(line) for line in lines):
        advice = "Winnow fetches nothing; download the pages and submit them"
        raise RefusedError(Reason.SCHEMA, f"it is a list of {len(lines):,} addresses and no article: {advice}")


READER = Reader(tuple(_FORMATS), _read)
