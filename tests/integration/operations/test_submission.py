"""Articles come in alike through every door: what is right is stored and rung for, the rest is refused and counted."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.doors import AwayBell, Doors
from worker import client as python
from worker.domain import Arrival, State
from worker.errors import RefusedError
from worker.operations.submit import ARTICLES_AT_ONCE, batched, parse, take_in
from worker.store.access.tokens import Scope
from worker.store.figures.status import status

pytestmark = pytest.mark.redis

RIGHT = [{"id": f"pear-{number}", "url": f"https://orchard.example/{number}", "html": f"<p>Pear {number}.</p>"}
         for number in range(3)]  # fmt: skip
WRONG = [{"text": 7}, {"text": "x", "url": "gopher://orchard.example"}, {"text": "x" * 2_100_000}, {"text": 8}]
REFUSED = {"SCHEMA": 2, "BAD_URL": 1, "TOO_LARGE": 1}


def by_cli(way: Doors, rows: Sequence[Any]) -> None:
    way.cli("submit", "-", stdin=b"".join(json.dumps(row).encode() + b"\n" for row in rows))


def by_api(way: Doors, rows: Sequence[Any]) -> None:
    for row in rows:
        way.api(Scope.INGEST).post("/api/v1/articles", json=row)


def by_batch(way: Doors, rows: Sequence[Any]) -> None:
    assert way.api(Scope.INGEST).post("/api/v1/articles/batch", json={"articles": rows}).is_success


def by_stream(way: Doors, rows: Sequence[Any]) -> None:
    with way.client(Scope.INGEST) as client:
        client.submit_stream(rows)


def by_client(way: Doors, rows: Sequence[Any]) -> None:
    with way.client(Scope.INGEST) as client:
        client.submit_batch(rows)


def by_task(way: Doors, rows: Sequence[Any]) -> None:
    way.send_task(rows)


def by_python(way: Doors, rows: Sequence[Any]) -> None:
    urls = {"database_url": str(way.engine.url), "broker_url": way.environment["WINNOW_BROKER_URL"]}
    for row in rows:
        try:
            python.submit([row], **urls)
        except RefusedError:
            continue


DOORS = {"cli": by_cli, "api": by_api, "batch": by_batch, "stream": by_stream, "client": by_client, "task": by_task,
         "python": by_python}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_what_is_right_is_stored_and_the_rest_is_counted(opened: Callable[[], Doors], door: str) -> None:
    way = opened()
    DOORS[door](way, [WRONG[0], *RIGHT, *WRONG[1:]])
    DOORS[door](way, RIGHT[:1])
    now = status(way.engine)
    assert (now.pending, now.refusals) == (3, REFUSED)
    ids = [one for batch in way.rung() for one in batch]
    assert len(ids) == len(set(ids)) == 3
    assert way.states(ids) == {State.PENDING}
    listed = way.api().get("/api/v1/articles").json()["items"]
    assert [(one["external_id"], one["url"], one["revision"]) for one in listed] == [
        (row["id"], row["url"], 1) for row in RIGHT
    ]


def test_all_or_nothing_in_python(opened: Callable[[], Doors]) -> None:
    way = opened()
    urls = {"database_url": str(way.engine.url), "broker_url": way.environment["WINNOW_BROKER_URL"]}
    with pytest.raises(RefusedError):
        python.submit([*RIGHT, WRONG[0]], **urls)
    now = status(way.engine)
    assert (now.pending, now.refusals) == (0, {"SCHEMA": 1})
    assert [one.arrival for one in python.submit(RIGHT, **urls)] == [Arrival.NEW] * 3


def test_many_come_in_several_transactions(opened: Callable[[], Doors]) -> None:
    way = opened()
    rows = [{"text": f"Pear {number}."} for number in range(2 * ARTICLES_AT_ONCE + 1)]
    way.send_task(rows)
    assert status(way.engine).pending == len(rows)
    sizes = [len(one) for one in batched(parse(row, max_bytes=1000) for row in rows)]
    assert sizes == [ARTICLES_AT_ONCE, ARTICLES_AT_ONCE, 1]
    large = [len(one) for one in batched(parse({"text": "x" * 3_000_000}, max_bytes=4_000_000) for _ in range(4))]
    assert large == [3, 1]


def test_a_broker_that_is_away_is_no_fault(opened: Callable[[], Doors], tmp_path: Path) -> None:
    way = opened()
    away = replace(way.site.winnow.service, bell=AwayBell())  # type: ignore[arg-type]
    taken = take_in(away, [parse(RIGHT[0], max_bytes=1000), parse(WRONG[0], max_bytes=1000)])
    assert (len(taken.stored), len(taken.refused)) == (1, 1)
    assert taken.not_rung
    assert "away" in taken.not_rung
    nowhere = {**way.environment, "WINNOW_BROKER_URL": "redis://127.0.0.1:1/0"}
    way.environment.update(nowhere)
    stored = way.cli("submit", "-", stdin=json.dumps(RIGHT[1]).encode())
    assert (stored.exit_code, stored.stdout) == (75, f"{taken.stored[0].id + 1}\n")


def test_what_was_exported_comes_in_again_as_it_was(opened: Callable[[], Doors]) -> None:
    first, second = opened(), opened()
    page = {"url": "https://river.example/mill", "html": PAGE}
    by_cli(first, [page])
    assert first.site.winnow.service.process([1]) == 1
    line = json.loads(first.cli("export").stdout)
    assert len(line["comments"]) == 2
    for door in ("cli", "api", "batch", "stream", "client", "task", "python"):
        DOORS[door](second, [line])
    assert status(second.engine).pending == 1
    assert second.site.winnow.service.process([1]) == 1
    again = json.loads(second.cli("export").stdout)
    assert again["separation"] == "given"
    same = ("url", "title", "byline", "published", "language", "body", "comments")
    assert {name: again[name] for name in same} == {name: line[name] for name in same}
    assert second.desk().get("/desk/articles/1").status_code == 200


PAGE = """<html lang="en"><head><title>The mill</title></head><body><article><h1>The mill</h1>
<p>The mill stands where the river bends, and is older than the bridge, which was built by those who ground corn.</p>
</article><ol class="comment-list"><li class="comment depth-1" id="comment-1"><div class="comment-author">
<b class="fn">Ida</b></div><div class="comment-content"><p>My uncle kept the <a href="https://photos.example/1">mill</a>.</p></div>
<ol class="children"><li class="comment depth-2" id="comment-2"><div class="comment-author"><b class="fn">Jan</b></div>
<div class="comment-content"><p>It turned until the war, and once after.</p></div></li></ol></li></ol></body></html>"""
