"""What the desk itself does beside answering requests: trainings, judging the queue anew, and looking for campaigns."""

import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

import structlog
from sqlalchemy import Engine

from classifiers.errors import WinnowError
from worker.settings import Settings, environment
from worker.store.moderation.campaigns import Campaigns
from worker.work.interval import Interval

log = structlog.get_logger(__name__)

# Seconds between two looks for campaigns, and how long one look goes on.
_LOOK_EVERY_S: Final = 5.0
_LOOK_FOR_S: Final = 10.0
# Lines of a job's words that are kept, and characters of each.
_LINES: Final = 60
_LINE_CHARS: Final = 400


class JobKind(StrEnum):
    """What can be done in a process of its own."""

    TRAIN = "train"
    RESCORE = "rescore"


@dataclass(slots=True)
class Job:
    """One run of a command of ours in a process of its own, as far as it has come."""

    kind: JobKind
    by: str
    began: datetime
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=_LINES))
    ended: datetime | None = None
    exit_code: int | None = None

    @property
    def running(self) -> bool:
        """Whether it is still at work."""
        return self.ended is None

    @property
    def step(self) -> str:
        """What it said last."""
        return self.lines[-1] if self.lines else ""


@dataclass(slots=True)
class DeskJobs:
    """The desk's own work; one job and one search for campaigns at a time."""

    settings: Settings
    job: Job | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _looking: threading.Thread | None = None
    _interval: Interval = field(default_factory=lambda: Interval(_LOOK_EVERY_S))

    def begin(self, kind: JobKind, by: str) -> bool:
        """Begin a job; return False where one is under way."""
        with self._lock:
            if self.job is not None and self.job.running:
                return False
            self.job = Job(kind, by, datetime.now(UTC))
        threading.Thread(target=self._run, args=(self.job,), daemon=True).start()
        return True

    def look_for_campaigns(self, engine: Engine) -> None:
        """Catch up with new comments in the background, unless that was done a moment ago."""
        with self._lock:
            busy = self._looking is not None and self._looking.is_alive()
            if busy or not self._interval.over:
                return
            self._interval.begin()
            self._looking = threading.Thread(target=_catch_up, args=(engine,), daemon=True)
            self._looking.start()

    def _run(self, job: Job) -> None:
        # Its own process: it must not slow down who asks this one, and its memory goes with it.
        process = subprocess.Popen(  # noqa: S603  - our own program
            (sys.executable, "-m", "worker", *_arguments(job)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment(self.settings),
            encoding="utf-8",
            errors="replace",
        )
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip():
                job.lines.append(line.rstrip()[:_LINE_CHARS])
        job.exit_code = process.wait()
        job.ended = datetime.now(UTC)
        log.info("desk_job_ended", job=job.kind.value, by=job.by, exit_code=job.exit_code)


def _arguments(job: Job) -> tuple[str, ...]:
    """Return the command of a job; a name is given as one argument, so that none is read as an option."""
    if job.kind is JobKind.TRAIN:
        return ("retrain", f"--by={job.by}")
    return ("rescore", "--queue", "--json", f"--by={job.by}")


def _catch_up(engine: Engine) -> None:
    until = time.monotonic() + _LOOK_FOR_S
    try:
        while time.monotonic() < until and Campaigns(engine).catch_up():
            pass
    except WinnowError as error:
        log.warning("campaigns_not_looked_for", error=str(error))
