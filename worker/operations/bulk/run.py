"""The bulk run: input cut into shards, those that are not done yet done by an engine, and what came of all of them."""

import errno
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from worker.errors import RefusedError, UnavailableError
from worker.operations.bulk import dedup, manifest
from worker.operations.bulk.counts import Counts, Note
from worker.operations.bulk.folder import asked, claimed
from worker.operations.bulk.job import Job, Row, Shard
from worker.operations.bulk.output import paths
from worker.operations.bulk.plan import Plan, outdated, plan, to_do
from worker.operations.bulk.report import write_report
from worker.operations.bulk.summary import Summary, write_summary

Engine = Callable[[Sequence[Shard], Job, Note], Iterator[Row]]

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Begun:
    """What a run found to do: all shards, and how many of them were done before."""

    shards: int
    done: int
    refused: tuple[tuple[str, RefusedError], ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """Who wants to hear how a run goes: at its beginning, of what is counted, and of each shard that is done."""

    begun: Callable[[Begun], None]
    counted: Note
    done: Callable[[Row], None]


def bulk(inputs: Sequence[str], job: Job, engine: Engine, watch: Watch, *, part_bytes: int, redo: bool) -> Summary:
    """Do what is not done yet, and return what came of all shards of this input; ``summary.json`` says the same, and
    ``report.html`` says it to people.

    Raises ConflictError where the folder is another run's, UnavailableError where it is full or no work is possible:
    what is done stays done, and the same call goes on.
    """
    with _with_room(job.out), claimed(job.out, asked(job, part_bytes), redo=redo):
        started = time.monotonic()
        planned = plan(inputs, part_bytes=part_bytes, read_as=job.read_as)
        done = dict(manifest.read(job.out))
        for shard_id in outdated(planned.shards, done):
            _remove(job, shard_id)
        left = to_do(planned.shards, done, job.versions)
        if left or redo:
            dedup.forget(job.out)
        watch.begun(Begun(len(planned.shards), len(planned.shards) - len(left), planned.refused))
        fresh = Counts()
        for row in engine(left, job, watch.counted):
            done[row.shard.id] = row
            fresh = fresh + row.counts
            watch.done(row)
        summary = _summary(planned, done, job, fresh, time.monotonic() - started)
        write_summary(job.out, summary)
        write_report(job.out, summary)
        return summary


@contextmanager
def _with_room(out: Path) -> Iterator[None]:
    """Tell a full disk in a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        advice = "make room, and the same command goes on; what is done stays"
        raise UnavailableError(f"there is no room for {out}: {advice}") from None


def _remove(job: Job, shard_id: str) -> None:
    manifest.forget(job.out, shard_id)
    for path in paths(job, shard_id):
        path.unlink(missing_ok=True)


def _summary(planned: Plan, done: dict[str, Row], job: Job, fresh: Counts, seconds: float) -> Summary:
    rows = [done[shard.id] for shard in planned.shards]
    counts = sum((row.counts for row in rows), Counts())
    return Summary(
        shards=len(rows),
        files_refused={name: error.reason.value for name, error in planned.refused},
        versions=job.versions,
        counts=counts,
        pages_this_time=fresh.pages,
        seconds_this_time=round(seconds, 3),
    )
