"""Servers that can be ended in every way and started again on their port, with what they had on their disk."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests import servers

START_S = 60.0


@dataclass
class Server:
    """A server's process; ``url`` is where it answers."""

    url: str
    command: list[object]
    folder: Path
    ready: Callable[[], bool]
    account: Mapping[str, object] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "server.log").open("ab") as output:
            self.process = subprocess.Popen(
                [str(word) for word in self.command],
                stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd=self.folder, start_new_session=True,
                **self.account,
            )  # fmt: skip
        deadline = time.monotonic() + START_S
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.command[0]} did not start; see {self.folder}/server.log")
            time.sleep(0.02)

    def end(self, sent: signal.Signals) -> None:
        """Send its main process a signal and wait until it is gone."""
        assert self.process is not None
        self.process.send_signal(sent)
        self.process.wait(START_S)

    def restart(self, sent: signal.Signals, away_s: float = 0.0) -> None:
        """End it, leave it away for ``away_s`` seconds, and start it again."""
        self.end(sent)
        time.sleep(away_s)
        self.start()

    def hold(self, seconds: float) -> None:
        """Stop it in its tracks for ``seconds``."""
        with self.held():
            time.sleep(seconds)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Stop it in its tracks (SIGSTOP) until the block ends."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.process.pid, signal.SIGCONT)

    @contextmanager
    def running(self) -> Iterator["Server"]:
        """Start it, and see that nothing of it is left when the block ends."""
        try:
            self.start()
            yield self
        finally:
            if self.process is not None:
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


@contextmanager
def redis(*options: str) -> Iterator[Server]:
    """Run a Redis."""
    port = servers.free_port()
    with servers.server_folder("redis") as folder:
        command = [
            servers.redis_program(),
            "--port",
            port,
            "--bind",
            "127.0.0.1",
            "--dir",
            folder,
            "--save",
            "",
            *options,
        ]
        url = f"redis://127.0.0.1:{port}/0"
        with Server(url, command, folder, lambda: servers.redis_answers(port)).running() as server:
            yield server


@contextmanager
def postgres(programs: Path) -> Iterator[Server]:
    """Run a PostgreSQL; SIGQUIT is its immediate shutdown, after which it recovers from its log."""
    port = servers.free_port()
    memory = servers.memory_folder()
    with servers.server_folder("postgres", memory) as folder, servers.reachable(programs, folder) as bin_folder:
        servers.make_cluster(bin_folder, folder / "data")
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        command = servers.postgres_command(bin_folder, folder / "data", port)
        made = Server(url, command, folder, lambda: servers.postgres_answers(url), servers.unprivileged())
        with made.running() as server:
            yield server
