"""What goes into the classifier and what comes out of it: frozen values, no behaviour."""

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a human says a comment is."""

    HAM = "ham"
    SPAM = "spam"


class Verdict(StrEnum):
    """What Winnow says should happen to a comment."""

    ALLOW = "allow"
    REVIEW = "review"
    SPAM = "spam"


class CommentType(StrEnum):
    """What a comment is: somebody's own words, or what another site says that it wrote about the article."""

    COMMENT = "comment"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"
    WEBMENTION = "webmention"
    OWNER_REPLY = "owner-reply"


@dataclass(frozen=True, slots=True)
class ArticleContext:
    """What is known of the article that a comment stands under; any part may be missing.

    No model looks at ``published``, an ISO 8601 time: rules do.
    """

    title: str | None = None
    body: str | None = None
    language: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """Comments that were there before, on other pages of the site: how many, on how many pages.

    ``mean`` is what the first stage says of all their words, on average; ``equal`` counts those with the same text.
    """

    comments: int
    pages: int
    mean: float
    equal: int


@dataclass(frozen=True, slots=True)
class History:
    """What was on a comment's site before it: by the same author, and with the same text; None where nothing was."""

    author: Earlier | None = None
    text: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as the classifier sees it; a missing field means neither ham nor spam.

    ``page`` names the page that it stands on: neighbours with the same page are judged together.
    ``links`` is None where nobody looked, and empty where the comment has none. ``site`` is the domain that the page
    is on: addresses under it are the site's own. ``shift`` is what the site's prior adds to the log-odds of spam
    (:mod:`classifiers.model.site_prior`), and ``history`` what was on the site before; None where that is not known.
    No model looks at what only rules do: ``posted_at``, an ISO 8601 time; ``owner``, the site that it belongs to;
    ``trapped``, whether it filled in what no person sees; ``ip``, where it came from; and ``earlier``, how many
    comments of its author the site let through. ``email``, a digest of its author's address, tells rules and the
    history who it is.
    """

    text: str
    author: str | None = None
    author_url: str | None = None
    links: tuple[str, ...] | None = None
    article: ArticleContext | None = None
    page: str | None = None
    site: str | None = None
    type: CommentType = CommentType.COMMENT
    shift: float | None = None
    posted_at: str | None = None
    owner: str | None = None
    trapped: bool = False
    email: str | None = None
    ip: str | None = None
    earlier: int | None = None
    history: History | None = None


@dataclass(frozen=True, slots=True)
class ScoreReason:
    """One thing that moved a score: a stable code and a sentence for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """The verdict on one comment: the calibrated probability of spam (0 to 1) and its strongest reasons.

    ``words`` is what the first stage says of all its words, ``shift`` what a site's prior added to the log-odds.
    """

    probability: float
    verdict: Verdict
    reasons: tuple[ScoreReason, ...] = ()
    words: float = 0.0
    shift: float | None = None
