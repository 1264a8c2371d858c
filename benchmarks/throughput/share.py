"""The worker's CPU outside separation and classification: Celery, the database, JSON."""

from contextlib import suppress
from pathlib import Path

from benchmarks.throughput.bench import Bench
from benchmarks.throughput.figures import Figure, Spread
from benchmarks.throughput.processes import cpu_s
from benchmarks.throughput.rounds import ROUNDS, drain
from benchmarks.throughput.sides import BATCH, winnow_side
from benchmarks.throughput.timed_worker import NOTES

ARTICLES_A_ROUND = 5 * BATCH
MOST_PERCENT = 35


def share(bench: Bench) -> list[Figure]:
    """Drain texts with a metered worker on SQLite."""
    notes = bench.folder / "notes"
    notes.mkdir()
    module = ("benchmarks.throughput.timed_worker",)
    outside = []
    with winnow_side(
        bench.sqlite("share"),
        bench.broker(),
        bench.log("share"),
        processes=2,
        command=module,
        environment={NOTES: str(notes)},
    ) as side:
        drain(side, side.store(bench.take("text", ARTICLES_A_ROUND)))
        for _ in range(ROUNDS):
            backlog = side.store(bench.take("text", ARTICLES_A_ROUND))
            whole, inside = cpu_s(side.worker_pid), _noted(notes)
            drain(side, backlog)
            whole, inside = cpu_s(side.worker_pid) - whole, _noted(notes) - inside
            outside.append(100 * (whole - inside) / whole)
    spread = Spread.of(outside)
    what = "CPU outside separation and classification, texts"
    note = "main process and children: Celery, SQLite, decoding, JSON"
    return [Figure(what, f"<= {MOST_PERCENT} %", spread, spread.median <= MOST_PERCENT, 0, " %", note)]


def _noted(notes: Path) -> float:
    total = 0.0
    for file in notes.iterdir():
        with suppress(ValueError):  # just being written
            total += float(file.read_text())
    return total
