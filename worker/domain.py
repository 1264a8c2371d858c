"""The vocabulary that all of Winnow shares: frozen values, no behaviour beyond their own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from worker.reasons import Reason


class State(StrEnum):
    """Where an article stands in the inbox."""

    PENDING = "pending"
    PROCESSING = "processing"
    DONE = "done"
    DEAD = "dead"


class Format(StrEnum):
    """What an article came as."""

    HTML = "html"
    TEXT = "text"


class CommentKind(StrEnum):
    """What a record in a comment section is."""

    COMMENT = "comment"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One decoded page with what its producer knew of it; what separation takes.

    ``published`` and ``language`` are the producer's own words; ``fetched_at`` anchors relative times.
    """

    content: str
    format: Format
    url: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparatedComment:
    """One comment as its page shows it.

    ``posted_at`` is ISO 8601, as exact as the page tells (a date, a local time, or one with its offset);
    ``posted_raw`` is the page's own wording. ``parent`` is the index of the comment that it answers.
    ``text`` parts its paragraphs by blank lines.
    """

    text: str
    author: str | None = None
    author_url: str | None = None
    posted_at: str | None = None
    posted_raw: str | None = None
    links: tuple[str, ...] = ()
    parent: int | None = None
    depth: int = 0
    kind: CommentKind = CommentKind.COMMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """A page taken apart: the article's paragraphs, its comments in page order, and how they were found."""

    body: tuple[str, ...]
    comments: tuple[SeparatedComment, ...] = ()
    reason: Reason = Reason.NONE
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    section: str | None = None
    language: str | None = None
    declared_comments: int | None = None
