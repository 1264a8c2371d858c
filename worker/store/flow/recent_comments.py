"""The comments of the last days that nobody has decided, with the verdicts that they have."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Engine, ScalarSelect, and_, func, null, or_, select

from classifiers.types import ArticleContext, Comment, CommentType, Verdict
from worker.ingest.sites import site_of
from worker.store.base.schema import articles, comments, results
from worker.store.base.transactions import AnyRow, reading
from worker.store.flow.familiar_authors import let_through

# Comments that are read at once.
_ROWS_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class RecentComment:
    """A stored comment, its verdict, and the codes of its reasons."""

    id: int
    comment: Comment
    verdict: Verdict
    codes: tuple[str, ...]


def recent_comments(engine: Engine, days: int, *, enough: int | None = None) -> Iterator[RecentComment]:
    """Yield the comments whose result is of the last ``days``, the newest first; their articles without bodies.

    With ``enough``, each is told how many comments of its author its site had let through before, up to that many.
    """
    since = datetime.now(UTC).date() - timedelta(days=days)
    chosen = (
        select(comments, articles.c.url, results.c.title, results.c.published)
        .select_from(comments.join(articles).join(results))
        .where(comments.c.day >= since, comments.c.decided.is_(None), ~comments.c.gone)
        .order_by(comments.c.id.desc())
        .limit(_ROWS_AT_ONCE)
    )
    chosen = chosen.add_columns((null() if enough is None else _earlier(enough)).label("earlier"))
    before: int | None = None
    while True:
        with reading(engine) as connection:
            rows = connection.execute(chosen if before is None else chosen.where(comments.c.id < before)).all()
        yield from map(_recent, rows)
        if len(rows) < _ROWS_AT_ONCE:
            return
        before = rows[-1].id


def _earlier(enough: int) -> ScalarSelect[int]:
    """Return how many comments of the same author the site had let through before this one, as an expression."""
    other = comments.alias("other")
    same = or_(other.c.email == comments.c.email, and_(comments.c.email.is_(None), other.c.author == comments.c.author))
    on_site = other.c.site.is_not_distinct_from(comments.c.site)
    some = select(other.c.id).where(same, on_site, other.c.id < comments.c.id, let_through(other.c)).limit(enough)
    return select(func.count()).select_from(some.correlate(comments).subquery()).correlate(comments).scalar_subquery()


def _recent(row: AnyRow) -> RecentComment:
    comment = Comment(
        text=row.text,
        author=row.author,
        author_url=row.author_url,
        links=tuple(row.links),
        article=ArticleContext(title=row.title, published=row.published),
        site=site_of(row.url),
        type=CommentType(row.kind),
        posted_at=row.posted_at,
        owner=row.owner,
        email=row.email,
        earlier=row.earlier if row.author or row.email else None,
    )
    return RecentComment(row.id, comment, row.verdict, tuple(code for code, _ in row.reasons))
