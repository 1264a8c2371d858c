"""What holds on every route: who is let in, how large and how slow a request may be, and what an error says."""

import logging
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import APIRouter

from tests.web import Site, site, winnow_of
from worker.store.access.tokens import Scope, Tokens
from worker.web import application
from worker.web.access import MayAdministrate, MayIngest, MayModerate

probe = APIRouter()


@probe.get("/test/ingest")
async def for_ingest(token: MayIngest) -> str:
    return token.name


@probe.get("/test/moderate")
async def for_moderate(token: MayModerate) -> str:
    return token.name


@probe.get("/test/admin")
async def for_admin(token: MayAdministrate) -> str:
    return token.name


@probe.get("/test/slow")
def slow() -> str:
    time.sleep(1.5)
    return "late"


@probe.get("/test/broken")
def broken() -> str:
    raise RuntimeError("the comment said: a secret word")


@probe.post("/test/echo")
async def echo(body: dict[str, int]) -> dict[str, int]:
    return body


@contextmanager
def probed_site(folder: Path, **limits: float) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "ROUTERS", (*application.ROUTERS, probe))
        with site(winnow_of(folder, **limits)) as running:
            yield running


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with probed_site(tmp_path_factory.mktemp("probed"), web_max_body_bytes=1000) as running:
        yield running


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with probed_site(tmp_path_factory.mktemp("hasty"), web_time_limit_s=0.5) as running:
        yield running


def test_health_needs_no_token(web: Site) -> None:
    answer = web.client().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        (Scope.INGEST, {"ingest"}),
        (Scope.MODERATE, {"moderate"}),
        (Scope.ADMIN, {"ingest", "moderate", "admin"}),
        (Scope.BLOG, set()),
    ],
)
def test_a_token_may_what_its_scope_says(probed: Site, scope: Scope, allowed: set[str]) -> None:
    client = probed.client(scope)
    for name in ("ingest", "moderate", "admin"):
        assert client.get(f"/test/{name}").status_code == (200 if name in allowed else 403)


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Bearer", "Basic d2lubm93", "Bearer \u00e9".encode()])
def test_without_a_token_nobody_is_let_in(probed: Site, header: str | bytes | None) -> None:
    headers = {"Authorization": header} if header else {}
    answer = probed.client().get("/test/ingest", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_revoked_token_is_refused(probed: Site) -> None:
    tokens = Tokens(probed.winnow.engine)
    secret = tokens.add("leaver", frozenset({Scope.INGEST}), actor="test")
    probed.forget_tokens()
    headers = {"Authorization": f"Bearer {secret}"}
    assert probed.client().get("/test/ingest", headers=headers).json() == "leaver"
    tokens.revoke("leaver", actor="test")
    time.sleep(1.1)  # how long a running service may believe in it
    assert probed.client().get("/test/ingest", headers=headers).status_code == 401


def test_the_store_holds_no_secret(probed: Site) -> None:
    secret = Tokens(probed.winnow.engine).add("keeper", frozenset({Scope.ADMIN}), actor="test")
    path = str(probed.winnow.engine.url.database)
    for name in (path, path + "-wal"):
        assert secret.encode() not in Path(name).read_bytes()


def test_a_body_beyond_the_limit_is_refused_declared_or_not(probed: Site) -> None:
    large = b'{"a": 1' + b" " * 2000 + b"}"
    client = probed.client()
    declared = client.post("/test/echo", content=large, headers={"Content-Type": "application/json"})
    pieces = (large[at : at + 100] for at in range(0, len(large), 100))
    chunked = client.post("/test/echo", content=pieces, headers={"Content-Type": "application/json"})
    assert [declared.status_code, chunked.status_code] == [413, 413]
    assert "1,000 bytes" in declared.json()["detail"]


def test_an_answer_that_takes_too_long_is_given_up(hasty: Site) -> None:
    answer = hasty.client().get("/test/slow")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.headers["content-security-policy"]


def test_a_body_that_never_comes_is_given_up(hasty: Site) -> None:
    host, port = hasty.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=120) as line:
        head = (
            f"POST /test/echo HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n"
        )
        line.sendall(head.encode() + b'{"a"')
        assert b"503" in line.recv(200)


def test_what_breaks_tells_nothing_of_the_input(
    probed: Site, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Log handlers that other tests left behind write to streams that are closed, and would say so with a traceback.
    monkeypatch.setattr(logging, "raiseExceptions", False)
    answer = probed.client().get("/test/broken")
    assert answer.status_code == 500
    assert "secret word" not in answer.text + "".join(capfd.readouterr())
    assert answer.headers["x-request-id"] in answer.json()["detail"]


def test_a_wrong_body_is_told_where_and_not_repeated(probed: Site) -> None:
    answer = probed.client().post("/test/echo", json={"a": "my private words"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "SCHEMA"
    assert answer.json()["errors"][0]["where"] == "body.a"
    assert "private" not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/test/ingest", "/test/broken"])
def test_browsers_are_told_to_trust_it_with_nothing(probed: Site, path: str) -> None:
    headers = probed.client().get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])
    assert "server" not in headers


def test_a_problem_keeps_to_rfc_9457(web: Site) -> None:
    answer = web.client().get("/nowhere")
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= answer.json().keys()
    assert answer.json()["status"] == answer.status_code == 404


def test_the_bare_address_leads_to_the_desk(probed: Site) -> None:
    answer = probed.client().get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
