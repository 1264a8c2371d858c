"""A site's own model: learnt from its own labels, in service on it alone, at every door and without a restart."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from classifiers.types import Comment, Label
from tests import exports
from tests.doors import PASSWORD, Visitor
from tests.labelled import texts
from tests.web import site as serving
from worker.bootstrap import Winnow, wire
from worker.cli import app
from worker.domain import ClaimedArticle, Format, Processed, Source, State
from worker.ingest.accept import accept
from worker.learn.retrain import in_service
from worker.learn.scheduled_retraining import retrain_sites_if_due
from worker.queue.embedded import EMBEDDED_BROKER, embedded_worker
from worker.store.access.roles import Role
from worker.store.access.tokens import Scope, Tokens
from worker.store.access.users import Users
from worker.store.base.audit import entries
from worker.store.base.schema import comments
from worker.store.base.transactions import reading
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels, NewLabel

BLOG, NEWS = "blog.example", "news.example"
PATIENCE_S = 300.0
PAGE = """<html><body><article><h1>Notes {n}</h1><p>The mill was sold in spring, and the miller left.</p></article>
<ol class="comment-list"><li class="comment depth-1" id="comment-1">
<div class="comment-author"><b class="fn">Ida</b></div>
<div class="comment-content"><p>They say otter blend tea made my friend calm.</p></div></li></ol></body></html>"""


@dataclass
class Place:
    """A folder with a database and models of its own, and its commands."""

    folder: Path

    @property
    def where(self) -> dict[str, str]:
        return {
            "WINNOW_DATABASE_URL": f"sqlite:///{self.folder}/here.db",
            "WINNOW_MODEL_DIR": str(self.folder / "models"),
            "WINNOW_BROKER_URL": EMBEDDED_BROKER,
        }

    def run(self, *arguments: str, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(app, arguments, env=self.where, input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def wired(self) -> Winnow:
        return wire(
            database_url=self.where["WINNOW_DATABASE_URL"],
            model_dir=self.folder / "models",
            broker_url=EMBEDDED_BROKER,
            heartbeat_file=self.folder / "beat",
            sweep_interval_s=0.5,
        )

    def shown(self, site: str) -> tuple[str, bool]:
        found = json.loads(self.run("site", "show", site, "--json").stdout)
        return found["model"], found["own_model"]

    def aliases(self) -> dict[str, str]:
        rows = [json.loads(line) for line in self.run("model", "list", "--json").stdout.splitlines()]
        return {alias: row["version"] for row in rows for alias in row["aliases"]}


def history(folder: Path, host: str, *, count: int = 60, seed: int = 0) -> Path:
    """Write a blog's export: that many approved and as many spam comments under six articles."""
    said = [*zip(texts(Label.HAM, count, seed), texts(Label.SPAM, count, seed), strict=True)]
    items = []
    for post in range(6):
        rows = [
            exports.wxr_comment(2 * place + is_spam, text, "spam" if is_spam else "1")
            for place, both in enumerate(said)
            if place % 6 == post
            for is_spam, text in enumerate(both)
        ]
        items.append(exports.wxr_item("".join(rows), post=post, link=f"https://{host}/notes-{post}/"))
    path = folder / f"{host}-{seed}.xml"
    path.write_text(exports.wxr(*items))
    return path


def started(folder: Path, *hosts: str) -> Place:
    folder.mkdir(exist_ok=True)
    place = Place(folder)
    for host in hosts:
        assert place.run("site", "add", host).exit_code == 0
        found = place.run("import", "wordpress", str(history(folder, host)), "--by", "ida", "--json")
        assert json.loads(found.stdout)["labels"] == {"ham": 60, "spam": 60}
    return place


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, str]:
    """Two sites with the same history, of which one has a model of its own; and that model."""
    place = started(tmp_path_factory.mktemp("two"), BLOG, NEWS)
    trained = place.run("retrain", "--site", f"https://WWW.{BLOG.upper()}/")
    assert trained.exit_code == 0, trained.output
    assert "What this site's own history says" in trained.stdout
    [report] = (place.folder / "models").glob("versions/*/report.html")
    assert "The site's own history" in report.read_text()
    return place, place.aliases()[f"champion@{BLOG}"]


