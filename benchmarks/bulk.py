"""How many pages of an archive ``winnow bulk`` does a second, beside the straightforward way; ``make bench-bulk``.

The archive is made of the development pages where they are, each varied, and else of pages of the benchmark's own
making. All sides read the same archive and take turns. Other programs on the machine spoil seconds by the clock; what a
page takes of the processor stands beside them.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.bulk_archive import made, varied, write

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers/bin/python"
RAY = ROOT / ".venv-ray/bin/python"
REPORT = ROOT / "docs/benchmarks/bulk.md"
NOTES = ROOT / "benchmarks/bulk_notes.md"
PROCESSES = 2
# Seconds between two looks at the memory of all processes.
LOOK_S = 0.5
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_raylet_start_wait_time_s": "300", "PYTHONPATH": str(ROOT)}


@dataclass(frozen=True)
class Run:
    """What a side took: seconds by the clock, seconds of the processor, the most memory at once (bytes) in the first
    and in the second half of its time, and of the processor's seconds those that Winnow's stages told.
    """

    seconds: float
    cpu: float
    memory: tuple[int, int]
    stages: dict[str, float] = field(default_factory=dict)


def watched(command: Sequence[str]) -> Run:
    """Run a command to its good end, and look at the memory of all its processes meanwhile."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    looks: list[int] = []
    with tempfile.TemporaryFile("w+") as said:
        with subprocess.Popen(command, cwd=ROOT, stderr=said, env=_environment()) as process:
            while process.poll() is None:
                looks.append(_memory(process.pid))
                time.sleep(LOOK_S)
        said.seek(0)
        if process.returncode:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{said.read()[-2000:]}")
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    half = len(looks) // 2
    memory = (max(looks[:half], default=0), max(looks[half:], default=0))
    return Run(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory)


def _environment() -> dict[str, str]:
    return {**os.environ, **QUIET}  # noqa: TID251


def _memory(pid: int) -> int:
    """Return the memory of a process and all below it; what they share is counted once."""
    total = 0
    try:
        root = psutil.Process(pid)
        for one in (root, *root.children(recursive=True)):
            total += one.memory_full_info().pss
    except psutil.Error:
        return 0
    return total


def winnow(source: Path, out: Path, *, python: str = sys.executable, engine: str = "local") -> Run:
    """Run Winnow to a folder of its own."""
    shutil.rmtree(out, ignore_errors=True)
    asked = ["bulk", str(source), "--out", str(out), "--part-mb", "4", "--engine", engine]
    asked += ["--jobs", str(PROCESSES)] if engine == "local" else []
    run = watched([python, "-m", "worker", *asked])
    stages = json.loads((out / "summary.json").read_text())["counts"]["cpu"]
    return Run(run.seconds, run.cpu, run.memory, stages)


def spread(values: Sequence[float], show: str) -> str:
    return " / ".join(show.format(value) for value in (min(values), statistics.median(values), max(values)))


Line = tuple[str, str, str]


def beside(whole: Path, pages: int, part: Path, peer_pages: int, rounds: int, folder: Path) -> list[Line]:
    """Measure Winnow beside the straightforward way, in turns."""
    model = str(folder / "peer.joblib")
    subprocess.run([PEERS, "-m", "benchmarks.throughput.reference", model], cwd=ROOT, check=True)
    peer = [str(PEERS), "-m", "benchmarks.bulk_peer", model, str(part), str(folder / "peer.jsonl"), str(PROCESSES)]
    ours, theirs = [], []
    for number in range(rounds):
        ours.append(winnow(whole, folder / "out"))
        theirs.append(watched(peer))
        print(f"round {number + 1}: {ours[-1]} and {theirs[-1]}", flush=True)
    rates, peer_rates = [pages / run.seconds for run in ours], [peer_pages / run.seconds for run in theirs]
    costs, peer_costs = [1000 * run.cpu / pages for run in ours], [1000 * run.cpu / peer_pages for run in theirs]
    outside = [1 - (run.stages["separate"] + run.stages["judge"]) / run.cpu for run in ours]
    working = [1 - (run.stages["separate"] + run.stages["judge"]) / run.stages["all"] for run in ours]
    first, second = ([run.memory[half] / 1e6 for run in ours] for half in (0, 1))
    return [
        ("pages a second", "150", spread(rates, "{:.0f}")),
        ("the straightforward way, pages a second", "", spread(peer_rates, "{:.1f}")),
        ("times as fast", "4", spread(_shares(rates, peer_rates), "{:.1f}")),
        ("processor's ms a page", "", spread(costs, "{:.1f}")),
        ("the straightforward way, processor's ms a page", "", spread(peer_costs, "{:.1f}")),
        ("times as cheap", "4", spread(_shares(peer_costs, costs), "{:.1f}")),
        ("processor's time outside separation and judging", "at most 20 %", spread(outside, "{:.1%}")),
        ("the same, of the processes at the pages once they have started", "", spread(working, "{:.1%}")),
        ("most memory, MB, in the first half", "at most 800", spread(first, "{:.0f}")),
        ("most memory, MB, in the second half", "the same", spread(second, "{:.0f}")),
    ]


