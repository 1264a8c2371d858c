"""Celery's own tools reach the workers on each broker, and what they say is no evidence of anything."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from tests.deployment import compose, services
from tests.process import environment, running
from tests.servers import free_port

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]

START_S = 90
# Seconds that a question waits for answers, from however many workers; it is asked again where none came.
ANSWER_S = "3"
# What the workers listen to in Redis.
CONTROL = "winnow:/0.celery.pidbox"
TASKS = {"winnow.process", "winnow.process_last", "winnow.submit", "winnow.retrain"}


@contextmanager
def worker(folder: Path, broker_url: str) -> Iterator[dict[str, str]]:
    """Run a worker until the block ends; yields the environment in which it runs."""
    database = f"sqlite:///{folder / 'winnow.db'}"
    given = environment(folder, broker_url=broker_url, database_url=database, heartbeat_file=str(folder / "beat"))
    command = [sys.executable, "-m", "worker", "worker", "--concurrency", "1"]
    with running(command, given, folder / "worker.log"):
        yield given


def asked(given: dict[str, str], *question: str) -> Any:
    """The answers of all workers to ``celery inspect``."""
    options = ["--json", "--timeout", ANSWER_S]
    command = [sys.executable, "-m", "celery", "-A", "worker.app", "inspect", *options, *question]
    deadline = time.monotonic() + START_S
    while True:
        told = subprocess.run(command, env=given, capture_output=True, text=True, check=False, cwd=given["PYTHONPATH"])
        if told.returncode == 0:
            return json.loads(told.stdout)
        assert time.monotonic() < deadline, told.stdout + told.stderr


def test_inspect_is_answered_on_each_broker(broker_url: str, tmp_path: Path) -> None:
    with worker(tmp_path, broker_url) as given:
        ((name, pong),) = asked(given, "ping").items()
        stats = asked(given, "stats")[name]
        registered = set(asked(given, "registered")[name])
    assert pong == {"ok": "pong"}
    assert stats["pool"]["max-concurrency"] == 1
    assert registered >= TASKS
    assert "message_set_aside" not in (tmp_path / "worker.log").read_text()


@pytest.mark.redis
def test_nothing_of_it_is_set_aside_and_nonsense_ends_no_worker(redis_url: str, tmp_path: Path) -> None:
    with Redis.from_url(redis_url) as client, worker(tmp_path, redis_url) as given:
        (name,) = asked(given, "ping")
        client.delete("winnow:winnow.aside")
        for nonsense in (b"hello", b"[]", b"{}", b'{"properties": {}}', statement(b"42"), statement(b'{"method": 7}')):
            assert client.publish(CONTROL, nonsense) == 1
        assert asked(given, "ping") == {name: {"ok": "pong"}}
        assert client.llen("winnow:winnow.aside") == 0


def statement(body: bytes) -> bytes:
    properties = {"delivery_tag": "1", "delivery_info": {"exchange": "celery.pidbox", "routing_key": ""}}
    whole = {"content-encoding": "utf-8", "content-type": "application/json", "headers": {}, "properties": properties}
    return json.dumps({"body": body.decode(), **whole}).encode()


@pytest.mark.redis
def test_flower_shows_the_workers(redis_url: str, tmp_path: Path) -> None:
    with worker(tmp_path, redis_url) as given:
        (name,) = asked(given, "ping")
        for command, settings in (["-A", "worker.app", "flower"], given), as_compose_starts_it(redis_url, tmp_path):
            port = free_port()
            flower = [sys.executable, "-m", "celery", *command, "--address=127.0.0.1", f"--port={port}"]
            with running(flower, settings | {"FLOWER_UNAUTHENTICATED_API": "true"}, tmp_path / "flower.log"):
                shown = workers_in(port)
            assert set(shown) == {name}
            assert set(shown[name]["registered"]) >= TASKS
            assert [queue["name"] for queue in shown[name]["active_queues"]] == ["winnow"]


def as_compose_starts_it(redis_url: str, folder: Path) -> tuple[list[str], dict[str, str]]:
    """The command and the environment of Compose's Flower, which knows nothing of Winnow but the keys."""
    service, settings = services()["flower"], folder / "settings"
    settings.mkdir()
    (config,) = service["configs"]
    (settings / Path(config["target"]).name).write_text(compose()["configs"][config["source"]]["content"])
    _, *command = (word for word in service["command"] if not word.startswith("--port"))
    given = {name: value for name, value in os.environ.items() if not name.startswith("WINNOW_")}
    return command, given | {"CELERY_BROKER_URL": redis_url, "PYTHONPATH": str(settings)}


def workers_in(port: int) -> dict[str, Any]:
    """What a Flower's API says of the workers, once it has asked them."""
    deadline = time.monotonic() + START_S
    while True:
        with suppress(httpx.TransportError):
            answer = httpx.get(f"http://127.0.0.1:{port}/api/workers?refresh=1", timeout=60)
            if answer.is_success and any("registered" in one for one in answer.json().values()):
                return answer.json()
        assert time.monotonic() < deadline, "Flower does not know the workers"
        time.sleep(0.5)
