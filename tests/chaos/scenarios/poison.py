"""T6: pages that end whoever separates them. T7: one article, many times at once. And a burst."""

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import redis

from tests.chaos.articles import envelope
from tests.chaos.scale import Scale
from tests.chaos.stage import Stage, await_, stage
from tests.chaos.verdict import Verdict, close
from worker.bootstrap import wire
from worker.ingest.envelope import parse_envelope, to_article
from worker.work.backpressure import BusyError
from worker.work.service import Service

POISON = ("kill", "parent", "segv", "memory", "hang")
# Numbers from here on are poison.
FIRST_POISON = 1_000_000
ATTEMPTS = 5
PRODUCERS = 16
SENT = 100
# Articles that one submission of the burst holds.
BURST_BATCH = 500


def poison(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T6: each kind of poison among good articles."""
    limits = {"soft_time_limit_s": "5", "hard_time_limit_s": "6", "max_attempts": str(ATTEMPTS)}
    with stage(folder, seed, workers=2, children=2, batch_size="8", **limits) as now:
        now.produce(rate=min(20, scale.rate))
        now.await_done(10)
        planted = {FIRST_POISON + at: kind for at, kind in enumerate(POISON * max(1, scale.kills // 5))}
        service = _service(now)
        neighbours = range(FIRST_POISON // 2, FIRST_POISON // 2 + 7 * len(planted))
        for at, (number, kind) in enumerate(planted.items()):
            good = [envelope(one) for one in neighbours[7 * at : 7 * at + 7]]
            _submit(service, [*good[:3], envelope(number, kind), *good[3:]])
        await_(lambda: now.count("state = 'dead'") == len(planted), 480, "not all poison died", every=0.5)
        attempts = {count for (count,) in now.ask("SELECT attempts FROM articles WHERE state = 'dead'")}
        classes = Counter(str(code) for (code,) in now.ask("SELECT error_reason FROM articles WHERE state = 'dead'"))
        figures = {"attempts of the dead": sorted(attempts), "classes": dict(sorted(classes.items()))}
        return close(
            now, "T6", "poison: " + ", ".join(POISON), f"dead at exactly {ATTEMPTS} attempts, neighbours done",
            met=attempts == {ATTEMPTS}, figures=figures, planted=frozenset({*planted, *neighbours}),
            poison=lambda number: number >= FIRST_POISON,
        )  # fmt: skip


def repeated(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T7: the same article from many producers at once, each with connections of its own."""
    with stage(folder, seed) as now:
        services = [_service(now) for _ in range(PRODUCERS)]

        def send(number: int) -> None:
            _submit(services[number % PRODUCERS], [envelope(0)])

        with ThreadPoolExecutor(PRODUCERS) as pool:
            list(pool.map(send, range(SENT)))
        return close(
            now, "T7", f"one article sent {SENT} times by {PRODUCERS} producers", "one row, one result set",
            met=now.count("id > 0") == 1, figures={}, planted=frozenset({0}),
        )  # fmt: skip


def burst(folder: Path, seed: int, scale: Scale) -> Verdict:
    """More at once than may wait: neither broker nor database dies, and the rest is put off."""
    with stage(folder, seed, workers=1, pause_s=0.0, max_pending=str(scale.burst)) as now:
        service = _service(now, max_pending=scale.burst)
        assert now.broker is not None
        with redis.Redis.from_url(now.broker.url) as client:
            before = int(client.info("memory")["used_memory"])
            start = time.monotonic()
            put_off = _burst(service, scale.burst)
            took = time.monotonic() - start
            grown = int(client.info("memory")["used_memory"]) - before
        stored = now.count("id > 0")
        done = now.count("state = 'done'")
        await_(lambda: now.count("state = 'done'") > done + 100, 60, "nothing is consumed")
        figures = {
            "stored": f"{stored:,} in {took:.0f} s", "put off with a retryable error": put_off,
            "Redis grew by": f"{grown / 1e6:.1f} MB",
        }  # fmt: skip
        met = stored >= scale.burst and put_off > 0 and not now.crew.ended
        target = "all stored, what is over the limit put off, workers consume"
        return Verdict("burst", f"{scale.burst:,} articles at once", target, met, None, {}, 0, None, figures)


def _burst(service: Service, count: int) -> int:
    """Submit ``count`` articles, then on until one submission is put off; return 1 once it is."""
    for first in range(0, 2 * count, BURST_BATCH):
        try:
            _submit(service, [envelope(number) for number in range(first, first + BURST_BATCH)])
        except BusyError:
            return 1
    return 0


def _service(now: Stage, **overrides: object) -> Service:
    settings = {
        "database_url": now.environment["WINNOW_DATABASE_URL"],
        "broker_url": now.environment["WINNOW_BROKER_URL"],
    }
    return wire(**settings, **overrides).service


def _submit(service: Service, envelopes: Sequence[dict[str, str]]) -> None:
    service.submit([to_article(parse_envelope(one), max_bytes=2_000_000) for one in envelopes])
