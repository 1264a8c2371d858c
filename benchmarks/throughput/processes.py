"""Starting and ending the processes that are measured, and reading what the kernel says of them."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
STOP_S = 40.0
MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Memory:
    """What a worker holds, in MB: its main process in all, and its largest child's own pages."""

    main: float
    child: float


@contextmanager
def running(command: Sequence[str | Path], log: Path, **environment: str) -> Iterator[int]:
    """Run a command until the block ends, its output in ``log``; yield its process id."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(word) for word in command], stdout=output, stderr=output, env=child_environment(environment)
        )
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_S)
        finally:
            process.kill()


def child_environment(more: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment with one numeric thread a process."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **more}  # noqa: TID251


def children(pid: int) -> list[int]:
    """Return the ids of a process's children."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_s(pid: int) -> float:
    """Return the CPU seconds of a process and its children, those that ended included."""
    total = 0.0
    for one in (pid, *children(pid)):
        with suppress(FileNotFoundError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += sum(int(field) for field in fields[11:15]) / TICKS_A_SECOND
    return total


def memory(pid: int) -> Memory:
    """Return what a worker holds now."""
    own = [_kilobytes(child, "Private_Clean") + _kilobytes(child, "Private_Dirty") for child in children(pid)]
    return Memory(_kilobytes(pid, "Rss") * 1024 / MEGABYTE, max(own, default=0) * 1024 / MEGABYTE)


def _kilobytes(pid: int, field: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))
