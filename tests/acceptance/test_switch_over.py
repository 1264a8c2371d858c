"""Another PostgreSQL becomes the primary while a worker runs: it goes on there, and nothing is lost."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import absent
from tests.factories import new_article
from tests.process import environment, running
from tests.replication import Pair, pair
from tests.sentinels import until
from tests.servers import AbsentError, postgres_15_programs
from worker.bootstrap import Winnow
from worker.errors import UnavailableError
from worker.settings import load_settings
from worker.store.base.database import close, connect
from worker.store.figures.status import status

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.postgres, pytest.mark.timeout(240)]

DONE_S = 90.0


@pytest.fixture
def databases() -> Iterator[Pair]:
    try:
        with pair(postgres_15_programs()) as started:
            yield started
    except AbsentError as error:
        absent(error)


def submit(winnow: Winnow, name: str) -> bool:
    """Submit as a producer does: again, where it is told to try later."""
    with suppress(UnavailableError):
        return len(winnow.service.submit([new_article(name)])) == 1
    return False


def test_a_worker_goes_on_with_the_new_primary(databases: Pair, redis_url: str, tmp_path: Path) -> None:
    settings = {"database_url": databases.url, "broker_url": redis_url, "sweep_interval_s": "1", "lease_s": "10"}
    winnow = Winnow(load_settings({**settings, "model_dir": tmp_path / "models"}))
    worker = [sys.executable, "-m", "worker", "worker", "--concurrency", "1"]
    with running(worker, environment(tmp_path, **settings), tmp_path / "worker.log") as process:
        for number in range(5):
            assert submit(winnow, f"before-{number}")
        until(lambda: status(winnow.engine).done == 5, within_s=DONE_S)
        databases.switch_over()
        for number in range(5):
            until(lambda name=f"after-{number}": submit(winnow, name))
        promoted = connect(databases.standby.url)
        until(lambda: status(promoted).done == 10, within_s=DONE_S)
        assert status(promoted).dead == 0
        assert process.poll() is None
        close(promoted)
    winnow.close()
