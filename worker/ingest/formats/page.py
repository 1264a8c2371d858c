"""A plain file that is one page: HTML or text, as bytes that the worker will decode."""

import re
from pathlib import PurePath
from typing import BinaryIO, Final

from worker.domain import Format, NewArticle
from worker.errors import RefusedError
from worker.ingest.canonical import digest
from worker.ingest.envelope import require_size
from worker.reasons import Reason

# A line that is an address and nothing else.
_ADDRESS: Final = re.compile(rb"\s*(https?|ftp)://[^\s<>]+\s*")
# One address alone may be all that somebody wrote.
_FEWEST_ADDRESSES: Final = 2


def read_page(name: str, stream: BinaryIO, page_format: Format, *, max_bytes: int) -> NewArticle:
    """Read one page; its file's name becomes its external id. Raises RefusedError.

    TOO_LARGE, or SCHEMA where it is a list of addresses: whoever hands that in expects the pages behind them.
    """
    raw = stream.read(max_bytes + 1)
    require_size(len(raw) + len(stream.read(1)), max_bytes)
    if page_format is Format.TEXT:
        _require_no_list(raw)
    content_hash = digest(raw)
    return NewArticle(
        key=content_hash, content_hash=content_hash, raw=raw, format=page_format, external_id=PurePath(name).name
    )


def _require_no_list(raw: bytes) -> None:
    if not _ADDRESS.match(raw[:4096].lstrip(b"\xef\xbb\xbf").partition(b"\n")[0]):
        return
    lines = [line for line in raw.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
    if len(lines) >= _FEWEST_ADDRESSES and all(_ADDRESS.fullmatch(line) for line in lines):
        told = "Winnow fetches nothing; download the pages and submit them"
        raise RefusedError(Reason.SCHEMA, f"it is a list of {len(lines):,} addresses and no article: {told}")
