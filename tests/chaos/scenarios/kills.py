"""T1, T5 and T11: workers that are killed, at any moment and at the worst ones, and workers that are asked to end."""

import os
import signal
import time
from pathlib import Path

from tests.chaos.scale import Scale
from tests.chaos.stage import SETTINGS, Stage, Strike, await_, sqlite, stage
from tests.chaos.verdict import Verdict, close
from tests.chaos.worker import POINTS

# Seconds after which a worker must have ended at SIGTERM: what docker-compose.yml and the systemd unit grant.
GRACE_S = 45.0
# Seconds within which all that is left must be done once the faults are over (T1).
DRAINED_S = 120.0
# Articles that may wait while workers are killed faster than they work: what is left then can be drained.
MAX_PENDING = 2000


def killed_workers(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T1 on PostgreSQL and Redis: a child, a main process alone, all of them."""
    with stage(folder, seed, workers=2, children=2) as now:
        now.produce(rate=scale.rate)
        now.await_done(50)
        _kill(now, scale, ("child", "main", "all"))
        await_(lambda: now.count("id > 0") >= scale.articles, 180, f"{scale.articles} articles were not submitted")
        return close(now, "T1", "SIGKILL, PostgreSQL and Redis", _T1, drained_s=DRAINED_S, figures={})


def killed_on_sqlite(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T1 on SQLite."""
    with stage(folder, seed, database=sqlite) as now:
        now.produce(rate=min(40, scale.rate))
        now.await_done(50)
        _kill(now, scale, ("main",))
        return close(now, "T1b", "SIGKILL, SQLite and Redis", _T1, drained_s=DRAINED_S, figures={})


def killed_on_rabbitmq(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T1 on RabbitMQ."""
    with stage(folder, seed, broker="rabbitmq") as now:
        now.produce(rate=min(40, scale.rate))
        now.await_done(50)
        _kill(now, scale, ("main",))
        return close(now, "T1c", "SIGKILL, PostgreSQL and RabbitMQ", _T1, drained_s=DRAINED_S, figures={})


_T1 = "0 lost, 0 doubled, 0 falsely dead; drained <= 120 s"


def _kill(now: Stage, scale: Scale, kinds: tuple[str, ...]) -> None:
    faults = {
        "child": lambda: now.crew.kill_child(now.rng),
        "main": lambda: now.crew.kill_main(now.rng),
        "all": lambda: now.crew.signal_all(signal.SIGKILL),
    }
    schedule = [kind for kind in kinds for _ in range(scale.kills)]
    now.rng.shuffle(schedule)
    for kind in schedule:
        now.strike(f"SIGKILL of {kind}", faults[kind])
        now.pause(0.5, 2.5)


def worst_moments(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T5: SIGKILL before the claim, between the inserts and their commit, and before the acknowledgement."""
    with stage(folder, seed, batch_size="4", max_pending=str(MAX_PENDING)) as now:
        now.produce(rate=min(40, scale.rate))
        now.await_done(20)
        tickets = [f"{point}{whole}" for point in POINTS for whole in ("", ".worker")] * -(-scale.kills // 2)
        now.rng.shuffle(tickets)
        for ticket in tickets:
            path = now.tickets / ticket
            path.touch()
            await_(lambda: not path.exists(), 60, f"nobody came by {ticket}", every=0.01)  # noqa: B023
            now.strikes.append(_struck(now, ticket))
            now.pause(0.1, 0.5)
        return close(now, "T5", "SIGKILL at the worst moments", "one result set an article", figures={})


def _struck(now: Stage, ticket: str) -> Strike:
    point, _, whole = ticket.partition(".")
    # Before the claim nothing is in work by design: what the message rang for is what was struck.
    return Strike(f"SIGKILL {point}" + (" with its main process" if whole else ""), now.in_work() or (0,), time.time())


def asked_to_end(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T11: SIGTERM under load; every fifth worker gets a second one at once."""
    took: list[float] = []
    left = 0
    with stage(folder, seed, workers=1, children=2, batch_size="32", lease_s="60", pause_s=0.01) as now:
        now.produce(rate=min(15, scale.rate))
        now.await_done(20)
        for number in range(scale.kills + scale.kills // 4):
            impatient = number >= scale.kills
            await_(lambda: len(now.in_work()) > 0, 60, "no work came in flight", every=0.005)
            now.crew.supervised.clear()
            took.append(_terminate(now, impatient))
            left += len(now.in_work())
            now.crew.supervised.set()
            now.pause(0.1, 0.5)
        figures = {"longest exit": f"{max(took):.1f} s of {GRACE_S:.0f}", "left claimed": left}
        target = "exit in time, 0 doubled, nothing left claimed"
        met = max(took) <= GRACE_S and left == 0
        return close(now, "T11", "SIGTERM under load", target, met=met, figures=figures)


def _terminate(now: Stage, impatient: bool) -> float:
    (worker,) = now.crew.workers
    start = time.monotonic()

    def ask() -> None:
        worker.send_signal(signal.SIGTERM)
        if impatient:
            time.sleep(0.05)
            worker.send_signal(signal.SIGTERM)

    now.strike("SIGTERM twice" if impatient else "SIGTERM", ask)
    worker.wait(GRACE_S)
    return time.monotonic() - start


def stopped_workers(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T3, the workers' side: SIGSTOP for longer than a lease; they come back to find that it is another's."""
    with stage(folder, seed, workers=3) as now:
        now.produce(rate=min(40, scale.rate))
        now.await_done(20)
        for _ in range(scale.outages):
            now.outage("SIGSTOP of a worker", lambda: _hold(now, 2 * float(SETTINGS["lease_s"])))
            now.pause(2, 4)
        return close(now, "T3b", "a worker stopped for two leases", "0 lost, 0 doubled", figures={})


def _hold(now: Stage, seconds: float) -> None:
    worker = now.rng.choice(now.crew.workers)
    os.killpg(worker.pid, signal.SIGSTOP)
    time.sleep(seconds)
    os.killpg(worker.pid, signal.SIGCONT)
