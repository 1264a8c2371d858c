"""The exports of Commento, Commento++ and Comentario: one JSON object with lists of comments, commenters and pages."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from worker.errors import RefusedError
from worker.ingest.history.fields import is_set, parent_of, some, text_of
from worker.ingest.history.json_rows import read_objects
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import HistoryArticle, HistoryAuthor, HistoryComment, Row, Status
from worker.ingest.history.times import iso_time

# What Commento calls "flagged", its spam filter did, and nobody has looked at yet.
_STATUSES: Final = {"approved": Status.APPROVED, "unapproved": Status.PENDING, "flagged": Status.PENDING}


def _read(export: Export) -> Iterator[Row]:
    for found in read_objects(export, outer=True):
        if isinstance(found, RefusedError):
            yield found
        elif found[0] in _LISTS:
            yield from _LISTS[found[0]](found[1])


def _page(row: Mapping[str, Any]) -> Iterator[Row]:
    yield HistoryArticle(ref=text_of(row, "id"), url=text_of(row, "path"), title=some(row, "title"))


def _commenter(row: Mapping[str, Any]) -> Iterator[Row]:
    ref = text_of(row, "commenterHex", "id")
    link = some(row, "link", "websiteUrl")
    yield HistoryAuthor(ref=ref, name=some(row, "name"), url=None if link == "undefined" else link)


def _comment(row: Mapping[str, Any]) -> Iterator[Row]:
    if is_set(row, "deleted", "isDeleted"):  # its text is gone
        return
    article = text_of(row, "pageId")
    if not article and "path" in row:  # Commento, which has no list of pages
        domain, path = text_of(row, "domain"), text_of(row, "path")
        article = f"https://{domain}{path if path.startswith('/') else '/' + path}" if domain else path
        yield HistoryArticle(ref=article, url=article)
    yield HistoryComment(
        ref=text_of(row, "commentHex", "id"),
        article=article,
        text=text_of(row, "html", "markdown"),
        parent=parent_of(row, "parentHex", "parentId"),
        author=some(row, "authorName"),
        author_ref=some(row, "commenterHex", "userCreated"),
        posted_at=iso_time(row.get("creationDate") or row.get("createdTime")),
        status=_status(row),
    )


def _status(row: Mapping[str, Any]) -> Status:
    if "state" in row:
        return _STATUSES.get(text_of(row, "state"), Status.PENDING)
    if is_set(row, "isPending"):
        return Status.PENDING
    return Status.APPROVED if is_set(row, "isApproved") else Status.TRASH


_LISTS: Final[dict[str, Callable[[Mapping[str, Any]], Iterator[Row]]]] = {
    "pages": _page,
    "commenters": _commenter,
    "comments": _comment,
}


READER = Reader(_read, needs_site=True)
