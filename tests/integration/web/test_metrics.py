"""/metrics and /readyz: true figures in Prometheus's words, for who has a token."""

import math
import subprocess
from collections.abc import Iterator
from shutil import which

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from classifiers.types import Label
from tests.web import Site, site, winnow_of
from worker.store.access.tokens import Scope
from worker.store.flow.listings import CommentFilter, read_comments
from worker.store.moderation.labels import Labels

PAGE = """<html><body><article><h1>Mill</h1><p>The mill stands where the river bends, and is old.</p></article>
<ol class="comment-list"><li class="comment depth-1" id="comment-1"><div class="comment-author"><b class="fn">Ida</b>
</div><div class="comment-content"><p>My uncle kept the mill for years.</p></div></li></ol></body></html>"""


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(winnow_of(tmp_path_factory.mktemp("metrics"))) as running:
        yield running


def samples(site: Site) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    text = site.client(Scope.METRICS).get("/metrics").text
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sorted(sample.labels.items()))] = sample.value
    return found


def test_an_empty_database_has_its_series(fresh: Site) -> None:
    found = samples(fresh)
    assert all(name.startswith("winnow_") for name in found)
    names = {name for name in found if not name.startswith("winnow_http_")}
    assert len(names) > 10
    assert sum(map(len, found.values())) > 10
    assert found["winnow_articles"][(("state", "pending"),)] == 0
    assert found["winnow_dead_letters"][(("class", "CRASH"),)] == 0
    assert math.isnan(found["winnow_score_drift"][()])  # nothing to judge by
    assert found["winnow_stage_seconds_bucket"][(("le", "+Inf"), ("stage", "judge"))] == 0


def test_the_figures_are_the_stores(fresh: Site) -> None:
    client = fresh.client(Scope.ADMIN)
    rung = samples(fresh)["winnow_queue_messages"][()]  # a broker in memory is the whole process's
    mill = client.post("/api/v1/articles", json={"html": PAGE}).json()["id"]
    blank = client.post("/api/v1/articles", json={"text": " "}).json()["id"]
    client.post("/api/v1/articles", json={"text": 3})
    waiting = samples(fresh)
    assert waiting["winnow_articles"][(("state", "pending"),)] == 2
    assert waiting["winnow_queue_messages"][()] == rung + 2
    assert waiting["winnow_oldest_pending_seconds"][()] > 0
    assert waiting["winnow_refusals_total"][(("reason", "SCHEMA"),)] == 1
    fresh.winnow.service.process([mill, blank])
    [comment] = read_comments(fresh.winnow.engine, CommentFilter(), after=0, limit=9)
    Labels(fresh.winnow.engine).add(comment.id, Label.HAM, "ida")
    # The dearest counts are kept for a while.
    for collector in list(fresh.app.state.metrics._collector_to_names):
        if hasattr(collector, "_figures"):
            collector._figures._made = None
    done = samples(fresh)
    assert done["winnow_articles"][(("state", "done"),)] == 1
    assert done["winnow_dead_letters"][(("class", "EMPTY"),)] == 1
    assert done["winnow_labels"][(("label", "ham"),)] == 1
    assert done["winnow_stage_seconds_count"][(("stage", "separate"),)] == 1
    assert done["winnow_stage_seconds_sum"][(("stage", "store"),)] > 0
    version = fresh.winnow.registry.champion()
    assert done["winnow_comments"][(("model", version), ("verdict", "allow"))] == 1
    assert done["winnow_champion_info"][(("version", version),)] == 1
    assert done["winnow_last_done_timestamp_seconds"][()] > 1e9
    route = (("route", "/api/v1/articles"), ("status", "202"))
    assert done["winnow_http_request_seconds_count"][route] == 2


def test_a_page_of_the_desk_is_counted_by_its_whole_pattern(fresh: Site) -> None:
    assert httpx.get(f"{fresh.url}/desk/login", timeout=120).status_code == 200
    assert httpx.get(f"{fresh.url}/desk/articles/7", timeout=120).status_code == 303  # log in first
    counted = {dict(labels)["route"] for labels in samples(fresh)["winnow_http_request_seconds_count"]}
    assert {"/desk/login", "/desk/articles/{article_id}"} <= counted


def test_a_broker_that_is_away_is_seen(tmp_path_factory: pytest.TempPathFactory) -> None:
    winnow = winnow_of(tmp_path_factory.mktemp("away"), broker_url="redis://127.0.0.1:1/0")
    with site(winnow) as running:
        found = samples(running)
        assert found["winnow_broker_up"][()] == 0
        ready = httpx.get(f"{running.url}/readyz", timeout=120)
    assert ready.status_code == 503
    assert "can't be reached" in ready.json()["broker"]


def test_all_is_well(fresh: Site) -> None:
    ready = httpx.get(f"{fresh.url}/readyz", timeout=120)
    expected = {"ready": True, "database": "ok", "broker": "ok", "model": "ok", "consuming": "ok"}
    assert (ready.status_code, ready.json()) == (200, expected)


def test_nobody_who_consumes_is_noticed(tmp_path_factory: pytest.TempPathFactory) -> None:
    with site(winnow_of(tmp_path_factory.mktemp("idle"), ready_max_age_s=0.001)) as running:
        running.client(Scope.INGEST).post("/api/v1/articles", json={"html": PAGE})
        ready = httpx.get(f"{running.url}/readyz", timeout=120)
    assert ready.status_code == 503
    assert "no worker takes it" in ready.json()["consuming"]


@pytest.mark.parametrize("passed_on", [{}, {"X-Forwarded-For": "192.0.2.7"}, {"Via": "1.1 proxy"}], ids=str)
def test_the_figures_need_a_token_whatever_a_proxy_says(fresh: Site, passed_on: dict[str, str]) -> None:
    assert httpx.get(f"{fresh.url}/metrics", headers=passed_on).status_code == 401
    assert fresh.client(Scope.INGEST).get("/metrics", headers=passed_on).status_code == 401
    assert fresh.client(Scope.ADMIN).get("/metrics", headers=passed_on).status_code == 200
    scraper = fresh.client(Scope.METRICS)
    assert scraper.get("/metrics", headers=passed_on).status_code == 200
    assert scraper.get("/api/v1/articles/1").status_code == 403
    assert scraper.get("/api/v1/comments").status_code == 403


def test_prometheus_finds_nothing_to_mend(fresh: Site) -> None:
    if which("promtool") is None:
        pytest.skip("promtool (Debian's prometheus) is not on this machine")
    text = fresh.client(Scope.METRICS).get("/metrics").text
    done = subprocess.run(["promtool", "check", "metrics"], input=text, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
