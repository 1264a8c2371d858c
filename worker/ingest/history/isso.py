"""Isso's database: the SQLite file that its `dbpath` names."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Final
from urllib.parse import quote

from worker.errors import RefusedError
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import HistoryArticle, HistoryComment, Row, Status
from worker.ingest.history.times import iso_time
from worker.reasons import Reason

_MAGIC: Final = b"SQLite format 3\0"
# Isso's `mode`: accepted, in moderation. What was deleted (4) has no text any more.
_STATUSES: Final = {1: Status.APPROVED, 2: Status.PENDING}
_TABLES: Final = {"threads", "comments"}
_COMMENTS: Final = (
    "SELECT id, tid, parent, text, author, website, created, mode FROM comments WHERE mode IN (1, 2) ORDER BY tid, id"
)


def _read(export: Export) -> Iterator[Row]:
    with export.path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise RefusedError(Reason.DECODE, "it is no SQLite database; give the file that Isso's dbpath names")
    address = f"file:{quote(str(export.path.resolve()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            yield from _rows(connection)
    except (sqlite3.Error, UnicodeError) as error:  # what SQLite says of a damaged file may quote its bytes
        raise RefusedError(Reason.DECODE, f"the database can't be read ({error})") from None
    export.taken(export.path.stat().st_size)


def _rows(connection: sqlite3.Connection) -> Iterator[Row]:
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    # A stranger's database may hold views and triggers; none of them is run.
    connection.execute("PRAGMA trusted_schema = OFF")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables >= _TABLES:
        raise RefusedError(Reason.SCHEMA, "the database has no tables `threads` and `comments`, as Isso's has")
    for ref, path, title in connection.execute("SELECT id, uri, title FROM threads ORDER BY id"):
        yield HistoryArticle(ref=str(ref), url=str(path), title=title and str(title))
    for row in connection.execute(_COMMENTS):
        ref, article, parent, text, author, website, created, mode = row
        yield HistoryComment(
            ref=str(ref),
            article=str(article),
            text=str(text or ""),
            parent=None if parent is None else str(parent),
            author=author and str(author),
            author_url=website and str(website),
            posted_at=iso_time(created),
            status=_STATUSES.get(mode, Status.PENDING),
        )


READER = Reader(_read, needs_site=True)
