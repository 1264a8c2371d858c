"""Measure how soon `winnow web` answers: Akismet's comment-check at a steady rate, and under all the load it can take.

    python benchmarks/web.py [--seconds 30]

Requests are sent when they are due, whether or not the one before was answered, and an answer's time counts from when
its request was due: a service that stalls is charged for the whole queue behind the stall. The service is a process of
its own over a new SQLite file; wrk, where the machine has it, adds a closed loop. Prints Markdown.
"""

import argparse
import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import akismet
import httpx

RATES = (100, 200)
WARM_UP_S = 3.0
CLIENT_CHECKS = 200
START_S = 60.0
# Seconds that a connection may have been idle to be used again.
IDLE_S = 3.0
WORDS = [
    "pear",
    "orchard",
    "winter",
    "straw",
    "ladder",
    "cider",
    "harvest",
    "thank",
    "you",
    "recipe",
    "lovely",
    "river",
    "bridge",
    "ferry",
    "lamp",
    "keeper",
    "cheap",
    "pills",
    "online",
    "casino",
    "bonus",
    "visit",
    "website",
    "great",
    "post",
    "article",
    "really",
    "agree",
    "disagree",
    "maybe",
    "because",
]


def form(key: str, number: int) -> bytes:
    """Make one comment-check; texts differ, so nothing can be answered from memory."""
    chance = random.Random(number)
    text = " ".join(chance.choices(WORDS, k=chance.randint(8, 120)))
    link = f" http://site-{number}.example/page" if chance.random() < 0.3 else ""
    fields = {
        "api_key": key,
        "blog": "https://orchard.example",
        "permalink": f"https://orchard.example/{number % 50}",
        "user_ip": "192.0.2.7",
        "comment_type": "comment",
        "comment_author": f"Visitor {number}",
        "comment_content": text + link,
    }
    return urlencode(fields).encode()


def request(body: bytes) -> bytes:
    head = (
        "POST /1.1/comment-check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Connections:
    """Connections that are kept and used again."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter, float]] = []

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, float]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        return reader, writer, 0.0

    async def ask(self, message: bytes) -> str:
        """Send one request; return the status and the body of its answer."""
        while self._idle and time.monotonic() - self._idle[-1][2] > IDLE_S:
            self._idle.pop()[1].close()  # the service is about to close it too
        reader, writer, _ = self._idle.pop() if self._idle else await self._connect()
        writer.write(message)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        answer = await reader.readexactly(length)
        status = head.split(b" ", 2)[1].decode()
        if status == "200":
            self._idle.append((reader, writer, time.monotonic()))
        else:
            writer.close()
        return f"{status} {answer.decode()}"


async def steady(port: int, key: str, *, rate: int, seconds: float) -> tuple[list[float], int]:
    """Send at a steady rate; return the seconds from due to answered, and how many were answered with neither word."""
    connections, times, wrong = Connections(port), [], 0
    messages = [request(form(key, number)) for number in range(int(rate * seconds))]
    start = time.perf_counter() + 0.1

    async def one(number: int, message: bytes) -> None:
        nonlocal wrong
        due = start + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        answer = await connections.ask(message)
        times.append(time.perf_counter() - due)
        wrong += answer not in ("200 true", "200 false")

    await asyncio.gather(*(one(number, message) for number, message in enumerate(messages)))
    return sorted(times), wrong


def quantile(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


class Rewritten(httpx.BaseTransport):
    """Sends what the PyPI client means for Akismet's host to the service."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._transport = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return self._transport.handle_request(request)


def client_run(port: int, key: str, checks: int) -> str:
    """Check, teach and check again by the PyPI client `akismet`; return what it came to."""
    http = httpx.Client(transport=Rewritten(port), timeout=30)
    times = []
    with akismet.SyncClient(config=akismet.Config(key, "https://orchard.example"), http_client=http) as client:
        valid = client.verify_key()
        for number in range(checks):
            fields = dict(parse_qsl(form(key, number).decode()))
            said = {name: fields[name] for name in ("permalink", "comment_author", "comment_content")}
            started = time.perf_counter()
            client.comment_check(user_ip="192.0.2.7", **said)
            times.append(time.perf_counter() - started)
        client.submit_spam(user_ip="192.0.2.7", **said)
        taught = client.comment_check(user_ip="192.0.2.7", **said)
    p50, p99 = (quantile(sorted(times), share) for share in (0.5, 0.99))
    return (
        f"akismet client: key valid {valid}, {checks} checks p50 {p50:.1f} ms p99 {p99:.1f} ms, taught: {taught.name}"
    )


def processor_s(process: int) -> float:
    """Return the processor time (seconds) that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def closed_loop(port: int, key: str, seconds: int, folder: Path) -> str:
    """Run wrk with 4 connections and return what it says."""
    script = folder / "check.lua"
    body = form(key, 7).decode()
    script.write_text(
        f'wrk.method = "POST"\nwrk.body = "{body}"\nwrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n'
    )
    command = ["wrk", "-t1", "-c4", f"-d{seconds}s", "--latency", "-s", str(script)]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}/1.1/comment-check"], capture_output=True, text=True, check=True
    )
    return done.stdout


@contextmanager
def service(folder: Path) -> Iterator[tuple[int, str, int]]:
    """Run `winnow web` over a new database; yield its port, a key and its process id."""
    # The port of a broker that is not there: none is needed.
    parts = ["--database", f"sqlite:///{folder}/web.db"]
    others = ["--broker", "redis://127.0.0.1:1/0", "--model-dir", str(folder / "models")]
    winnow = [sys.executable, "-m", "worker"]
    added = [*winnow, "token", "add", "blog", "--scope", "blog", *parts]
    key = subprocess.run(added, capture_output=True, text=True, check=True).stdout.strip()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    log = (folder / "web.log").open("wb")
    process = subprocess.Popen([*winnow, "web", "--port", str(port), *parts, *others], stderr=log)
    try:
        deadline = time.monotonic() + START_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise SystemExit((folder / "web.log").read_text()) from None
                time.sleep(0.2)
        yield port, key, process.pid
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=30)
    seconds = arguments.parse_args().seconds
    with tempfile.TemporaryDirectory() as name, service(Path(name)) as (port, key, process):
        asyncio.run(steady(port, key, rate=20, seconds=WARM_UP_S))
        print("| rate | requests | p50 ms | p95 ms | p99 ms | worst ms | failed | processor ms each | load |")
        print("|---|---|---|---|---|---|---|---|---|")
        for rate in RATES:
            before = processor_s(process)
            times, wrong = asyncio.run(steady(port, key, rate=rate, seconds=seconds))
            each_ms = (processor_s(process) - before) / len(times) * 1000
            shown = " | ".join(f"{quantile(times, share):.1f}" for share in (0.5, 0.95, 0.99, 1.0))
            load = os.getloadavg()[0]
            print(f"| {rate}/s | {len(times)} | {shown} | {wrong} | {each_ms:.1f} | {load:.1f} |", flush=True)
        print(f"\n{client_run(port, key, CLIENT_CHECKS)}")
        if shutil.which("wrk"):
            print(f"\n```\n{closed_loop(port, key, min(seconds, 15), Path(name))}```")


if __name__ == "__main__":
    main()
