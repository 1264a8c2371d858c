"""An HTTP response as archives keep it: which of them are pages, and their bytes."""

import io
import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Protocol

from worker.domain import Format
from worker.errors import MisconfiguredError, RefusedError
from worker.ingest.formats.content import suffix_by_content
from worker.reasons import Reason

if TYPE_CHECKING:
    from fastwarc.warc import HeaderMap

# Bytes of a response's head; what has more is none.
MAX_HEAD_BYTES: Final = 65_536
_OK: Final = 200
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_PAGES: Final = {"text/html": Format.HTML, "application/xhtml+xml": Format.HTML, "text/plain": Format.TEXT}
_CHARSET: Final = re.compile(r";\s{0,5}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:.\-]{1,40})", re.IGNORECASE)
# A chunk's length, as it begins a body that is sent in chunks; archives keep the header of many that are not.
_CHUNK: Final = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]{0,8}(;[^\r\n]{0,100})?\r\n")
_NEEDED: Final = "web archives need fastwarc here; install it: pip install 'winnow-worker[bulk]'"


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most so many bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a response holds: a page's bytes, what HTTP tells of its kind and its charset."""

    raw: bytes
    format: Format
    charset: str | None


def payload(block: bytes, max_bytes: int) -> Payload | Reason:
    """Return the page that a response is, or why it is passed over; raises RefusedError where it is cut short.

    TOO_LARGE and DECOMPRESSION where it has, or unpacks to, more than ``max_bytes``.
    """
    end = _HEAD_END.search(block, 0, MAX_HEAD_BYTES)
    if end is None:
        raise RefusedError(Reason.DECODE, "the record holds no whole HTTP head")
    headers = _headers(block[: end.end()])
    if headers.status_code != _OK:
        return Reason.STATUS
    header = headers.get("Content-Type") or ""
    raw = block[end.end() :]
    page_format = format_of(header, raw)
    if page_format is None:
        return Reason.MEDIA_TYPE
    raw = _decoded(raw, headers.get("Transfer-Encoding"), headers.get("Content-Encoding"), max_bytes)
    return Payload(raw, page_format, charset_of(header))


def format_of(content_type: str, raw: bytes) -> Format | None:
    """Return what a body is by its media type, or by its first bytes where none is told; None where it is no page."""
    header = content_type.partition(";")[0].strip().lower()
    if header:
        return _PAGES.get(header)
    return Format.HTML if suffix_by_content(raw) == ".html" else None


def charset_of(content_type: str) -> str | None:
    """Return the charset that a media type names."""
    found = _CHARSET.search(content_type)
    return found[1] if found else None


def require_fastwarc() -> None:
    """Raise MisconfiguredError, with what helps, where the library is not here."""
    if find_spec("fastwarc") is None:
        raise MisconfiguredError(_NEEDED)


def _headers(head: bytes) -> "HeaderMap":
    from fastwarc.warc import HeaderMap  # noqa: PLC0415  - an extra

    headers = HeaderMap("latin1")
    try:
        headers.parse(io.BytesIO(head))
    except (OSError, ValueError) as error:
        raise RefusedError(Reason.DECODE, f"the record's HTTP head can't be read: {error}") from None
    return headers


def _decoded(raw: bytes, transfer: str | None, content: str | None, max_bytes: int) -> bytes:
    """Undo what HTTP did to a body; archives keep the headers of what they undid themselves, so the bytes decide.

    What is packed by gzip stays so: whoever decodes the page unpacks it, within his own limits.
    """
    from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader  # noqa: PLC0415

    if "chunked" in (transfer or "").lower() and _CHUNK.match(raw):
        raw = _read(ChunkedReader(io.BytesIO(raw)), max_bytes) or raw
    coded = (content or "").strip().lower()
    if coded == "zstd":
        return _read(ZstdReader(io.BytesIO(raw)), max_bytes) or raw
    if coded == "br":
        return _read(BrotliReader(io.BytesIO(raw)), max_bytes) or raw
    return raw


def _read(reader: Readable, max_bytes: int) -> bytes | None:
    """Read all of it; None where it is not coded so at all."""
    try:
        content = read_up_to(reader, max_bytes + 1)
    except (OSError, ValueError):
        return None
    if len(content) > max_bytes:
        raise RefusedError(Reason.DECOMPRESSION, f"the page grows beyond {max_bytes:,} bytes when decompressed")
    return content


def read_up_to(reader: Readable, size: int) -> bytes:
    """Read so many bytes, or all that there are; a reader may give fewer than it is asked for."""
    parts: list[bytes] = []
    while size and (part := reader.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
