"""Articles come in by HTTP, one by one, in batches and as a stream, and can be read."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.web import Site, site, winnow_of
from worker.domain import State
from worker.store.access.tokens import Scope
from worker.store.flow.inbox import Inbox

PAGE = """<html><body><article><h1>{name}</h1><p>The {name} stands where the river bends, and is older than the
bridge.</p></article><ol class="comment-list"><li class="comment depth-1" id="comment-1"><div class="comment-author">
<b class="fn">Ottoline Marsh</b></div><div class="comment-content"><p>My uncle kept the {name} for years.</p></div>
</li></ol></body></html>"""


def envelope(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "url": f"https://river.example/{name}", "html": PAGE.format(name=name), **more}


@pytest.fixture(scope="module")
def producer(web: Site) -> httpx.Client:
    return web.client(Scope.INGEST)


@pytest.fixture(scope="module")
def moderator(web: Site) -> httpx.Client:
    return web.client(Scope.MODERATE)


def stream(client: httpx.Client, lines: list[bytes]) -> httpx.Response:
    headers = {"Content-Type": "application/x-ndjson"}
    return client.post("/api/v1/articles/stream", content=b"\n".join(lines), headers=headers)


def test_an_article_is_stored_before_it_is_acknowledged(web: Site, producer: httpx.Client) -> None:
    first = producer.post("/api/v1/articles", json=envelope("mill"))
    again = producer.post("/api/v1/articles", json=envelope("mill"))
    revised = producer.post("/api/v1/articles", json=envelope("mill") | {"html": PAGE.format(name="windmill")})
    assert [one.status_code for one in (first, again, revised)] == [202, 202, 202]
    assert [one.json()["arrival"] for one in (first, again, revised)] == ["new", "unchanged", "revised"]
    ids = {one.json()["id"] for one in (first, again, revised)}
    assert Inbox(web.winnow.engine).states(list(ids)) == dict.fromkeys(ids, State.PENDING)
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b'{"html": "<p>"', "application/json", 422, "SCHEMA"),
        (b"[]", "application/json", 422, "SCHEMA"),
        (b'{"html": "<p>", "text": "both"}', "application/json", 422, "SCHEMA"),
        (b'{"html": "<p>", "url": "ftp://river.example"}', "application/json", 422, "BAD_URL"),
        (b'{"text": ' + b"[" * 100_000, "application/json", 422, "DEPTH"),
        (json.dumps({"text": "x" * 2_000_001}).encode(), "application/json", 413, "TOO_LARGE"),
        (b'{"text": "x"}', "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b'{"text": "x"}', "", 415, "UNSUPPORTED_MEDIA_TYPE"),
    ],
)
def test_what_is_refused_says_why(producer: httpx.Client, body: bytes, kind: str, status: int, code: str) -> None:
    answer = producer.post("/api/v1/articles", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_refusals_are_counted(web: Site, producer: httpx.Client) -> None:
    from worker.store.figures.status import status  # noqa: PLC0415

    before = status(web.winnow.engine).refusals.get("BAD_URL", 0)
    producer.post("/api/v1/articles", json={"text": "x", "url": "gopher://river.example"})
    assert status(web.winnow.engine).refusals["BAD_URL"] == before + 1


def test_a_batch_says_of_each_what_became_of_it(producer: httpx.Client) -> None:
    rows = [envelope("weir"), {"text": 7}, envelope("lock")]
    answer = producer.post("/api/v1/articles/batch", json={"articles": rows})
    assert answer.status_code == 202
    weir, wrong, lock = answer.json()["articles"]
    assert weir["arrival"] == lock["arrival"] == "new"
    assert wrong["error"]["code"] == "SCHEMA"


@pytest.mark.parametrize(
    ("batch", "status"),
    [({"articles": []}, 422), ([], 422), ({"articles": [{}]}, 422), ({"articles": [{"text": "x"}] * 1001}, 413)],
)
def test_a_batch_that_is_none_is_refused(producer: httpx.Client, batch: Any, status: int) -> None:
    assert producer.post("/api/v1/articles/batch", json=batch).status_code == status


def test_a_stream_is_answered_line_by_line(producer: httpx.Client) -> None:
    good = [json.dumps(envelope(f"ferry-{number}")).encode() for number in range(600)]
    answer = stream(producer, [good[0], b"", b"{broken", *good[1:], b'{"text": "' + b"x" * 13_000_000 + b'"}'])
    assert answer.status_code == 202
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [one["line"] for one in told[:4]] == [1, 3, 4, 5]
    assert told[1]["error"]["code"] == "SCHEMA"
    assert told[-1]["error"]["code"] == "TOO_LARGE"
    assert sum(one.get("arrival") == "new" for one in told) == 600


@pytest.mark.parametrize("lines", [[], [b"", b"  "], [b"nothing", b'{"text": 3}']])
def test_a_stream_without_an_article_is_refused(producer: httpx.Client, lines: list[bytes]) -> None:
    answer = stream(producer, lines)
    assert (answer.status_code, answer.json()["code"]) == (422, "SCHEMA")


def test_a_stream_has_an_end(producer: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.web.api.stream.MAX_LINES", 300)
    assert stream(producer, [b"{}"] * 900).status_code == 413


def test_a_request_that_names_itself_is_answered_alike(producer: httpx.Client, web: Site) -> None:
    named = {"Idempotency-Key": "harvest-1"}
    row = envelope("barn")
    first = producer.post("/api/v1/articles", json=row, headers=named)
    again = producer.post("/api/v1/articles", json=row, headers=named)
    assert first.json() == again.json()
    assert again.json()["arrival"] == "new"
    other = producer.post("/api/v1/articles", json=envelope("shed"), headers=named)
    assert other.status_code == 422
    assert "Idempotency-Key" in other.json()["detail"]
    # Another token's key of the same name is another key.
    assert web.client(Scope.INGEST).post("/api/v1/articles", json=row, headers=named).json()["arrival"] == "unchanged"


def test_a_processed_article_can_be_read_and_labelled(
    web: Site, producer: httpx.Client, moderator: httpx.Client
) -> None:
    article = producer.post("/api/v1/articles", json=envelope("kiln", source="towpath")).json()["id"]
    assert producer.get(f"/api/v1/articles/{article}/state").json() == "pending"
    assert moderator.get(f"/api/v1/articles/{article}").json()["body"] is None
    web.winnow.service.process([article])
    assert producer.get(f"/api/v1/articles/{article}/state").json() == "done"
    whole = moderator.get(f"/api/v1/articles/{article}").json()
    assert whole["title"] == "kiln"
    assert "river bends" in whole["body"]
    assert whole["separation"] == "platform:wordpress"
    [listed] = moderator.get("/api/v1/articles", params={"source": "towpath"}).json()["items"]
    assert listed["id"] == article
    [comment] = moderator.get("/api/v1/comments", params={"article_id": article}).json()["items"]
    assert (comment["author"], comment["label"]) == ("Ottoline Marsh", None)
    said = moderator.post(f"/api/v1/comments/{comment['id']}/labels", json={"label": "spam"})
    assert (said.status_code, said.json()["label"]) == (201, "spam")
    assert moderator.get(f"/api/v1/comments/{comment['id']}").json()["label"] == "spam"
    [label] = moderator.get("/api/v1/labels", params={"comment_id": comment["id"]}).json()["items"]
    assert label["label"] == "spam"
    assert label["reviewer"].startswith("token:test-")


def test_lists_come_in_pages(producer: httpx.Client, moderator: httpx.Client) -> None:
    rows = [envelope(f"buoy-{number}", source="harbour") for number in range(5)]
    producer.post("/api/v1/articles/batch", json={"articles": rows})
    seen, cursor, pages = [], None, 0
    while cursor or not pages:
        wanted = {"source": "harbour", "limit": 2, **({"cursor": cursor} if cursor else {})}
        page = moderator.get("/api/v1/articles", params=wanted).json()
        seen += [one["external_id"] for one in page["items"]]
        cursor, pages = page["next"], pages + 1
    assert seen == [f"buoy-{number}" for number in range(5)]
    assert pages == 3


@pytest.mark.parametrize("cursor", ["x", "YWZ0ZXI6LTE", "%00", "YWZ0ZXI6OTk5OTk5OTk5OTk5OTk5OTk5OTk"])
def test_a_cursor_that_is_none_is_refused(moderator: httpx.Client, cursor: str) -> None:
    assert moderator.get("/api/v1/articles", params={"cursor": cursor}).status_code == 422


@pytest.mark.parametrize(
    "path", ["articles/987654321", "comments/987654321", "models/none", "articles/987654321/state"]
)
def test_what_is_not_there_is_404(web: Site, path: str) -> None:
    assert web.client(Scope.ADMIN).get(f"/api/v1/{path}").status_code == 404


def test_dead_letters_are_read_replayed_and_discarded(web: Site, producer: httpx.Client) -> None:
    admin = web.client(Scope.ADMIN)
    dead = producer.post("/api/v1/articles", json={"text": "   ", "id": "blank"}).json()["id"]
    web.winnow.service.process([dead])
    [letter] = admin.get("/api/v1/dead-letters", params={"reason": "EMPTY"}).json()["items"]
    assert letter["id"] == dead == admin.get(f"/api/v1/dead-letters/{dead}").json()["id"]
    raw = admin.get(f"/api/v1/dead-letters/{dead}/raw")
    assert raw.content.strip(b"\xef\xbb\xbf ") == b""
    assert raw.headers["content-type"] == "application/octet-stream"
    assert admin.post(f"/api/v1/dead-letters/{dead}/replay").json() == {"replayed": [dead]}
    assert admin.post(f"/api/v1/dead-letters/{dead}/replay").json() == {"replayed": []}
    web.winnow.service.process([dead])
    assert admin.delete(f"/api/v1/dead-letters/{dead}").status_code == 204
    assert admin.delete(f"/api/v1/dead-letters/{dead}").status_code == 404


def test_models_are_listed_with_their_aliases(moderator: httpx.Client) -> None:
    [base] = moderator.get("/api/v1/models").json()
    assert base["aliases"] == ["champion"]
    details = moderator.get("/api/v1/models/champion").json()
    assert details["version"] == base["version"] == details["manifest"]["version"]


def test_classify_judges_and_stores_nothing(web: Site, producer: httpx.Client) -> None:
    before = Inbox(web.winnow.engine).states(range(1, 5000))
    rows = [{"text": "Lovely pears."}, {"text": "Buy cheap pills online http://pills.example/buy", "author": "Pills"}]
    answer = producer.post("/api/v1/classify", json={"comments": rows}).json()
    assert [one["verdict"] for one in answer["comments"]] == ["allow", "spam"]
    assert answer["comments"][1]["reasons"]
    assert {one["model"] for one in answer["comments"]} == {web.winnow.registry.champion()}
    assert Inbox(web.winnow.engine).states(range(1, 5000)) == before


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"comments": []}, 422),
        ({"comments": [{"text": "x"}] * 257}, 422),
        ({"comments": [{"text": "x" * 600_000}] * 2}, 413),
        ({"comments": [{"author": "nobody"}]}, 422),
    ],
)
def test_classify_has_limits(producer: httpx.Client, asked: Any, status: int) -> None:
    assert producer.post("/api/v1/classify", json=asked).status_code == status


def test_separate_takes_a_page_apart_and_stores_nothing(producer: httpx.Client) -> None:
    answer = producer.post("/api/v1/separate", json=envelope("orchard"))
    assert answer.status_code == 200
    assert answer.json()["title"] == "orchard"
    assert [one["author"] for one in answer.json()["comments"]] == ["Ottoline Marsh"]
    assert producer.post("/api/v1/separate", json=envelope("yard")).json()["title"] == "yard"
    empty = producer.post("/api/v1/separate", json={"text": "  "})
    assert (empty.status_code, empty.json()["code"]) == (422, "EMPTY")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(winnow_of(tmp_path_factory.mktemp("busy"), max_pending=300)) as running:
        yield running


def test_too_much_is_put_off_with_a_time(busy: Site) -> None:
    producer = busy.client(Scope.INGEST)
    lines = [json.dumps(envelope(f"raft-{number}")).encode() for number in range(400)]
    stopped = stream(producer, lines)
    assert stopped.status_code == 429
    assert int(stopped.headers["retry-after"]) > 0
    assert stopped.json()["lines"] == 256
    one = producer.post("/api/v1/articles/batch", json={"articles": [envelope(f"oar-{n}") for n in range(100)]})
    assert one.status_code == 429
