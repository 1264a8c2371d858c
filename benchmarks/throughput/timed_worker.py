"""A worker whose children note the CPU that separation and classification take: `winnow worker` otherwise.

WINNOW_BENCHMARK_NOTES is the folder of the notes, one file a child.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from worker.bootstrap import Winnow
from worker.settings import load_settings, prepare_worker_process
from worker.work.service import Service

NOTES = "BENCHMARK_NOTES"


@dataclass(slots=True)
class Meter:
    """Adds up CPU seconds inside the calls that it wraps, and writes them down."""

    spent_s: float = 0.0

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``call``, metered."""

        def metered(*arguments: Any) -> Any:
            start = time.process_time()
            try:
                return call(*arguments)
            finally:
                self.spent_s += time.process_time() - start
                (Path(os.environ[NOTES]) / str(os.getpid())).write_text(str(self.spent_s))  # noqa: TID251

        return metered


@dataclass(frozen=True, slots=True)
class MeteredJudge:
    """A judge in a meter."""

    version: str
    judge: Callable[[Sequence[Any]], Any]


class TimedWinnow(Winnow):
    """A Winnow whose service is metered."""

    @cached_property
    def service(self) -> Service:
        """The work itself, metered."""
        plain, meter = Winnow.service.func(self), Meter()

        def judge() -> MeteredJudge:
            model = plain.judge()
            return MeteredJudge(model.version, meter.around(model.judge))

        return replace(plain, separate=meter.around(plain.separate), judge=judge)


if __name__ == "__main__":
    prepare_worker_process()
    winnow = TimedWinnow(load_settings())
    # Celery's own name for an option of `winnow worker`.
    options = ["--loglevel" if word == "--log-level" else word for word in sys.argv[1:]]
    winnow.app.worker_main(["worker", "--without-gossip", "--without-mingle", *options])
