"""The export: every article with its comments, the pages of a thread as one, in constant memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Select, exists, func, select

from classifiers.types import Label, Reason, Verdict
from worker.store.schema import articles, comments, labels, results
from worker.store.transactions import AnyRow, reading

# Threads read at once; bounds the memory, as a body may have 2 MB.
_THREADS_AT_ONCE = 50

# What a moderator's label makes of a verdict.
_OVERRIDES = {Label.HAM: Verdict.ALLOW, Label.SPAM: Verdict.SPAM}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedComment:
    """A comment as it stands now: ``verdict`` is a moderator's where there is one, else the model's.

    ``position`` counts from 0 among the exported comments of the article, and ``parent`` is a position of the
    same count, or None where the comment answers none that is exported.
    """

    position: int
    author: str | None
    author_url: str | None
    posted_at: str | None
    posted_raw: str | None
    text: str
    parent: int | None
    verdict: Verdict
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedArticle:
    """An article as it came out; ``title`` and ``published`` are the producer's own, else the page's."""

    id: int
    external_id: str | None
    url: str | None
    title: str | None
    published: str | None
    section: str | None
    body: str
    declared_comments: int | None
    comments: tuple[ExportedComment, ...]
    model: str


def export(
    engine: Engine, *, since: datetime | None = None, only_ham: bool = False, ids: Sequence[int] | None = None
) -> Iterator[ExportedArticle]:
    """Yield the articles that have a result, in the order of submission.

    The pages of one thread come as one article: the lowest page's, with the comments of all in page order.
    Comments that are gone are left out, and with ``only_ham`` those whose verdict is not ALLOW. With
    ``since``, only threads of which a page was done then or later; with ``ids``, only those of these rows. No
    transaction is open while the caller works on what was yielded: a slow reader blocks nobody.
    """
    after = 0
    while True:
        with reading(engine) as connection:
            leaders = connection.execute(_leaders(after, since, ids)).all()
            threads = _threads(connection, [row.key for row in leaders])
            shown = _comments(connection, [row.id for pages in threads.values() for row in pages])
        if not leaders:
            return
        for leader in leaders:
            yield _exported(threads[leader.key], shown, only_ham=only_ham)
        after = leaders[-1].id


def _leaders(after: int, since: datetime | None, ids: Sequence[int] | None) -> Select[Any]:
    """Select the next threads by the lowest of their pages that has a result."""
    other = articles.alias()
    lower = exists().where(
        other.c.key == articles.c.key, other.c.page < articles.c.page, results.c.article_id == other.c.id
    )
    chosen = (
        select(articles.c.id, articles.c.key)
        .where(articles.c.id > after, articles.c.id.in_(select(results.c.article_id)), ~lower)
        .order_by(articles.c.id)
        .limit(_THREADS_AT_ONCE)
    )
    if since is not None:
        done = select(articles.c.key).join(results).where(results.c.done_at >= since)
        chosen = chosen.where(articles.c.key.in_(done))
    if ids is not None:
        named = articles.alias()
        chosen = chosen.where(articles.c.key.in_(select(named.c.key).where(named.c.id.in_(ids))))
    return chosen


def _threads(connection: Connection, keys: Sequence[str]) -> Mapping[str, Sequence[AnyRow]]:
    rows = connection.execute(
        select(
            articles.c.id,
            articles.c.key,
            articles.c.external_id,
            articles.c.url,
            func.coalesce(articles.c.title, results.c.title).label("title"),
            func.coalesce(articles.c.published, results.c.published).label("published"),
            results.c.section,
            results.c.body,
            results.c.declared_comments,
            results.c.model,
        )
        .join(results)
        .where(articles.c.key.in_(keys))
        .order_by(articles.c.key, articles.c.page)
    )
    return {key: tuple(pages) for key, pages in groupby(rows, key=lambda row: row.key)}


def _comments(connection: Connection, ids: Sequence[int]) -> Mapping[int, Sequence[AnyRow]]:
    newest = (
        select(labels.c.label)
        .where(labels.c.comment_id == comments.c.id)
        .order_by(labels.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(comments, newest.label("label"))
        .where(comments.c.article_id.in_(ids), ~comments.c.gone)
        .order_by(comments.c.article_id, comments.c.position)
    )
    return {article: list(shown) for article, shown in groupby(rows, key=lambda row: row.article_id)}


def _exported(pages: Sequence[AnyRow], shown: Mapping[int, Sequence[AnyRow]], *, only_ham: bool) -> ExportedArticle:
    first = pages[0]
    together: list[ExportedComment] = []
    for page in pages:
        together.extend(_renumbered(shown.get(page.id, ()), len(together), only_ham=only_ham))
    return ExportedArticle(
        id=first.id,
        external_id=first.external_id,
        url=first.url,
        title=first.title,
        published=first.published,
        section=first.section,
        body=first.body,
        declared_comments=first.declared_comments,
        comments=tuple(together),
        model=first.model,
    )


def _renumbered(rows: Sequence[AnyRow], start: int, *, only_ham: bool) -> Iterator[ExportedComment]:
    """Number one page's comments from ``start``, following parents to their new places."""
    judged = [(row, _OVERRIDES.get(row.label, row.verdict)) for row in rows]
    kept = [(row, verdict) for row, verdict in judged if verdict is Verdict.ALLOW or not only_ham]
    places = {row.position: place for place, (row, _) in enumerate(kept, start)}
    for row, verdict in kept:
        one = _comment(row, verdict)
        yield replace(one, position=places[row.position], parent=places.get(row.parent))


def _comment(row: AnyRow, verdict: Verdict) -> ExportedComment:
    return ExportedComment(
        position=row.position,
        author=row.author,
        author_url=row.author_url,
        posted_at=row.posted_at,
        posted_raw=row.posted_raw,
        text=row.text,
        parent=row.parent,
        verdict=verdict,
        probability=row.probability,
        reasons=tuple(Reason(code, message) for code, message in row.reasons),
    )
