"""Archives of the web, written record by record for tests."""

import gzip
import io
from collections.abc import Callable, Sequence

import pyarrow
import zstandard
from pyarrow import parquet

PACKERS: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}


def response(body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    """Return an HTTP response as archives keep it."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def record(block: bytes, url: str, *, kind: str = "response", length: int | None = None) -> bytes:
    """Return a WARC record; ``length`` is what it tells of its block's."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-05-04T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{url[-40:]}>\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def page(number: int, text: str = "The ferry starts in May, says the harbour office.") -> bytes:
    """Return the record of a small page."""
    return record(response(f"<h1>Ferry {number}</h1><p>{text}</p>".encode()), f"https://a.example/{number}")


def warc(records: Sequence[bytes], packing: str = "") -> bytes:
    """Return a WARC file, packed record by record."""
    return b"".join(PACKERS[packing](one) for one in records)


def arc(*blocks: tuple[str, bytes]) -> bytes:
    """Return an ARC file of addresses and responses."""
    about = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://a.arc 0.0.0.0 20260504080000 text/plain %d\n" % len(about), about]
    for url, block in blocks:
        parts += [f"\n{url} 192.0.2.1 20260504080000 text/html {len(block)}\n".encode(), block]
    return b"".join(parts) + b"\n"


def parquet_file(rows: Sequence[dict[str, object]], *, group: int = 100, page_bytes: int = 1 << 20) -> bytes:
    """Return a Parquet file of these rows."""
    sink = io.BytesIO()
    parquet.write_table(
        pyarrow.Table.from_pylist(list(rows)),
        sink,
        row_group_size=group,
        data_page_size=page_bytes,
        use_dictionary=False,
        compression="zstd",
    )
    return sink.getvalue()
