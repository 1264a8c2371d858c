"""A worker with fault hooks, as a process (``python -m tests.chaos.worker``).

A page can ask for a fault (`tests.faults`), and a ticket, a file in the folder ``CHAOS_TICKETS``, asks whoever takes
it first to die at the point that it names. Each article takes ``CHAOS_PAUSE_S`` longer than it needs, so that there is
work in flight to strike.
"""

import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import event

from tests import faults
from worker.bootstrap import Winnow
from worker.domain import Claim, Page, Separation
from worker.settings import load_settings, prepare_worker_process
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.work.pipeline import Outcome
from worker.work.service import Service

POINTS = ("before-claim", "after-insert", "before-ack")


def die_at(point: str) -> None:
    """End this process, and its worker where the ticket says so, if there is a ticket for this point."""
    for whole in (False, True):
        with suppress(FileNotFoundError):
            (Path(os.environ["CHAOS_TICKETS"]) / (f"{point}.worker" if whole else point)).unlink()
            if whole:
                os.kill(os.getppid(), signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class DeadlyInbox:
    """An inbox where a worker may die before it claims."""

    real: Inbox

    def claim(self, ids: Sequence[int], **how: Any) -> Claim:
        die_at("before-claim")
        return self.real.claim(ids, **how)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


@dataclass
class DeadlyResults:
    """A store where a worker may die between its statements and their commit, and before it acknowledges."""

    real: Results
    storing: bool = False

    def __post_init__(self) -> None:
        event.listen(self.real._engine, "commit", lambda _: self.storing and die_at("after-insert"))

    def commit(self, claim_token: str, outcomes: Sequence[Outcome]) -> int:
        self.storing = True
        try:
            stored = self.real.commit(claim_token, outcomes)
        finally:
            self.storing = False
        die_at("before-ack")
        return stored


class Hooked(Winnow):
    """A Winnow with the hooks."""

    @cached_property
    def service(self) -> Service:
        service = super().service
        return replace(service, inbox=DeadlyInbox(service.inbox), results=DeadlyResults(service.results))  # type: ignore[arg-type]


def separate(pages: Sequence[Page]) -> list[Separation]:
    if pause_s := float(os.environ["CHAOS_PAUSE_S"]) * len(pages):
        time.sleep(pause_s)  # never for nothing: under faketime it fails
    return faults.separate(pages)


if __name__ == "__main__":
    prepare_worker_process()
    winnow = Hooked(load_settings(), separate, (sys.executable, "-m", "tests.faults"))
    winnow.service.judge()  # as `winnow worker` does: the children have its libraries from their parent
    winnow.app.worker_main(["worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle", *sys.argv[1:]])