def test_it_is_shown_for_the_site_alone(two: tuple[Place, str]) -> None:
    place, own = two
    base = place.aliases()["champion"]
    assert place.shown(BLOG) == (own, True)
    assert place.shown(NEWS) == place.shown("default") == (base, False)
    manifest = json.loads(place.run("model", "show", f"champion@{BLOG}").stdout)
    assert (manifest["site"], manifest["parent"]) == (BLOG, base)
    assert manifest["settings"]["labels"] + manifest["settings"]["held_out"] <= 120
    [noted] = [dict(one.details) for one in entries(place.wired().engine, limit=1000) if one.action == "model promote"]
    assert noted == {"before": base, "after": own, "site": BLOG}


def test_what_is_wrong_is_said_in_a_sentence(two: tuple[Place, str]) -> None:
    place, own = two
    for arguments, told in (
        (("retrain", "--site", "nobody.example"), "no site 'nobody.example'"),
        (("model", "promote", own), f"promote it with --site {BLOG}"),
        (("model", "promote", own, "--site", NEWS), f"promote it with --site {BLOG}"),
        (("model", "rollback", "--site", NEWS), f"winnow retrain --site {NEWS}"),
        (("retrain", "--site", "default"), "0 labels are too few"),
        (("retrain", "--site", BLOG, "--base", str(place.folder / "base")), "leave --site out"),
        (("retrain", "--target", "hm=0.1,sm=0.1"), "add --site, or --base"),
        (("retrain", "--site", BLOG, "--target", "hm=0.001,sm=0.1"), "hm=0.001 shows in 1,000 ham labels"),
        (("retrain", "--site", BLOG, "--target", "strict"), "write hm=0.002,sm=0.05"),
    ):
        refused = place.run(*arguments)
        assert refused.exit_code != 0
        assert told in refused.stderr
    assert place.aliases()[f"champion@{BLOG}"] == own


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return started(tmp_path / "own", BLOG)


def test_its_cut_offs_keep_the_sites_own_target_until_it_is_given_up(place: Place) -> None:
    assert place.run("site", "add", NEWS).exit_code == 0

    def trained(*arguments: str) -> dict[str, Any]:
        done = place.run("retrain", "--site", BLOG, *arguments)
        assert done.exit_code == 0, done.output
        asks = "at the site's cut-offs, labels held out: " in done.stdout
        assert asks is ("default" not in arguments)
        found: dict[str, Any] = json.loads(place.run("model", "show", f"champion@{BLOG}").stdout)
        return found

    def cuts(manifest: dict[str, Any]) -> tuple[float, float]:
        return manifest["review_cut"], manifest["spam_cut"]

    shipped = cuts(json.loads(place.run("model", "show", "champion").stdout))
    asked = trained("--target", "hm=0.1,sm=0.1")
    assert asked["settings"]["target"] == {"hm": 0.1, "sm": 0.1}
    assert cuts(asked) != shipped
    assert "with cut-offs for hm=0.1,sm=0.1" in place.run("site", "show", BLOG).stdout
    kept = trained("--seed", "1")
    assert (kept["settings"]["target"], cuts(kept)) == ({"hm": 0.1, "sm": 0.1}, cuts(asked))
    assert json.loads(place.run("site", "show", NEWS, "--json").stdout)["target"] is None
    given_up = trained("--target", "default")
    assert "target" not in given_up["settings"]
    assert cuts(given_up) == shipped


def page(url: str, number: int) -> Source:
    return Source(raw=PAGE.format(n=number).encode(), format=Format.HTML, url=url)


