"""Whoever is of one site sees nothing of another: every route is asked for what another site owns, and for nothing.

Both must be answered alike, whatever the route, and nothing of the other site may stand in an answer or have changed.
"""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Engine, select, text

from classifiers.registry.artifact import Provenance
from classifiers.types import Label, Verdict
from tests.doors import PASSWORD, Visitor
from tests.factories import judged, new_article, processed
from tests.web import Site, site, winnow_of
from worker.domain import DEFAULT_SITE, Failed, RuleKind
from worker.operations import sites
from worker.operations.rules import add as add_rule
from worker.operations.sites import SiteChange
from worker.reasons import Reason
from worker.store.access.roles import Role
from worker.store.access.tokens import Scope, Tokens
from worker.store.access.users import Users
from worker.store.base.narrowed import narrowed
from worker.store.base.schema import metadata
from worker.store.base.transactions import reading, writing
from worker.store.flow.events import Event
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.flow.rules import list_rules
from worker.store.moderation.assignments import assign
from worker.store.moderation.bulk_decisions import decide_all
from worker.store.moderation.campaigns import Campaigns
from worker.store.moderation.comment_history import write_note
from worker.store.moderation.labels import Labels
from worker.store.moderation.saved_filters import filters_for, save_filter
from worker.store.moderation.search import Query
from worker.store.moderation.separation_reports import SeparationFault, SeparationReports
from worker.web.application import ROUTERS
from worker.web.desk import router as desk_router
from worker.work.rule import Rule

OURS, THEIRS = "ours.example", "theirs.example"
# Stands in everything that the other site has, and nowhere else.
MARK = "zebrafish"
SAID = {
    MARK: f"A {MARK} swims through its tank all day long, looks at whoever looks at it, and never asks what it is for.",
    "ferry": "With the ferry one is over on the other side in a quarter of an hour, and back again before it is dark.",
}
ABSENT = 999_983
# What is asked of anybody: these neither know nor tell who somebody is.
OPEN = {
    "GET /healthz", "GET /readyz", "GET /", "GET /desk/static/{name}", "GET /desk/login", "POST /desk/login",
    "GET /desk/login/openid", "GET /desk/login/openid/back", "GET /desk/login/openid/out", "POST /desk/logout",
    "POST /coral/moderation",
}  # fmt: skip
# What is the whole installation's, and so is not there for anybody of one site.
WHOLE = {
    "GET /api/v1/status", "GET /api/v1/models", "GET /api/v1/models/{version}", "POST /api/v1/models/rollback",
    "POST /api/v1/models/{version}/promote", "GET /desk/models", "GET /desk/models/{version}/report",
    "GET /desk/models/job", "GET /desk/models/confirm", "POST /desk/models/rescore", "POST /desk/models/train",
    "POST /desk/models/promote", "POST /desk/models/rollback", "GET /desk/dashboard", "POST /desk/dashboard/replay",
}  # fmt: skip


@dataclass(frozen=True)
class Owned:
    """What a site has: the id of one row of each kind."""

    host: str
    article: int
    comment: int
    letter: int
    webhook: int
    decision: int
    case: int
    campaign: int
    filter: int
    rule: str

    def id_of(self, name: str) -> object:
        return {
            "article_id": self.article, "comment_id": self.comment, "letter_id": self.letter,
            "webhook_id": self.webhook, "decision_id": self.decision, "case_id": self.case, "filter_id": self.filter,
            "kind": "csv", "version": "champion", "path": "nowhere",
        }[name]  # fmt: skip


NOTHING = Owned("nobody.example", *itertools.repeat(ABSENT, 8), rule="no-such-rule")


