"""How many pages of an archive ``winnow bulk`` does a second, beside the straightforward way; ``make bench-bulk``.

The archive is made from a seed: of ten pages, five have no comments, three have 5 and two have 40, around articles of
4 to 16 paragraphs in a page with menus, styles and scripts. Both sides read the same archive, one after the other.
"""

import argparse
import gzip
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
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil

from benchmarks.throughput.documents import Writer
from benchmarks.throughput.pages import page

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers/bin/python"
REPORT = ROOT / "docs/benchmarks/bulk.md"
PROCESSES = 2
REMARKS = (0, 0, 0, 0, 0, 5, 5, 5, 40, 40)
# Seconds between two looks at the memory of all processes.
LOOK_S = 0.2


@dataclass(frozen=True)
class Run:
    """What a side took: seconds by the clock, seconds of the processor, and the most memory at once (bytes)."""

    seconds: float
    cpu: float
    memory: int


def archive(path: Path, count: int) -> None:
    """Write an archive of so many pages, packed record by record; the same count gives the same bytes."""
    writer = Writer(Random("bulk"))
    with path.open("wb") as file:
        for number in range(count):
            remarks = [writer.remark(40) for _ in range(REMARKS[number % len(REMARKS)])]
            paragraphs = [writer.paragraph(90) for _ in range(writer.random.randint(4, 16))]
            html = page(writer.title(), paragraphs, remarks, writer.random).encode()
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://blog{number % 97}.example/{number}\r\n"
                f"WARC-Date: 2026-05-04T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
                f"Content-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0))


def watched(command: Sequence[str]) -> Run:
    """Run a command to its good end, and look at the memory of all its processes meanwhile."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        memory = 0
        while process.poll() is None:
            memory = max(memory, _memory(process.pid))
            time.sleep(LOOK_S)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory)


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


def winnow(source: Path, out: Path) -> tuple[Run, dict[str, float]]:
    """Run Winnow; return what it took, and the seconds of the processor that its stages told."""
    shutil.rmtree(out, ignore_errors=True)
    asked = ["bulk", str(source), "--out", str(out), "--jobs", str(PROCESSES), "--part-mb", "4"]
    run = watched([sys.executable, "-m", "worker", *asked])
    return run, json.loads((out / "summary.json").read_text())["counts"]["cpu"]


def report(lines: Sequence[tuple[str, str, str]], pages: int, peer_pages: int, rounds: int) -> str:
    """Return the page of the documentation."""
    rows = "\n".join(f"| {what} | {target} | {figure} |" for what, target, figure in lines)
    return f"""# Bulk runs

`make bench-bulk` wrote this page. An archive of {pages:,} pages of the benchmark's own making (of ten, five have no
comments, three have 5 and two have 40; tens of kB each) goes through `winnow bulk` with {PROCESSES} processes. The
first {peer_pages:,} of them go through trafilatura, TF-IDF and logistic regression in a pool of as many processes,
which judges all comments of a page in one call. Both sides take turns, {rounds} rounds; lowest / median / highest.
Starting up is part of each run. The machine has {os.cpu_count()} processors and was not idle otherwise.

| what | wanted | measured |
|---|---|---|
{rows}

The memory is that of all processes, what they share counted once. "Outside" are the seconds of the processor that went
into neither separation nor judging: start, reading, unpacking, decoding and guarding pages, building and writing
rows.
"""


def spread(values: Sequence[float], show: Callable[[float], str]) -> str:
    return " / ".join(show(value) for value in (min(values), statistics.median(values), max(values)))


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-bulk")
    parser.add_argument("--pages", type=int, default=8_000)
    parser.add_argument("--peer-pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, part, one = folder / "whole.warc.gz", folder / "part.warc.gz", folder / "one.warc.gz"
        for path, count in ((whole, asked.pages), (part, asked.peer_pages), (one, 1)):
            archive(path, count)
        model = str(folder / "peer.joblib")
        subprocess.run([PEERS, "-m", "benchmarks.throughput.reference", model], cwd=ROOT, check=True)
        peer = [str(PEERS), "-m", "benchmarks.bulk_peer", model, str(part), str(folder / "peer.jsonl"), str(PROCESSES)]
        rates, peers, outside, memory, first = [], [], [], [], []
        for number in range(asked.rounds):
            run, stages = winnow(whole, folder / "out")
            rates.append(asked.pages / run.seconds)
            outside.append(1 - (stages["separate"] + stages["judge"]) / run.cpu)
            memory.append(run.memory)
            peers.append(asked.peer_pages / watched(peer).seconds)
            first.append(winnow(one, folder / "first")[0].seconds)
            print(f"round {number + 1}: {rates[-1]:.0f} and {peers[-1]:.1f} pages/s", flush=True)
        times = [rate / peer_rate for rate, peer_rate in zip(rates, peers, strict=True)]
        lines = [
            ("pages a second", "150", spread(rates, "{:.0f}".format)),
            ("the straightforward way, pages a second", "", spread(peers, "{:.1f}".format)),
            ("times as fast", "4", spread(times, "{:.1f}".format)),
            ("processor's time outside separation and judging", "at most 20 %", spread(outside, "{:.1%}".format)),
            ("most memory, MB", "at most 800", spread([one / 1e6 for one in memory], "{:.0f}".format)),
            ("an archive of one page, seconds", "at most 5", spread(first, "{:.1f}".format)),
        ]
        REPORT.write_text(report(lines, asked.pages, asked.peer_pages, asked.rounds))


if __name__ == "__main__":
    main()
