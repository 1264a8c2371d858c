"""The vocabulary that all of Winnow shares: frozen values, no behaviour beyond their own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from classifiers.types import Prediction
from worker.reasons import Reason

# The page of a thread that brings its newest comments alone, as a feed does: what it no longer shows is not gone.
# It stands behind all others, whose numbers have six digits at most.
NEWEST_PAGE = 1_000_000
# The site that owns what no other does; it is always there.
DEFAULT_SITE = "default"


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
    # An article whose comments came apart already, as JSON (`worker.ingest.thread`).
    THREAD = "thread"


class PageKind(StrEnum):
    """What a page is, as a whole."""

    ARTICLE = "article"
    DOCUMENTATION = "documentation"
    # A thread of a forum, or a question with its answers.
    FORUM = "forum"
    # A list of links to elsewhere: articles, jobs, courses.
    LISTING = "listing"
    # A list of goods.
    COLLECTION = "collection"
    PRODUCT = "product"
    # What somebody offers to do, and the front pages of those who do.
    SERVICE = "service"


class CommentKind(StrEnum):
    """What a record in a comment section is."""

    COMMENT = "comment"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"


class RuleKind(StrEnum):
    """What a rule looks at.

    AUTHORS: names, whole. HOSTS: of the author's address and of links, with all below them. WORDS: whole words of the
    text or the name. TEXTS: the same anywhere, in addresses too, as WordPress's lists. PATTERNS: regular expressions
    (RE2) in the text. LINKS: more addresses than a number. DAYS: written more days after the article than a number.
    EMAILS: addresses, by their digests. NETWORKS: ranges of IP addresses. NEWCOMERS: authors of whom the site let fewer
    comments through than a number.
    """

    AUTHORS = "authors"
    HOSTS = "hosts"
    WORDS = "words"
    TEXTS = "texts"
    PATTERNS = "patterns"
    LINKS = "links"
    DAYS = "days"
    EMAILS = "emails"
    NETWORKS = "networks"
    NEWCOMERS = "newcomers"


class Measure(StrEnum):
    """Which of the filter's mistakes: ham that it judged spam, or spam that it allowed."""

    HAM_LOST = "ham-lost"
    SPAM_PASSED = "spam-passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a producer knew of a page beside its content.

    ``published`` and ``language`` are the producer's own words; ``fetched_at`` anchors relative times.
    """

    format: Format
    url: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Description):
    """What came in: the bytes as they came, and what is known of them; ``charset`` is what HTTP told of them."""

    raw: bytes
    charset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Description):
    """A source's content, decoded: what separation takes; ``utf8`` is the same in UTF-8, where it came as that."""

    content: str
    utf8: bytes | None = None


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
    """A page taken apart: the article's paragraphs, its comments in page order, and how they were found.

    ``body_markdown`` says the same words as ``body``, with what they were in the page; None of plain text.
    ``comment_pages`` are the addresses of the thread's other pages, for whoever fetches them. ``kind`` is None where
    nothing tells it, as in plain text.
    """

    body: tuple[str, ...]
    body_markdown: str | None = None
    comments: tuple[SeparatedComment, ...] = ()
    reason: Reason = Reason.NONE
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    section: str | None = None
    language: str | None = None
    kind: PageKind | None = None
    declared_comments: int | None = None
    comment_pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """A validated submission, ready to be stored.

    ``key`` is the SHA-256 (hex) of the canonical URL, or of the content where there is none; ``content_hash`` the
    SHA-256 (hex) of the bytes as they came. ``page`` counts the pages of a thread from 1, or is `NEWEST_PAGE`.
    ``external_id`` is its producer's own, and ``feed`` names the feed, site or crawl that it came from.
    """

    source: Source
    key: str
    content_hash: str
    page: int = 1
    external_id: str | None = None
    feed: str | None = None


class Arrival(StrEnum):
    """What a submission was to the inbox."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    # Erased before on somebody's wish: nothing was stored, and there is no id.
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Submitted:
    """Where a submission went: the article's row id, and what it was to the inbox."""

    id: int
    arrival: Arrival


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment stands: its page's address, and the newest comment that was stored when it was judged.

    ``before`` is None where all that is stored counts as its past.
    """

    url: str | None
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedArticle:
    """An article that this worker holds under a lease; ``attempt`` counts from 1 and includes this one.

    ``shift`` is what its site's prior adds to the log-odds of its comments, None where that is not known; ``owner`` is
    the site that it belongs to. ``before`` is the newest comment that was stored when it was claimed: all up to it is
    the past of its comments.
    """

    id: int
    attempt: int
    source: Source
    shift: float | None = None
    owner: str = DEFAULT_SITE
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A batch of articles under one lease; ``token`` proves the lease when their outcomes are stored."""

    token: str
    articles: tuple[ClaimedArticle, ...]


@dataclass(frozen=True, slots=True, order=True)
class Slice:
    """Comments of one site whose pages are in one language (its primary subtag, "" where none is known)."""

    site: str
    language: str


@dataclass(frozen=True, slots=True)
class DueArticle:
    """A pending article that a bell is due for, and how often it was attempted before."""

    id: int
    attempts: int


@dataclass(frozen=True, slots=True)
class JudgedComment:
    """A comment, its identity across re-crawls (64 hex digits), and what the model says of it."""

    identity: str
    comment: SeparatedComment
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class Processed:
    """An article's outcome where all went well.

    ``model`` is the version that judged the comments, ``url`` the article's address, ``shift`` its site's prior,
    ``owner`` the site that it belongs to. ``before`` is the newest comment of their past, None where they were judged
    without.
    """

    id: int
    separation: Separation
    comments: tuple[JudgedComment, ...]
    model: str
    url: str | None = None
    shift: float | None = None
    owner: str = DEFAULT_SITE
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """An article's outcome where it did not; ``final`` where no further attempt can help."""

    id: int
    reason: Reason
    message: str
    final: bool
