"""The main job with real servers and real processes: submitted here, processed there, each article once."""

import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.acceptance.installation import Installation
from worker.store.figures.status import status

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.timeout(1800)]

ARTICLES = 500
OPINIONS = (
    "The bridge should have come first.",
    "Who pays for it in the end?",
    "My aunt said so years ago, and was right.",
)
COMMENTS = len(OPINIONS)
# Small batches and short leases: many messages to lose, and a loss is mended within the test's time.
FAST = {"batch_size": "4", "lease_s": "4", "sweep_interval_s": "0.5"}

Start = Callable[..., subprocess.Popen[bytes]]


def write_articles(path: Path) -> None:
    """Write texts that share no paragraph, each with three comments."""
    with path.open("w") as file:
        for number in range(ARTICLES):
            comments = "\n\n".join(
                f"Reader {number}-{one} says:\nMarch {one + 1}, 2026 at 9:00 am\n\n"
                f"{OPINIONS[one]} That is what I think of story {number}."
                for one in range(COMMENTS)
            )
            body = f"The council of village {number} met and decided on {number * 7} things, as it does each year."
            heading = f"Comments\n\n{COMMENTS} responses to “Village {number}”"
            text = f"Village {number} decides\n\n{body}\n\n{heading}\n\n{comments}"
            file.write(json.dumps({"id": f"a{number}", "text": text}) + "\n")


def wait_until(reached: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "not reached in time"
        time.sleep(0.01)


def read_status(installation: Installation, folder: Path, **settings: str) -> dict[str, Any]:
    found = installation.run("status", "--json", cwd=folder, **settings)
    assert found.returncode == 0, found.stderr
    shown: dict[str, Any] = json.loads(found.stdout)
    return shown


def assert_each_once(installation: Installation, folder: Path, **settings: str) -> None:
    exported = installation.run("export", cwd=folder, **settings)
    assert exported.returncode == 0, exported.stderr
    rows = [json.loads(line) for line in exported.stdout.splitlines()]
    assert Counter(row["external_id"] for row in rows) == {f"a{number}": 1 for number in range(ARTICLES)}
    for row in rows:
        number = row["external_id"][1:]
        assert [comment["author"] for comment in row["comments"]] == [
            f"Reader {number}-{one}" for one in range(COMMENTS)
        ]
        assert all(comment["verdict"] in ("allow", "review", "spam") for comment in row["comments"])
        assert f"The council of village {number} met" in row["body"]


def test_what_one_process_submits_another_processes(
    installation: Installation, start: Start, own_redis_url: str, database_url: str, tmp_path: Path
) -> None:
    settings = {"broker_url": own_redis_url, "database_url": database_url, **FAST}
    write_articles(tmp_path / "articles.jsonl")
    worker = start("worker", "worker", "--concurrency", "2", **settings)
    submitted = installation.run("submit", "articles.jsonl", "--wait", cwd=tmp_path, **settings)
    assert submitted.returncode == 0, submitted.stderr
    assert len(set(submitted.stdout.split())) == ARTICLES
    now = read_status(installation, tmp_path, **settings)
    assert (now["pending"], now["processing"], now["done"], now["dead"]) == (0, 0, ARTICLES, 0)
    assert_each_once(installation, tmp_path, **settings)

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=300) == 0


def test_a_killed_worker_loses_and_doubles_nothing(
    installation: Installation,
    start: Start,
    own_redis_url: str,
    database_url: str,
    open_engine: Callable[[str], Engine],
    tmp_path: Path,
) -> None:
    settings = {"broker_url": own_redis_url, "database_url": database_url, **FAST}
    write_articles(tmp_path / "articles.jsonl")
    assert installation.run("submit", "articles.jsonl", cwd=tmp_path, **settings).returncode == 0
    worker = start("worker", "worker", "--concurrency", "2", **settings)
    engine = open_engine(database_url)
    wait_until(lambda: status(engine).done >= 16, 60)
    os.killpg(worker.pid, signal.SIGKILL)
    struck = status(engine)
    assert struck.done < ARTICLES, "the worker was killed too late to prove anything"

    start("worker", "worker", "--concurrency", "2", **settings)
    wait_until(lambda: status(engine).done == ARTICLES, 90)
    assert_each_once(installation, tmp_path, **settings)
