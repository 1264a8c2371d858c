"""Programs of this checkout as processes of their own, in a process group that is gone when the block ends."""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a process that imports Winnow and its tests from this checkout, with ``settings``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WINNOW_", "PYTEST_"))}
    named = {
        f"WINNOW_{name.upper()}": value for name, value in {"model_dir": str(folder / "models"), **settings}.items()
    }
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return {**kept, **named, **threads, "PYTHONPATH": str(CHECKOUT)}


@contextmanager
def running(command: Sequence[str], given: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, env=given, cwd=log.parent, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
