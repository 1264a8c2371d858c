"""Celery beat as Compose runs it: a probe sees it turn, and a restart does not begin its schedule anew."""

import shelve
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deployment import services
from tests.process import environment, running

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.timeout(1800)]

PATIENCE_S = 300.0
FOLDER = "/var/lib/winnow/beat"


def live(given: dict[str, str]) -> bool:
    command = [sys.executable, "-m", "worker", "health", "live"]
    return subprocess.run(command, env=given, capture_output=True, check=False).returncode == 0


def until(true: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)


def last_sent(folder: Path) -> list[tuple[str, str]]:
    with shelve.open(str(folder / "schedule"), flag="r") as kept:
        return [(name, str(entry.last_run_at)) for name, entry in kept["entries"].items()]


def test_it_turns_and_remembers(redis_url: str, tmp_path: Path) -> None:
    beat = services()["beat"]
    words = [word.replace(FOLDER, str(tmp_path)) for word in beat["command"]]
    command = [sys.executable, "-m", *beat["entrypoint"], *words]
    log, file = tmp_path / "log", tmp_path / "heartbeat"
    given = environment(
        tmp_path, broker_url=redis_url, database_url=f"sqlite:///{tmp_path}/b.db", heartbeat_file=str(file)
    )
    remembered = []
    for _ in range(2):
        file.unlink(missing_ok=True)
        assert not live(given)
        with running(command, given, log) as process:
            until(file.exists, log)
            assert live(given)
            process.terminate()
            assert process.wait(PATIENCE_S) == 0
        remembered.append(last_sent(tmp_path))
    assert remembered[0] == remembered[1] != []
