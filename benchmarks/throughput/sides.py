"""The two that are measured, each with a backlog that is stored before its worker hears of it."""

import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from celery import Celery
from sqlalchemy import Engine, func, select

from benchmarks.throughput.processes import running
from benchmarks.throughput.reference import SCHEMA
from worker.bootstrap import Winnow, wire
from worker.domain import State
from worker.ingest.envelope import parse_envelope, to_article
from worker.queue.bell import CeleryBell
from worker.store.base.schema import articles
from worker.store.flow.inbox import Inbox
from worker.work.service import batches, larger_batches

Envelope = dict[str, Any]
BATCH = 64
SUBMIT_AT_ONCE = 512
# Sweepers rest: a backlog is stored long before it is rung for, and is not lost.
SWEEP_INTERVAL_S = 1e6


@dataclass
class WinnowSide:
    """A Winnow over a database and a broker of its own."""

    winnow: Winnow
    worker_pid: int = 0
    sizes: dict[int, int] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        return self.winnow.engine

    def store(self, envelopes: Sequence[Envelope]) -> list[int]:
        """Persist a backlog that nobody is told of yet; return its ids."""
        inbox, ids = Inbox(self.engine), []
        for some in batches(envelopes, SUBMIT_AT_ONCE):
            taken = [to_article(parse_envelope(one), max_bytes=2_000_000) for one in some]
            some_ids = [stored.id for stored in inbox.submit(taken, rung=True)]
            self.sizes |= zip(some_ids, (len(article.source.raw) for article in taken), strict=True)
            ids += some_ids
        return ids

    def ring(self, ids: Sequence[int]) -> None:
        """Tell the worker, as a submission does while much waits."""
        CeleryBell(self.winnow.app).ring(larger_batches([(row, self.sizes[row]) for row in ids], BATCH))

    def done(self, ids: Sequence[int]) -> int:
        """Count those of a backlog (ids in order) that are done; a dead one would end the measurement."""
        ended = articles.c.state.in_([State.DONE, State.DEAD])
        some = select(articles.c.state, func.count()).where(articles.c.id.between(ids[0], ids[-1]), ended)
        with self.engine.connect() as connection:
            counts = dict(connection.execute(some.group_by(articles.c.state)).tuples().all())
        assert not counts.get(State.DEAD), "an article died: see the worker's log"
        return counts.get(State.DONE, 0)


@contextmanager
def winnow_side(
    database_url: str,
    broker_url: str,
    log: Path,
    *,
    processes: int,
    command: Sequence[str] = ("worker", "worker"),
    environment: Mapping[str, str] | None = None,
) -> Iterator[WinnowSide]:
    """Run a Winnow worker; ``command`` is the module to run and its arguments."""
    settings = {"database_url": database_url, "broker_url": broker_url, "sweep_interval_s": SWEEP_INTERVAL_S}
    side = WinnowSide(wire(**settings))
    side.engine.connect().close()  # makes the schema
    told = {f"WINNOW_{name.upper()}": str(value) for name, value in settings.items()}
    told |= {"WINNOW_HEARTBEAT_FILE": str(log.with_suffix(".heartbeat")), **(environment or {})}
    module, *arguments = command
    words = [sys.executable, "-m", module, *arguments, "--concurrency", str(processes), "--log-level", "WARNING"]
    try:
        with running(words, log, **told) as side.worker_pid:
            yield side
    finally:
        side.engine.dispose()


@dataclass
class ReferenceSide:
    """The straightforward worker over a SQLite file."""

    app: Celery
    database: Path
    worker_pid: int = 0

    def store(self, envelopes: Sequence[Envelope]) -> list[Envelope]:
        """Keep the backlog: it goes into the messages."""
        return list(envelopes)

    def ring(self, backlog: Sequence[Envelope]) -> None:
        """Send one message an article."""
        with self.app.producer_or_acquire() as producer:
            for envelope in backlog:
                self.app.send_task("reference.article", args=[envelope], producer=producer)

    def done(self, backlog: Sequence[Envelope]) -> int:
        """Count those of a backlog that are stored."""
        statement = "select count(*) from article where id in (select value from json_each(?))"
        names = "[" + ",".join(f'"{envelope["id"]}"' for envelope in backlog) + "]"
        with closing(sqlite3.connect(self.database, timeout=30)) as db:
            return int(db.execute(statement, (names,)).fetchone()[0])


@contextmanager
def reference_side(
    folder: Path, python: Path, model: Path, broker_url: str, *, processes: int
) -> Iterator[ReferenceSide]:
    """Run the straightforward worker in the peers' environment."""
    folder.mkdir()
    side = ReferenceSide(Celery(broker=broker_url), folder / "reference.db")
    with closing(sqlite3.connect(side.database)) as db:
        db.executescript(SCHEMA)
    environment = {"REFERENCE_BROKER": broker_url, "REFERENCE_DB": str(side.database), "REFERENCE_MODEL": str(model)}
    words = [python, "-m", "celery", "-A", "benchmarks.throughput.reference", "worker", "-c", processes, "-l", "error"]
    with running(
        [*map(str, words), "--without-gossip", "--without-mingle"], folder / "reference.log", **environment
    ) as side.worker_pid:
        yield side
