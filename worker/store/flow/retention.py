"""Retention: what is older than it has to be kept is dropped, the oldest first, in short transactions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Engine, Select, delete, exists, or_, select

from worker.domain import State
from worker.reasons import Reason
from worker.store.base.any_of import any_of
from worker.store.base.partitions import empty_old, is_partitioned
from worker.store.base.schema import DONE, appeals, articles, comments, labels, raw_pages, results
from worker.store.base.site_table import own_retention
from worker.store.base.transactions import AnyRow, instant, lock, reading, writing

# Articles that one transaction looks at, and at most drops.
ROWS_AT_ONCE = 1000
# Seconds of the days that sites have of their own.
DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How long what is kept, in seconds since an article was done; None keeps it for ever.

    ``raw_s`` is for the bytes as they came, ``articles_s`` for the whole article with its comments. What waits, is in
    work or dead is kept, and so is an article with a labelled comment, as models are trained on it, or with one whose
    author waits for an answer to his appeal. ``alone_s`` is for comments that came one by one, since the day when they
    came, each by itself: their page is none that was ever done. A site's own days, where it has some, go before it.
    """

    raw_s: float | None = None
    articles_s: float | None = None
    alone_s: float | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """How many articles lost their bytes, how many went altogether, and how many comments that came one by one."""

    raw: int
    articles: int
    comments: int = 0


def retain(engine: Engine, keep: Keep) -> Dropped:
    """Drop what need not be kept any longer.

    Walks in the order of submission and ends where nothing older can follow, so the cost is that of what is dropped.
    """
    whole = 0 if keep.articles_s is None else sum(_articles(engine, keep.articles_s))
    raw = 0 if keep.raw_s is None else _months(engine, keep.raw_s) + sum(_raw(engine, keep.raw_s))
    return Dropped(raw, whole, sum(_all_alone(engine, keep.alone_s)))


def _months(engine: Engine, older_than_s: float) -> int:
    """Drop whole months at once, where there are partitions of them."""
    if not is_partitioned(engine):
        return 0
    with reading(engine) as connection:
        limit = connection.execute(select(instant(connection, -older_than_s))).scalar_one()
    return empty_old(engine, limit)


def _raw(engine: Engine, older_than_s: float) -> Iterator[int]:
    for ids in _old(engine, raw_pages.c.article_id, older_than_s):
        with writing(engine) as connection:
            held = lock(connection, any_of(articles.c.id, ids), articles.c.state == DONE, skip=True)
            yield connection.execute(delete(raw_pages).where(any_of(raw_pages.c.article_id, held))).rowcount


def _articles(engine: Engine, older_than_s: float) -> Iterator[int]:
    of_it = comments.c.article_id == articles.c.id
    needed = or_(*(exists().where(of_it, one) for one in _needed()))
    for ids in _old(engine, articles.c.id, older_than_s):
        with writing(engine) as connection:
            held = lock(connection, any_of(articles.c.id, ids), articles.c.state == DONE, ~needed, skip=True)
            yield connection.execute(delete(articles).where(any_of(articles.c.id, held))).rowcount


def _all_alone(engine: Engine, others_s: float | None) -> Iterator[int]:
    """Drop them by the days of the sites that have some of their own, and by ``others_s`` of all others."""
    with reading(engine) as connection:
        own = own_retention(connection)
    for site, days in own.items():
        yield from _alone(engine, days * DAY_S, comments.c.owner == site)
    if others_s is not None:
        yield from _alone(engine, others_s, comments.c.owner.not_in(sorted(own)))


def _alone(engine: Engine, older_than_s: float, of_sites: ColumnElement[bool]) -> Iterator[int]:
    """Drop comments that came one by one and that nothing keeps; their articles stay, which say next to nothing.

    An article would be made again by the next comment, while whoever drops it looks at it.
    """
    columns = comments.c
    needed = or_(*(exists().where(one) for one in _needed()))
    while True:
        with writing(engine) as connection:
            limit = connection.execute(select(instant(connection, -older_than_s))).scalar_one().date()
            old = (
                select(columns.id)
                .join(results, results.c.article_id == columns.article_id)
                .where(columns.asked_as.is_not(None), columns.day < limit, results.c.reason == Reason.ALONE.value)
                .where(~needed, of_sites)
                .limit(ROWS_AT_ONCE)
            )
            dropped = connection.execute(delete(comments).where(columns.id.in_(old))).rowcount
        yield dropped
        if dropped < ROWS_AT_ONCE:
            return


def _needed() -> tuple[ColumnElement[bool], ...]:
    """Return the rows of other tables that keep a comment: its labels, and an appeal that is open."""
    is_open = (appeals.c.comment_id == comments.c.id) & appeals.c.outcome.is_(None)
    return labels.c.comment_id == comments.c.id, is_open


def _old(engine: Engine, column: ColumnElement[int], older_than_s: float) -> Iterator[Sequence[int]]:
    """Yield the ids in ``column`` whose article was done so long ago, in slices."""
    after = 0
    while True:
        with reading(engine) as connection:
            limit = connection.execute(select(instant(connection, -older_than_s))).scalar_one()
            rows = connection.execute(_slice(column, after)).all()
        yield [row.id for row in rows if _is_old(row, limit)]
        if not rows or rows[-1].submitted_at >= limit:
            return
        after = rows[-1].id


def _slice(column: ColumnElement[int], after: int) -> Select[tuple[int, State, datetime, datetime, str]]:
    return (
        select(column.label("id"), articles.c.state, articles.c.submitted_at, results.c.done_at, results.c.reason)
        .select_from(articles)
        .join(raw_pages, isouter=column.table is articles)
        .join(results, isouter=True)
        .where(column > after)
        .order_by(column)
        .limit(ROWS_AT_ONCE)
    )


def _is_old(row: AnyRow, limit: datetime) -> bool:
    is_done = row.state is State.DONE and row.done_at is not None and row.done_at < limit
    return is_done and row.reason != Reason.ALONE