def fill(running: Site, host: str, word: str) -> Owned:
    """Give a site something of everything that can be asked for."""
    engine = running.winnow.engine
    own = narrowed(engine, {host})
    inbox, results = Inbox(engine), Results(engine)
    pages = []
    for number in range(3):
        made = new_article(f"{host}/{number}", f"<p>{word} {number}</p>", source=word, title=f"All of {word}")
        pages.append(replace(made, source=replace(made.source, url=f"https://{host}/{word}/{number}")))
    first, second, dead = inbox.submit(pages)
    claim = inbox.claim([first.id, second.id, dead.id], lease_s=60)
    spoken = [judged(f"{SAID[word]} {number}", author=word.title(), verdict=Verdict.REVIEW) for number in range(3)]
    outcomes = [
        replace(processed(one.id, *spoken, title=word), url=f"https://{host}/{word}/{at}")
        for at, one in enumerate((first, second))
    ]
    results.commit(claim.token, [*outcomes, Failed(dead.id, Reason.TIMEOUT, word, final=True)])
    with reading(own) as connection:
        ids = list(connection.scalars(select(metadata.tables["comments"].c.id)))
    while Campaigns(engine).catch_up():
        pass
    decided = decide_all(own, Query(words=word, before=ids[0] + 1), Label.SPAM, newest=ids[0], by=f"{word} moderator")
    Labels(engine).add(ids[1], Label.HAM, f"{word} moderator")
    write_note(engine, ids[2], f"{word} note", by=f"{word} moderator")
    SeparationReports(own).open(first.id, SeparationFault.BODY, f"{word} case", user=f"{word} moderator")
    [case] = SeparationReports(own).list()
    hook = running.app.state.dependencies.all_webhooks.seen_from(own).add(
        f"https://{host}/{word}", [Event.COMMENT_LABELLED], actor="ida"
    )
    rule = Rule(name=f"no-{word}", kind=RuleKind.WORDS, values=(word,), verdict=Verdict.REVIEW, site=host)
    add_rule(own, rule, by=f"{word} admin")
    save_filter(own, f"All of {word}", {"q": word}, by=f"{word} moderator", shared=True)
    [kept] = filters_for(own, f"{word} moderator")
    assign(own, [ids[2]], f"{word} moderator", by=f"{word} moderator")
    with reading(own) as connection:
        campaign = connection.scalar(select(metadata.tables["comments"].c.campaign).limit(1))
    assert campaign is not None
    return Owned(host, first.id, ids[2], dead.id, hook.id, decided.id, case.id, campaign, kept.id, rule.name)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(winnow_of(tmp_path_factory.mktemp("foreign"))) as running:
        for host in (OURS, THEIRS):
            sites.add(running.winnow.engine, host, SiteChange(), actor="test")
        with writing(running.winnow.engine) as connection:  # ids that are told from all other numbers of an answer
            for number, table in enumerate(
                ("articles", "comments", "webhooks", "bulk_decisions", "cases", "saved_filters"), 71
            ):
                row = {"name": table, "seq": number * 10_007}
                connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), row)
        yield running


@pytest.fixture(scope="module")
def theirs(running: Site) -> Owned:
    return fill(running, THEIRS, MARK)


@pytest.fixture(scope="module")
def ours(running: Site, theirs: Owned) -> Owned:
    return fill(running, OURS, "ferry")


def token(running: Site, *scopes: Scope, own: str = OURS) -> str:
    name = f"{own} {'-'.join(scopes)} {next(_NUMBERS)}"
    secret = Tokens(running.winnow.engine).add(name, frozenset(scopes), actor="test", sites=[own])
    running.forget_tokens()
    return secret


_NUMBERS = itertools.count()


def visitor(running: Site, role: Role) -> Visitor:
    name = f"{role.value} of ours"
    Users(running.winnow.engine).add(name, PASSWORD, actor="test", role=role, sites=[OURS])
    found = Visitor(running.url)
    assert found.log_in(name).status_code == 200
    return found


