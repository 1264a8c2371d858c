"""How long the command line and a worker take to be there."""

import subprocess
import sys
import time

from benchmarks.throughput.bench import Bench
from benchmarks.throughput.figures import Figure, Spread
from benchmarks.throughput.rounds import LOOK_S
from benchmarks.throughput.sides import winnow_side
from worker.bootstrap import wire

RUNS = 5
HELP_MS, START_S = 400, 5.0


def start(bench: Bench) -> list[Figure]:
    """Time `winnow --help`, and `winnow worker` to its first stored article (SQLite, Redis)."""
    helped = Spread.of([_help() for _ in range(RUNS)])
    started = Spread.of([_first_article(bench, run) for run in range(RUNS)])
    worker, command = "start of winnow worker to the first article", "winnow --help"
    return [
        Figure(worker, f"<= {START_S:g} s", started, started.median <= START_S, 2, " s"),
        Figure(command, f"<= {HELP_MS} ms", helped, helped.median <= HELP_MS, 0, " ms"),
    ]


def _help() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "worker", "--help"], check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begun) * 1000


def _first_article(bench: Bench, run: int) -> float:
    url, broker = bench.sqlite(f"start-{run}"), bench.broker()
    wire(database_url=url, broker_url=broker).engine.dispose()  # a database that has its schema
    begun = time.perf_counter()
    with winnow_side(url, broker, bench.log(f"start-{run}"), processes=2) as side:
        ids = side.store(bench.take("short", 1))
        side.ring(ids)
        while not side.done(ids):
            time.sleep(LOOK_S)
        return time.perf_counter() - begun
