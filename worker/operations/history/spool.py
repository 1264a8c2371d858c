"""Where an export's rows wait for one another: a temporary database that is on disk once it is large."""

import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from worker.domain import CommentKind
from worker.ingest.history.rows import HistoryArticle, HistoryAuthor, HistoryComment, Row, Status
from worker.ingest.thread import whole

# The columns stand in the order of the rows' fields. A comment that comes twice is the later one, in its first place.
_TABLES: Final = """
CREATE TABLE articles (ref TEXT PRIMARY KEY, url, title, body, published, byline, language) WITHOUT ROWID;
CREATE TABLE authors (ref TEXT PRIMARY KEY, name, url) WITHOUT ROWID;
CREATE TABLE comments (
    number INTEGER PRIMARY KEY, ref TEXT, article TEXT, text, parent, author, author_ref, author_url, posted_at, status,
    kind, UNIQUE (article, ref)
);
"""
_ADD_ARTICLE: Final = """
INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    title = coalesce(title, excluded.title), body = coalesce(nullif(body, ''), excluded.body)
"""
_ADD_AUTHOR: Final = "INSERT OR REPLACE INTO authors VALUES (?, ?, ?)"
_ADD_COMMENT: Final = """
INSERT INTO comments VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article, ref) DO UPDATE SET
    text = excluded.text, status = excluded.status, author = excluded.author, author_url = excluded.author_url
"""
_COMMENTS: Final = """
SELECT c.ref, c.article, c.text, c.parent, coalesce(c.author, a.name), c.author_ref, coalesce(c.author_url, a.url),
    c.posted_at, c.status, c.kind
FROM comments AS c LEFT JOIN authors AS a ON a.ref = c.author_ref
WHERE c.article IN (SELECT ref FROM articles) ORDER BY c.article, c.number
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """An article of an export with its comments in the export's order."""

    article: HistoryArticle
    comments: tuple[HistoryComment, ...]


class Spool:
    """Takes rows in any order, and gives them back by article; closed, it leaves nothing behind."""

    def __init__(self) -> None:
        # An empty name is a private file of SQLite's own, which the system deletes whatever happens.
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES} BEGIN;")

    def add(self, row: Row) -> None:
        """Keep a row; what is refused is none."""
        if isinstance(row, HistoryComment):
            self._connection.execute(_ADD_COMMENT, _values(row))
        elif isinstance(row, HistoryArticle):
            self._connection.execute(_ADD_ARTICLE, _values(row))
        elif isinstance(row, HistoryAuthor):
            self._connection.execute(_ADD_AUTHOR, _values(row))

    def count(self) -> int:
        """Count the comments."""
        return int(self._connection.execute("SELECT count(*) FROM comments").fetchone()[0])

    def strays(self) -> Iterator[str]:
        """Yield the names of the comments that stand under no article of the export."""
        found = "SELECT ref FROM comments WHERE article NOT IN (SELECT ref FROM articles) ORDER BY number"
        for (ref,) in self._connection.execute(found):
            yield ref

    def conversations(self) -> Iterator[Conversation]:
        """Yield the articles that have comments, one at a time."""
        rows = (_comment(values) for values in self._connection.execute(_COMMENTS))
        for ref, comments in groupby(rows, key=attrgetter("article")):
            found = self._connection.execute("SELECT * FROM articles WHERE ref = ?", (ref,)).fetchone()
            yield Conversation(HistoryArticle(**dict(zip(_ARTICLE, found, strict=True))), tuple(comments))

    def close(self) -> None:
        """Drop all of it."""
        self._connection.close()


_ARTICLE: Final = HistoryArticle.__slots__
_COMMENT: Final = HistoryComment.__slots__


def _values(row: HistoryArticle | HistoryAuthor | HistoryComment) -> tuple[Any, ...]:
    return tuple(whole(value) for value in astuple(row))


def _comment(values: tuple[Any, ...]) -> HistoryComment:
    fields = dict(zip(_COMMENT, values, strict=True))
    status, kind = Status(fields.pop("status")), CommentKind(fields.pop("kind"))
    return HistoryComment(**fields, status=status, kind=kind)