def routes(below: str) -> list[str]:
    found = [route for router in (*ROUTERS, *(part.router for part in desk_router.PARTS)) for route in router.routes]
    named = {
        f"{method} {route.path}" for route in found if isinstance(route, APIRoute) for method in route.methods or ()
    }
    return sorted(one for one in named - OPEN if one.partition(" ")[2].startswith(below))


def address(path: str, asked: Owned) -> str:
    return re.sub(r"\{(\w+)[^}]*\}", lambda found: str(asked.id_of(found[1])), path)


def asks(asked: Owned) -> dict[str, object]:
    """Return a query that names what is asked for in every way that a route may understand."""
    return {
        "id": asked.comment, "article_id": asked.article, "comment_id": asked.comment, "campaign": asked.campaign,
        "act": "train",
    }  # fmt: skip


def forms(asked: Owned) -> dict[str, dict[str, object]]:
    return {
        "POST /desk/decide": {"one": f"spam:{asked.comment}", "seen": f"{asked.comment}:0"},
        "POST /desk/assign": {"one": f"take:{asked.comment}"},
        "POST /desk/articles/{article_id}/flag": {"kind": "body"},
        "POST /desk/comments/{comment_id}/notes": {"note": "seen"},
        "POST /desk/comments/{comment_id}/appeals": {"words": "It is not."},
        "POST /desk/many": {"label": "spam", "newest": 10**9, "campaign": asked.campaign},
        "POST /desk/reasons": {"doubt": f"{asked.comment}:WORDS", "reason": f"{asked.comment}:WORDS"},
        "POST /desk/held/confirm": {"id": asked.comment},
        "POST /desk/held/discard": {"id": asked.comment},
        "POST /desk/rules/remove": {"name": asked.rule},
        "POST /desk/rules/add": {
            "name": "mine", "kind": "words", "values": "x", "on": asked.host, "act": "save", "then": "spam"
        },
    }  # fmt: skip


def bodies(asked: Owned) -> dict[str, object]:
    page = {"url": f"https://{asked.host}/new", "text": "A ferry starts."}
    return {
        "POST /api/v1/articles": page,
        "POST /api/v1/articles/batch": {"articles": [page]},
        "POST /api/v1/classify": {"comments": [{"text": f"All of {MARK}.", "site": asked.host}]},
        "POST /api/v1/separate": {"text": "A ferry starts."},
        "POST /api/v1/comments/{comment_id}/labels": {"label": "spam"},
        "POST /api/v1/comments/{comment_id}/appeals": {"words": "It is not."},
        "POST /api/v1/webhooks": {"url": "not an address", "events": ["dead"]},
    }


def shown(answer: httpx.Response, *asked: Owned) -> str:
    """Return an answer with all that may differ between two of them taken out: ids, names, times, tokens."""
    head = {name: unquote(answer.headers.get(name, "")) for name in ("location", "set-cookie", "content-type")}
    said = f"{answer.status_code} {head} {answer.text}"
    for one in asked:
        said = said.replace(one.host, "HOST").replace(one.rule, "RULE")
        for number in (value for value in vars(one).values() if isinstance(value, int)):
            said = re.sub(rf"\b{number}\b", "ID", said)
    return re.sub(
        r"winnow_session=\S+|[0-9a-f]{64}|expires=[^;]+;|\d+ (?:second|minute)s?|(?<=/decisions/)\d+", "", said
    )


