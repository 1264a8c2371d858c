"""Measure how soon `winnow web` answers who has a key while others, who have none, attack it.

    python -m benchmarks.attacks [--seconds 15]

Akismet's comment-check at a steady rate, as in `benchmarks.web`, beside one attack after the other, each from addresses
of its own on loopback. Attackers have machines of their own: they run at the lowest priority here. Prints Markdown.
"""

import argparse
import asyncio
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.web import quantile, service, steady

RATE = 20
WARM_UP_S = 3.0
# Seconds that an attack runs before anything is measured.
AHEAD_S = 2.0
# Milliseconds that the slowest of a hundred may take under each attack.
BOUND_MS = 200.0
SOURCES = 8

Attacker = Callable[[int, int], Awaitable[None]]


async def slow_head(port: int, number: int) -> None:
    """Half a request, a header a second: the slow loris."""
    _, writer = await connect(port, number)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
    for line in range(1000):
        writer.write(f"X-{line}: 1\r\n".encode())
        await writer.drain()
        await asyncio.sleep(1)


async def slow_body(port: int, number: int) -> None:
    """A form without a key, ten bytes a second."""
    _, writer = await connect(port, number)
    writer.write(post("/1.1/comment-check", 400_000))
    for _ in range(1000):
        writer.write(b"a" * 10)
        await writer.drain()
        await asyncio.sleep(1)


async def large_body(port: int, number: int) -> None:
    """15.7 MB of JSON without a token."""
    reader, writer = await connect(port, number)
    writer.write(post("/api/v1/articles/batch", 15_700_000, "application/json"))
    for _ in range(157):
        writer.write(b"[" * 100_000)
        await writer.drain()
    await reader.read()


async def large_form(port: int, number: int) -> None:
    """Half a megabyte of escapes without a key."""
    reader, writer = await connect(port, number)
    writer.write(post("/1.1/comment-check", 500_001) + b"a=" + b"%41" * 166_666 + b"b")
    await reader.readuntil(b"\r\n\r\n")


async def guess(port: int, number: int) -> None:
    """A guess at a moderator's password."""
    reader, writer = await connect(port, number)
    body = urlencode({"name": f"ida{number}", "password": f"guess {number}"}).encode()
    writer.write(post("/desk/login", len(body)) + body)
    await reader.readuntil(b"\r\n\r\n")


ATTACKS: tuple[tuple[str, Attacker, int], ...] = (
    ("slow loris: 400 half heads", slow_head, 400),
    ("400 bodies, ten bytes a second", slow_body, 400),
    ("8 posts of 15.7 MB without a token", large_body, 8),
    ("8 forms of 500 kB without a key", large_form, 8),
    ("150 guesses at passwords at once", guess, 150),
)


async def connect(port: int, number: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    source = (f"127.0.2.{1 + number % SOURCES}", 0)
    return await asyncio.open_connection("127.0.0.1", port, local_addr=source)


def post(path: str, length: int, kind: str = "application/x-www-form-urlencoded") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n".encode()


def attack(port: int, attacker: Attacker, at_once: int) -> None:
    """Run so many attackers at once for ever; who is thrown out begins again."""
    os.nice(19)

    async def one(number: int) -> None:
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                await attacker(port, number)
            await asyncio.sleep(0.01)

    async def everybody() -> None:
        await asyncio.gather(*map(one, range(at_once)))

    asyncio.run(everybody())


def flood(port: int) -> None:
    """Ask as fast as wrk can, with no token."""
    command, url = ["wrk", "-t1", "-c32", "-d600s"], f"http://127.0.0.1:{port}/api/v1/articles"
    os.nice(19)
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
        script.write('wrk.method = "POST"\nwrk.body = "{}"\n')
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.execvp("wrk", [*command, "-s", script.name, url])  # noqa: S606  - in our place, so that who ends us ends it


def measured(port: int, key: str, seconds: float, begin: Callable[[], None] | None) -> str:
    """Return a row's figures while an attack goes on, or while none does."""
    process = multiprocessing.get_context("fork").Process(target=begin) if begin else None
    if process:
        process.start()
    try:
        asyncio.run(steady(port, key, rate=RATE, seconds=AHEAD_S))
        times, wrong = asyncio.run(steady(port, key, rate=RATE, seconds=seconds))
    finally:
        if process:
            process.terminate()
            process.join()
    shown = " | ".join(f"{quantile(times, share):.1f}" for share in (0.5, 0.99, 1.0))
    return f"{len(times)} | {shown} | {wrong} | {os.getloadavg()[0]:.1f} | {'yes' if is_good(times, wrong) else 'NO'}"


def is_good(times: list[float], wrong: int) -> bool:
    return not wrong and quantile(times, 0.99) <= BOUND_MS


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=15)
    seconds = arguments.parse_args().seconds
    with tempfile.TemporaryDirectory() as name, service(Path(name)) as (port, key, _):
        asyncio.run(steady(port, key, rate=RATE, seconds=WARM_UP_S))
        print(f"| attack | requests | p50 ms | p99 ms | worst ms | failed | load | p99 <= {BOUND_MS:g} ms |")
        print("|---|---|---|---|---|---|---|---|")
        attacks: list[tuple[str, Callable[[], None] | None]] = [("none", None)]
        attacks += [(title, partial(attack, port, attacker, at_once)) for title, attacker, at_once in ATTACKS]
        if shutil.which("wrk"):
            attacks.append(("wrk, 32 connections, posts without a token", partial(flood, port)))
        rows = []
        for title, begin in attacks:
            rows.append(f"| {title} | {measured(port, key, seconds, begin)} |")
            print(rows[-1], flush=True)
    return int(any(row.endswith("NO |") for row in rows))


if __name__ == "__main__":
    sys.exit(main())
