"""CSV with named columns: for whatever program has no reader of its own."""

from collections.abc import Iterator, Mapping
from typing import Final

from worker.errors import MisconfiguredError, RefusedError
from worker.ingest.history.csv_rows import read_csv
from worker.ingest.history.fields import parent_of, some, text_of
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import HistoryArticle, HistoryComment, Row, Status
from worker.ingest.history.times import iso_time
from worker.ingest.history.wordpress import STATUSES
from worker.reasons import Reason

# Winnow's fields, which columns may be named after.
FIELDS: Final = (
    "id",
    "url",
    "title",
    "text",
    "author",
    "author_url",
    "posted_at",
    "status",
    "parent",
)
_STATUSES: Final = {**STATUSES, "ham": Status.APPROVED, "pending": Status.PENDING, "deleted": Status.TRASH}


def _read(export: Export) -> Iterator[Row]:
    if unknown := [name for name in export.columns if name not in FIELDS]:
        raise MisconfiguredError(f"there is no field {unknown[0]!r}; --column takes {', '.join(FIELDS)}")
    for number, row in enumerate(read_csv(export), 1):
        yield from [row] if isinstance(row, RefusedError) else _comment(number, row, export.columns)


def _comment(number: int, row: Mapping[str, str], columns: Mapping[str, str]) -> Iterator[Row]:
    given = {name: row.get(columns.get(name, name), "") for name in FIELDS}
    status = _STATUSES.get(given["status"].strip().lower() or "approved")
    if not given["text"].strip() or status is None:
        wrong = "it has no text" if status else f"its status is none of {', '.join(_STATUSES)}"
        yield RefusedError(Reason.SCHEMA, f"row {number:,}: {wrong}")
        return
    address = text_of(given, "url")
    if address:
        yield HistoryArticle(ref=address, url=address, title=some(given, "title"))
    yield HistoryComment(
        ref=text_of(given, "id") or f"row {number}",
        article=address,
        text=given["text"],
        parent=parent_of(given, "parent"),
        author=some(given, "author"),
        author_url=some(given, "author_url"),
        posted_at=iso_time(given["posted_at"]),
        status=status,
    )


READER = Reader(_read)
