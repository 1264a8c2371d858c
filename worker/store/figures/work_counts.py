"""What workers count together, in the database: how long work took, and how often something happened."""

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from sqlalchemy import Engine, select

from worker.store.base.schema import counters, stage_times
from worker.store.base.transactions import insert, reading, writing
from worker.work.interval import Interval
from worker.work.stopwatch import Stage

# Upper bounds (seconds) of the histogram's buckets; the last bucket has none.
STAGE_BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
# Seconds that a process counts by itself before it adds to the shared counts: a batch costs no transaction more.
FLUSH_S = 5.0

RELOAD_FAILURES = "reload_failures"


@dataclass(frozen=True, slots=True)
class Histogram:
    """Cumulative counts for `STAGE_BOUNDS_S` and for infinity, and the sum of all seconds."""

    counts: tuple[int, ...]
    seconds: float


@dataclass(slots=True)
class StageTimes:
    """A process's share of the histogram: added to in memory, and to the database now and then."""

    engine: Engine
    clock: Callable[[], float] = time.monotonic
    _waiting: dict[tuple[Stage, int], tuple[int, float]] = field(default_factory=dict, init=False)
    _interval: Interval = field(init=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self._interval = Interval(FLUSH_S, self.clock)

    def add(self, seconds: Mapping[Stage, float]) -> None:
        """Count one batch's times; raises UnavailableError, with nothing lost that was counted."""
        with self._turn:
            for stage, spent in seconds.items():
                place = stage, bisect_left(STAGE_BOUNDS_S, spent)
                count, total = self._waiting.get(place, (0, 0.0))
                self._waiting[place] = count + 1, total + spent
            if self._interval.over:
                self._flush()

    def _flush(self) -> None:
        # Always in the same order: two processes must not wait for one another.
        rows = [
            {"stage": stage, "bucket": bucket, "count": count, "seconds": seconds}
            for (stage, bucket), (count, seconds) in sorted(self._waiting.items())
        ]
        self._interval.begin()
        with writing(self.engine) as connection:
            statement = insert(connection, stage_times)
            more = {name: stage_times.c[name] + statement.excluded[name] for name in ("count", "seconds")}
            for row in rows:
                connection.execute(statement.on_conflict_do_update(index_elements=["stage", "bucket"], set_=more), row)
        self._waiting.clear()


def histograms(engine: Engine) -> dict[Stage, Histogram]:
    """Return what all processes have counted, a histogram for every stage."""
    with reading(engine) as connection:
        columns = stage_times.c  # a row's own `count` is a method
        rows = connection.execute(
            select(columns.stage, columns.bucket, columns.count.label("n"), columns.seconds)
        ).all()
    found = {}
    for stage in Stage:
        mine = {row.bucket: row for row in rows if row.stage == stage.value}
        counts = [int(mine[at].n) if at in mine else 0 for at in range(len(STAGE_BOUNDS_S) + 1)]
        found[stage] = Histogram(tuple(accumulate(counts)), sum(row.seconds for row in mine.values()))
    return found


def count(engine: Engine, name: str) -> None:
    """Count that something happened once more."""
    with writing(engine) as connection:
        statement = insert(connection, counters).values(name=name, count=1)
        more = {"count": counters.c.count + 1}
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=more))


def counted(engine: Engine) -> Counter[str]:
    """Return how often each thing happened."""
    with reading(engine) as connection:
        rows = connection.execute(select(counters.c.name, counters.c.count))
        return Counter({name: int(times) for name, times in rows})
