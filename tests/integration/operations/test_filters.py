"""Pages are taken apart, and comments judged, alike through every door, and nothing is stored."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from classifiers.types import Label, Prediction, Verdict
from tests.doors import Doors
from worker.client.http import ApiError
from worker.operations import classify as classifying
from worker.operations.classify import classify_lines
from worker.operations.resources import Separated, SeparatedCommentResource
from worker.operations.separate import separate_lines
from worker.store.access.tokens import Scope
from worker.store.flow.inbox import Inbox
from worker.work import pipeline

pytestmark = pytest.mark.redis

PAGE = {
    "url": "https://orchard.example/pears?utm_source=feed",
    "html": """<html lang="en"><head><title>Pears are ripe</title><meta name="author" content="Ottoline Marsh">
    <meta property="article:published_time" content="2026-10-01T08:00:00Z"></head><body><article>
    <h1>Pears are ripe</h1><p>The pears are ripe this week, and the orchard is open to all who want to pick them.</p>
    <p>Bring a basket and good shoes, because the grass is wet until noon and the ladders are old.</p></article>
    <h2 class="comments-title">2 responses to “Pears are ripe”</h2><ol class="comment-list">
    <li class="comment" id="comment-1"><article class="comment-body"><div class="comment-author vcard">
    <b class="fn"><a class="url" href="https://ida.example/">Ida</a></b></div><div class="comment-metadata">
    <time datetime="2026-10-02T10:00:00+00:00">October 2, 2026 at 10:00 am</time></div>
    <div class="comment-content"><p>We were there: <a href="https://photos.example/9">photographs</a>.</p></div></article>
    <ol class="children"><li class="comment" id="comment-2"><article class="comment-body">
    <div class="comment-author vcard"><b class="fn">Jan</b></div><div class="comment-metadata">
    <time datetime="2026-10-02T11:00:00+00:00">October 2, 2026 at 11:00 am</time></div>
    <div class="comment-content"><p>Lovely ones, thank you.</p></div></article></li></ol></li></ol></body></html>""",
}
TEXT = {"text": "The ferry starts in May.\n\nIt has two decks, and room for a hundred bicycles on each of them."}
BAD = (
    {"html": "<p>x", "text": "both"},
    {"text": "   "},
    {"html": "<div>" * 40_000},
    {"text": "x", "url": "gopher://x"},
)

Answer = dict[str, Any] | str


def by_cli(way: Doors, rows: Sequence[Any]) -> list[Answer]:
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    found = [json.loads(line) for line in way.cli("separate", stdin=lines).stdout.splitlines()]
    return [one["error"]["code"] if "error" in one else _without_id(one) for one in found]


def by_api(way: Doors, rows: Sequence[Any]) -> list[Answer]:
    answers = [way.api(Scope.INGEST).post("/api/v1/separate", json=row) for row in rows]
    return [one.json() if one.is_success else one.json()["code"] for one in answers]


def by_client(way: Doors, rows: Sequence[Any]) -> list[Answer]:
    found: list[Answer] = []
    with way.client(Scope.INGEST) as client:
        for row in rows:
            try:
                found.append(client.separate(row).model_dump(mode="json"))
            except ApiError as error:
                found.append(error.code)
    return found


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def test_a_page_comes_apart_alike_with_all_that_is_known_of_it(opened: Callable[[], Doors]) -> None:
    way = opened()
    rows = [PAGE, TEXT, {**TEXT, "id": ["any", "id"]}, *BAD]
    command = by_cli(way, rows)
    assert command == by_api(way, rows) == by_client(way, rows)
    page, text, same, *bad = command
    assert isinstance(page, dict)
    assert set(page) == set(Separated.model_fields)
    assert (page["byline"], page["language"], page["reason"]) == ("Ottoline Marsh", "en", "platform:wordpress")
    assert page["published"] == "2026-10-01T08:00:00+00:00"
    assert isinstance(text, dict)
    assert (page["kind"], text["kind"]) == ("article", None)
    ida, jan = page["comments"]
    assert set(ida) == set(SeparatedCommentResource.model_fields)
    assert (ida["links"], ida["kind"], ida["depth"]) == (["https://photos.example/9"], "comment", 0)
    assert (jan["author"], jan["parent"], jan["depth"]) == ("Jan", 0, 1)
    assert text == same
    assert bad == ["SCHEMA", "EMPTY", "DEPTH", "BAD_URL"]
    assert Inbox(way.engine).states(range(1, 100)) == {}


def test_a_filter_has_the_limits_of_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "MAX_COMMENTS", 1)
    [row] = separate_lines(io.BytesIO(json.dumps({"id": 7, **PAGE}).encode()), max_bytes=10_000)
    assert (row["id"], row["error"]["code"]) == (7, "TOO_MANY")
    [row] = separate_lines(io.BytesIO(json.dumps(PAGE).encode()), max_bytes=100)
    assert row["error"]["code"] == "TOO_LARGE"


COMMENTS = [
    {"text": "Lovely pears.", "author": "Ida"},
    {"text": "cheap pills online http://pills.example/buy", "author": "Pills", "links": ["http://pills.example/buy"]},
    {"text": "Who pays for all of this?", "article": {"title": "Bridge", "body": "It opens.", "language": "en"}},
]


def judged(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in ("probability", "verdict", "reasons", "model")} for row in rows]


def test_comments_are_judged_alike(opened: Callable[[], Doors]) -> None:
    way = opened()
    lines = "".join(json.dumps(row) + "\n" for row in COMMENTS).encode()
    command = judged([json.loads(line) for line in way.cli("classify", "--explain", stdin=lines).stdout.splitlines()])
    answer = way.api(Scope.INGEST).post("/api/v1/classify", json={"comments": COMMENTS}).json()
    assert judged(answer["comments"]) == command
    with way.client(Scope.INGEST) as client:
        again = client.classify(COMMENTS)
    assert [one.model_dump(mode="json") for one in again.comments] == command
    assert command[1]["verdict"] == "spam"
    assert Inbox(way.engine).states(range(1, 100)) == {}


def test_akismet_says_what_the_others_say_until_a_moderator_does(opened: Callable[[], Doors]) -> None:
    way = opened()
    key = way.token(Scope.BLOG)
    form = {"api_key": key, "blog": "https://pears.example/", "comment_author": "Pills",
            "comment_content": COMMENTS[1]["text"]}  # fmt: skip
    [command] = [json.loads(line) for line in way.cli("classify", stdin=json.dumps(
        {"text": COMMENTS[1]["text"], "author": "Pills"}).encode()).stdout.splitlines()]  # fmt: skip
    assert command["verdict"] == "spam"
    site = way.site.client()
    assert site.post("/1.1/comment-check", data=form).text == "true"
    site.post("/1.1/submit-ham", data=form)
    assert site.post("/1.1/comment-check", data=form).text == "false"
    [told] = way.audited("label")
    assert (told["before"], told["after"]) == (None, Label.HAM)


class CountingJudge:
    """Says of every comment that it is fine, and remembers how many came at once."""

    version = "counting"

    def __init__(self) -> None:
        self.batches: list[int] = []

    def judge(self, comments: Sequence[Any]) -> list[Any]:
        self.batches.append(len(comments))
        return [Prediction(0.01, Verdict.ALLOW) for _ in comments]


def test_a_page_is_judged_together_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classifying, "MAX_OF_A_PAGE", 1000)
    lines = b"".join(json.dumps({"text": str(number), "page": 7}).encode() + b"\n" for number in range(2500))
    judge = CountingJudge()
    assert len(list(classify_lines(io.BytesIO(lines), judge, max_bytes=1000))) == 2500
    assert judge.batches == [1000, 1000, 500]
