"""Run by a room's own Python: an operator's first day, on real servers.

``journey BROKER DATABASE`` takes redis or rabbitmq, and postgresql or sqlite.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers import free_port, postgres_15_programs, postgres_server, rabbitmq_server, redis_server

# Against a hang, and far beyond what a busy machine needs.
PATIENCE_S = 300.0
BIN = Path(sys.prefix) / "bin"
SAMPLES = Path(__file__).parents[2] / "samples"


class Journey:
    """Winnow's commands with their settings, in a folder of their own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        named = {f"WINNOW_{name.upper()}": value for name, value in settings.items()}
        self.environment = {"PATH": f"{BIN}:{os.defpath}", "HOME": str(folder), **named}

    def run(self, *command: str) -> str:
        """Run a command to its good end; return what it printed."""
        done = self.attempt(*command)
        assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def attempt(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end, whatever that is."""
        return subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    @contextmanager
    def running(self, *command: str) -> Iterator[None]:
        """Run a service during the block; it must end well at SIGTERM."""
        log = self.folder / f"{command[1]}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(BIN / command[0]), *command[1:]],
                cwd=self.folder,
                env=self.environment,
                stdout=output,
                stderr=output,
            )
        try:
            yield
            assert process.poll() is None, log.read_text()
            process.terminate()
            assert process.wait(PATIENCE_S) == 0, log.read_text()
        finally:
            process.kill()
            process.wait()


def travel(journey: Journey) -> None:
    """Set up, take in, process, look, and serve."""
    journey.run("winnow", "db", "upgrade")
    journey.run("winnow", "doctor")
    with journey.running("winnow", "worker", "--concurrency", "1"):
        ids = journey.run("winnow", "submit", "--wait", str(SAMPLES)).split()
        assert len(ids) == len(list(SAMPLES.iterdir()))
        assert json.loads(journey.run("winnow", "status", "--json"))["done"] == len(ids)
        _until(lambda: "pong" in journey.attempt("celery", "-A", "worker.app", "inspect", "ping").stdout)
    exported = [json.loads(line) for line in journey.run("winnow", "export").splitlines()]
    assert len(exported) == len(ids)
    assert any(comment["verdict"] == "spam" for article in exported for comment in article["comments"])
    port = free_port()
    with journey.running("winnow", "web", "--port", str(port)):
        _until(lambda: _answers(f"http://127.0.0.1:{port}/healthz"))
        assert _answers(f"http://127.0.0.1:{port}/readyz")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.2)


def main(broker: str, database: str) -> None:
    """Start the servers, and travel."""
    folder = Path(tempfile.mkdtemp(prefix="winnow-clean-room-"))
    with ExitStack() as servers:
        servers.callback(shutil.rmtree, folder, ignore_errors=True)
        broker_url = servers.enter_context({"redis": redis_server, "rabbitmq": rabbitmq_server}[broker]())
        database_url = f"sqlite:///{folder / 'winnow.db'}"
        if database == "postgresql":
            database_url = servers.enter_context(postgres_server(postgres_15_programs()))
        settings = {
            "broker_url": broker_url,
            "database_url": database_url,
            "model_dir": str(folder / "models"),
            "heartbeat_file": str(folder / "heartbeat"),
        }
        travel(Journey(folder, **settings))
    print(f"runs on {broker} and {database}")


if __name__ == "__main__":
    main(*sys.argv[1:])