def judged_by(winnow: Winnow, url: str) -> tuple[str, str]:
    """Send a page through the worker; return the models that its article and its comment name."""
    number = time.monotonic_ns()
    [one] = winnow.service.submit([accept(page(url, number), max_bytes=10_000)])
    deadline = time.monotonic() + PATIENCE_S
    while Inbox(winnow.engine).states([one.id])[one.id] is not State.DONE:
        assert time.monotonic() < deadline, "the article was not processed"
        time.sleep(0.05)
    [article] = [article for article in Results(winnow.engine).export() if article.id == one.id]
    with reading(winnow.engine) as connection:
        [model] = connection.scalars(select(comments.c.model).where(comments.c.article_id == one.id))
    return article.model, str(model)


def test_a_running_worker_takes_it_and_gives_it_back_without_a_restart(place: Place) -> None:
    winnow = place.wired()
    base = winnow.registry.champion()
    with embedded_worker(winnow.app):
        assert judged_by(winnow, f"https://{BLOG}/a") == (base, base)
        assert place.run("retrain", "--site", BLOG).exit_code == 0
        own = place.aliases()[f"champion@{BLOG}"]
        time.sleep(1.5)  # longer than two looks at the registry are apart
        assert judged_by(winnow, f"https://{BLOG}/b") == (own, own)
        assert judged_by(winnow, "https://elsewhere.example/b") == (base, base)
        back = place.run("model", "rollback", "--site", BLOG)
        assert back.stdout == f"{base} is champion again of {BLOG}.\n"
        time.sleep(1.5)
        assert judged_by(winnow, f"https://{BLOG}/c") == (base, base)
        assert place.shown(BLOG) == (base, False)
        assert place.run("model", "promote", "previous", "--site", BLOG).stdout == f"{own} is champion of {BLOG}.\n"
    winnow.close()


def asked(client: httpx.Client, *sites: str | None) -> list[dict[str, Any]]:
    rows = [{"text": "They say otter blend tea made my friend calm.", "site": one} for one in sites]
    found: list[dict[str, Any]] = client.post("/api/v1/classify", json={"comments": rows}).json()["comments"]
    return found


@pytest.fixture(scope="module")
def door(two: tuple[Place, str]) -> Iterator[tuple[Any, str, str]]:
    place, own = two
    with serving(place.wired()) as running:
        yield running, own, place.aliases()["champion"]


def test_the_api_judges_each_comment_by_its_sites_model(door: tuple[Any, str, str]) -> None:
    running, own, base = door
    with running.client(Scope.INGEST) as client:
        rows = asked(client, f"https://{BLOG}/a", f"https://{NEWS}/a", f"HTTPS://www.{BLOG.upper()}/b", None)
    assert [row["model"] for row in rows] == [own, base, own, base]
    assert rows[0]["probability"] == rows[2]["probability"] > rows[1]["probability"] == rows[3]["probability"]


def test_a_token_of_another_site_meets_the_model_for_all_and_no_other(door: tuple[Any, str, str]) -> None:
    running, own, base = door
    scopes = frozenset({Scope.INGEST, Scope.MODERATE, Scope.ADMIN})
    secret = Tokens(running.winnow.engine).add("news", scopes, actor="test", sites=frozenset({NEWS}))
    running.forget_tokens()
    with httpx.Client(base_url=running.url, headers={"Authorization": f"Bearer {secret}"}, timeout=120) as client:
        assert [row["model"] for row in asked(client, f"https://{BLOG}/a", f"https://{NEWS}/a")] == [base, base]
        for version in (own, f"champion@{BLOG}"):
            assert client.get(f"/api/v1/models/{version}").status_code == 404
            assert client.post(f"/api/v1/models/{version}/promote").status_code == 404
        labels = client.get("/api/v1/labels").text
    assert NEWS in labels or BLOG not in labels


