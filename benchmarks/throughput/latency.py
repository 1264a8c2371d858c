"""How long one article takes on an idle service, from its submission to its stored result."""

import statistics
import time

from benchmarks.throughput.bench import Bench
from benchmarks.throughput.figures import Figure, Spread
from benchmarks.throughput.sides import winnow_side
from worker.ingest.envelope import parse_envelope, to_article

ROUNDS = 5
ARTICLES_A_ROUND = 60
# Seconds of rest before each: the service is idle.
REST_S = 0.02
LOOK_S = 0.001
P50_MS, P99_MS = 50, 200


def latency(bench: Bench) -> list[Figure]:
    """Submit short articles one at a time; PostgreSQL and Redis."""
    figures = []
    with winnow_side(bench.postgres("latency"), bench.broker(), bench.log("latency"), processes=2) as side:
        middles, tails = [], []
        for number in range(ROUNDS + 1):
            taken = [_one(side, envelope) * 1000 for envelope in bench.take("short", ARTICLES_A_ROUND)]
            if number:  # the first warms
                middles.append(statistics.median(taken))
                tails.append(statistics.quantiles(taken, n=100)[98])
    for name, values, target in (("p50", middles, P50_MS), ("p99", tails, P99_MS)):
        spread = Spread.of(values)
        what = f"latency of one article on an idle service, {name}"
        note = f"{ARTICLES_A_ROUND} articles a round"
        figures.append(Figure(what, f"<= {target} ms", spread, spread.median <= target, 0, " ms", note))
    return figures


def _one(side, envelope) -> float:
    time.sleep(REST_S)
    article = to_article(parse_envelope(envelope), max_bytes=2_000_000)
    start = time.perf_counter()
    ids = [one.id for one in side.winnow.service.submit([article])]
    while not side.done(ids):
        time.sleep(LOOK_S)
    return time.perf_counter() - start