def _shares(values: Sequence[float], others: Sequence[float]) -> list[float]:
    return [one / other for one, other in zip(values, others, strict=True)]


def engines(whole: Path, pages: int, one: Path, rounds: int, folder: Path) -> list[Line]:
    """Measure processes beside Ray on this machine, in turns, each with Ray's Python; and the start of both."""
    sides: dict[str, Callable[[Path, Path], Run]] = {
        "local": lambda source, out: winnow(source, out, python=str(RAY)),
        "Ray": lambda source, out: winnow(source, out, python=str(RAY), engine="ray"),
    }
    started: dict[str, list[float]] = {name: [] for name in sides}
    rates: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        for name, side in sides.items():
            started[name].append(side(one, folder / "one").seconds)
            rates[name].append(pages / (side(whole, folder / "many").seconds - started[name][-1]))
        print(f"round {number + 1}: {started} {rates}", flush=True)
    return [
        ("pages a second once it has started, local", "", spread(rates["local"], "{:.0f}")),
        ("pages a second once it has started, Ray", "", spread(rates["Ray"], "{:.0f}")),
        ("Ray's share of local's", "90 to 110 %", spread(_shares(rates["Ray"], rates["local"]), "{:.0%}")),
        ("an archive of one page, seconds, local", "at most 5", spread(started["local"], "{:.1f}")),
        ("an archive of one page, seconds, Ray", "at most 15", spread(started["Ray"], "{:.1f}")),
    ]


def report(lines: Sequence[Line], what: str, asked: argparse.Namespace, busy: float) -> str:
    """Return the page of the documentation."""
    rows = "\n".join(f"| {what} | {target} | {figure} |" for what, target, figure in lines)
    return f"""# Bulk runs

`make bench-bulk` wrote this page. An archive of {asked.pages:,} pages ({what}) goes through `winnow bulk` with
{PROCESSES} processes. The first {asked.peer_pages:,} of them go through trafilatura, TF-IDF and logistic regression in
a pool of as many processes, which judges all comments of a page in one call; {asked.ray_pages:,} go through both
engines. Sides take turns, rounds: {asked.rounds}; lowest / median / highest. Starting up is part of each run where
nothing else is said. The machine has {os.cpu_count()} processors, and {busy:.0f} programs wanted one on average
meanwhile: where these are more, seconds by the clock are worth little, and those of the processor grow too, if less.

| what | wanted | measured |
|---|---|---|
{rows}

The memory is that of all processes, what they share counted once. "Outside" are the seconds of the processor that went
into neither separation nor judging: start, reading, unpacking, decoding and guarding pages, building and writing
rows.

{NOTES.read_text(encoding="utf-8")}"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-bulk")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pages"))
    parser.add_argument("--pages", type=int, default=30_000)
    parser.add_argument("--peer-pages", type=int, default=400)
    parser.add_argument("--ray-pages", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    source = varied if asked.data.is_dir() else (lambda _: made())
    what = "development pages, each varied" if asked.data.is_dir() else "of the benchmark's own making"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counts = {"whole": asked.pages, "part": asked.peer_pages, "many": asked.ray_pages, "one": 1}
        files = {kind: folder / f"{kind}.warc.gz" for kind in counts}
        write({files[kind]: count for kind, count in counts.items()}, source(asked.data))
        mb = files["whole"].stat().st_size / 1e6
        print(f"{asked.pages:,} pages in {mb:,.0f} MB", flush=True)
        lines = beside(files["whole"], asked.pages, files["part"], asked.peer_pages, asked.rounds, folder)
        lines += engines(files["many"], asked.ray_pages, files["one"], asked.rounds, folder)
        REPORT.write_text(report(lines, what, asked, os.getloadavg()[2]))


if __name__ == "__main__":
    main()
