"""Run by a room's own Python: ``winnow bulk`` on a real Ray cluster of two raylets, one of which is killed on the way.

What comes out has the bytes of a run without Ray: no row is lost, none is doubled, and none went into Ray's object
store. A Ray that can't start is told in one sentence.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from tests.archives import page, warc
from tests.servers import free_port

# Against a hang, and far beyond what a busy machine needs.
PATIENCE_S = 300.0
PAGES = 5_000
# A cluster on this machine alone, which is gone in minutes: its processes have no token to share.
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DISABLE_IMPORT_WARNING": "1", "RAY_AUTH_MODE": "disabled"}
# Milliseconds between two words of a raylet's log on its object store; Ray's own is a minute.
OFTEN = {"RAY_event_stats_print_interval_ms": "1000"}
TABLES = ("articles", "comments")
# What Ray itself notes in the store where a node dies: 56 bytes a task. A row, let alone a page, is more.
NOTED_BYTES = 1_000


def main(folder: Path) -> None:
    """Run it with processes of this machine, then on the cluster, and compare."""
    source = folder / "a.warc.gz"
    rng = Random(16)
    source.write_bytes(warc([page(number, f"Ferry {rng.randbytes(2_000).hex()}") for number in range(PAGES)], ".gz"))
    finished(bulk(source, folder / "local"))
    address = f"127.0.0.1:{free_port()}"
    head = node(folder, "--head", "--port", address.rpartition(":")[2], "--include-dashboard=false")
    other = None
    try:
        until(lambda: alive(address) == 1)
        other = node(folder, "--address", address)
        until(lambda: alive(address) == 2)
        run = bulk(source, folder / "ray", "--engine", "ray", "--ray-address", address)
        until(lambda: len(list((folder / "ray").glob("manifest/*"))) > 1 or run.poll() is not None)
        assert run.poll() is None, "the run had ended before anything was killed"
        os.killpg(other.pid, signal.SIGKILL)
        finished(run)
        held = stored(folder)
    finally:
        for one in (head, other):
            if one is not None:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()
    local, ray = files(folder / "local"), files(folder / "ray")
    assert local == ray, f"{len(local)} files and {len(ray)}, or others bytes"
    assert len(local) > 8, "too few shards to tell anything"
    assert held < NOTED_BYTES, f"{held} bytes went into the object store"
    told_that_it_does_not_start(source, folder)
    print(f"{PAGES} pages on two raylets, one of them killed: the bytes of a run without Ray")


def bulk(source: Path, out: Path, *options: str) -> "subprocess.Popen[str]":
    """Start a run."""
    command = [sys.executable, "-m", "worker", "bulk", str(source), "--out", str(out), "--part-mb", "1", *options]
    return subprocess.Popen(command, env={**os.environ, **QUIET}, stderr=subprocess.PIPE, text=True)


def finished(run: "subprocess.Popen[str]") -> None:
    """Wait for a run's good end."""
    _, said = run.communicate(timeout=PATIENCE_S)
    assert run.returncode == 0, said


def node(folder: Path, *options: str) -> "subprocess.Popen[bytes]":
    """Start a raylet with one processor, in a group of its own."""
    command = [str(Path(sys.prefix) / "bin/ray"), "start", "--block", "--num-cpus", "1", "--disable-usage-stats"]
    if "--head" in options:
        command += ["--temp-dir", str(folder / "r")]
    log, environment = (folder / "nodes.log").open("ab"), _environment() | OFTEN
    return subprocess.Popen([*command, *options], stdout=log, stderr=log, start_new_session=True, env=environment)


def alive(address: str) -> int:
    """Return how many raylets a cluster has; 0 where there is none yet."""
    asked = f"import ray; ray.init({address!r}, log_to_driver=False); print(sum(n['Alive'] for n in ray.nodes()))"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False, env=_environment()
    )
    return int(done.stdout.split()[-1]) if done.returncode == 0 else 0


def stored(folder: Path) -> int:
    """Return how many bytes were ever put into the raylets' object stores, as the next words of their logs have it."""
    before = len(_stored(folder))
    until(lambda: len(_stored(folder)) > before)
    return max(_stored(folder))


def _stored(folder: Path) -> list[int]:
    logs = (folder / "r/session_latest/logs").glob("raylet*.out")
    return [int(number) for log in logs for number in re.findall(r"num bytes created total: (\d+)", log.read_text())]


def told_that_it_does_not_start(source: Path, folder: Path) -> None:
    """A folder for its sockets whose name is longer than the kernel takes keeps Ray from starting."""
    command = [sys.executable, "-m", "worker", "bulk", str(source), "--out", str(folder / "none"), "--engine", "ray"]
    environment = {**_environment(), "RAY_TMPDIR": str(folder / ("long" * 30))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=PATIENCE_S)
    assert done.returncode == 75, done.stderr
    assert "Ray did not start" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr, done.stderr


def _environment() -> dict[str, str]:
    return {**os.environ, **QUIET}


def until(true: Callable[[], bool]) -> None:
    """Wait until it comes to pass."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.1)


def files(out: Path) -> dict[str, bytes]:
    """Return all files of a corpus with their bytes."""
    found: Sequence[Path] = [path for table in TABLES for path in sorted((out / table).iterdir())]
    return {str(path.relative_to(out)): path.read_bytes() for path in found}


if __name__ == "__main__":
    made = Path(tempfile.mkdtemp(prefix="wr-"))
    try:
        main(made)
    finally:
        shutil.rmtree(made, ignore_errors=True)
