"""Giving work back at once: what a second SIGTERM asks of the children that are busy."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import structlog
from celery import bootsteps
from celery.signals import worker_shutting_down

from worker.work.service import HandedBackError

# Celery has other uses for most signals; this one it leaves to its children.
ASKS = signal.SIGUSR2

log = structlog.get_logger(__name__)


class HandBack:
    """A child's side: ends the work in hand, if there is any, when it is asked to."""

    def __init__(self) -> None:
        self._working = False
        self._asked = False

    def listen(self) -> None:
        """Take the main process's word from now on."""
        signal.signal(ASKS, self._ask)

    @contextmanager
    def work(self) -> Iterator[None]:
        """Do what may be given back: HandedBackError is raised in the block, or at its start."""
        self._working = True
        try:
            if self._asked:
                raise HandedBackError
            yield
        finally:
            self._working = False

    def _ask(self, *_: Any) -> None:
        self._asked = True
        if self._working:
            raise HandedBackError


class SecondTerm(bootsteps.StartStopStep):
    """The main process's side: the first SIGTERM drains, each further one asks the children to hand back.

    The warm shutdown then ends by itself, and leaves nothing claimed. A child that is deep in C code hears nothing:
    its hard time limit bounds it, and the sweeper of another worker takes its articles back.
    """

    requires = ("celery.worker.components:Pool",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self._terms = 0
        self._worker = parent

    def start(self, parent: Any) -> None:
        """Listen."""
        worker_shutting_down.connect(self._shutting_down)

    def _shutting_down(self, sig: str | None = None, **_: Any) -> None:
        self._terms += sig == "SIGTERM"
        if self._terms > 1:
            for child in _children(self._worker.pool):
                with suppress(ProcessLookupError):
                    os.kill(child, ASKS)


def _children(pool: Any) -> list[int]:
    return list(pool.info.get("processes", ())) if pool else []
