"""T10: a broker and a disk that are full. And a clock that is stepped."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import redis

from tests.chaos.articles import envelope
from tests.chaos.books import attempted
from tests.chaos.scale import Scale
from tests.chaos.server import Server
from tests.chaos.stage import Stage, sqlite, stage
from tests.chaos.verdict import Verdict, close, consuming
from tests.servers import AbsentError

# Seconds for which broker or disk stay full, at most.
FULL_S = 10.0
TRY_AGAIN = 75
DISK_BYTES = 48_000_000
LIBFAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
STEP_S = 3600


def full_broker(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T10 on a Redis without memory to spare (noeviction)."""
    codes: list[int] = []
    with stage(folder, seed) as now:
        assert now.broker is not None
        with redis.Redis.from_url(now.broker.url) as client:
            now.produce(rate=min(40, scale.rate))
            now.await_done(20)
            for number in range(scale.outages):
                now.outage("Redis full", lambda: codes.append(_while_full(now, client, scale, number)))  # noqa: B023
                now.pause(2, 4)
        verdict = close(now, "T10a", "a Redis that is full", _T10, figures={}, planted=_planted(scale))
        return _retryable(now, verdict, codes)


_T10 = "submit gives a clear, retryable error; recovers unaided"
_FIRST_BY_HAND = 500_000


def _planted(scale: Scale) -> frozenset[int]:
    return frozenset(range(_FIRST_BY_HAND, _FIRST_BY_HAND + scale.outages))


def _while_full(now: Stage, client: "redis.Redis", scale: Scale, number: int) -> int:
    client.config_set("maxmemory", "1kb")
    try:
        time.sleep(min(FULL_S, scale.hold_s))
        return _submit_by_hand(now, _FIRST_BY_HAND + number)
    finally:
        client.config_set("maxmemory", "0")


def _submit_by_hand(now: Stage, number: int) -> int:
    """Submit an article as a text file by the command line; return its exit code."""
    (now.folder / "one.jsonl").write_text(json.dumps(envelope(number)))
    command = [sys.executable, "-m", "worker", "submit", "one.jsonl"]
    ended = subprocess.run(command, env=now.environment, cwd=now.folder, capture_output=True, text=True, check=False)
    if "Traceback" in ended.stderr:
        raise RuntimeError(ended.stderr)
    return ended.returncode


def _retryable(now: Stage, verdict: Verdict, codes: list[int]) -> Verdict:
    _, _, put_off = attempted(now.folder)
    longest = consuming(now)
    met = set(codes) == {TRY_AGAIN} and longest <= 30
    figures = {
        "exit codes of submit": codes, "producers were put off": f"{sum(put_off.values())} times",
        "consuming again after at most": f"{longest:.1f} s", "workers that ended": len(now.crew.ended),
    }  # fmt: skip
    return verdict.demand(met, **figures)


def full_disk(folder: Path, seed: int, scale: Scale) -> Verdict:
    """T10 on SQLite, whose disk is a small one in memory; back-pressure by free bytes is off, so that it is hit."""
    codes: list[int] = []
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(folder.with_name("disk")))

        def database(_: ExitStack, __: Path) -> tuple[str, Server | None]:
            return f"sqlite:///{disk / 'winnow.db'}", None

        now = stack.enter_context(stage(folder, seed, database=database, min_free_bytes="0"))
        now.produce(rate=min(40, scale.rate))
        now.await_done(20)
        for number in range(scale.outages):
            now.outage("disk full", lambda: codes.append(_while_filled(now, disk, scale, number)))  # noqa: B023
            now.pause(2, 4)
        # What was refused by hand was not stored: nobody tries it again.
        verdict = close(now, "T10b", "a disk that is full, SQLite", _T10, figures={})
        return _retryable(now, verdict, codes)


def _while_filled(now: Stage, disk: Path, scale: Scale, number: int) -> int:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass  # full
    try:
        time.sleep(min(FULL_S, scale.hold_s))
        return _submit_by_hand(now, _FIRST_BY_HAND + number)
    finally:
        filler.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a small file system in memory; raises AbsentError where this account may not."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "winnow-chaos", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        raise AbsentError(f"the right to mount a small disk ({mounted.stderr.decode().strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


def stepped_clock(folder: Path, seed: int, scale: Scale) -> Verdict:
    """The workers' clock, which SQLite's leases go by, is stepped by an hour, back and forth, and workers die at it."""
    if not LIBFAKETIME.exists() or not shutil.which("faketime"):
        raise AbsentError("faketime")
    with stage(folder, seed, database=sqlite, pause_s=0.0) as now:
        clock = folder / "clock"
        clock.write_text("+0")
        now.crew.environment |= {
            "LD_PRELOAD": str(LIBFAKETIME), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip
        now.crew.signal_all(signal.SIGKILL)
        now.produce(rate=min(10, scale.rate))
        now.await_done(20)
        for step in (STEP_S, 0, -STEP_S, 0) * scale.outages:
            now.strike(f"clock at {step:+d} s", lambda: clock.write_text(f"{step:+d}"))  # noqa: B023
            now.pause(2, 4)
            now.strike("SIGKILL of main", lambda: now.crew.kill_main(now.rng))
        now.strikes = [strike for strike in now.strikes if strike.kind.startswith("clock")]
        return close(now, "clock", "a stepped clock, SQLite", "0 lost, 0 doubled; drained <= 120 s", figures={})
