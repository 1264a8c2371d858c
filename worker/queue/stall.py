"""Noticing a worker that is up and does not consume: messages wait, it has nothing in work, and it takes none."""

from collections.abc import Callable
from dataclasses import dataclass, field

from celery import Celery
from celery.worker import state

from worker.errors import UnavailableError
from worker.queue.bell import depth

# Looks in a row that must find messages waiting: one may have come in at that very moment.
LOOKS = 2


@dataclass(slots=True)
class Stall:
    """Looked at once a beat: says whether a worker that was idle for ``idle_beats`` has left messages waiting.

    ``taken`` counts the messages that it ever took, ``busy`` says whether one is in work, ``waits`` asks the broker,
    which happens only after that long an idleness.
    """

    idle_beats: int
    taken: Callable[[], int]
    busy: Callable[[], bool]
    waits: Callable[[], bool]
    _taken: int = field(default=-1, init=False)
    _idle: int = field(default=0, init=False)
    _waited: int = field(default=0, init=False)

    def look(self) -> bool:
        """Return whether the worker has stalled."""
        taken = self.taken()
        idle = taken == self._taken and not self.busy()
        self._taken = taken
        self._idle = self._idle + 1 if idle else 0
        if self._idle < self.idle_beats:
            self._waited = 0
            return False
        self._waited = self._waited + 1 if self.waits() else 0
        if not self._waited:
            self._idle = 0
        return self._waited >= LOOKS


def stall_of(app: Celery, *, idle_beats: int) -> Stall:
    """Return what watches this process's worker, over the queues that it consumes."""
    return Stall(
        idle_beats,
        taken=lambda: int(state.all_total_count[0]),
        busy=lambda: bool(state.reserved_requests),
        waits=lambda: _waits(app),
    )


def _waits(app: Celery) -> bool:
    try:
        return any(depth(app, queue) for queue in app.amqp.queues.consume_from)
    except UnavailableError:
        return False  # an outage is not the worker's fault
