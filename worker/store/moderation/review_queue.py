"""The review queue: the comments that wait for a moderator, a page at a time, whatever else is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, literal, or_, select, tuple_

from classifiers.types import Verdict
from worker.errors import RefusedError
from worker.reasons import Reason
from worker.store.base.narrowed import seen_by
from worker.store.base.schema import certainty, comments, results, waiting
from worker.store.base.transactions import AnyRow, instant, reading
from worker.store.figures.running_counts import Subject, count_of
from worker.store.moderation.assignments import is_assigned
from worker.store.moderation.deferrals import is_deferred
from worker.store.moderation.review_cards import Card, read_cards


class Order(StrEnum):
    """What stands first in the queue."""

    UNCERTAINTY = "uncertainty"
    NEWEST = "newest"
    SOURCE = "source"
    LANGUAGE = "language"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePart:
    """Which part of the queue: ``after`` is the mark of the last page's end; an empty filter lets all through.

    ``site`` is the one that the articles belong to, ``assignee`` who is to look at the comments. What ``reviewer`` left
    to others and what sleeps is left out; with ``aside``, there is nothing else.
    """

    order: Order = Order.UNCERTAINTY
    site: str = ""
    source: str = ""
    language: str = ""
    campaign: int | None = None
    after: str = ""
    reviewer: str = ""
    assignee: str = ""
    aside: bool = False
    limit: int = 25


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some of the queue; ``next`` is the mark to go on behind, or None at its end."""

    cards: tuple[Card, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and the time (s) since the oldest was judged."""

    count: int
    oldest_s: float | None


# The columns that each order goes by, and whether it goes down. The campaigns go the newest first: a wave that is
# under way stands on top.
_ORDERS: Final[dict[Order, tuple[tuple[ColumnElement[Any], ...], bool]]] = {
    Order.UNCERTAINTY: ((certainty, comments.c.id), False),
    Order.NEWEST: ((comments.c.id,), True),
    Order.SOURCE: ((comments.c.source, certainty, comments.c.id), False),
    Order.LANGUAGE: ((comments.c.language, certainty, comments.c.id), False),
    Order.CAMPAIGN: ((comments.c.campaign, comments.c.id), True),
}

# What parts a mark's values: it can't stand in a source's or a language's name that came through `CleanText` and a URL.
_PART: Final = "\x1f"


class ReviewQueue:
    """The comments whose verdict is REVIEW and that no moderator has decided."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(self, asked: QueuePart) -> QueuePage:
        """Return a page; raises RefusedError where the mark is none of this order's."""
        columns, down = _ORDERS[asked.order]
        with reading(self._engine) as connection:
            deferred = is_deferred(instant(connection), asked.reviewer)
            keys = _keys(asked, columns, down).where(deferred if asked.aside else ~deferred)
            rows = connection.execute(keys.limit(asked.limit + 1)).all()
            shown = rows[: asked.limit]
            found = read_cards(connection, [row.id for row in shown])
        more = len(rows) > asked.limit
        return QueuePage(tuple(found), _mark(shown[-1], len(columns)) if more else None)

    def waiting(self, site: str = "") -> Waiting:
        """Return how many wait, on one site or on all, and for how long the oldest."""
        # The lowest id stands for the oldest: ids are given in the order of arrival.
        oldest = (
            select(comments.c.article_id)
            .where(waiting, *_of_site(site))
            .order_by(comments.c.id)
            .limit(1)
            .scalar_subquery()
        )
        with reading(self._engine) as connection:
            count = connection.scalar(_count(connection, site)) or 0
            since = connection.execute(
                select(results.c.done_at, instant(connection)).where(results.c.article_id == oldest)
            ).one_or_none()
        return Waiting(count, None if since is None else _seconds(*since))

    def judged_by_others(self, model: str, of_sites: Mapping[str, str] = MappingProxyType({})) -> int:
        """Count the comments that wait and that another model judged than this one, or the one of their site."""
        site = comments.c.owner
        outdated = [(site == name) & (comments.c.model != own) for name, own in of_sites.items()]
        outdated.append(site.not_in(sorted(of_sites)) & (comments.c.model != model))
        statement = select(func.count()).select_from(comments).where(waiting, or_(*outdated))
        with reading(self._engine) as connection:
            return connection.scalar(statement) or 0

    def choices(self, order: Order) -> list[tuple[str, int]]:
        """Return what can be chosen of a source, a language or a campaign, with how many wait; the most first."""
        column = {Order.SOURCE: comments.c.source, Order.LANGUAGE: comments.c.language}.get(order, comments.c.campaign)
        counted = select(column, func.count().label("many")).where(waiting, column.is_not(None)).group_by(column)
        with reading(self._engine) as connection:
            rows = connection.execute(counted.order_by(func.count().desc(), column).limit(100))
            return [(str(name), int(many)) for name, many in rows]


def _count(connection: Connection, site: str) -> Select[Any]:
    """Select how many wait; for the whole installation that is counted while it changes."""
    if not site and seen_by(connection) is None:  # what stands is REVIEW where nobody has decided
        return select(count_of(Subject.COMMENT, stands=Verdict.REVIEW.value))
    return select(func.count()).select_from(comments).where(waiting, *_of_site(site))


def _of_site(site: str) -> list[ColumnElement[bool]]:
    return [comments.c.owner == site] if site else []


def _keys(asked: QueuePart, columns: Sequence[ColumnElement[Any]], down: bool) -> Select[Any]:
    statement = select(*columns).where(waiting, *_of_site(asked.site))
    if asked.source:
        statement = statement.where(comments.c.source == asked.source)
    if asked.language:
        statement = statement.where(comments.c.language == asked.language)
    if asked.campaign is not None:
        statement = statement.where(comments.c.campaign == asked.campaign)
    if asked.assignee:
        statement = statement.where(is_assigned(asked.assignee))
    if asked.order is Order.CAMPAIGN:
        statement = statement.where(comments.c.campaign.is_not(None))
    if asked.after:
        mark = tuple_(*map(literal, _values(asked.after, columns)))
        statement = statement.where(tuple_(*columns) < mark if down else tuple_(*columns) > mark)
    return statement.order_by(*(column.desc() if down else column for column in columns))


def _mark(row: AnyRow, width: int) -> str:
    return _PART.join(str(value) for value in row[:width])


def _values(mark: str, columns: Sequence[ColumnElement[Any]]) -> list[str | float | int]:
    parts = mark.split(_PART)
    try:
        return [_value(part, column) for part, column in zip(parts, columns, strict=True)]
    except ValueError:
        raise RefusedError(Reason.SCHEMA, "That is no place in this queue; begin at its first page.") from None


def _value(part: str, column: ColumnElement[Any]) -> str | float | int:
    if column is certainty:
        return float(part)
    if column in (comments.c.source, comments.c.language):
        return part
    number = int(part)
    if not -(2**63) <= number < 2**63:
        raise ValueError(part)
    return number


def _seconds(then: datetime, now: datetime) -> float:
    return max(0.0, (now - then).total_seconds())
