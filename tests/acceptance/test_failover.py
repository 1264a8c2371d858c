"""Sentinels take the replica while articles come in: nothing is lost, and the workers soon consume again."""

import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.crew import Crew
from tests.conftest import absent
from tests.factories import new_article
from tests.process import environment
from tests.sentinels import Watched, port_of, sentinels, until
from tests.servers import AbsentError
from worker.bootstrap import Winnow
from worker.domain import State
from worker.errors import UnavailableError
from worker.settings import load_settings
from worker.store.figures.status import status
from worker.store.flow.inbox import Inbox

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.timeout(300)]

# What docs/operations.md promises: seconds from the Redis's end until an article that came in later is done.
CONSUMING_S = 30.0
# Seconds between two articles that come in.
EVERY_S = 0.05


@pytest.fixture
def watched() -> Iterator[Watched]:
    try:
        with sentinels() as running:
            yield running
    except AbsentError as error:
        absent(error)


class Producer(threading.Thread):
    """Submits an article after another until it is stopped; what can't be rung for is stored all the same."""

    def __init__(self, winnow: Winnow) -> None:
        super().__init__(daemon=True)
        self._winnow = winnow
        self.stopped = threading.Event()
        self.sent = 0
        self.put_off = 0

    def run(self) -> None:
        while not self.stopped.wait(EVERY_S):
            self.sent += 1
            try:
                self._winnow.service.submit([new_article(f"day-{self.sent}")])
            except UnavailableError:
                self.put_off += 1


def test_a_fail_over_under_load_loses_nothing(watched: Watched, tmp_path: Path) -> None:
    settings = {"database_url": f"sqlite:///{tmp_path / 'winnow.db'}", "broker_url": watched.url, "lease_s": "10",
                "sweep_interval_s": "1", **watched.settings}  # fmt: skip
    winnow = Winnow(load_settings({**settings, "model_dir": tmp_path / "models"}))
    command = [sys.executable, "-m", "worker", "worker", "--concurrency", "1"]
    producer = Producer(winnow)
    with Crew(command, environment(tmp_path, **settings), tmp_path, size=2) as crew:
        producer.start()
        until(lambda: status(winnow.engine).done >= 20, within_s=120)
        watched.master.end(signal.SIGKILL)
        killed, before = time.monotonic(), producer.sent
        until(lambda: done_after(winnow, before), within_s=120)
        consuming_s = time.monotonic() - killed
        watched.master.start()  # comes back as the new one's replica
        until(lambda: watched.master_port() == port_of(watched.replica))
        producer.stopped.set()
        producer.join()
        until(lambda: status(winnow.engine).done == producer.sent, within_s=120)
    assert crew.ended == []
    assert status(winnow.engine).dead == 0
    assert consuming_s <= CONSUMING_S, f"and {producer.put_off} of {producer.sent} articles were rung for later"


def done_after(winnow: Winnow, before: int) -> bool:
    """Whether an article is done that came in after so many others: its row is one of the newest."""
    rows = list(range(before + 1, before + 2_000))
    return State.DONE in Inbox(winnow.engine).states(rows).values()
