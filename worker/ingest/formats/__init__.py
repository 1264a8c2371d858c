"""Reading the files that articles come in: one file a format."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from worker.domain import Format, NewArticle
from worker.errors import RefusedError
from worker.ingest.formats.json_file import read_json
from worker.ingest.formats.json_lines import read_json_lines
from worker.ingest.formats.kind import HEAD_BYTES, KNOWN, Kind, by_content, by_name, is_gzip
from worker.ingest.formats.page import read_page
from worker.reasons import Reason


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article read from a file, or why it is refused; ``origin`` says where it stood (file, line)."""

    origin: str
    article: NewArticle | RefusedError


def read_articles(name: str, stream: BinaryIO, *, max_bytes: int, kind: Kind | None = None) -> Iterator[Incoming]:
    """Read the articles of a file: as ``kind``, else by its name, else by its first bytes.

    What is wrong with one is given in its place, in order.
    """
    source = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    try:
        yield from _articles(name, source, max_bytes=max_bytes, kind=kind)
    except RefusedError as error:
        yield Incoming(name, error)
    finally:
        if source is not stream:
            source.detach()  # it is the caller's to close


def _articles(name: str, source: io.BufferedReader, *, max_bytes: int, kind: Kind | None) -> Iterator[Incoming]:
    kind = kind or by_name(name) or by_content(source.peek(HEAD_BYTES))
    if kind is None:
        told = "neither its name nor its first bytes say which; --as html, text or jsonl reads it"
        raise RefusedError(Reason.SCHEMA, f"Winnow reads {KNOWN}: {told}")
    if kind in (Kind.JSONL, Kind.JSON):
        read = read_json_lines if kind is Kind.JSONL else read_json
        for number, article in read(source, compressed=is_gzip(name), max_bytes=max_bytes):
            yield Incoming(f"{name}:{number}", article)
    else:
        page_format = Format.HTML if kind is Kind.HTML else Format.TEXT
        yield Incoming(name, read_page(name, source, page_format, max_bytes=max_bytes))
