"""The embedded worker: Celery's own in-memory transport and a solo pool in a thread of this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from celery import Celery
from celery.worker import WorkController, state

from worker.queue.config import PROCESS_TASK

EMBEDDED_BROKER = "memory://localhost/"
# Seconds that a worker gets to finish the batch in hand.
STOP_S = 30.0


@contextmanager
def embedded_worker(app: Celery) -> Iterator[None]:
    """Run a worker beside the caller until the block ends; the app's broker is ``EMBEDDED_BROKER``."""
    app.set_default()  # the thread's own idea of the current app, which runs the tasks
    worker = WorkController(
        app=app, pool="solo", concurrency=1, loglevel="WARNING", without_heartbeat=True, without_mingle=True,
        without_gossip=True,
    )  # fmt: skip
    thread = threading.Thread(target=worker.start, name="winnow-embedded", daemon=True)
    thread.start()
    try:
        yield
    finally:
        state.should_stop = 0  # the exit code with which the worker's loop ends
        # Two wake it: the loop waits for one more message, for two seconds, after it has seen that it should stop.
        for _ in range(2):
            app.send_task(PROCESS_TASK, args=[[]])
        thread.join(STOP_S)
        state.should_stop = None