@contextmanager
def unchanged(engine: Engine) -> Iterator[None]:
    """Hold that nothing of the other site changes."""
    before = rows(engine)
    yield
    assert rows(engine) == before


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    named = (
        "articles",
        "comments",
        "labels",
        "cases",
        "comment_notes",
        "webhooks",
        "bulk_decisions",
        "rules",
        "saved_filters",
    )
    with reading(narrowed(engine, {THEIRS})) as connection:
        for name in named:
            table = metadata.tables[name]
            found[name] = [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
    assert all(found.values())
    return found


@pytest.mark.parametrize("scope", [Scope.MODERATE, Scope.ADMIN, Scope.INGEST])
def test_no_token_of_one_site_sees_or_changes_another(running: Site, theirs: Owned, ours: Owned, scope: Scope) -> None:
    client = httpx.Client(
        base_url=running.url, headers={"Authorization": f"Bearer {token(running, scope)}"}, timeout=300
    )
    asked_for = [route for route in routes("/") if not route.partition(" ")[2].startswith(("/desk", "/1.", "/v1"))]
    assert len(asked_for) > 20
    with unchanged(running.winnow.engine):
        for route in asked_for:
            method, path = route.split(" ", 1)
            answers = []
            for asked in (theirs, NOTHING):
                sent = {"json": bodies(asked).get(route)} if method == "POST" else {"params": asks(asked)}
                if path.endswith("/stream"):
                    sent = {"content": b'{"url": "https://%s/x", "text": "x"}' % asked.host.encode(),
                            "headers": {"Content-Type": "application/x-ndjson"}}  # fmt: skip
                answers.append(shown(client.request(method, address(path, asked), **sent), theirs, NOTHING))
            assert answers[0] == answers[1], route
            assert MARK not in answers[0], route
            assert answers[0][0] != "5", route
            if route in WHOLE:
                assert answers[0].startswith("404"), route


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMIN])
def test_no_desk_user_of_one_site_sees_or_changes_another(
    running: Site, theirs: Owned, ours: Owned, role: Role
) -> None:
    at_desk = visitor(running, role)
    asked_for = routes("/desk")
    assert len(asked_for) > 30
    csrf = at_desk.csrf()
    with unchanged(running.winnow.engine):
        for route in asked_for:
            method, path = route.split(" ", 1)
            answers = []
            for asked in (theirs, NOTHING):
                where = address(path, asked)
                if method == "GET":
                    answer = at_desk.client.get(where, params=asks(asked), follow_redirects=False)
                else:
                    form = {"csrf": csrf, **forms(asked).get(route, {})}
                    answer = at_desk.client.post(where, params=asks(asked), data=form, follow_redirects=False)
                answers.append(shown(answer, theirs, NOTHING))
                at_desk.client.cookies.pop("winnow_done", None)
            assert answers[0] == answers[1], route
            assert MARK not in answers[0], route
            assert answers[0][0] != "5", route
            if route in WHOLE:
                assert answers[0].startswith("404"), route


@pytest.mark.parametrize("where", ["/desk/queue", "/desk/search?q=", "/desk/decisions", "/desk/cases", "/desk/rules"])
def test_a_desk_user_sees_what_his_site_has(running: Site, theirs: Owned, ours: Owned, where: str) -> None:
    answer = visitor(running, Role.ADMIN).get(where)
    assert answer.status_code == 200
    assert "ferry" in answer.text.lower()
    assert MARK not in answer.text.lower()
    assert "/desk/models" not in answer.text


def test_a_desk_user_is_offered_the_models_of_his_site_and_of_all(running: Site, theirs: Owned, ours: Owned) -> None:
    registry = running.winnow.registry
    shipped = registry.load_base()
    own, foreign = (registry.register(shipped.model, shipped.policy, Provenance(site=site)) for site in (OURS, THEIRS))
    page = visitor(running, Role.ADMIN).get("/desk/search?q=").text
    offered = [version for version in (shipped.version, own, foreign) if f">{version}</option>" in page]
    assert offered == [shipped.version, own]


