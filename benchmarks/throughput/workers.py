"""More processes, and more workers, on one PostgreSQL: how the rate grows, and who waits for locks."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg

from benchmarks.throughput.bench import Bench
from benchmarks.throughput.ceiling import Ceiling
from benchmarks.throughput.figures import Figure, Spread
from benchmarks.throughput.rounds import ROUNDS, drain, round_size
from benchmarks.throughput.sides import BATCH, WinnowSide, winnow_side

LEAST_GAIN = 1.8
MOST_LOCK_WAITS_PERCENT = 2.0
LOOK_S = 0.02
SHORT_TARGET = 1500
# Seconds of a round: at its end the processes wait for the last of them, for up to the time of a batch.
ROUND_S = 9.0


def short_articles(bench: Bench) -> list[Figure]:
    """Drain short articles with one worker of two processes."""
    with winnow_side(bench.postgres("short"), bench.broker(), bench.log("short"), processes=2) as side:
        size = round_size(drain(side, side.store(bench.take("short", 16 * BATCH))).rate, BATCH)
        drains = [drain(side, side.store(bench.take("short", size))) for _ in range(ROUNDS)]
    rate, cpu = Spread.of([one.rate for one in drains]), Spread.of([one.cpu_s * 1000 for one in drains])
    note = f"{cpu.median:.2f} ms of the worker's CPU an article, PostgreSQL's beside it"
    return [
        Figure("short articles, PostgreSQL", f">= {SHORT_TARGET:,}/s", rate, rate.median >= SHORT_TARGET, 0, "/s", note)
    ]


def workers(bench: Bench) -> list[Figure]:
    """Drain texts with one process, with two, and with two workers of two, in turns; beside what the machine gives."""
    ceiling = Ceiling(bench)
    url = bench.postgres("workers")
    with ExitStack() as stack:
        sides = [_side(stack, bench, url, name, count) for name, count in (("one", 1), ("two", 2))]
        pair = [_side(stack, bench, url, "first", 2), None]
        broker = pair[0].winnow.settings.broker_url
        pair[1] = stack.enter_context(winnow_side(url, broker, bench.log("second"), processes=2))
        sides.append(pair[0])
        warm = [drain(side, side.store(bench.take("text", 4 * BATCH))).rate for side in sides]
        sizes = [round_size(rate, BATCH, ROUND_S) for rate in warm]
        gains: list[float] = []
        rates: list[list[float]] = [[], [], []]
        waits = LockWaits()
        for _ in range(ROUNDS):
            gains.append(ceiling.gain())
            for number, (side, size) in enumerate(zip(sides, sizes, strict=True)):
                backlog = side.store(bench.take("text", size))
                with waits.watched(url) if number else ExitStack():
                    rates[number].append(drain(side, backlog).rate)
    return list(_figures(rates, gains, waits))


def _side(stack: ExitStack, bench: Bench, url: str, name: str, processes: int) -> WinnowSide:
    return stack.enter_context(winnow_side(url, bench.broker(), bench.log(name), processes=processes))


def _figures(rates: list[list[float]], gains: list[float], waits: "LockWaits") -> Iterator[Figure]:
    one, two, four = rates
    yield Figure("two processes against one, separation and classification alone", "", Spread.of(gains), True, 2, " x",
                 "no queue, no database: what the machine itself gives")  # fmt: skip
    for what, more in (("two processes against one", two), ("two workers of two against one process", four)):
        gain = Spread.of([b / a for a, b in zip(one, more, strict=True)])
        yield Figure(what, f">= {LEAST_GAIN} x", gain, gain.median >= LEAST_GAIN, 2, " x")
    share = Spread.of(waits.shares)
    yield Figure("sessions that wait for a lock, of those at work", "none to speak of", share,
                 share.median <= MOST_LOCK_WAITS_PERCENT, 1, " %")  # fmt: skip


class LockWaits:
    """Looks at PostgreSQL's sessions while a round runs; one share (in %) a round."""

    def __init__(self) -> None:
        self.shares: list[float] = []

    @contextmanager
    def watched(self, url: str) -> Iterator[None]:
        """Look until the block ends."""
        ended = threading.Event()
        thread = threading.Thread(target=self._look, args=(url, ended))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _look(self, url: str, ended: threading.Event) -> None:
        active = waiting = 0
        statement = (
            "SELECT count(*), count(*) FILTER (WHERE wait_event_type = 'Lock') FROM pg_stat_activity"
            " WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(url, autocommit=True) as connection:
            while not ended.wait(LOOK_S):
                row = connection.execute(statement).fetchone()
                active, waiting = active + row[0], waiting + row[1]
        self.shares.append(100 * waiting / max(active, 1))
