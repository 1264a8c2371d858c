"""``python -m tests.chaos.soak``: work at 70 % of capacity for a while; nothing may grow.

First the capacity is measured, beside producers that submit more than can be done; then they submit at 70 % of it while
memory, files and connections are looked at. The first quarter is for warming up; the second is held against the last.
"""

import argparse
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.chaos.__main__ import KEPT
from tests.chaos.books import balance
from tests.chaos.crew import children_of
from tests.chaos.report import write_report
from tests.chaos.stage import LEASE_S, Stage, stage
from tests.process import CHECKOUT

SHARE = 0.7
LOOK_S = 5.0
# Articles that warm up, and seconds of too many that the capacity is measured in.
WARMING = 1500
MEASURED_S = 60.0
# Numbers of the articles that come in then, and while it is looked.
FIRST_TOO_MANY, FIRST_LOOKED_AT = 1_000_000, 2_000_000
# Share that memory may differ by between two quarters: allocators give back late. Counts may differ by one.
MOST_GROWTH = 0.05

Look = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Course:
    """How one thing went: its mean in the second quarter and in the last, and its highest value."""

    name: str
    early: float
    late: float
    highest: float

    @property
    def flat(self) -> bool:
        """Whether it did not grow."""
        room = MOST_GROWTH * self.early if self.name.endswith("MB") else 1
        return self.late <= self.early + room


def main(arguments: Sequence[str]) -> int:
    """Soak, and write what came out into the report; 0 where nothing grew and the books balance."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # every process that was started is ended on the way out
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--minutes", type=float, default=30)
    minutes = parser.parse_args(arguments).minutes
    with stage(
        Path(tempfile.mkdtemp(prefix="winnow-soak-")) / "run", 0, workers=1, children=2, pause_s=0.0, batch_size="64"
    ) as now:
        capacity = _capacity(now)
        now.produce(rate=SHARE * capacity, first=FIRST_LOOKED_AT)
        looks = _watch(now, minutes * 60)
        now.halt()
        # A machine that others use may have less capacity than it had when it was measured.
        while now.unfinished():
            time.sleep(LOOK_S)
        books = balance(now.engine, now.folder, planted=frozenset(range(WARMING)))
        ended = len(now.crew.ended)
    courses = [_course(name, [look[name] for look in looks]) for name in looks[0]]
    flat = all(course.flat for course in courses) and books.balanced and not ended
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / "soak.md").write_text("\n".join(_section(minutes, capacity, courses, books.done, flat)))
    write_report(KEPT, CHECKOUT / "docs" / "benchmarks" / "reliability.md", LEASE_S)
    print((KEPT / "soak.md").read_text())
    return int(not flat)


def _capacity(now: Stage) -> float:
    """Return how many articles a second are done while more than that come in: producers take their share, too."""
    now.submit(range(WARMING))
    start = time.monotonic()
    now.drain()
    now.produce(rate=WARMING / (time.monotonic() - start), first=FIRST_TOO_MANY)
    before, start = now.count("state = 'done'"), time.monotonic()
    time.sleep(MEASURED_S)
    capacity = (now.count("state = 'done'") - before) / (time.monotonic() - start)
    now.halt()
    (now.folder / "stop").unlink()
    now.drain()
    return capacity


def _watch(now: Stage, seconds: float) -> list[Look]:
    looks = []
    end = time.monotonic() + seconds
    assert now.broker is not None
    with redis.Redis.from_url(now.broker.url) as client:
        while time.monotonic() < end:
            time.sleep(LOOK_S)
            with suppress(FileNotFoundError, ProcessLookupError, KeyError):  # a child that is just being replaced
                looks.append(_look(now, client))
    return looks


def _look(now: Stage, client: "redis.Redis") -> Look:
    (worker,) = now.crew.workers
    children = children_of(worker.pid)
    info = client.info()
    ((connections,),) = now.ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'winnow'")
    return {
        "main process, MB": _resident_mb(worker.pid),
        "largest child, MB": max(map(_resident_mb, children), default=0.0),
        "Redis, MB": info["used_memory"] / 1e6,
        "Redis keys": client.dbsize(),
        "Redis connections": info["connected_clients"],
        "database connections": connections,
        "open files": sum(sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()) for pid in (worker.pid, *children)),
        "files in the worker's folder": sum(1 for _ in now.folder.rglob("*")),
    }


def _resident_mb(pid: int) -> float:
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]) / 1000


def _course(name: str, values: Sequence[float]) -> Course:
    quarter = max(1, len(values) // 4)
    return Course(
        name, statistics.mean(values[quarter : 2 * quarter] or values), statistics.mean(values[-quarter:]), max(values)
    )


def _section(minutes: float, capacity: float, courses: Sequence[Course], done: int, flat: bool) -> Iterator[str]:
    yield "## Soak"
    yield ""
    yield (
        "Target: 30 minutes at 70 % of capacity; memory of each process flat, no growth in Redis, files, connections. "
        f"**{'Met' if flat else 'Missed'} in {minutes:g} minutes**: capacity {capacity:.0f} articles a second "
        f"(one worker, two children, all of it on {len(os.sched_getaffinity(0))} cores), {done:,} articles done "
        f"at {SHARE * capacity:.0f} a second, none lost or doubled."
    )
    yield ""
    yield "| | second quarter | last quarter | highest |"
    yield "|---|---:|---:|---:|"
    yield from (f"| {one.name} | {one.early:.1f} | {one.late:.1f} | {one.highest:.1f} |" for one in courses)
    yield ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
