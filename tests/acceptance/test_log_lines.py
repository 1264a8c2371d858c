"""What worker and web service log, whatever goes wrong: ids of task, article and model, and never a word of a text."""

import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from celery import Celery
from sqlalchemy import Engine

from tests.process import environment, running
from tests.servers import free_port
from worker.queue.config import PROCESS_TASK, SUBMIT_TASK
from worker.store.access.tokens import Scope, Tokens
from worker.store.access.users import Users
from worker.store.base.database import connect, upgrade
from worker.store.figures.status import Status, status

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.timeout(1800)]

# A word for each place that a text can stand in; none of them may stand in a log.
TITLE, BODY, AUTHOR, COMMENT, FORM, ASKED = (f"zyx{place}quincunx" for place in ("t", "b", "a", "c", "f", "q"))
PAGE = f"""<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1><p>The {BODY} was sold in spring,
and the miller left. {{fault}}</p></article><ol class="comment-list"><li class="comment depth-1" id="comment-1">
<div class="comment-author"><b class="fn">{AUTHOR}</b></div><div class="comment-content"><p>My uncle saw the {COMMENT}
there for years, see https://{COMMENT}.example/{COMMENT}.</p></div></li></ol></body></html>"""
FAULTS = ("", "FAULT:quote.", "FAULT:error.", "FAULT:segv.", "FAULT:recursion.", "FAULT:memory.")
PASSWORD = f"{ASKED} and more"
START_S = 300.0


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_S
    while not reached():
        assert time.monotonic() < deadline, "not reached in time"
        time.sleep(0.1)


@pytest.fixture
def given(tmp_path: Path, own_redis_url: str) -> dict[str, str]:
    settings = {"max_attempts": "2", "lease_s": "4", "sweep_interval_s": "0.5", "web_max_body_bytes": "1000000"}
    database = f"sqlite:///{tmp_path}/here.db"
    return environment(tmp_path, database_url=database, broker_url=own_redis_url, **settings)


@pytest.fixture
def engine(given: dict[str, str]) -> Engine:
    engine = connect(given["WINNOW_DATABASE_URL"])
    upgrade(engine)
    Users(engine).add("ida", PASSWORD, actor="test")
    return engine


def test_no_log_line_holds_a_text(given: dict[str, str], engine: Engine, tmp_path: Path) -> None:
    token = Tokens(engine).add("all", frozenset({Scope.ADMIN}), actor="test")
    key = Tokens(engine).add("blog", frozenset({Scope.BLOG}), actor="test")
    port = free_port()
    web_log, worker_log = tmp_path / "web.log", tmp_path / "worker.log"
    web = [sys.executable, "-m", "worker", "web", "--port", str(port)]
    worker = [sys.executable, "-m", "celery", "-A", "tests.faults", "worker", "-c1", "-lINFO", "-Qwinnow,winnow.submit"]
    with running(web, given, web_log) as serving, running(worker, given, worker_log):
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=600) as client:
            wait_until(lambda: answers(client))
            ask_everything(client, token, key)
        send_what_is_none(given["WINNOW_BROKER_URL"])
        wait_until(lambda: ended(status(engine)))
        serving.send_signal(signal.SIGTERM)
        serving.wait(30)
    for log in (web_log, worker_log):
        said = log.read_text().casefold()
        assert said.count("\n") > len(FAULTS)
        for word in (TITLE, BODY, AUTHOR, COMMENT, FORM, ASKED, token.casefold(), key.casefold()):
            assert word not in said, f"{log.name}: {context(said, word)}"
    tell_ids(lines(worker_log), lines(web_log))


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


def ask_everything(client: httpx.Client, token: str, key: str) -> None:
    """Use what takes a text, rightly and wrongly."""
    proof = {"Authorization": f"Bearer {token}"}
    articles = [{"id": f"p{at}", "html": PAGE.format(fault=fault)} for at, fault in enumerate(FAULTS)]
    assert client.post("/api/v1/articles/batch", json={"articles": articles}, headers=proof).status_code == 202
    assert client.post("/api/v1/articles", json={"id": "blank", "text": "  "}, headers=proof).status_code == 202
    for wrong in ({"html": {BODY: BODY}}, {"text": BODY, "url": f"gopher://{BODY}"}, {"text": [BODY]}, [BODY]):
        assert client.post("/api/v1/articles", json=wrong, headers=proof).status_code == 422
    broken = client.post("/api/v1/classify", content=f'{{"comments": {COMMENT}', headers=proof)
    assert broken.status_code in (400, 415, 422)
    judged = client.post("/api/v1/classify", json={"comments": [{"text": COMMENT, "author": AUTHOR}]}, headers=proof)
    assert judged.status_code == 200
    assert client.post("/api/v1/separate", json={"html": PAGE.format(fault="")}, headers=proof).status_code == 200
    assert client.get("/api/v1/comments", params={"model": ASKED, "cursor": ASKED}, headers=proof).status_code == 422
    assert client.get(f"/api/v1/models/{ASKED}", headers=proof).status_code == 404
    form = {"api_key": key, "blog": "https://blog.example", "comment_author": FORM, "comment_content": f"A {FORM}."}
    for call in ("comment-check", "submit-spam", "submit-ham"):
        assert client.post(f"/1.1/{call}", data=form).status_code == 200
    assert client.post("/1.1/comment-check", data=form | {"comment_content": FORM * 100_000}).status_code == 413
    client.post("/desk/login", data={"name": ASKED, "password": ASKED})
    client.post("/desk/login", data={"name": "ida", "password": PASSWORD})
    assert client.get("/desk/search", params={"q": ASKED}).status_code == 200


def send_what_is_none(broker: str) -> None:
    """Send messages that no Winnow sends."""
    with Celery("elsewhere", broker=broker, broker_transport_options={"global_keyprefix": "winnow:"}) as app:
        app.conf.task_routes = {"*": {"queue": "winnow.submit"}}
        app.send_task(SUBMIT_TASK, args=[{"html": PAGE.format(fault="")}], queue="winnow.submit")
        app.send_task(SUBMIT_TASK, args=[{"html": [BODY, COMMENT]}], queue="winnow.submit")
        app.send_task(SUBMIT_TASK, args=[BODY, COMMENT, TITLE], kwargs={AUTHOR: AUTHOR}, queue="winnow.submit")
        app.send_task("some.other.task", args=[PAGE], queue="winnow.submit")
        app.send_task(PROCESS_TASK, args=[[BODY]], queue="winnow")


def ended(now: Status) -> bool:
    return now.pending == now.processing == 0 and now.dead >= len(FAULTS) - 1 and now.done >= 1


def context(said: str, word: str) -> str:
    at = said.index(word)
    return said[max(0, at - 300) : at + 100]


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def tell_ids(worker: list[dict[str, Any]], web: list[dict[str, Any]]) -> None:
    done = [line for line in worker if line["event"] == "batch_done"]
    assert done
    for line in done:
        assert line["task_id"]
        assert line["article_ids"]
        assert line["model"]
    requests = [line for line in web if line["event"] == "request"]
    assert {line["route"] for line in requests} >= {"/api/v1/articles/batch", "/1.1/comment-check"}
    assert all(line["request_id"] for line in requests)
