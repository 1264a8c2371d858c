"""Winnow beside the straightforward worker: the same documents, two processes each, in turns."""

from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.throughput.bench import Bench
from benchmarks.throughput.figures import Figure, Spread
from benchmarks.throughput.processes import Memory, memory
from benchmarks.throughput.rounds import ROUNDS, Drain, drain, round_size
from benchmarks.throughput.sides import BATCH, reference_side, winnow_side

PROCESSES = 2
WARM_UP = 4 * BATCH
REFERENCE_WARM_UP = 40
MAIN_MB, CHILD_MB = 250, 60
# MB that a child may gain between the first and the last round and still be called flat.
FLAT_MB = 8


def versus(bench: Bench, kind: str, what: str, target: float) -> list[Figure]:
    """Measure one kind of document on SQLite; the texts' worker is weighed too."""
    with ExitStack() as stack:
        ours = stack.enter_context(
            winnow_side(bench.sqlite(kind), bench.broker(), bench.log(f"winnow-{kind}"), processes=PROCESSES)
        )
        theirs = stack.enter_context(
            reference_side(bench.folder / kind, bench.peers, bench.model, bench.broker(), processes=PROCESSES)
        )
        size = round_size(drain(ours, ours.store(bench.take(kind, WARM_UP))).rate, BATCH)
        their_size = round_size(drain(theirs, theirs.store(bench.take(kind, REFERENCE_WARM_UP))).rate, 10)
        pairs, weights = [], []
        for _ in range(ROUNDS):
            envelopes = bench.take(kind, max(size, their_size))
            pairs.append(
                (drain(ours, ours.store(envelopes[:size])), drain(theirs, theirs.store(envelopes[:their_size])))
            )
            weights.append(memory(ours.worker_pid))
    figures = [_ratio(what, target, pairs), *_rates(what, pairs)]
    return [*figures, *_memory(weights)] if kind == "text" else figures


def _ratio(what: str, target: float, pairs: list[tuple[Drain, Drain]]) -> Figure:
    ratios = Spread.of([ours.rate / theirs.rate for ours, theirs in pairs])
    by_cpu = Spread.of([theirs.cpu_s / ours.cpu_s for ours, theirs in pairs])
    note = f"by CPU time of the workers {by_cpu.show(1)}"
    return Figure(
        f"{what}, SQLite, times the reference", f">= {target:g}", ratios, ratios.median >= target, 1, " x", note
    )


def _rates(what: str, pairs: list[tuple[Drain, Drain]]) -> Iterator[Figure]:
    for name, drains in (("Winnow", [pair[0] for pair in pairs]), ("reference", [pair[1] for pair in pairs])):
        cpu = Spread.of([one.cpu_s * 1000 for one in drains])
        seconds = sum(one.seconds for one in drains)
        note = f"{cpu.median:.2f} ms CPU an article; {seconds:.0f} s of work timed"
        yield Figure(f"{what}: {name}", "", Spread.of([one.rate for one in drains]), True, 1, "/s", note)


def _memory(weights: list[Memory]) -> Iterator[Figure]:
    main, child = (Spread.of([getattr(one, name) for one in weights]) for name in ("main", "child"))
    growth = weights[-1].child - weights[0].child
    yield Figure("memory of the main process", f"<= {MAIN_MB} MB", main, main.highest <= MAIN_MB, 0, " MB")
    note = f"last round against the first: {growth:+.1f} MB"
    met = child.highest <= CHILD_MB and growth <= FLAT_MB
    yield Figure("a child's own memory", f"<= {CHILD_MB} MB, flat", child, met, 0, " MB", note)
