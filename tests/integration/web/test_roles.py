"""Every route asked as every role, and what is done stands in the audit with who did it."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIRoute

from classifiers.model.policy import Policy
from classifiers.registry.artifact import Provenance
from tests.doors import PASSWORD, Visitor, bury
from tests.factories import judged, new_article, processed
from tests.web import Site, site, winnow_of
from worker.reasons import Reason
from worker.store.access.roles import Role
from worker.store.access.tokens import Scope, Tokens
from worker.store.access.users import Users
from worker.store.base.audit import Entry, entries
from worker.store.base.schema import roles
from worker.store.base.transactions import writing
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.web.application import ROUTERS
from worker.web.desk.router import PARTS, router

ARCHITECTURE = Path(__file__).parents[3] / "docs" / "architecture.md"

# Who may ask each route of the API: the role of the least that may.
API = {
    "POST /articles": Role.PRODUCER,
    "POST /articles/batch": Role.PRODUCER,
    "POST /articles/stream": Role.PRODUCER,
    "GET /articles/{article_id}/state": Role.PRODUCER,
    "POST /classify": Role.PRODUCER,
    "POST /separate": Role.PRODUCER,
    "GET /articles": Role.MODERATOR,
    "GET /articles/{article_id}": Role.MODERATOR,
    "GET /comments": Role.MODERATOR,
    "GET /comments/{comment_id}": Role.MODERATOR,
    "POST /comments/{comment_id}/labels": Role.MODERATOR,
    "DELETE /comments/{comment_id}/labels": Role.MODERATOR,
    "POST /comments/{comment_id}/labels/confirm": Role.ADMIN,
    "GET /labels": Role.MODERATOR,
    "POST /comments/{comment_id}/appeals": Role.MODERATOR,
    "GET /status": Role.MODERATOR,
    "GET /models": Role.MODERATOR,
    "GET /models/{version}": Role.MODERATOR,
    "GET /dead-letters": Role.MODERATOR,
    "GET /dead-letters/{letter_id}": Role.MODERATOR,
    "POST /dead-letters/{letter_id}/replay": Role.MODERATOR,
    "GET /dead-letters/{letter_id}/raw": Role.ADMIN,
    "DELETE /dead-letters/{letter_id}": Role.ADMIN,
    "POST /models/rollback": Role.ADMIN,
    "POST /models/{version}/promote": Role.ADMIN,
    "GET /webhooks": Role.ADMIN,
    "POST /webhooks": Role.ADMIN,
    "DELETE /webhooks/{webhook_id}": Role.ADMIN,
    "GET /webhooks/{webhook_id}/deliveries": Role.ADMIN,
}
AKISMET = {f"/1.1/{name}" for name in ("verify-key", "comment-check", "submit-spam", "submit-ham", "get-subscription")}
ASKED = {"/1.2/key-sites", "/1.2/usage-limit"}
PERSPECTIVE = {"/v1alpha1/comments:analyze", "/v1alpha1/comments:suggestscore"}
PROTOCOLS = AKISMET | ASKED | PERSPECTIVE | {"/coral/moderation"}
# Who may ask each page and send each form of the desk.
DESK = {
    "GET /desk": Role.MODERATOR,
    "GET /desk/queue": Role.MODERATOR,
    "POST /desk/decide": Role.MODERATOR,
    "POST /desk/assign": Role.MODERATOR,
    "GET /desk/cards": Role.MODERATOR,
    "GET /desk/many": Role.MODERATOR,
    "POST /desk/many": Role.MODERATOR,
    "GET /desk/decisions": Role.MODERATOR,
    "GET /desk/decisions/{decision_id}": Role.MODERATOR,
    "POST /desk/decisions/{decision_id}/undo": Role.MODERATOR,
    "GET /desk/truth": Role.MODERATOR,
    "POST /desk/truth/release": Role.ADMIN,
    "GET /desk/search": Role.MODERATOR,
    "GET /desk/search.{kind}": Role.MODERATOR,
    "GET /desk/articles/{article_id}": Role.MODERATOR,
    "POST /desk/articles/{article_id}/flag": Role.MODERATOR,
    "GET /desk/people": Role.MODERATOR,
    "GET /desk/people/rule": Role.ADMIN,
    "POST /desk/people/rule": Role.ADMIN,
    "POST /desk/people/rule/remove": Role.ADMIN,
    "GET /desk/filters": Role.MODERATOR,
    "POST /desk/filters": Role.MODERATOR,
    "POST /desk/filters/{filter_id}/drop": Role.MODERATOR,
    "GET /desk/settings": Role.MODERATOR,
    "POST /desk/settings": Role.MODERATOR,
    "GET /desk/comments/{comment_id}": Role.MODERATOR,
    "POST /desk/comments/{comment_id}/notes": Role.MODERATOR,
    "POST /desk/comments/{comment_id}/appeals": Role.MODERATOR,
    "GET /desk/cases": Role.MODERATOR,
    "POST /desk/cases/{case_id}/close": Role.MODERATOR,
    "GET /desk/models": Role.MODERATOR,
    "GET /desk/models/{version}/report": Role.MODERATOR,
    "GET /desk/models/job": Role.MODERATOR,
    "GET /desk/held": Role.MODERATOR,
    "POST /desk/held/confirm": Role.ADMIN,
    "POST /desk/held/discard": Role.ADMIN,
    "GET /desk/rules": Role.MODERATOR,
    "POST /desk/rules/add": Role.ADMIN,
    "POST /desk/rules/remove": Role.ADMIN,
    "GET /desk/dashboard": Role.MODERATOR,
    "POST /desk/dashboard/replay": Role.MODERATOR,
    "POST /desk/logout": Role.MODERATOR,
    "GET /desk/{path:path}": Role.MODERATOR,
    "GET /desk/models/confirm": Role.ADMIN,
    "POST /desk/models/rescore": Role.MODERATOR,
    "GET /desk/reasons": Role.MODERATOR,
    "POST /desk/reasons": Role.MODERATOR,
    "POST /desk/models/train": Role.ADMIN,
    "POST /desk/models/promote": Role.ADMIN,
    "POST /desk/models/rollback": Role.ADMIN,
}
# What anybody may ask: probes, metrics on loopback, the way to the desk and its log-in.
OPEN = {
    "GET /healthz", "GET /readyz", "GET /metrics", "GET /", "GET /desk/static/{name}", "GET /desk/login",
    "POST /desk/login", "GET /desk/login/openid", "GET /desk/login/openid/back", "GET /desk/login/openid/out",
}  # fmt: skip

SCOPES = {
    Scope.INGEST: Role.PRODUCER,
    Scope.MODERATE: Role.MODERATOR,
    Scope.METRICS: Role.OBSERVER,
    Scope.ADMIN: Role.ADMIN,
    Scope.BLOG: Role.BLOG,
}
FIELDS: dict[str, dict[str, object]] = {
    "POST /desk/decide": {"one": "spam:1", "seen": "1:0"},
    "POST /desk/articles/{article_id}/flag": {"kind": "body"},
    "POST /desk/models/promote": {"version": "challenger"},
    "POST /desk/dashboard/replay": {"reason": "TIMEOUT"},
}
BODIES: dict[str, object] = {
    "POST /articles": {"id": "1", "text": "A ferry starts."},
    "POST /articles/batch": {"articles": []},
    "POST /classify": {"comments": [{"text": "Lovely pears."}]},
    "POST /separate": {"text": "A ferry starts."},
    "POST /comments/{comment_id}/labels": {"label": "spam"},
    "POST /webhooks": {"url": "https://site.example/hook", "events": ["dead"]},
}


@pytest.fixture(scope="module")
def winnow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(winnow_of(tmp_path_factory.mktemp("roles"))) as running:
        yield running


@pytest.fixture(scope="module")
def tokens(winnow: Site) -> dict[Role, str]:
    return {role: winnow.token(scope) for scope, role in SCOPES.items()}


def served() -> set[str]:
    """Name every route of the service, as "METHOD path"."""
    found = [route for router in (*ROUTERS, router, *(part.router for part in PARTS)) for route in router.routes]
    return {
        f"{method} {route.path}" for route in found if isinstance(route, APIRoute) for method in route.methods or ()
    }


def test_every_route_has_its_role() -> None:
    named = {f"{method} /api/v1{path}" for method, path in (one.split(" ", 1) for one in API)}
    protocols = {route for route in served() if route.partition(" ")[2] in PROTOCOLS}
    assert served() - protocols == named | set(DESK) | OPEN
    assert {route.partition(" ")[2] for route in protocols} == PROTOCOLS


def operations() -> dict[str, tuple[str, str]]:
    """Return the routes (API and desk) and the role that the table of operations names."""
    rows = [line.strip("| ").split(" | ") for line in ARCHITECTURE.read_text().splitlines()]
    return {row[0]: (f"{row[2]} {row[4]}", row[6]) for row in rows if len(row) == 7 and re.fullmatch("[a-z]+", row[0])}


@pytest.mark.parametrize("operation", sorted(set(operations()) - {"operation"}))
def test_an_operation_asks_for_the_same_role_through_every_door(operation: str) -> None:
    cells, role = operations()[operation]
    doors = re.findall(r"`([^`]+)`", cells)
    asked = {API.get(door) or DESK.get(f"GET {door}") or DESK.get(f"POST {door}") for door in doors}
    assert asked == ({Role(role)} if doors else set())
    assert doors or role in ("shell", Role.BLOG)


def may(role: Role, least: Role) -> bool:
    return role is least or (role is Role.ADMIN and least is not Role.BLOG)


@pytest.mark.parametrize("role", [None, *SCOPES.values()])
@pytest.mark.parametrize("route", API)
def test_a_token_opens_what_its_role_may(winnow: Site, tokens: dict[Role, str], route: str, role: Role | None) -> None:
    method, path = route.split(" ", 1)
    headers = {"Authorization": f"Bearer {tokens[role]}"} if role else {}
    address = f"{winnow.url}/api/v1{re.sub('{[^}]+}', '999999', path)}"
    if path.endswith("/stream"):
        answer = httpx.post(
            address, headers=headers | {"Content-Type": "application/x-ndjson"}, content=b"", timeout=60
        )
    else:
        answer = httpx.request(method, address, headers=headers, json=BODIES.get(route), timeout=60)
    if role is None:
        assert answer.status_code == 401
    elif may(role, API[route]):
        assert answer.status_code < 500
        assert answer.status_code not in (401, 403)
    else:
        assert answer.status_code == 403
        assert "has not the scope" in answer.json()["detail"]


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMIN, Role.BLOG])
@pytest.mark.parametrize("path", sorted(AKISMET))
def test_akismet_is_spoken_by_blogs_alone(winnow: Site, tokens: dict[Role, str], path: str, role: Role) -> None:
    form = {"api_key": tokens[role], "blog": "https://b.example", "comment_content": "Pears."}
    answer = httpx.post(winnow.url + path, data=form, timeout=60)
    assert (answer.text == "invalid") == (role is not Role.BLOG)


@pytest.mark.parametrize("role", [None, *SCOPES.values()])
@pytest.mark.parametrize("path", sorted(PERSPECTIVE))
def test_perspective_is_spoken_by_blogs_alone(
    winnow: Site, tokens: dict[Role, str], path: str, role: Role | None
) -> None:
    score = {"SPAM": {"summaryScore": {"value": 1}}}
    body = {"comment": {"text": "Pears."}, "requestedAttributes": {"SPAM": {}}, "attributeScores": score}
    proof = {"key": tokens[role]} if role else {}
    answer = httpx.post(winnow.url + path, params=proof, json=body, timeout=60)
    assert answer.is_success == (role is Role.BLOG)
    assert answer.is_success or "API key" in answer.json()["error"]["message"]


def logged_in(running: Site, role: Role | None) -> Visitor:
    visitor = Visitor(running.url)
    if role:
        Users(running.winnow.engine).add(role, PASSWORD, actor="test", role=role)
        assert visitor.log_in(role).status_code == 200
    return visitor


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.ADMIN])
def test_a_desk_user_gets_what_his_role_may(winnow: Site, role: Role | None) -> None:
    visitor = logged_in(winnow, role)
    for route, least in sorted(DESK.items(), key=lambda pair: "logout" in pair[0]):
        method, path = route.split(" ", 1)
        address = path.replace(":path", "").format(
            kind="csv",
            article_id=1,
            case_id=1,
            comment_id=1,
            decision_id=1,
            filter_id=1,
            version="champion",
            path="nowhere",
        )
        if method == "GET":
            answer = visitor.client.get(address, params={"act": "train"}, follow_redirects=False)
        else:
            csrf = visitor.csrf() if role else "0" * 64
            form = {"csrf": csrf, **FIELDS.get(route, {})}
            answer = visitor.client.post(address, data=form, follow_redirects=False)
        if role is None:
            assert answer.headers["location"].startswith("/desk/login"), route
        elif may(role, least):
            assert answer.status_code not in (401, 403, 500, 503), route
        else:
            assert answer.status_code == 403, route
            assert "winnow user role" in answer.text


def test_a_moderator_is_not_shown_what_an_admin_may(winnow: Site) -> None:
    registry = winnow.winnow.registry
    registry.register(registry.load_base().model, Policy(0.4, 0.99), Provenance())
    winnow.app.state.bench.job = None  # while a training runs, nobody is shown how to begin one
    shown = {role: logged_in(winnow, role).get("/desk/models").text for role in (Role.MODERATOR, Role.ADMIN)}
    assert shown[Role.ADMIN].count("models/confirm?act=") >= 2
    assert "models/confirm?act=" not in shown[Role.MODERATOR]


def test_a_role_changes_at_once_and_for_one_site_is_none_for_all(winnow: Site) -> None:
    users = Users(winnow.winnow.engine)
    users.add("kim", PASSWORD, actor="test")
    visitor = Visitor(winnow.url)
    visitor.log_in("kim")
    with writing(winnow.winnow.engine) as connection:
        connection.execute(roles.insert().values(user="kim", site="blog.example", role=Role.ADMIN.value))
    assert visitor.get("/desk/models/confirm?act=train").status_code == 403
    users.set_role("kim", Role.ADMIN, actor="test")
    assert visitor.get("/desk/models/confirm?act=train").status_code == 200
    users.add("kim", PASSWORD, actor="test")
    assert users.role_of("kim") is Role.ADMIN
    users.remove("kim", actor="test")
    assert users.role_of("kim") is None


def test_a_tokens_role_for_one_site_is_none_for_all(winnow: Site) -> None:
    Tokens(winnow.winnow.engine).add("of-one-site", frozenset({Scope.MODERATE}), actor="test")
    [token] = [one for one in Tokens(winnow.winnow.engine).list() if one.name == "of-one-site"]
    with writing(winnow.winnow.engine) as connection:
        connection.execute(roles.insert().values(token_id=token.id, site="blog.example", role=Role.ADMIN.value))
    [token] = [one for one in Tokens(winnow.winnow.engine).list() if one.name == "of-one-site"]
    assert token.scopes == {Scope.MODERATE}


def test_what_is_done_is_in_the_audit_with_who_did_it(tmp_path: Path) -> None:
    with site(winnow_of(tmp_path)) as running:
        engine, registry = running.winnow.engine, running.winnow.registry
        inbox = Inbox(engine)
        [new] = inbox.submit([new_article()])
        Results(engine).commit(inbox.claim([new.id], lease_s=60).token, [processed(new.id, judged())])
        first, second = bury(engine, 2)
        bury(engine, 1, Reason.CRASH)
        registry.welcome_base()
        new_model = registry.register(registry.load_base().model, Policy(0.4, 0.99), Provenance())
        admin = logged_in(running, Role.ADMIN)
        client = running.client(Scope.ADMIN)
        by_token = {
            "label": lambda: client.post("/api/v1/comments/1/labels", json={"label": "spam"}),
            "unlabel": lambda: client.delete("/api/v1/comments/1/labels"),
            "model promote": lambda: client.post(f"/api/v1/models/{new_model}/promote"),
            "model rollback": lambda: client.post("/api/v1/models/rollback"),
            "dead replay": lambda: client.post(f"/api/v1/dead-letters/{first}/replay"),
            "dead discard": lambda: client.delete(f"/api/v1/dead-letters/{second}"),
            "webhook add": lambda: client.post(
                "/api/v1/webhooks", json={"url": "https://site.example/hook", "events": ["dead"]}
            ),
            "webhook remove": lambda: client.delete("/api/v1/webhooks/1"),
        }
        at_desk = {
            "label": lambda: admin.send("/desk/decide", one="spam:1", seen="1:0"),
            "unlabel": lambda: admin.send("/desk/decide", one="undo:1"),
            "case open": lambda: admin.send("/desk/articles/1/flag", kind="body"),
            "case close": lambda: admin.send("/desk/cases/1/close"),
            "dead replay": lambda: admin.send("/desk/dashboard/replay", reason="CRASH"),
            "model promote": lambda: admin.send("/desk/models/promote", version=new_model),
            "model rollback": lambda: admin.send("/desk/models/rollback"),
            "model train": lambda: admin.send("/desk/models/train"),
        }
        for acts, who in ((by_token, "token:test-"), (at_desk, Role.ADMIN.value)):
            for action, act in acts.items():
                assert act().is_success, action
                newest: Entry = entries(engine, limit=1)[0]
                assert newest.action == action
                assert newest.actor.startswith(who)
