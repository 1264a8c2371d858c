"""How much of what stands in the store, in one look that costs the same however much is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select

from classifiers.types import Verdict
from worker.store.base.schema import DEAD, PENDING, PROCESSING, articles, refusals, results
from worker.store.base.transactions import instant, reading
from worker.store.figures.running_counts import Subject, count_of, sums_by
from worker.store.figures.site_priors import prior_counts

# How many comments were found of those that a page declares.
_FOUND: Final = ("all", "fewer", "more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Counts of articles by state, ages in seconds, and counts by reason code.

    ``first_done_at`` and ``last_done_at`` are the times of the oldest and the newest stored result. ``verdicts``
    counts the shown comments, a moderator's label before the model's verdict. ``declared`` counts the articles that
    tell how many comments they have, by whether all, fewer or more were found.
    """

    pending: int
    processing: int
    done: int
    dead: int
    oldest_pending_s: float | None
    first_done_at: datetime | None
    last_done_at: datetime | None
    errors: Mapping[str, int]
    separations: Mapping[str, int]
    declared: Mapping[str, int]
    refusals: Mapping[str, int]
    verdicts: Mapping[str, int]
    labels: int
    priors: Mapping[str, int]


def status(engine: Engine) -> Status:
    """Return the store's status; one statement counts all states, so they add up while workers work."""
    with reading(engine) as connection:
        row = connection.execute(_overview(connection)).one()
        return Status(
            pending=row.pending,
            processing=row.processing,
            done=row.results - row.unfinished,
            dead=row.dead,
            oldest_pending_s=_seconds(row.now, row.oldest),
            first_done_at=row.first_done_at,
            last_done_at=row.last_done_at,
            errors=_counts(
                connection,
                select(articles.c.error_reason, func.count())
                .where(articles.c.state == DEAD)
                .group_by(articles.c.error_reason),
            ),
            separations=_counts(connection, sums_by(Subject.ARTICLE, "name")),
            declared=_declared(connection),
            refusals=_counts(
                connection, select(refusals.c.reason, func.sum(refusals.c.count)).group_by(refusals.c.reason)
            ),
            verdicts=dict.fromkeys(map(str, Verdict), 0) | _counts(connection, sums_by(Subject.COMMENT, "stands")),
            labels=row.labels,
            priors=prior_counts(connection),
        )


def _declared(connection: Connection) -> dict[str, int]:
    counts = _counts(connection, sums_by(Subject.ARTICLE, "verdict"))
    return {name: counts.get(name, 0) for name in _FOUND}


def _overview(connection: Connection) -> Select[Any]:
    def counted(state: ColumnElement[Any]) -> Any:
        return select(func.count()).select_from(articles).where(articles.c.state == state).scalar_subquery()

    # Who has a result and is not done was submitted anew; what is not done has indices of its own.
    anew = [
        select(func.count()).select_from(articles.join(results)).where(articles.c.state == state).scalar_subquery()
        for state in (PENDING, PROCESSING, DEAD)
    ]
    oldest = select(func.min(articles.c.submitted_at)).where(articles.c.state == PENDING)
    return select(
        counted(PENDING).label("pending"),
        counted(PROCESSING).label("processing"),
        counted(DEAD).label("dead"),
        count_of(Subject.ARTICLE).label("results"),
        (anew[0] + anew[1] + anew[2]).label("unfinished"),
        count_of(Subject.LABEL).label("labels"),
        oldest.scalar_subquery().label("oldest"),
        select(func.min(results.c.done_at)).scalar_subquery().label("first_done_at"),
        select(func.max(results.c.done_at)).scalar_subquery().label("last_done_at"),
        instant(connection).label("now"),
    )


def _seconds(now: datetime, oldest: datetime | None) -> float | None:
    return None if oldest is None else max(0.0, (now - oldest).total_seconds())


def _counts(connection: Connection, statement: Select[Any]) -> dict[str, int]:
    return {name: int(count) for name, count in connection.execute(statement)}
