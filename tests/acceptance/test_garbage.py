"""Whatever stands in the queues, the workers live and process the next good article."""

import base64
import json
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from celery import Celery
from redis import Redis

from tests.process import environment, running
from worker.queue.redis_channel import MOST_DELIVERIES
from worker.store.base.database import connect
from worker.store.figures.status import status

PREFIX = {"global_keyprefix": "winnow:"}
ASIDE = "winnow:winnow.aside"
pytestmark = [pytest.mark.redis, pytest.mark.timeout(1800)]

ARGUMENTS = b'[[{"text": "A good article among the garbage."}], {}, null]'


def message(body: bytes = ARGUMENTS, **changed: Any) -> dict[str, Any]:
    whole = {
        "body": base64.b64encode(body).decode(),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": {"lang": "py", "task": "winnow.submit", "id": "1", "retries": 0, "timelimit": [None, None]},
        "properties": {
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": "winnow.submit"},
            "body_encoding": "base64",
            "delivery_tag": "tag-1",
        },
    }
    return {name: value for name, value in {**whole, **changed}.items() if value is not None}


def without(name: str) -> dict[str, Any]:
    whole = message()
    del whole["properties"][name]
    return whole


HEADERS = message()["headers"]
GARBAGE: dict[str, bytes | Any] = {
    "not JSON": b"hello",
    "empty": b"",
    "cut short": json.dumps(message()).encode()[:100],
    "not UTF-8": b"\xff\xfe{}",
    "a number": 42,
    "null": None,
    "a list": [1, 2],
    "an empty object": {},
    "nested deep": b"[" * 100_000,
    "no properties": message(properties=None),
    "properties are a list": message(properties=[]),
    "no delivery tag": without("delivery_tag"),
    "no delivery information": without("delivery_info"),
    "bad base64": {**message(), "body": "%%%"},
    "an unknown body encoding": message(properties={**message()["properties"], "body_encoding": "rot13"}),
    "no body": message() | {"body": None},
    "a body that is an object": message() | {"body": {"a": 1}},
    "no headers": message(headers=None),
    "headers are text": message(headers="x"),
    "no content type": message() | {"content-type": None},
    "pickle": message(b"cos\nsystem\n(S'false'\ntR.") | {"content-type": "application/x-python-serialize"},
    "an unknown encoding": message() | {"content-encoding": "nonsense"},
    "a body that is no JSON": message(b"{broken"),
    "a body that is a number": message(b"42"),
    "a body with one element": message(b"[[]]"),
    "an unknown task": message(headers={**HEADERS, "task": "rm.everything"}),
    "a task that is a number": message(headers={**HEADERS, "task": 7}),
    "no id": message(headers={"task": "winnow.submit"}),
    "retries are text": message(headers={**HEADERS, "retries": "many"}),
    "a time limit of text": message(headers={**HEADERS, "timelimit": "soon"}),
    "an ETA of nonsense": message(headers={**HEADERS, "eta": "yesterday-ish"}),
    "an expiry of nonsense": message(headers={**HEADERS, "expires": "x"}),
    "too many arguments": message(b"[[1, 2, 3, 4], {}, null]"),
    "unknown keyword": message(b'[[], {"surprise": 1}, null]'),
    "no article": message(b"[[42], {}, null]"),
    "waiting for 2099": message(headers={**HEADERS, "eta": "2099-01-01T00:00:00+00:00"}),
    "a task of the moderators'": message(headers={**HEADERS, "task": "winnow.retrain"}),
    "a bomb": message(zlib.compress(b"[" + b"1," * 20_000_000 + b"1]"), headers={**HEADERS, "compression": "gzip"}),
    "callbacks of nonsense": message(b'[[{"text": "Well."}], {}, {"callbacks": 7, "chain": "x"}]'),
}


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url, decode_responses=True) as opened:
        opened.flushall()
        yield opened


@contextmanager
def worker(folder: Path, redis_url: str, *options: str) -> Iterator[Popen[bytes]]:
    settings = {
        "database_url": f"sqlite:///{folder / 'winnow.db'}",
        "broker_url": redis_url,
        "heartbeat_file": str(folder / f"beat{len(options)}"),
        "sweep_interval_s": "0.5",
        "lease_s": "3",
    }
    command = [sys.executable, "-m", "worker", "worker", "--concurrency", "1", *options]
    with running(command, environment(folder, **settings), folder / f"log{len(options)}") as process:
        yield process


def test_garbage_in_both_queues_stops_neither_worker(client: Redis, redis_url: str, tmp_path: Path) -> None:
    with (
        worker(tmp_path, redis_url) as processing,
        worker(tmp_path, redis_url, "--", "-Q", "winnow.submit") as submitting,
    ):
        for garbage in GARBAGE.values():
            raw = garbage if isinstance(garbage, bytes) else json.dumps(garbage).encode()
            client.lpush("winnow:winnow", raw.replace(b"winnow.submit", b"winnow.process"))
            client.lpush("winnow:winnow.submit", raw)
        with Celery("plain", broker=redis_url, broker_transport_options=PREFIX, set_as_current=False) as producer:
            producer.send_task("winnow.submit", args=[{"text": "The good one."}], queue="winnow.submit")
        await_status(tmp_path, lambda now: now.done >= 1 and now.pending == now.processing == 0)
        await_empty(client)
        assert processing.poll() is None, "the processing worker ended"
        assert submitting.poll() is None, "the submit worker ended"
        assert status(connect(f"sqlite:///{tmp_path / 'winnow.db'}")).dead == 0
    assert client.llen(ASIDE) > 20
    assert any("surprise" in kept or "1, 2, 3, 4" in kept for kept in client.lrange(ASIDE, 0, -1)), "a call that failed"


def test_a_message_that_ends_its_workers_is_set_aside(client: Redis, redis_url: str, tmp_path: Path) -> None:
    """The workers are ended from outside, each time while they hold the message."""
    deadly = message()
    deadly["properties"]["delivery_info"]["redelivered"] = True
    with worker(tmp_path, redis_url, "--", "-Q", "winnow.submit"):
        for _ in range(MOST_DELIVERIES - 1):
            client.hincrby("winnow:winnow.deliveries", "tag-1", 1)
        client.lpush("winnow:winnow.submit", json.dumps(deadly))
        deadline = time.monotonic() + 3000
        while not client.llen(ASIDE):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    assert json.loads(client.lrange(ASIDE, 0, 0)[0]) == deadly
    assert client.hgetall("winnow:winnow.deliveries") == {}


def await_status(folder: Path, reached: Any) -> None:
    engine = connect(f"sqlite:///{folder / 'winnow.db'}")
    deadline = time.monotonic() + 300
    while not _try(lambda: reached(status(engine))):
        assert time.monotonic() < deadline, "not reached in time"
        time.sleep(0.2)


def await_empty(client: Redis) -> None:
    deadline = time.monotonic() + 300
    while client.llen("winnow:winnow") or client.llen("winnow:winnow.submit"):
        assert time.monotonic() < deadline, "the queues are not read"
        time.sleep(0.1)


def _try(look: Any) -> bool:
    from worker.errors import WinnowError  # noqa: PLC0415

    try:
        return bool(look())
    except WinnowError:
        return False  # the schema is not there yet