def test_the_desk_names_the_site_and_offers_no_promotion_for_all(door: tuple[Any, str, str]) -> None:
    running, own, _ = door
    Users(running.winnow.engine).add("eva", PASSWORD, actor="test", role=Role.ADMIN)
    visitor = Visitor(running.url)
    visitor.log_in("eva")
    page = visitor.get("/desk/models").text
    assert f"champion {BLOG}</span>" in page
    assert f"act=promote&amp;version={own}" not in page
    assert visitor.get(f"/desk/models/{own}/report").status_code == 200
    refused = visitor.send("/desk/models/promote", version=own)
    assert f"promote it with --site {BLOG}" in refused.text
    assert running.winnow.registry.champion() != own


def test_akismets_door_stores_what_the_sites_model_says(door: tuple[Any, str, str]) -> None:
    running, own, base = door
    key = running.token(Scope.BLOG)
    said = {"comment_type": "comment", "user_ip": "192.0.2.1", "user_agent": "x", "api_key": key}
    models = {}
    with running.client() as client:
        for host in (BLOG, NEWS):
            text = f"They say otter blend tea made my friend calm, on {host}."
            form = {**said, "blog": f"https://{host}", "permalink": f"https://{host}/asked", "comment_content": text}
            assert client.post("/1.1/comment-check", data=form).text in ("true", "false")
            with reading(running.winnow.engine) as connection:
                models[host] = connection.scalar(select(comments.c.model).where(comments.c.text == text))
    assert models == {BLOG: own, NEWS: base}


def test_the_quarantine_judges_by_it_too(two: tuple[Place, str]) -> None:
    place, own = two
    outcome = place.wired().quarantine.process(
        ClaimedArticle(id=1, attempt=1, source=page(f"https://{BLOG}/q", 1), owner=BLOG)
    )
    assert isinstance(outcome, Processed)
    assert outcome.model == own


def test_the_filter_takes_a_sites_name(two: tuple[Place, str]) -> None:
    place, own = two
    line = b'{"text": "They say otter blend tea made my friend calm."}\n'
    models = [
        json.loads(place.run("classify", *arguments, stdin=line).stdout)["model"]
        for arguments in ((), ("--site", BLOG), ("--site", f"www.{BLOG}"), ("--site", NEWS))
    ]
    base = place.aliases()["champion"]
    assert models == [base, own, own, base]


def stored_models(place: Place) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with reading(place.wired().engine) as connection:
        for row in connection.execute(select(comments.c.owner, comments.c.model).distinct()):
            found.setdefault(row.owner, set()).add(row.model)
    return found


def test_rescoring_judges_each_site_by_its_own(tmp_path: Path) -> None:
    place = started(tmp_path / "own", BLOG, NEWS)
    base = place.aliases()["champion"]
    assert place.run("retrain", "--site", BLOG).exit_code == 0
    own = place.aliases()[f"champion@{BLOG}"]
    assert stored_models(place) == {BLOG: {base}, NEWS: {base}}
    done = json.loads(place.run("rescore", "--json").stdout)
    assert (done["articles"], done["models"]) == (6, [own, base])
    assert stored_models(place) == {BLOG: {own}, NEWS: {base}}
    assert json.loads(place.run("rescore", "--json").stdout)["articles"] == 0
    for_all = json.loads(place.run("rescore", "--model", base, "--rules", "--json").stdout)
    assert for_all["articles"] == 6  # the other site's: this one has its own
    assert stored_models(place) == {BLOG: {own}, NEWS: {base}}
    assert json.loads(place.run("rescore", "--model", own, "--rules", "--json").stdout)["articles"] == 6
    place.run("model", "rollback", "--site", BLOG)
    assert json.loads(place.run("rescore", "--json").stdout)["articles"] == 6
    assert stored_models(place) == {BLOG: {base}, NEWS: {base}}


