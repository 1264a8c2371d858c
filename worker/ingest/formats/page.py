"""A plain file that is one page: HTML or text, as bytes that the worker will decode."""

from pathlib import PurePath
from typing import BinaryIO

from worker.domain import Format, NewArticle
from worker.ingest.canonical import digest
from worker.ingest.envelope import require_size


def read_page(name: str, stream: BinaryIO, page_format: Format, *, max_bytes: int) -> NewArticle:
    """Read one page; its file's name becomes its external id. Raises RefusedError (TOO_LARGE)."""
    raw = stream.read(max_bytes + 1)
    require_size(len(raw) + len(stream.read(1)), max_bytes)
    content_hash = digest(raw)
    return NewArticle(
        key=content_hash, content_hash=content_hash, raw=raw, format=page_format, external_id=PurePath(name).name
    )
