"""``winnow web`` and ``winnow token`` as processes of their own."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.process import environment, running
from tests.servers import free_port

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(1800)]

WINNOW = [sys.executable, "-m", "worker"]
START_S = 300.0
# A port that nobody listens on: the service must do without a broker.
NO_BROKER = "redis://127.0.0.1:1/0"


@pytest.fixture
def given(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path, database_url=f"sqlite:///{tmp_path}/web.db", broker_url=NO_BROKER)


def winnow(given: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*WINNOW, *arguments], env=given, capture_output=True, text=True, timeout=600, check=False)


def wait_until(check: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_S
    while not check():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False


def test_a_public_address_is_refused_until_there_is_a_user_or_a_token(given: dict[str, str]) -> None:
    refused = winnow(given, "web", "--host", "0.0.0.0", "--port", "0")
    assert refused.returncode == 78
    assert "first add a user or a token: winnow user add NAME, or winnow token add NAME" in refused.stderr


def test_it_serves_without_a_broker_and_ends_in_peace(given: dict[str, str], tmp_path: Path) -> None:
    made = winnow(given, "token", "add", "ops", "--scope", "admin")
    assert made.returncode == 0
    port = free_port()
    log = tmp_path / "web.log"
    with running([*WINNOW, "web", "--host", "0.0.0.0", "--port", str(port)], given, log) as process:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: process.poll() is not None or answers(f"{url}/healthz"))
        ready = httpx.get(f"{url}/readyz")
        assert ready.status_code == 503
        assert ready.json()["database"] == ready.json()["model"] == "ok"
        assert "can't be reached" in ready.json()["broker"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {line["route"] for line in lines if line["event"] == "request"} >= {"/healthz", "/readyz"}


def test_a_port_that_is_taken_is_said_in_a_sentence(given: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = winnow(given, "web", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 75
    assert "is something else there?" in refused.stderr


def test_a_user_of_the_desk_is_guard_enough(given: dict[str, str], tmp_path: Path) -> None:
    password = ["user", "add", "ida", "--password-stdin"]
    said = "a long and private phrase\n"
    assert subprocess.run([*WINNOW, *password], env=given, input=said, text=True, check=False).returncode == 0
    port = free_port()
    with running([*WINNOW, "web", "--host", "0.0.0.0", "--port", str(port)], given, tmp_path / "web.log") as process:
        wait_until(lambda: process.poll() is not None or answers(f"http://127.0.0.1:{port}/healthz"))
        assert process.poll() is None
