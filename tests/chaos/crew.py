"""Workers as processes, each brought back when it ends, as compose and systemd do."""

import os
import random
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

# Seconds between two looks at who is still there, and thus until one is brought back.
LOOK_S = 0.2


@dataclass
class Crew:
    """``size`` workers that run ``command``; the supervisor is a thread."""

    command: Sequence[str]
    environment: dict[str, str]
    folder: Path
    size: int
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    # Exit codes of workers that ended, by whatever cause.
    ended: list[int] = field(default_factory=list)
    # The supervisor brings nobody back while this is not set.
    supervised: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Crew":
        self.workers = [self._start(number) for number in range(self.size)]
        self.supervised.set()
        self._thread = threading.Thread(target=self._supervise, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()
        for worker in self.workers:
            _signal_group(worker.pid, signal.SIGKILL)
            worker.wait()

    def kill_child(self, rng: random.Random) -> None:
        """SIGKILL one of the processes that work."""
        children = [child for worker in self.workers for child in children_of(worker.pid)]
        if children:
            with suppress(ProcessLookupError):
                os.kill(rng.choice(children), signal.SIGKILL)

    def kill_main(self, rng: random.Random) -> None:
        """SIGKILL one main process, and nothing else: its children are the kernel's business."""
        with suppress(ProcessLookupError):
            os.kill(rng.choice(self.workers).pid, signal.SIGKILL)

    def signal_all(self, sent: signal.Signals) -> None:
        """Signal every worker with all its processes."""
        for worker in self.workers:
            _signal_group(worker.pid, sent)

    def _start(self, number: int) -> "subprocess.Popen[bytes]":
        beat = {"WINNOW_HEARTBEAT_FILE": str(self.folder / f"worker-{number}.beat")}
        with (self.folder / f"worker-{number}.log").open("ab") as log:
            return subprocess.Popen(
                self.command,
                env=self.environment | beat,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _supervise(self) -> None:
        while not self._stopped.wait(LOOK_S):
            for number, worker in enumerate(self.workers):
                if self.supervised.is_set() and worker.poll() is not None:
                    self.ended.append(worker.returncode)
                    self.workers[number] = self._start(number)


def children_of(pid: int) -> list[int]:
    """Return the processes that a process started itself."""
    with suppress(OSError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _signal_group(pid: int, sent: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, sent)
