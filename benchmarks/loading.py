"""Measure what loading the model costs each process: CPU seconds and memory, beside another checkout of Winnow.

    python benchmarks/loading.py [--beside FOLDER] [--runs 7]

FOLDER is a checkout of another commit with its own `.venv`. The runs of both alternate, so that what else the machine
does hits both. Writes docs/benchmarks/loading.md, whose notes stay. Needs a Redis server (Linux).
"""

import argparse
import json
import os
import platform
import re
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.desk import notes  # noqa: E402
from tests.servers import redis_server  # noqa: E402

COMMENT = json.dumps({"text": "Lovely pears.", "author": "Ida"}).encode() + b"\n"
PATIENCE_S = 180.0
TICKS_S = os.sysconf("SC_CLK_TCK")

Measured = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path, help="a checkout of another commit, with its own .venv")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--report", type=Path, default=ROOT / "docs/benchmarks/loading.md")
    options = parser.parse_args()
    checkouts = [ROOT, *([options.beside.resolve()] if options.beside else [])]
    found: dict[Path, list[Measured]] = {checkout: [] for checkout in checkouts}
    with redis_server() as redis:
        for run in range(options.runs + 1):
            for checkout in checkouts:
                measured = {**classify(checkout), **worker(checkout, redis)}
                print(run, name_of(checkout), {name: round(value, 2) for name, value in measured.items()}, flush=True)
                if run:  # the first fills the disk's cache and writes bytecode
                    found[checkout].append(measured)
    write(options.report, {name_of(checkout): middle(runs) for checkout, runs in found.items()}, options.runs)


def name_of(checkout: Path) -> str:
    return "this commit" if checkout == ROOT else commit(checkout)


def commit(checkout: Path) -> str:
    command = ["git", "-C", checkout, "rev-parse", "--short", "HEAD"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return told.stdout.strip()


def middle(runs: list[Measured]) -> Measured:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def environment(folder: str, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WINNOW_", "PYTHON"))}
    named = {"WINNOW_MODEL_DIR": f"{folder}/models", **settings}
    return {**kept, **named, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def classify(checkout: Path) -> Measured:
    """Return what `winnow classify` of one comment costs, from its start to its end."""
    with TemporaryDirectory() as folder:
        command = [checkout / ".venv/bin/winnow", "classify"]
        began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(
            command, env=environment(folder), cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        answer, _ = process.communicate(COMMENT)
        wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        assert "verdict" in json.loads(answer)
        peak = peak_of([*map(str, command)], folder)
    return {
        "`winnow classify`, CPU s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "`winnow classify`, wall s": wall,
        "`winnow classify`, peak MB": peak,
    }


def peak_of(command: list[str], folder: str) -> float:
    """Return the peak of a command's resident memory in MB, told by its own process."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        env=environment(folder), cwd=folder, input=COMMENT, capture_output=True, check=True,
    )  # fmt: skip
    return int(done.stdout) / 1024


def worker(checkout: Path, redis: str) -> Measured:
    """Return what a worker with one child has cost once that child has done an article."""
    with TemporaryDirectory() as folder:
        settings = environment(
            folder, WINNOW_DATABASE_URL=f"sqlite:///{folder}/winnow.db", WINNOW_BROKER_URL=redis,
            WINNOW_HEARTBEAT_FILE=f"{folder}/beat",
        )  # fmt: skip
        winnow = checkout / ".venv/bin/winnow"
        page = Path(folder, "page.html")
        page.write_text("<article><p>The mill was sold in spring, and the miller left.</p></article>", encoding="utf-8")
        subprocess.run([winnow, "submit", page], env=settings, cwd=folder, check=True, capture_output=True)
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(
                [winnow, "worker", "--concurrency", "1"],
                env=settings, cwd=folder, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        try:
            until(lambda: done(winnow, settings, folder) == 1, process)
            (child,) = children(process.pid)
            return {
                "worker's two processes, CPU s": cpu(process.pid) + cpu(child),
                "worker's main process, MB": memory(process.pid),
                "worker's child, MB": memory(child),
                "both together (PSS), MB": memory(process.pid, "Pss") + memory(child, "Pss"),
            }
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def until(is_so: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit("the worker did not work; look at its log with `winnow worker`")
        time.sleep(0.5)


def done(winnow: Path, settings: dict[str, str], folder: str) -> int:
    told = subprocess.run([winnow, "status", "--json"], env=settings, cwd=folder, capture_output=True, check=True)
    return int(json.loads(told.stdout)["done"])


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def cpu(pid: int) -> float:
    """CPU seconds that a process has taken, its ended children not counted."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_S


def memory(pid: int, kind: str = "Rss") -> float:
    """Resident (or, as Pss, fairly shared) memory of a process in MB."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(rf"^{kind}:\s+(\d+) kB", told, re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def write(path: Path, found: dict[str, Measured], runs: int) -> None:
    (here, ours), *others = found.items()
    there, theirs = others[0] if others else ("", {})
    names = ("numpy", "scikit-learn", "scipy", "joblib", "celery")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    head = [
        "# What loading the model costs",
        "",
        f"`benchmarks/loading.py`, {platform.machine()}, {platform.system()}, Python {platform.python_version()}, "
        f"{versions}; the median of {runs} runs of each, in turn. `winnow classify` of one comment, from start "
        "to end; a worker with one child on Redis and SQLite, once the child has done an article: CPU and resident "
        "memory.",
        "",
        f"| | {there + ' | ' if theirs else ''}{here} |{' difference | ratio |' if theirs else ''}",
        f"|---|{'---|' if theirs else ''}---|{'---|---|' if theirs else ''}",
    ]
    rows = [
        f"| {name} | {theirs[name]:.2f} | {value:.2f} | {value - theirs[name]:+.2f} | {theirs[name] / value:.2f} |"
        if theirs
        else f"| {name} | {value:.2f} |"
        for name, value in ours.items()
    ]
    path.write_text("\n".join([*head, *rows, *notes(path).splitlines()]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
