"""The heartbeat: a file that the main process touches while its loop turns, or while it waits for its broker."""

import os
import threading
from pathlib import Path
from typing import Any

import structlog
from celery import bootsteps

from worker.queue.stall import stall_of

BEAT_S = 5.0
# Beats missed in a row after which the main process is taken for stuck: far longer than any call that blocks it
# within its time-out (30 s).
STUCK_BEATS = 36
# Beats without work after which it is asked whether messages wait: a worker that leaves them has lost its consumer.
IDLE_BEATS = 24
EXIT_STUCK = 70  # EX_SOFTWARE

log = structlog.get_logger(__name__)


def heartbeat_step(
    file: Path, *, beat_s: float = BEAT_S, stuck_beats: int = STUCK_BEATS, idle_beats: int = IDLE_BEATS
) -> type[Any]:
    """Make the bootstep that touches ``file``, and ends a main process that turns no more or consumes no more."""

    class Heartbeat(bootsteps.StartStopStep):
        """Watches the main loop from a thread of its own."""

        requires = ("celery.worker.components:Timer",)

        def __init__(self, parent: Any, **options: Any) -> None:
            super().__init__(parent, **options)
            self._beaten = threading.Event()
            self._stopped = threading.Event()

        def start(self, parent: Any) -> None:
            parent.timer.call_repeatedly(beat_s, self._beaten.set)
            thread = threading.Thread(target=self._watch, args=(parent,), name="winnow-heartbeat", daemon=True)
            thread.start()

        def stop(self, parent: Any) -> None:
            self._stopped.set()

        terminate = stop

        def _watch(self, parent: Any) -> None:
            missed = 0
            stall = stall_of(parent.app, idle_beats=idle_beats)
            touch(file)
            # Counted, not timed: a process that was stopped and goes on has missed nothing.
            while not self._stopped.wait(beat_s):
                missed = 0 if self._beaten.is_set() or _awaits_broker(parent) else missed + 1
                self._beaten.clear()
                if missed == 0:
                    touch(file)
                elif missed >= stuck_beats:
                    _end("main_process_stuck")
                if stall.look():
                    _end("worker_consumes_nothing")

    return Heartbeat


def _end(why: str) -> None:
    log.critical(why)
    os._exit(EXIT_STUCK)  # the kernel ends the children, the supervisor brings all back


def touch(file: Path) -> None:
    """Set the file's time to now; a folder that can't be written to is logged and costs no work."""
    try:
        file.touch()
    except OSError as error:
        log.warning("heartbeat_not_written", file=str(file), error=error.strerror)


def _awaits_broker(parent: Any) -> bool:
    """Whether the loop rests because the broker is away: Celery tries again for ever, with growing pauses."""
    consumer = getattr(parent, "consumer", None)
    return consumer is not None and consumer.connection is None
