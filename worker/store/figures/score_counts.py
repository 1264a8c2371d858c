"""Whether comments of late still score as they did in the weeks before, at this very service."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from classifiers.model.drift import CUTS, ScoreCounts, VerdictScores, drift_between
from classifiers.types import Verdict
from worker.store.base.transactions import reading
from worker.store.figures.running_counts import BEFORE, Subject, sums_by

# Days of late: each weekday once, as weekends differ.
LATE_DAYS: Final = 7
# Days with comments that must lie before them: what is normal here is not known sooner.
FEWEST_DAYS: Final = 14


def scores_by_day(engine: Engine, model: str) -> dict[date, VerdictScores]:
    """Count one model's scores between the cuts of :mod:`classifiers.model.drift`, by day (UTC) and by its verdict."""
    counts: dict[date, dict[Verdict, list[int]]] = defaultdict(lambda: {one: [0] * (len(CUTS) + 1) for one in Verdict})
    with reading(engine) as connection:
        rows = connection.execute(sums_by(Subject.COMMENT, "day", "name", "verdict", "score"))
        for day, name, verdict, score, count in rows:
            if name == model:
                counts[day][Verdict(verdict)][score] += int(count)
    return {
        day: {verdict: ScoreCounts(tuple(found)) for verdict, found in of_day.items()} for day, of_day in counts.items()
    }


def drift(engine: Engine, model: str, today: date | None = None) -> float | None:
    """Return how far a model's scores of the last week are from those of all weeks before (see `drift_between`).

    None while too little is known: fewer than two weeks before, or too few comments in either.
    """
    by_day = scores_by_day(engine, model)
    first = (today or datetime.now(UTC).date()) - timedelta(days=LATE_DAYS - 1)
    before = {day: found for day, found in by_day.items() if day < first}
    if len(before) < FEWEST_DAYS and BEFORE not in before:
        return None
    return drift_between(before.values(), [found for day, found in by_day.items() if day >= first])
