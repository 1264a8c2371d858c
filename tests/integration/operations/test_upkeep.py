"""How things stand is the same through every door; what is judged again, dropped or erased is noted with who did it."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from classifiers.model.policy import Policy
from classifiers.registry.artifact import Provenance
from tests.doors import Doors, bury
from worker.errors import MisconfiguredError
from worker.operations.erase import erase
from worker.queue.set_aside_messages import ASIDE, KEPT_S, set_aside
from worker.store.access.tokens import Scope

pytestmark = pytest.mark.redis

PAGE = {
    "id": "mill",
    "url": "https://river.example/mill",
    "html": """<html><body><article><h1>The mill</h1><p>The mill stands where the river bends, and is older than the
    bridge, which was built by those who ground their corn in it.</p></article><ol class="comment-list">
    <li class="comment depth-1" id="comment-1"><div class="comment-author"><b class="fn">Ida</b></div>
    <div class="comment-content"><p>My uncle kept the <a href="https://photos.example/1">mill</a>.</p></div></li>
    <li class="comment depth-1" id="comment-2"><div class="comment-author"><b class="fn">Jan</b></div>
    <div class="comment-content"><p>It turned until the war, and once after.</p></div></li></ol></body></html>""",
}


def filled(way: Doors) -> None:
    """Store a processed page with two comments, one of them labelled, a dead letter, a refusal, and one that waits."""
    service = way.site.winnow.service
    way.cli("submit", "-", stdin=json.dumps(PAGE).encode())
    assert service.process([1]) == 1
    bury(way.engine, 1)
    way.cli("submit", "-", stdin=b'{"text": 7}\n{"text": "It waits."}\n')
    way.cli("label", "1", "spam")


def test_how_things_stand_is_said_alike(opened: Callable[[], Doors]) -> None:
    way = opened()
    filled(way)
    command = json.loads(way.cli("status", "--json").stdout)
    answer = way.api(Scope.MODERATE).get("/api/v1/status").json()
    with way.client(Scope.MODERATE) as client:
        shape = client.status().model_dump(mode="json")
    ages = {"oldest_pending_s"}
    times = {"first_done_at", "last_done_at"}
    for other in (answer, shape):
        assert list(other) == list(command)
        assert {name: other[name] for name in other if name not in ages | times} == {
            name: command[name] for name in command if name not in ages | times
        }
        assert [datetime.fromisoformat(other[name]) for name in sorted(times)] == [
            datetime.fromisoformat(command[name]) for name in sorted(times)
        ]
    counted = [command[name] for name in ("pending", "done", "dead", "labels", "labels_since_training", "queue_depth")]
    assert counted == [1, 1, 1, 1, 1, 2]
    assert command["verdicts"]["spam"] == 1
    assert command["refusals"] == {"SCHEMA": 1}
    assert command["model"] == way.site.winnow.registry.champion()
    figures = dict(re.findall(r"^(winnow_\S+) (\S+)$", way.api(Scope.METRICS).get("/metrics").text, re.MULTILINE))
    assert figures['winnow_articles{state="dead"}'] == "1.0"
    assert figures["winnow_queue_messages"] == "2.0"
    shown = re.sub(r"<[^>]+>", " ", way.desk().get("/desk/dashboard").text)
    assert "Labels since the champion 1 " in " ".join(shown.split())


def test_where_no_model_can_serve_the_rest_is_still_said(opened: Callable[[], Doors]) -> None:
    way = opened()
    filled(way)
    (way.site.winnow.registry.root).mkdir(exist_ok=True)
    (way.site.winnow.registry.root / "aliases.json").write_text("{")
    command = json.loads(way.cli("status", "--json").stdout)
    assert (command["model"], command["drift"], command["done"]) == (None, None, 1)
    assert way.api().get("/api/v1/status").json()["model"] is None
    assert way.desk().get("/desk/dashboard").status_code == 200
    assert "winnow_articles" in way.api(Scope.METRICS).get("/metrics").text


def comments_of(way: Doors) -> dict[str, list[dict[str, Any]]]:
    """Return the stored comments by door, with the names that they have in common."""
    common = ("id", "position", "author", "author_url", "posted_at", "text", "links", "parent", "label", "probability")
    [article] = [json.loads(line) for line in way.cli("export").stdout.splitlines()]
    with way.client(Scope.MODERATE) as client:
        typed = [one.model_dump(mode="json") for one in client.comments(article_id=article["id"])]
    listed = way.api(Scope.MODERATE).get("/api/v1/comments", params={"article_id": article["id"]}).json()["items"]
    found = [json.loads(line) for line in way.desk().get("/desk/search.jsonl").text.splitlines()]
    shared = ("id", "author", "author_url", "text", "links", "label", "probability")
    desk = sorted(({name: row[name] for name in shared} for row in found), key=lambda row: row["id"])
    assert desk == [{name: row[name] for name in shared} for row in article["comments"]]
    return {
        door: [{name: row[name] for name in common} for row in rows]
        for door, rows in {"cli": article["comments"], "client": typed, "api": listed}.items()
    }


def test_what_came_out_is_handed_on_alike(opened: Callable[[], Doors]) -> None:
    way = opened()
    filled(way)
    by_door = comments_of(way)
    assert by_door["cli"] == by_door["api"] == by_door["client"]
    ida, jan = by_door["cli"]
    assert (ida["author"], ida["label"], ida["links"]) == ("Ida", "spam", ["https://photos.example/1"])
    assert (jan["author"], jan["label"]) == ("Jan", None)


def test_comments_are_judged_again_and_it_is_noted(opened: Callable[[], Doors]) -> None:
    way = opened()
    filled(way)
    registry = way.site.winnow.registry
    new = registry.register(registry.load_base().model, Policy(0.4, 0.99), Provenance())
    first, *moves = way.cli("rescore", "--model", new).stdout.splitlines()
    assert first == f"1 articles judged again by {new}."
    assert moves  # one of its two comments has no label
    assert way.cli("rescore", "--model", new).stdout == f"0 articles judged again by {new}.\n"
    assert way.audited("rescore") == [{"model": new, "articles": 1}]


def test_what_is_dropped_by_hand_is_noted(opened: Callable[[], Doors]) -> None:
    way = opened()
    filled(way)
    assert "the bytes of 1 more" in way.cli("retain", "--raw-days", "0").stdout
    way.site.winnow.retain()
    assert way.audited("retain") == [{"articles": 0, "comments": 0, "raw": 1}]


def test_what_is_erased_is_gone_and_noted(opened: Callable[[], Doors]) -> None:
    way = opened()
    filled(way)
    for words in ("of ida", "of jan"):
        set_aside(way.broker, "winnow:", words, "a test")
    assert 0 < way.broker.ttl(f"winnow:{ASIDE}") <= KEPT_S  # type: ignore[operator]
    erased = way.cli("erase", "--author", "ida", "--yes")
    assert not way.broker.exists(f"winnow:{ASIDE}")
    assert erased.stdout == "0 articles, 1 comments, 1 pages erased.\n"
    way.cli("erase", "--url", PAGE["url"], "--yes")
    assert way.cli("export").stdout == ""
    assert way.audited("erase author") == [{"comments": 1, "pages": 1}]
    assert way.audited("erase url") == [{"articles": [1]}]
    for named in ({}, {"author": "ida", "url": PAGE["url"]}):
        with pytest.raises(MisconfiguredError, match="--author or --url"):
            erase(way.engine, actor="test", email_key="", **named)
