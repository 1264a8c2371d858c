"""Disqus's export of a forum: XML, packed or not."""

from collections.abc import Iterator
from typing import Final

from worker.errors import RefusedError
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import HistoryArticle, HistoryComment, Row, Status
from worker.ingest.history.times import iso_time
from worker.ingest.history.xml_records import Element, read_records

# Below the root; a `thread` within a `post` is a reference.
_RECORD_DEPTH: Final = 2


def _read(export: Export) -> Iterator[Row]:
    for record in read_records(export, _RECORD_DEPTH):
        if isinstance(record, RefusedError):
            yield record
            continue
        name = record.tag.rpartition("}")[2]
        if name == "thread":
            yield _article(record)
        elif name == "post":
            yield _comment(record)


def _article(record: Element) -> HistoryArticle:
    return HistoryArticle(
        ref=record.attribute("id"),
        url=record.text("link"),
        title=record.text("title") or None,
        body=record.text("message"),
        published=iso_time(record.text("createdAt")),
    )


def _comment(record: Element) -> HistoryComment:
    parent, author = next(record.all("parent"), None), next(record.all("author"), None)
    thread = next(record.all("thread"), None)
    return HistoryComment(
        ref=record.attribute("id"),
        article=thread.attribute("id") if thread else "",
        text=record.text("message"),
        parent=parent.attribute("id") if parent else None,
        author=(author.text("name") or None) if author else None,
        posted_at=iso_time(record.text("createdAt")),
        status=_status(record),
    )


def _status(record: Element) -> Status:
    # What was marked as spam is deleted, too.
    if record.text("isSpam") == "true":
        return Status.SPAM
    if record.text("isDeleted") == "true":
        return Status.TRASH
    return Status.PENDING if record.text("isApproved") == "false" else Status.APPROVED


READER = Reader(_read)
