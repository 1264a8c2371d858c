"""What came through of late, day by day and source by source: what the desk's dashboard draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, func, select

from classifiers.types import Verdict
from worker.store.base.transactions import reading
from worker.store.figures.running_counts import Subject, sums_by

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
    with reading(engine) as connection:
        articles = {day: int(many) for day, many in connection.execute(sums_by(Subject.ARTICLE, "day", since=first))}
        verdicts: dict[date, dict[Verdict, int]] = {}
        for day, stands, many in connection.execute(sums_by(Subject.COMMENT, "day", "stands", since=first)):
            verdicts.setdefault(day, {})[Verdict(stands)] = int(many)
        sources = _sources(connection, first)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return Trends(tuple(Day(one, articles.get(one, 0), verdicts.get(one, {})) for one in days), sources)


def source_names(engine: Engine, limit: int) -> list[str]:
    """Return the names of the sources that most comments came from, by their names."""
    counted = sums_by(Subject.SOURCE, "name").subquery()
    most = select(counted.c.name).where(counted.c.name != "").order_by(counted.c["count"].desc()).limit(limit)
    with reading(engine) as connection:
        return sorted(connection.scalars(most))


def _sources(connection: Connection, first: date) -> tuple[SourceShare, ...]:
    counted = sums_by(Subject.SOURCE, "name", "stands", since=first).subquery()
    many, spam = (
        func.sum(counted.c["count"]),
        func.sum(counted.c["count"]).filter(counted.c.stands == Verdict.SPAM.value),
    )
    shares = select(counted.c.name, many, func.coalesce(spam, 0)).group_by(counted.c.name)
    shown = connection.execute(shares.order_by(many.desc(), counted.c.name).limit(_SOURCES))
    return tuple(SourceShare(source, int(comments), int(of_these)) for source, comments, of_these in shown)
