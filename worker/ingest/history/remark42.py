"""Remark42's backup: packed lines of JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from worker.errors import RefusedError
from worker.ingest.history.fields import is_set, parent_of, some, text_of
from worker.ingest.history.json_rows import read_objects
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import HistoryArticle, HistoryComment, Row
from worker.ingest.history.times import iso_time


def _read(export: Export) -> Iterator[Row]:
    for found in read_objects(export):
        if isinstance(found, RefusedError):
            yield found
        # The first line is about the backup itself, and deleted comments have lost their text.
        elif "locator" in found[1] and not is_set(found[1], "delete"):
            yield from _comment(found[1])


def _comment(row: Mapping[str, Any]) -> Iterator[Row]:
    locator, user = _object(row, "locator"), _object(row, "user")
    address = text_of(locator, "url")
    if address:
        yield HistoryArticle(ref=address, url=address, title=some(row, "title"))
    yield HistoryComment(
        ref=text_of(row, "id"),
        article=address,
        text=text_of(row, "text", "orig"),
        parent=parent_of(row, "pid"),
        author=some(user, "name"),
        posted_at=iso_time(row.get("time")),
    )


def _object(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = row.get(name)
    return found if isinstance(found, dict) else {}


READER = Reader(_read)
