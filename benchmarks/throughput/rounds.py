"""Rounds: each side drains a backlog in turn, so that what disturbs the machine disturbs both."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from benchmarks.throughput.processes import cpu_s

ROUNDS = 5
# Seconds of work a round: five of them are more than 20 s.
ROUND_S = 4.5
# Share of a backlog that is done before the clock starts: queues fill and caches warm.
HEAD_SHARE = 0.1
LOOK_S = 0.03
LONGEST_PAUSE_S = 0.25
STUCK_S = 240.0


class Side(Protocol):
    """What drains backlogs."""

    worker_pid: int

    def store(self, envelopes: Sequence[dict[str, Any]]) -> Sequence[Any]: ...

    def ring(self, backlog: Any) -> None: ...

    def done(self, backlog: Any) -> int: ...


@dataclass(frozen=True, slots=True)
class Drain:
    """One backlog drained: articles a second by the clock, and the worker's CPU seconds an article."""

    rate: float
    cpu_s: float
    seconds: float


def drain(side: Side, backlog: Sequence[Any]) -> Drain:
    """Ring for a stored backlog and time it from its first tenth to its last article."""
    side.ring(backlog)
    head = _wait(side, backlog, max(1, int(len(backlog) * HEAD_SHARE)))
    start, spent = time.perf_counter(), cpu_s(side.worker_pid)
    count = _wait(side, backlog, len(backlog)) - head
    seconds = time.perf_counter() - start
    return Drain(count / seconds, (cpu_s(side.worker_pid) - spent) / count, seconds)


def _wait(side: Side, backlog: Sequence[Any], wanted: int) -> int:
    """Look until so many are done: seldom at first and often towards the end, since to look takes from the work."""
    begun = time.monotonic()
    while (done := side.done(backlog)) < wanted:
        passed = time.monotonic() - begun
        if passed > STUCK_S:
            raise TimeoutError(f"{done} of {wanted} articles after {STUCK_S:.0f} s: see the worker's log")
        rest = passed * (wanted - done) / done if done else 0.0
        time.sleep(min(max(rest / 2, LOOK_S), LONGEST_PAUSE_S))
    return done


def round_size(rate: float, step: int, seconds: float = ROUND_S) -> int:
    """Return how many articles a round of so many seconds takes at this rate, in whole steps."""
    return max(2 * step, round(rate * seconds / step) * step)
