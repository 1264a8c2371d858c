"""``celery -A worker.app worker``: what any Celery user types, with the sweeper that every worker has."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.acceptance.installation import Installation

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.timeout(1800)]

NOWHERE = "redis://127.0.0.1:1/0"
FOUND_S = 300.0


def test_it_finds_and_processes_what_was_stored_and_never_rung(
    installation: Installation, start: Callable[..., subprocess.Popen[bytes]], own_redis_url: str, tmp_path: Path
) -> None:
    settings = {"database_url": f"sqlite:///{tmp_path / 'winnow.db'}", "sweep_interval_s": "0.5"}
    (tmp_path / "tide.txt").write_text("The tide tables are out\n\nThey cost two crowns, as they did last year.\n")
    stored = installation.run("submit", "tide.txt", cwd=tmp_path, broker_url=NOWHERE, **settings)
    assert stored.returncode == 75

    start("celery", "-A", "worker.app", "worker", "--concurrency", "1", broker_url=own_redis_url, **settings)

    deadline = monotonic() + FOUND_S
    while not (exported := installation.run("export", cwd=tmp_path, **settings).stdout):
        assert monotonic() < deadline, "the sweeper did not find it in time"
        sleep(0.2)
    assert json.loads(exported)["external_id"] == "tide.txt"
