"""Back-pressure: who submits is told to wait while too much waits, too long, or the disk is nearly full."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from worker.errors import UnavailableError
from worker.work.interval import Interval

# Seconds between two looks at the database: what is submitted in between is counted here.
LOOK_S = 2.0
# Seconds that a producer is told to wait.
RETRY_AFTER_S = 30


class BusyError(UnavailableError):
    """Nothing was stored, because too much waits already; trying again later is safe."""

    retry_after_s = RETRY_AFTER_S

    def __init__(self, cause: str) -> None:
        super().__init__(f"{cause}; nothing was stored, try again in {RETRY_AFTER_S} seconds")


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits: articles, and seconds that the oldest has waited or that the oldest lease is overdue."""

    pending: int
    oldest_pending_s: float
    oldest_overdue_s: float


@dataclass(slots=True)
class BackPressure:
    """Admits submissions while articles, their age (seconds) and the disk (bytes) keep their limits."""

    max_pending: int
    max_pending_age_s: float
    min_free_bytes: int
    look: Callable[[], Backlog]
    free_bytes: Callable[[], int | None]
    clock: Callable[[], float] = time.monotonic
    _interval: Interval = field(init=False)
    _backlog: Backlog = field(default=Backlog(0, 0.0, 0.0), init=False)
    _free: int | None = field(default=None, init=False)
    _admitted: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._interval = Interval(LOOK_S, self.clock)

    @property
    def pending(self) -> int:
        """Articles that waited at the last look."""
        return self._backlog.pending

    def admit(self, count: int) -> None:
        """Return where ``count`` more articles may be stored; else raise BusyError with what is over its limit."""
        if self._interval.over:
            self._backlog, self._free, self._admitted = self.look(), self.free_bytes(), 0
            self._interval.begin()
        if self._free is not None and self._free < self.min_free_bytes:
            raise BusyError(f"the database's disk has {self._free:,} bytes left, and {self.min_free_bytes:,} are kept")
        if self._backlog.oldest_pending_s > self.max_pending_age_s:
            raise BusyError(f"an article has waited for {self._backlog.oldest_pending_s:,.0f} s; do workers run?")
        if self._backlog.pending + self._admitted + count > self.max_pending:
            raise BusyError(f"more than {self.max_pending:,} articles would wait")
        self._admitted += count
