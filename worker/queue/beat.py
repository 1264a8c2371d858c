"""Celery beat as Winnow runs it: when it last sent what is kept in a file, and that it turns is seen from outside."""

from pathlib import Path
from typing import Any

from celery.beat import PersistentScheduler

from worker.queue.heartbeat import touch

# Seconds between two turns at most: some of them fit into the silence after which a probe takes it for dead.
MAX_PAUSE_S = 10


def beat_scheduler(file: Path) -> type[Any]:
    """Make the scheduler that touches ``file`` at every turn, as a worker's main process does."""

    class Scheduler(PersistentScheduler):
        """Beat's own, with a heartbeat."""

        def tick(self, *args: Any, **kwargs: Any) -> Any:
            touch(file)
            return super().tick(*args, **kwargs)

    return Scheduler
