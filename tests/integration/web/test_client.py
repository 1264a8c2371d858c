"""The typed HTTP client against a real service."""

import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from classifiers.types import Label, Verdict
from tests.servers import free_port
from tests.web import Site, site, winnow_of
from worker.client.http import ApiError, Client, TryLaterError
from worker.domain import Arrival, State
from worker.store.access.tokens import Scope

PAGE = """<html><body><article><h1>{0}</h1><p>The {0} stands where the river bends, and is older than the bridge.</p>
</article><ol class="comment-list"><li class="comment depth-1" id="comment-1"><div class="comment-author"><b class="fn">
Ida</b></div><div class="comment-content"><p>My uncle kept the {0} for years.</p></div></li></ol></body></html>"""


def envelope(name: str) -> dict[str, Any]:
    return {"id": name, "url": f"https://river.example/{name}", "html": PAGE.format(name)}


@pytest.fixture
def client(web: Site) -> Iterator[Client]:
    with Client(web.url, web.token(Scope.ADMIN)) as opened:
        yield opened


def test_an_articles_whole_way(web: Site, client: Client) -> None:
    accepted = client.submit(envelope("mill"), key="mill-1")
    assert accepted.arrival is Arrival.NEW
    assert client.submit(envelope("mill"), key="mill-1") == accepted
    assert client.state(accepted.id) is State.PENDING
    web.winnow.service.process([accepted.id])
    assert "river bends" in (client.article(accepted.id).body or "")
    [comment] = client.comments(article_id=accepted.id)
    assert (comment.author, comment.verdict) == ("Ida", Verdict.ALLOW)
    assert client.label(comment.id, Label.SPAM).label is Label.SPAM
    assert [label.label for label in client.labels(comment_id=comment.id)] == [Label.SPAM]
    assert client.label(comment.id, Label.HAM).label is Label.HAM
    assert client.unlabel(comment.id).label is Label.SPAM
    assert client.unlabel(comment.id).label is None
    assert list(client.labels(comment_id=comment.id)) == []
    with pytest.raises(ApiError, match="no label"):
        client.unlabel(comment.id)


def test_many_at_once(client: Client) -> None:
    batch = client.submit_batch([envelope("weir"), {"text": 7}])
    assert [one.error.code if one.error else one.arrival for one in batch.articles] == [Arrival.NEW, "SCHEMA"]
    taken = client.submit_stream(envelope(f"ferry-{number}") for number in range(700))
    assert [one.line for one in taken] == list(range(1, 701))
    assert sum(article.external_id.startswith("ferry-") for article in client.articles() if article.external_id) == 700


def test_filters_and_models(client: Client) -> None:
    assert client.classify([{"text": "Lovely pears."}]).comments[0].verdict is Verdict.ALLOW
    assert [one.author for one in client.separate(envelope("kiln")).comments] == ["Ida"]
    [base] = client.models()
    assert client.model().version == base.version
    assert list(client.dead_letters(reason="CRASH")) == []


def test_what_is_refused_is_an_error_with_its_code(web: Site, client: Client) -> None:
    with pytest.raises(ApiError, match="http or https") as refused:
        client.submit({"text": "x", "url": "gopher://river.example"})
    assert (refused.value.status, refused.value.code) == (422, "BAD_URL")
    with Client(web.url, "wrong") as stranger, pytest.raises(ApiError, match="401"):
        stranger.models()


def test_a_service_that_is_away_is_to_be_tried_later() -> None:
    with Client(f"http://127.0.0.1:{free_port()}", "any") as lost, pytest.raises(TryLaterError, match="is it running"):
        lost.models()


def test_it_waits_where_the_service_is_busy(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    winnow = winnow_of(tmp_path_factory.mktemp("busy"), max_pending=1)
    with site(winnow) as busy, Client(busy.url, busy.token(Scope.INGEST)) as client:
        client.submit(envelope("raft"))
        monkeypatch.setattr(time, "sleep", waited.append)
        with pytest.raises(TryLaterError, match="would wait"):
            client.submit(envelope("oar"))
    assert [seconds for seconds in waited if seconds >= 1] == [30.0, 30.0, 30.0]


def test_it_needs_no_part_of_the_server() -> None:
    code = "import sys, worker.client.http; print(*{'celery', 'sqlalchemy', 'fastapi'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
