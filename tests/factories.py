"""Builders of domain values for the tests: everything has a default, a test names what it is about."""

from datetime import datetime
from hashlib import sha256

from classifiers.types import Prediction, Verdict
from classifiers.types import ScoreReason as Because
from worker.domain import Format, JudgedComment, NewArticle, PageKind, Processed, SeparatedComment, Separation, Source
from worker.reasons import Reason


def digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


def new_article(
    name: str = "one",
    content: str = "<p>A harvest of pears.</p>",
    *,
    page: int = 1,
    external_id: str | None = None,
    source: str | None = None,
    title: str | None = None,
    published: str | None = None,
    language: str | None = None,
    fetched_at: datetime | None = None,
    charset: str | None = None,
) -> NewArticle:
    raw = content.encode(errors="surrogatepass")
    told = Source(
        raw=raw,
        format=Format.HTML,
        url=f"https://orchard.example/{name}",
        title=title,
        published=published,
        language=language,
        fetched_at=fetched_at,
        charset=charset,
    )
    return NewArticle(
        source=told,
        key=digest(name),
        content_hash=sha256(raw).hexdigest(),
        page=page,
        external_id=external_id,
        feed=source,
    )


def judged(
    text: str = "Lovely pears.",
    *,
    author: str | None = "Ida",
    author_url: str | None = None,
    links: tuple[str, ...] = (),
    parent: int | None = None,
    verdict: Verdict = Verdict.ALLOW,
    probability: float = 0.25,
) -> JudgedComment:
    comment = SeparatedComment(text=text, author=author, author_url=author_url, links=links, parent=parent)
    reasons = (Because("WORDS", "The words are those of other comments."),)
    return JudgedComment(digest(f"{author} {text}"), comment, Prediction(probability, verdict, reasons))


def processed(
    row: int,
    *comments: JudgedComment,
    body: tuple[str, ...] = ("A harvest of pears.", "It was large."),
    title: str | None = "Pears",
    published: str | None = "2026-10-01",
    declared_comments: int | None = None,
    kind: PageKind | None = None,
    reason: Reason = Reason.TEXT_SECTION,
    model: str = "base-1",
) -> Processed:
    separation = Separation(
        body=body,
        comments=tuple(one.comment for one in comments),
        reason=reason,
        title=title,
        published=published,
        kind=kind,
        declared_comments=declared_comments,
    )
    return Processed(row, separation, comments, model)
