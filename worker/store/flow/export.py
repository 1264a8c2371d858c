"""The export: every article with its comments, the pages of a thread as one, in constant memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select

from classifiers.types import Label, ScoreReason, Verdict
from worker.domain import CommentKind, PageKind
from worker.store.base.schema import articles, comments, results
from worker.store.base.standing_verdicts import OVERRIDES, newest_label
from worker.store.base.transactions import AnyRow, chunks, reading, row_ids

# Rows read at once; bounds the memory, as a body may have 2 MB.
_ROWS_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedComment:
    """A comment as it stands now: ``verdict`` is a moderator's where there is one, else the model's.

    ``position`` counts from 0 among the exported comments of the article, and ``parent`` is a position of the
    same count, or None where the comment answers none that is exported. ``id`` is what `winnow label` takes, and
    ``label`` the newest of the moderators'.
    """

    id: int
    position: int
    author: str | None
    author_url: str | None
    posted_at: str | None
    posted_raw: str | None
    text: str
    links: tuple[str, ...]
    parent: int | None
    depth: int
    kind: CommentKind
    verdict: Verdict
    probability: float
    reasons: tuple[ScoreReason, ...]
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedArticle:
    """An article as it came out; ``title``, ``published`` and ``language`` are the producer's own, else the page's.

    ``separation`` is the reason code that tells how the comments were found.
    """

    id: int
    external_id: str | None
    url: str | None
    source: str | None
    title: str | None
    byline: str | None
    published: str | None
    section: str | None
    language: str | None
    kind: PageKind | None
    separation: str
    body: str
    body_markdown: str | None
    declared_comments: int | None
    comments: tuple[ExportedComment, ...]
    model: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the caller asked for: rows done from ``since`` on and before ``until``, of a source, of these ids.

    None where it did not say.
    """

    since: datetime | None
    until: datetime | None
    source: str | None
    ids: frozenset[int] | None

    def takes(self, page: AnyRow) -> bool:
        then = (self.since is None or page.done_at >= self.since) and (self.until is None or page.done_at < self.until)
        return then and self.source in (None, page.source) and (self.ids is None or page.id in self.ids)

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.since is not None:
            yield results.c.done_at >= self.since
        if self.until is not None:
            yield results.c.done_at < self.until
        if self.source is not None:
            yield articles.c.source == self.source


def export(
    engine: Engine,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    source: str | None = None,
    only_ham: bool = False,
    ids: Sequence[int] | None = None,
) -> Iterator[ExportedArticle]:
    """Yield the articles that have a result, in the order of submission.

    The pages of one thread come as one article: the lowest page's, with the comments of all in page order.
    Comments that are gone are left out, and with ``only_ham`` those whose verdict is not ALLOW. Of a thread,
    a page was done from ``since`` on and before ``until``, is of ``source`` and among ``ids``, where these are given.
    No transaction is open while the caller works on what was yielded: a slow reader blocks nobody.
    """
    wanted = _Wanted(since, until, source, None if ids is None else frozenset(ids))
    for some in [None] if ids is None else chunks(row_ids(ids)):
        yield from _export(engine, wanted, some, only_ham=only_ham)


def _export(
    engine: Engine, wanted: _Wanted, some: Sequence[int] | None, *, only_ham: bool
) -> Iterator[ExportedArticle]:
    after = 0
    while True:
        with reading(engine) as connection:
            rows = connection.execute(_done(after, wanted, some)).all()
            threads = _threads(connection, [row.key for row in rows])
            shown = _comments(connection, [page.id for pages in threads.values() for page in pages])
        if not rows:
            return
        for row in rows:
            pages = threads.get(row.key, ())
            # A thread comes once: with the first of its rows that was asked for.
            if row.id == min((page.id for page in pages if wanted.takes(page)), default=None):
                yield _exported(pages, shown, only_ham=only_ham)
        after = rows[-1].id


def _done(after: int, wanted: _Wanted, some: Sequence[int] | None) -> Select[Any]:
    chosen = (
        select(articles.c.id, articles.c.key)
        .join(results)
        .where(results.c.article_id > after, *wanted.conditions())
        .order_by(results.c.article_id)
        .limit(_ROWS_AT_ONCE)
    )
    return chosen if some is None else chosen.where(results.c.article_id.in_(some))


def _threads(connection: Connection, keys: Sequence[str]) -> Mapping[str, Sequence[AnyRow]]:
    rows = connection.execute(
        select(
            articles.c.id,
            articles.c.key,
            articles.c.external_id,
            articles.c.url,
            articles.c.source,
            func.coalesce(articles.c.title, results.c.title).label("title"),
            func.coalesce(articles.c.published, results.c.published).label("published"),
            func.coalesce(articles.c.language, results.c.language).label("language"),
            results.c.byline,
            results.c.section,
            results.c.kind,
            results.c.reason,
            results.c.body,
            results.c.body_markdown,
            results.c.declared_comments,
            results.c.model,
            results.c.done_at,
        )
        .join(results)
        .where(articles.c.key.in_(keys))
        .order_by(articles.c.key, articles.c.page)
    )
    return {key: tuple(pages) for key, pages in groupby(rows, key=lambda row: row.key)}


def _comments(connection: Connection, ids: Sequence[int]) -> Mapping[int, Sequence[AnyRow]]:
    rows = connection.execute(
        select(comments, newest_label().label("label"))
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
        source=first.source,
        title=first.title,
        byline=first.byline,
        published=first.published,
        section=first.section,
        language=first.language,
        kind=first.kind,
        separation=first.reason,
        body=first.body,
        body_markdown=first.body_markdown,
        declared_comments=first.declared_comments,
        comments=tuple(together),
        model=first.model,
    )


def _renumbered(rows: Sequence[AnyRow], start: int, *, only_ham: bool) -> Iterator[ExportedComment]:
    """Number one page's comments from ``start``, following parents to their new places."""
    judged = [(row, OVERRIDES.get(row.label, row.verdict)) for row in rows]
    kept = [(row, verdict) for row, verdict in judged if verdict is Verdict.ALLOW or not only_ham]
    places = {row.position: place for place, (row, _) in enumerate(kept, start)}
    for row, verdict in kept:
        one = _comment(row, verdict)
        yield replace(one, position=places[row.position], parent=places.get(row.parent))


def _comment(row: AnyRow, verdict: Verdict) -> ExportedComment:
    return ExportedComment(
        id=row.id,
        position=row.position,
        author=row.author,
        author_url=row.author_url,
        posted_at=row.posted_at,
        posted_raw=row.posted_raw,
        text=row.text,
        links=tuple(row.links),
        parent=row.parent,
        depth=row.depth,
        kind=row.kind,
        verdict=verdict,
        probability=row.probability,
        reasons=tuple(ScoreReason(code, message) for code, message in row.reasons),
        label=row.label,
    )
