"""Durable submission from one producer: envelopes in, stored and rung for when the call returns."""

import time

from benchmarks.throughput.bench import Bench
from benchmarks.throughput.figures import Figure, Spread
from benchmarks.throughput.rounds import ROUNDS
from worker import client

ARTICLES_A_CALL = 500
CALLS_A_ROUND = 8
TARGET = 5000


def intake(bench: Bench) -> list[Figure]:
    """Submit short articles through `worker.client`, which is what producers call; both databases wait for the disk."""
    urls = {"PostgreSQL": bench.postgres("intake"), "SQLite": bench.sqlite("intake")}
    brokers = {name: bench.broker() for name in urls}
    rates: dict[str, list[float]] = {name: [] for name in urls}
    for _ in range(ROUNDS + 1):
        for name, url in urls.items():
            rates[name].append(_round(bench, url, brokers[name]))
    for name, some in rates.items():
        spread = Spread.of(some[1:])  # the first warms
        yield Figure(f"durable submission, {name}", f">= {TARGET:,}/s", spread, spread.median >= TARGET, 0, "/s",
                     f"{ARTICLES_A_CALL} articles a call")  # fmt: skip


def _round(bench: Bench, url: str, broker: str) -> float:
    batches = [bench.take("short", ARTICLES_A_CALL) for _ in range(CALLS_A_ROUND)]
    start = time.perf_counter()
    for envelopes in batches:
        client.submit(envelopes, database_url=url, broker_url=broker)
    return ARTICLES_A_CALL * CALLS_A_ROUND / (time.perf_counter() - start)