def test_a_token_of_a_site_does_there_what_its_scopes_say(running: Site, theirs: Owned, ours: Owned) -> None:
    headers = {"Authorization": f"Bearer {token(running, Scope.MODERATE, Scope.INGEST)}"}
    client = httpx.Client(base_url=f"{running.url}/api/v1", headers=headers, timeout=300)
    assert {one["url"] for one in client.get("/articles").json()["items"]} == {
        f"https://{OURS}/ferry/{number}" for number in range(3)
    }
    found = client.get("/comments", params={"limit": 100}).json()["items"]
    assert len(found) == 6
    assert all("ferry" in one["text"] for one in found)
    assert {one["reviewer"] for one in client.get("/labels").json()["items"]} == {"ferry moderator"}
    assert [one["id"] for one in client.get("/dead-letters").json()["items"]] == [ours.letter]
    assert client.post(f"/comments/{ours.comment}/labels", json={"label": "spam"}).status_code == 201
    assert client.delete(f"/comments/{ours.comment}/labels").status_code == 200
    new = {"url": f"https://news.{OURS}/1", "text": "A ferry starts."}
    assert client.post("/articles", json=new).status_code == 202
    refused = client.post("/articles", json={**new, "url": f"https://{THEIRS}/{MARK}/0"})
    assert (refused.status_code, refused.json()["code"]) == (422, Reason.FOREIGN_SITE.value)
    assert client.post("/articles", json={"text": "A ferry starts."}).json()["code"] == Reason.FOREIGN_SITE.value


def test_who_is_of_all_sites_sees_them_all(running: Site, theirs: Owned, ours: Owned) -> None:
    client = running.client(Scope.ADMIN)
    owners = {one["url"].split("/")[2] for one in client.get("/api/v1/articles").json()["items"]}
    assert owners >= {OURS, THEIRS}
    assert client.get(f"/api/v1/comments/{theirs.comment}").status_code == 200
    assert len(client.get("/api/v1/webhooks").json()) == 2


def test_who_is_of_the_default_site_sees_no_other(running: Site, theirs: Owned, ours: Owned) -> None:
    headers = {"Authorization": f"Bearer {token(running, Scope.ADMIN, own=DEFAULT_SITE)}"}
    client = httpx.Client(base_url=f"{running.url}/api/v1", headers=headers, timeout=300)
    assert client.get("/articles").json()["items"] == []
    assert client.get(f"/comments/{theirs.comment}").status_code == 404
    assert client.post("/articles", json={"text": "A ferry starts in May."}).status_code == 202
    assert len(client.get("/articles").json()["items"]) == 1


def test_a_blogs_key_speaks_for_its_own_site_alone(running: Site, theirs: Owned, ours: Owned) -> None:
    key = token(running, Scope.BLOG)
    for path in ("comment-check", "submit-spam", "submit-ham"):
        answers = []
        for host, secret in ((OURS, key), (THEIRS, key), ("nobody.example", key), (OURS, "aB3dE5fG7hI9")):
            form = {"api_key": secret, "blog": f"https://{host}", "comment_content": f"Pears of {path}."}
            answers.append(httpx.post(f"{running.url}/1.1/{path}", data=form, timeout=300).text)
        assert answers[0] != "invalid"
        assert answers[1:] == ["invalid"] * 3
    httpx.post(
        f"{running.url}/1.1/submit-spam",
        data={"api_key": running.token(Scope.BLOG), "blog": f"https://{THEIRS}", "comment_content": "Pears."},
        timeout=300,
    )
    told = httpx.get(f"{running.url}/1.2/key-sites", params={"api_key": key}, timeout=300).text
    assert OURS in told
    assert THEIRS not in told
    for path, score in (("analyze", {"requestedAttributes": {"SPAM": {}}}),
                        ("suggestscore", {"attributeScores": {"SPAM": {"summaryScore": {"value": 1}}}})):  # fmt: skip
        found = []
        for place, secret in ((f"https://{OURS}/1", key), (f"https://{THEIRS}/1", key), ("news", key),
                              (f"https://{OURS}/1", "none")):  # fmt: skip
            asked = {"comment": {"text": "Pears."}, "communityId": place, **score}
            found.append(
                httpx.post(f"{running.url}/v1alpha1/comments:{path}", params={"key": secret}, json=asked, timeout=300)
            )
        assert found[0].is_success
        assert {one.text for one in found[1:]} == {found[3].text}
        assert not found[3].is_success


