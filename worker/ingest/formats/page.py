"""A plain file that is one page: HTML or text, as bytes that the worker will unpack and decode."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from worker.domain import Format, Source
from worker.ingest.accept import accept, require_size
from worker.ingest.formats.reader import File, Item, Reader

_FORMATS: Final = {
    ".html": Format.HTML, ".htm": Format.HTML, ".xhtml": Format.HTML, ".txt": Format.TEXT, ".md": Format.TEXT,
}  # fmt: skip


def _read(file: File) -> Iterator[tuple[str, Item]]:
    """Read one page; its file's name becomes its external id. Raises RefusedError (TOO_LARGE)."""
    name = PurePath(file.name)
    raw = file.stream.read(file.max_bytes + 1)
    require_size(len(raw) + len(file.stream.read(1)), file.max_bytes)
    source = Source(raw=raw, format=_FORMATS[name.suffix.lower()])
    yield "", accept(source, external_id=name.name + ".gz" * file.packed, max_bytes=file.max_bytes)


READER = Reader(tuple(_FORMATS), _read)
