"""The sweeper: a bootstep, so that every worker has it; the database sees to it that one acts."""

import threading
from collections.abc import Callable
from typing import Any

import structlog
from celery import bootsteps

from worker.errors import UnavailableError
from worker.work.interval import Interval
from worker.work.service import Service

# Retention is told in days: an hour more does not matter, and looking costs next to nothing.
RETAIN_INTERVAL_S = 3600.0

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
            retention = Interval(RETAIN_INTERVAL_S)
            while not self._stopped.wait(interval_s):
                sweep_once(service)
                if retention.over:
                    retention.begin()
                    retain_once(service)

    return Sweeper


def retain_once(service: Callable[[], Service]) -> None:
    """Drop what need not be kept, whatever the state of the database: there is a next time."""
    try:
        service().retain()
    except UnavailableError as error:
        log.warning("retention_put_off", error=str(error))
    except Exception:
        log.exception("retention_failed")


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