def test_an_admin_of_one_site_trusts_there_without_naming_it(running: Site, theirs: Owned, ours: Owned) -> None:
    admin = visitor(running, Role.ADMIN)
    address = "/desk/people/rule?author=Ferry&then=allow"
    assert admin.get(address).status_code == 200
    assert admin.send(address).url.path == "/desk/people"
    [rule] = [one.rule for one in list_rules(running.winnow.engine) if one.rule.values == ("Ferry",)]
    assert rule.site == OURS


def test_an_admin_of_several_sites_is_told_to_name_one(running: Site, theirs: Owned, ours: Owned) -> None:
    engine = running.winnow.engine
    sites.add(engine, "meadow.example", SiteChange(), actor="test")
    Users(engine).add("several", PASSWORD, actor="test", role=Role.ADMIN, sites=[OURS, "meadow.example"])
    admin = Visitor(running.url)
    admin.log_in("several", PASSWORD)
    address = "/desk/people/rule?author=Boat&then=allow"
    for on in ("", THEIRS):
        told = admin.send(f"{address}&on={on}")
        assert told.status_code == 422
        assert f"name one: meadow.example, {OURS}" in told.text
    typed = {"name": "boats", "kind": "words", "values": "boat", "then": "spam", "act": "save"}
    assert admin.send("/desk/rules/add", **typed).status_code == 422
    assert admin.send(f"{address}&on={OURS}").url.path == "/desk/people"
    assert [one.rule.site for one in list_rules(engine) if one.rule.values == ("Boat",)] == [OURS]


def test_whom_a_proxy_names_without_a_role_sees_what_is_no_site_s_own(tmp_path: Path) -> None:
    settings = {"desk_user_header": "X-Forwarded-User", "trusted_proxies": "127.0.0.1"}
    with site(winnow_of(tmp_path, **settings)) as running, running.client() as client:
        engine = running.winnow.engine
        for host in (OURS, THEIRS):
            waits(engine, host)

        def seen() -> list[str]:
            shown = client.get("/desk/queue", headers={"X-Forwarded-User": "jan"}, follow_redirects=True)
            return [host for host in (OURS, THEIRS) if f"Remark of {host}" in shown.text]

        assert seen() == [OURS, THEIRS]
        sites.add(engine, OURS, SiteChange(), actor="test")
        assert seen() == [THEIRS]
        Users(engine).set_role("jan", Role.MODERATOR, actor="test", sites=[OURS])
        assert seen() == [OURS]
        Users(engine).remove("jan", actor="test")
        assert seen() == [THEIRS]


def waits(engine: Engine, host: str) -> None:
    """Have a comment of a host wait for a moderator."""
    made = new_article(host)
    [stored] = Inbox(engine).submit([replace(made, source=replace(made.source, url=f"https://{host}/1"))])
    claim = Inbox(engine).claim([stored.id], lease_s=60)
    outcome = processed(stored.id, judged(f"Remark of {host}", verdict=Verdict.REVIEW))
    Results(engine).commit(claim.token, [replace(outcome, url=f"https://{host}/1")])


def test_a_webhook_of_a_site_hears_of_that_site(running: Site, theirs: Owned, ours: Owned) -> None:
    engine = running.winnow.engine
    for owned, word in ((ours, "ferry"), (theirs, MARK)):
        Labels(engine).add(owned.comment, Label.SPAM, f"{word} moderator")
        Labels(engine).undo(owned.comment, f"{word} moderator")
    deliveries = metadata.tables["deliveries"]
    for owned in (ours, theirs):
        with reading(engine) as connection:
            told = connection.scalars(select(deliveries.c.data).where(deliveries.c.webhook_id == owned.webhook)).all()
        assert told
        with reading(narrowed(engine, {owned.host})) as connection:
            comments = set(connection.scalars(select(metadata.tables["comments"].c.id)))
        assert {one["id"] for one in told} <= comments
