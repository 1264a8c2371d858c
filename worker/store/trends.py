"""What came through of late, day by day and source by source: what the desk's dashboard draws."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from classifiers.types import Verdict
from worker.store.schema import comments, results
from worker.store.transactions import reading
from worker.store.verdicts import verdict_by_copy

DAYS: Final = 14
# Sources that are shown: those with most comments.
_SOURCES: Final = 12


@dataclass(frozen=True, slots=True)
class Day:
    """One day (UTC): articles that were done, and their comments by the verdict that stands."""

    day: date
    articles: int
    verdicts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True)
class SourceShare:
    """How many of a source's comments are spam."""

    source: str
    comments: int
    spam: int

    @property
    def share(self) -> float:
        """The share of spam, from 0 to 1."""
        return self.spam / self.comments if self.comments else 0.0


@dataclass(frozen=True, slots=True)
class Trends:
    """The last `DAYS` days, the oldest first, and the sources with most comments in them."""

    days: tuple[Day, ...]
    sources: tuple[SourceShare, ...]


def trends(engine: Engine, today: date | None = None) -> Trends:
    """Return what came through in the last days."""
    last = today or datetime.now(UTC).date()
    first = last - timedelta(days=DAYS - 1)
    since = results.c.done_at >= datetime.combine(first, time(), UTC)
    with reading(engine) as connection:
        day = _day(connection)
        articles = _by_day(connection, select(day, func.count()).where(since).group_by(day))
        verdict = verdict_by_copy()
        joined = comments.join(results, results.c.article_id == comments.c.article_id)
        counted = select(day, verdict, func.count()).select_from(joined).where(since, ~comments.c.gone)
        verdicts: dict[str, Counter[Verdict]] = {}
        for when, said, many in connection.execute(counted.group_by(day, verdict)):
            verdicts.setdefault(str(when), Counter())[Verdict(said)] += many
        sources = _sources(connection, since)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return Trends(
        tuple(Day(one, articles.get(str(one), 0), verdicts.get(str(one), Counter())) for one in days), sources
    )


def _day(connection: Connection) -> ColumnElement[Any]:
    if connection.dialect.name == "sqlite":
        return func.date(results.c.done_at)
    return func.date(func.timezone("UTC", results.c.done_at))


def _by_day(connection: Connection, counted: Any) -> dict[str, int]:
    return {str(when): int(many) for when, many in connection.execute(counted)}


def _sources(connection: Connection, since: ColumnElement[bool]) -> tuple[SourceShare, ...]:
    spam = func.count().filter(verdict_by_copy() == Verdict.SPAM)
    joined = comments.join(results, results.c.article_id == comments.c.article_id)
    counted = (
        select(comments.c.source, func.count().label("many"), spam)
        .select_from(joined)
        .where(since, ~comments.c.gone)
        .group_by(comments.c.source)
        .order_by(func.count().desc(), comments.c.source)
        .limit(_SOURCES)
    )
    return tuple(SourceShare(source, int(many), int(spam)) for source, many, spam in connection.execute(counted))
