"""What a search found, as a file: CSV that no spreadsheet runs, JSON Lines, or Parquet."""

import csv
import io
from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib.util import find_spec
from tempfile import TemporaryFile
from typing import Any, Final

import orjson

from worker.errors import MisconfiguredError
from worker.store.cards import Card

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Rows that one row group of a Parquet file holds.
_GROUP: Final = 5_000
_PIECE_BYTES: Final = 65_536


class FileKind(StrEnum):
    """What a search can be saved as."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"


MEDIA_TYPES: Final = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.JSON_LINES: "application/x-ndjson",
    FileKind.PARQUET: "application/vnd.apache.parquet",
}


def row(card: Card) -> dict[str, Any]:
    """Return a comment as a row: the same columns in every kind of file."""
    decision = card.decision
    return {
        "id": card.id,
        "article_id": card.article_id,
        "article_title": card.title,
        "article_url": card.url,
        "source": card.source,
        "language": card.language,
        "author": card.author,
        "author_url": card.author_url,
        "posted": card.posted,
        "text": card.text,
        "links": list(card.links),
        "verdict": card.stands.value,
        "model_verdict": card.verdict.value,
        "probability": card.probability,
        "reasons": [reason.code for reason in card.reasons],
        "model": card.model,
        "label": decision.label.value if decision else None,
        "reviewer": decision.reviewer if decision else None,
        "labelled_at": decision.at.isoformat() if decision else None,
    }


def write(kind: FileKind, cards: Iterable[Card]) -> Iterator[bytes]:
    """Yield the file in pieces; raises MisconfiguredError at once where pyarrow is needed and absent."""
    rows = map(row, cards)
    if kind is FileKind.CSV:
        return _csv(rows)
    if kind is FileKind.JSON_LINES:
        return (orjson.dumps(one) + b"\n" for one in rows)
    if not has_parquet():
        raise MisconfiguredError("Parquet needs pyarrow here; install it: pip install 'winnow-worker[parquet]'")
    return _parquet(rows)


def has_parquet() -> bool:
    """Whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def cell(value: object) -> str:
    """Return a value for a CSV cell; what a spreadsheet would run gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = " ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for number, one in enumerate(rows):
        if number == 0:
            writer.writerow(one)
        writer.writerow(map(cell, one.values()))
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()


def _parquet(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    import pyarrow  # noqa: PLC0415  - an extra, and slow to import
    from pyarrow import parquet  # noqa: PLC0415

    text, texts = pyarrow.string(), pyarrow.list_(pyarrow.string())
    special = {"id": pyarrow.int64(), "article_id": pyarrow.int64(), "probability": pyarrow.float64(), "links": texts}
    columns = [
        "id", "article_id", "article_title", "article_url", "source", "language", "author", "author_url", "posted",
        "text", "links", "verdict", "model_verdict", "probability", "reasons", "model", "label", "reviewer",
        "labelled_at",
    ]  # fmt: skip
    schema = pyarrow.schema([(name, special.get(name, texts if name == "reasons" else text)) for name in columns])
    # A file, because Parquet's foot tells where everything stands: it can't be sent while it grows.
    with TemporaryFile() as sink:
        with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
            for group in _groups(rows):
                writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
        sink.seek(0)
        while piece := sink.read(_PIECE_BYTES):
            yield piece


def _groups(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for one in rows:
        group.append(one)
        if len(group) == _GROUP:
            yield group
            group = []
    yield group
