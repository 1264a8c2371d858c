"""The sweeper: a bootstep, so that every worker has it; the database sees to it that one acts."""

import threading
from collections.abc import Callable
from typing import Any

import structlog
from celery import bootsteps

from worker.errors import UnavailableError
from worker.service import Service

log = structlog.get_logger(__name__)


def sweeper_step(service: Callable[[], Service], interval_s: float) -> type[bootsteps.StartStopStep]:
    """Make the bootstep that sweeps every ``interval_s`` seconds in a thread of the worker's main process."""

    class Sweeper(bootsteps.StartStopStep):
        """Sweeps until the worker stops."""

        requires = ("celery.worker.components:Timer",)

        def __init__(self, parent: Any, **options: Any) -> None:
            super().__init__(parent, **options)
            self._stopped = threading.Event()
            self._thread = threading.Thread(target=self._run, name="winnow-sweeper", daemon=True)

        def start(self, parent: Any) -> None:
            self._thread.start()

        def stop(self, parent: Any) -> None:
            self._stopped.set()

        terminate = stop

        def _run(self) -> None:
            while not self._stopped.wait(interval_s):
                sweep_once(service)

    return Sweeper


def sweep_once(service: Callable[[], Service]) -> None:
    """Sweep, whatever the state of database and broker: the next sweep tries again."""
    try:
        rung = service().sweep()
        if rung:
            log.info("swept", rung=rung)
    except UnavailableError as error:
        log.warning("sweep_put_off", error=str(error))
    except Exception:
        log.exception("sweep_failed")
