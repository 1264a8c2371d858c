"""What `wp comment list` prints, as JSON or CSV; see docs/history.md for the fields to ask it for."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from worker.errors import RefusedError
from worker.ingest.history.csv_rows import read_csv
from worker.ingest.history.fields import parent_of, some, text_of
from worker.ingest.history.json_rows import read_objects
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import HistoryArticle, HistoryComment, Row, Status
from worker.ingest.history.times import iso_time
from worker.ingest.history.wordpress import STATUSES, kind_of
from worker.reasons import Reason

# Fields without which a row says nothing.
_NEEDED: Final = ("comment_ID", "comment_post_ID", "comment_content", "comment_approved")


def _read(export: Export) -> Iterator[Row]:
    for row in _rows(export):
        if isinstance(row, RefusedError):
            yield row
        elif missing := [name for name in _NEEDED if name not in row]:
            message = f"comment {text_of(row, 'comment_ID') or '?'} has no {missing[0]}; name it in --fields"
            yield RefusedError(Reason.SCHEMA, message)
        else:
            yield from _comment(row)


def _rows(export: Export) -> Iterator[Mapping[str, Any] | RefusedError]:
    if ".csv" in export.path.suffixes:
        yield from read_csv(export)
        return
    for found in read_objects(export):
        yield found if isinstance(found, RefusedError) else found[1]


def _comment(row: Mapping[str, Any]) -> Iterator[Row]:
    post = text_of(row, "comment_post_ID")
    # WordPress leads from there to the page, whatever its permalinks look like.
    link = text_of(row, "url").partition("#")[0]
    yield HistoryArticle(ref=post, url=link or f"?p={post}")
    yield HistoryComment(
        ref=text_of(row, "comment_ID"),
        article=post,
        text=text_of(row, "comment_content"),
        parent=parent_of(row, "comment_parent"),
        author=some(row, "comment_author"),
        author_url=some(row, "comment_author_url"),
        posted_at=iso_time(row.get("comment_date_gmt"), utc=True) or iso_time(row.get("comment_date")),
        status=STATUSES.get(text_of(row, "comment_approved"), Status.PENDING),
        kind=kind_of(row.get("comment_type")),
    )


READER = Reader(_read, needs_site=True)
