"""T2, T3 and T4: a broker and a database that die, restart, hang, forget, and stay away."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import redis

from tests.chaos.scale import Scale
from tests.chaos.server import Server
from tests.chaos.stage import LEASE_S, Stage, await_, stage
from tests.chaos.verdict import Verdict, close, consuming

# Seconds within which what a broker forgot must be rung for again (T2), and within which all consume again (T3).
RUNG_AGAIN_S = LEASE_S + 30
CONSUMING_S = 30.0


def forgetful_broker(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T2: a Redis that keeps nothing is killed; FLUSHALL. At the end, all that waits must be rung for again."""
    with stage(folder, seed, redis_options=("--appendonly", "no")) as now:
        broker = _there(now.broker)
        faults = {
            "Redis SIGKILL without AOF": lambda: broker.restart(signal.SIGKILL),
            "FLUSHALL": lambda: _flush(broker.url),
        }
        now.produce(rate=min(40, scale.rate))
        now.await_done(20)
        for kind, fault in faults.items():
            for _ in range(scale.kills):
                now.strike(kind, fault)
                now.pause(0.5, 2)
        took = [_rung_again(now, kind, fault) for kind, fault in faults.items() for _ in range(scale.outages)]
        target = f"0 lost; all rung again <= lease + 30 s ({RUNG_AGAIN_S:.0f} s)"
        figures = {"all rung again after at most": f"{max(took):.1f} s"}
        met = max(took) <= RUNG_AGAIN_S
        return close(now, "T2", "a Redis that forgets", target, met=met, figures=figures)


def _rung_again(now: Stage, kind: str, fault: Callable[[], object]) -> float:
    """Do a fault and return how long it takes until all that waited then is rung for again, or done, in seconds."""
    waiting = now.unfinished()
    now.strike(kind, fault)
    start = time.time()
    silent = f"state = 'pending' AND id IN {(0, *waiting, 0)} AND (rung_at IS NULL OR rung_at < to_timestamp({start}))"
    await_(lambda: now.count(silent) == 0, 2 * RUNG_AGAIN_S, "not all was rung for again")
    return time.time() - start


def _flush(url: str) -> None:
    with redis.Redis.from_url(url) as client:
        client.flushall()


def restarted_broker(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T3: Redis with AOF restarts, and is stopped in its tracks."""
    with stage(folder, seed) as now:
        broker = _there(now.broker)
        now.produce(rate=min(40, scale.rate))
        now.await_done(20)
        for _ in range(scale.kills):
            now.strike("Redis restart", lambda: broker.restart(signal.SIGTERM))
            now.pause(0.5, 2)
        for _ in range(scale.outages):
            now.outage(f"Redis SIGSTOP {scale.hold_s:.0f} s", lambda: broker.hold(scale.hold_s))
            now.pause(2, 4)
        return _close_consuming(now, "T3", "Redis restarts and hangs", "consuming <= 30 s after its return")


def absent_database(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T4: PostgreSQL restarts at once, and is away for a minute."""
    with stage(folder, seed) as now:
        database = _there(now.database)
        now.produce(rate=min(40, scale.rate))
        now.await_done(20)
        for _ in range(scale.kills):
            now.strike("PostgreSQL immediate restart", lambda: database.restart(signal.SIGQUIT))
            now.pause(0.5, 2)
        for _ in range(scale.outages):
            now.outage(f"PostgreSQL away {scale.down_s:.0f} s", lambda: database.restart(signal.SIGQUIT, scale.down_s))
            now.pause(2, 4)
        return _close_consuming(now, "T4", "PostgreSQL restarts and is away", "0 dead letters for database errors")


def _close_consuming(now: Stage, test: str, under: str, target: str) -> Verdict:
    verdict = close(now, test, under, target, figures={})
    longest = consuming(now)
    figures = {"consuming again after at most": f"{longest:.1f} s", "workers that ended": len(now.crew.ended)}
    return verdict.demand(longest <= CONSUMING_S, **figures)


def _there(server: Server | None) -> Server:
    assert server is not None
    return server
