"""What an export of comments holds, whichever program wrote it: articles, authors and comments, in any order."""

from dataclasses import dataclass
from enum import StrEnum

from worker.domain import CommentKind
from worker.errors import RefusedError


class Status(StrEnum):
    """What became of a comment where it comes from."""

    APPROVED = "approved"
    SPAM = "spam"
    TRASH = "trash"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryArticle:
    """An article that comments stand under; ``ref`` is its name within the export.

    ``url`` may be a path, below the site's address. ``body`` may be HTML.
    """

    ref: str
    url: str
    title: str | None = None
    body: str = ""
    published: str | None = None
    byline: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryAuthor:
    """Somebody whom comments name by ``ref`` alone."""

    ref: str
    name: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryComment:
    """A comment: ``ref`` names it, ``article`` what it stands under and ``parent`` the one that it answers.

    ``text`` may be HTML. ``posted_at`` is ISO 8601. E-mail and IP addresses have no place here: they are never read.
    """

    ref: str
    article: str
    text: str
    parent: str | None = None
    author: str | None = None
    author_ref: str | None = None
    author_url: str | None = None
    posted_at: str | None = None
    status: Status = Status.APPROVED
    kind: CommentKind = CommentKind.COMMENT


# What a reader yields: a row, or why one can't be used.
Row = HistoryArticle | HistoryAuthor | HistoryComment | RefusedError
