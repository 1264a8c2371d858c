"""Parquet: one page a row, in columns that hold what an envelope's fields of these names do."""

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any, Final

from worker.domain import Format, Source
from worker.errors import MisconfiguredError, RefusedError
from worker.ingest.accept import accept
from worker.ingest.envelope import Envelope, parse_envelope, to_article
from worker.ingest.formats.reader import Columns, File, Item, Reader
from worker.reasons import Reason

# Rows that are decoded together; each may be a page of megabytes.
_ROWS_AT_ONCE: Final = 16
_CONTENT: Final = ("html", "text")
_NEEDED: Final = "Parquet needs pyarrow here; install it: pip install 'winnow-worker[bulk]'"


def _read(file: File) -> Iterator[tuple[str, Item]]:
    """Read a file's rows with their numbers (from 1), row group by row group; a damaged one spoils no other."""
    table = _open(file)
    fields = _fields(table.schema_arrow.names, file.columns)
    last = table.metadata.num_row_groups if file.part.end is None else file.part.end
    number = sum(table.metadata.row_group(one).num_rows for one in range(file.part.start))
    for group in range(file.part.start, last):
        behind = number + table.metadata.row_group(group).num_rows
        try:
            for batch in table.iter_batches(_ROWS_AT_ONCE, row_groups=[group], columns=list(fields.values())):
                columns = {field: batch.column(name).to_pylist() for field, name in fields.items()}
                for index in range(batch.num_rows):
                    number += 1
                    yield str(number), _item({field: values[index] for field, values in columns.items()}, file)
        except (OSError, ValueError) as error:
            message = f"row group {group} is damaged from row {number + 1:,} on: {_one_line(error)}"
            yield str(number + 1), RefusedError(Reason.DECODE, message)
        number = behind


def _open(file: File) -> Any:
    if find_spec("pyarrow") is None:
        raise MisconfiguredError(_NEEDED)
    import pyarrow  # noqa: PLC0415  - an extra, and slow to import
    from pyarrow import parquet  # noqa: PLC0415

    if file.packing or not file.stream.seekable():
        raise RefusedError(Reason.SCHEMA, "Parquet is read from a file that is not packed again, and not from a pipe")
    try:
        return parquet.ParquetFile(pyarrow.PythonFile(file.stream, mode="r"))
    except (OSError, ValueError) as error:
        raise RefusedError(Reason.DECODE, f"it is no whole Parquet file: {_one_line(error)}") from None


def _fields(names: list[str], columns: Columns) -> dict[str, str]:
    """Return which column holds each field of an envelope; raises RefusedError where none holds a page."""
    named = {"html": columns.html, "text": columns.text, "url": columns.url}
    plain = {field: field for field in Envelope.model_fields if field not in named}
    found = {field: name for field, name in {**plain, **named}.items() if name in names}
    if not any(field in found for field in _CONTENT):
        problem = f"there is no column {columns.html!r} or {columns.text!r}; name one by --html-column or --text-column"
        raise RefusedError(Reason.SCHEMA, f"{problem} (there are {', '.join(names[:20])})")
    return found


def _item(row: Mapping[str, Any], file: File) -> Item:
    given = {field: value for field, value in row.items() if value is not None}
    if "html" in given:
        given.pop("text", None)  # of a page that was taken apart before, the page tells more
    content = next((field for field in _CONTENT if field in given), None)
    try:
        if content and isinstance(given[content], bytes):
            return _of_bytes(given.pop(content), Format(content), given, file)
        return to_article(parse_envelope(given), max_bytes=file.max_bytes)
    except RefusedError as error:
        return error


def _of_bytes(raw: bytes, page_format: Format, given: dict[str, Any], file: File) -> Item:
    """Take a page whose bytes are as they were sent: what they are encoded in is found out by who decodes them."""
    named = parse_envelope({**given, "text": ""})
    source = Source(
        raw=raw,
        format=page_format,
        url=named.url,
        title=named.title,
        published=named.published,
        language=named.language,
        fetched_at=named.fetched_at,
    )
    return accept(source, external_id=named.id, feed=named.source, max_bytes=file.max_bytes)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _split(file: File, part_bytes: int) -> Iterator[int]:
    """Yield the numbers of row groups, about so many bytes apart."""
    metadata, size = _open(file).metadata, 0
    for group in range(metadata.num_row_groups):
        if size >= part_bytes:
            yield group
            size = 0
        size += metadata.row_group(group).total_byte_size


READER = Reader((".parquet",), _read, _split)