def test_where_a_sites_model_is_damaged_the_one_for_all_serves_there_and_nothing_stops(tmp_path: Path) -> None:
    place = started(tmp_path / "own", BLOG, NEWS)
    base = place.aliases()["champion"]
    assert place.run("retrain", "--site", BLOG).exit_code == 0
    own = place.aliases()[f"champion@{BLOG}"]
    (place.folder / "models" / "versions" / own / "model.joblib").write_bytes(b"damaged")
    line = b'{"text": "They say otter blend tea made my friend calm."}\n'
    assert json.loads(place.run("classify", "--site", BLOG, stdin=line).stdout)["model"] == base
    assert place.shown(BLOG) == (base, False)
    done = place.run("rescore", "--rules", "--json")
    assert done.exit_code == 0, done.stderr
    assert (json.loads(done.stdout)["articles"], json.loads(done.stdout)["models"]) == (12, [base])
    assert in_service(place.wired().registry, BLOG).version == base
    again = place.run("retrain", "--site", BLOG, "--promote", "never")
    assert f"(champion was {base})" in again.stdout


def trained_in(place: Place) -> str:
    trained = place.run("retrain", "--site", BLOG, "--promote", "never")
    assert trained.exit_code == 0, trained.output
    return place.aliases()[f"challenger@{BLOG}"]


def test_another_sites_labels_and_the_order_of_labelling_change_no_byte(tmp_path: Path) -> None:
    alone = started(tmp_path / "alone", BLOG)
    first = trained_in(alone)
    alone.run("site", "add", NEWS)
    alone.run("import", "wordpress", str(history(alone.folder, NEWS, seed=5)), "--by", "jan")
    assert trained_in(alone) == first

    model = alone.folder / "models" / "versions" / first / "model.joblib"
    reverse = started(tmp_path / "reverse", NEWS, BLOG)
    engine = reverse.wired().engine
    with reading(engine) as connection:
        ids = list(connection.scalars(select(comments.c.id).where(comments.c.owner == BLOG).order_by(comments.c.id)))
    given = {row.comment_id: row for row in Labels(engine).training_rows()}
    Labels(engine).take_back(ids, "import:ida")
    Labels(engine).add_all([NewLabel(one, given[one].label, "import:ida") for one in reversed(ids)])
    second = trained_in(reverse)
    assert second == first
    assert (reverse.folder / "models" / "versions" / second / "model.joblib").read_bytes() == model.read_bytes()


def test_a_moderators_label_weighs_more_than_an_imports(tmp_path: Path) -> None:
    place = started(tmp_path / "own", BLOG)
    imported = trained_in(place)
    engine = place.wired().engine
    by_hand = [NewLabel(row.comment_id, row.label, "eva") for row in Labels(engine).training_rows()]
    Labels(engine).add_all(by_hand)
    moderated = trained_in(place)
    registry = place.wired().registry
    lure, reader = [Comment("They say otter blend tea made my friend calm.")], [Comment("Our choir sings on Thursday.")]
    weak, strong = (registry.load(version) for version in (imported, moderated))
    assert strong.judge(lure)[0].probability > weak.judge(lure)[0].probability
    assert strong.judge(reader)[0].probability < weak.judge(reader)[0].probability


def test_the_schedule_retrains_sites_that_have_a_model_and_enough_new_labels(tmp_path: Path) -> None:
    place = started(tmp_path / "own", BLOG, NEWS)
    winnow = place.wired()
    assert retrain_sites_if_due(winnow.registry, winnow.engine, fewest=1) == []
    assert place.run("retrain", "--site", BLOG).exit_code == 0
    first = winnow.registry.champion(BLOG)
    assert retrain_sites_if_due(winnow.registry, winnow.engine, fewest=1) == []
    time.sleep(1.1)  # a model's time has whole seconds
    place.run("import", "wordpress", str(history(place.folder, NEWS, seed=7)), "--by", "ida")
    assert retrain_sites_if_due(winnow.registry, winnow.engine, fewest=1) == []
    place.run("import", "wordpress", str(history(place.folder, BLOG, seed=7)), "--by", "ida")
    [outcome] = retrain_sites_if_due(winnow.registry, winnow.engine, fewest=1)
    assert outcome.version != first
    assert winnow.registry.champion(NEWS) == winnow.registry.champion()
