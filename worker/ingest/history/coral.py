"""Coral's collections as `mongoexport` writes them: stories, users and comments, a file each, in any order."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from worker.errors import RefusedError
from worker.ingest.history.fields import is_set, parent_of, some, text_of
from worker.ingest.history.json_rows import read_objects
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import HistoryArticle, HistoryAuthor, HistoryComment, Row, Status
from worker.ingest.history.times import iso_time

# A newsroom rejects what is rude or off topic as well as spam.
_STATUSES: Final = {"APPROVED": Status.APPROVED, "NONE": Status.APPROVED, "REJECTED": Status.TRASH}


def _read(export: Export) -> Iterator[Row]:
    for found in read_objects(export):
        if isinstance(found, RefusedError):
            yield found
        elif "storyID" in found[1]:
            yield from _comment(found[1])
        elif "url" in found[1]:
            yield _story(found[1])
        elif "username" in found[1]:
            yield HistoryAuthor(ref=text_of(found[1], "id"), name=some(found[1], "username"))


def _story(row: Mapping[str, Any]) -> HistoryArticle:
    metadata = row.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    return HistoryArticle(
        ref=text_of(row, "id"),
        url=text_of(row, "url"),
        title=some(metadata, "title"),
        body=text_of(metadata, "description"),
        published=iso_time(_moment(metadata.get("publishedAt"))),
        byline=some(metadata, "author"),
    )


def _comment(row: Mapping[str, Any]) -> Iterator[Row]:
    revisions = row.get("revisions")
    newest = revisions[-1] if isinstance(revisions, list) and revisions else {}
    if is_set(row, "deletedAt") or not isinstance(newest, dict):
        return
    yield HistoryComment(
        ref=text_of(row, "id"),
        article=text_of(row, "storyID"),
        text=text_of(newest, "body"),
        parent=parent_of(row, "parentID"),
        author_ref=some(row, "authorID"),
        posted_at=iso_time(_moment(row.get("createdAt"))),
        status=_STATUSES.get(text_of(row, "status"), Status.PENDING),
    )


def _moment(value: Any) -> Any:
    """Return what MongoDB writes as {"$date": ...}, which may be {"$numberLong": ...} once more."""
    for name in ("$date", "$numberLong"):
        value = value.get(name) if isinstance(value, dict) else value
    return value


READER = Reader(_read)
