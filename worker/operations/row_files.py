"""Rows as a file, whoever asks for one: CSV that no spreadsheet runs, JSON Lines, or Parquet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from tempfile import TemporaryFile
from typing import Any, Final

import orjson

from classifiers.data.spreadsheet import cell
from worker.errors import MisconfiguredError

# Rows that one row group of a Parquet file holds.
_GROUP: Final = 5_000
_PIECE_BYTES: Final = 65_536


class FileKind(StrEnum):
    """What rows can be saved as."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"


MEDIA_TYPES: Final = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.JSON_LINES: "application/x-ndjson",
    FileKind.PARQUET: "application/vnd.apache.parquet",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table in their order, the same in every kind of file; what is not named below is text."""

    names: tuple[str, ...]
    whole: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()


def write(kind: FileKind, columns: Columns, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield the file in pieces; raises MisconfiguredError at once where pyarrow is needed and absent."""
    if kind is FileKind.CSV:
        return _csv(columns, rows)
    if kind is FileKind.JSON_LINES:
        return (orjson.dumps(dict(one)) + b"\n" for one in rows)
    if not has_parquet():
        raise MisconfiguredError("Parquet needs pyarrow here; install it: pip install 'winnow-worker[bulk]'")
    return _parquet(columns, rows)


def has_parquet() -> bool:
    """Whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def _csv(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns.names)
    for one in rows:
        writer.writerow([cell(one[name]) for name in columns.names])
        yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return piece


def _parquet(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    import pyarrow  # noqa: PLC0415  - an extra, and slow to import
    from pyarrow import parquet  # noqa: PLC0415

    text = pyarrow.string()
    kinds = {
        **dict.fromkeys(columns.names, text),
        **dict.fromkeys(columns.whole, pyarrow.int64()),
        **dict.fromkeys(columns.numbers, pyarrow.float64()),
        **dict.fromkeys(columns.lists, pyarrow.list_(text)),
    }
    schema = pyarrow.schema([(name, kinds[name]) for name in columns.names])
    # A file, because Parquet's foot tells where everything stands: it can't be sent while it grows.
    with TemporaryFile() as sink:
        with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
            for group in _groups(rows):
                writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
        sink.seek(0)
        while piece := sink.read(_PIECE_BYTES):
            yield piece


def _groups(rows: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for one in rows:
        group.append(dict(one))
        if len(group) == _GROUP:
            yield group
            group = []
    yield group
