"""What a stranger's comment, another site, or somebody without a password can do at the desk: nothing."""

from collections.abc import Iterator

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import text

from tests.acceptance.desk.conftest import NAME, PASSWORD, Visitor
from tests.desk_payloads import PAYLOADS, poison
from tests.web import Site, site, winnow_of
from worker.store.access.users import Users
from worker.store.base.transactions import reading, writing

PAGES = (
    "/desk",
    "/desk/queue",
    "/desk/search",
    "/desk/search.csv",
    "/desk/articles/1",
    "/desk/models",
    "/desk/models/training",
    "/desk/models/confirm?act=train",
    "/desk/dashboard",
    "/desk/cases",
)
FORMS = {
    "/desk/decide": {"one": "spam:1"},
    "/desk/articles/1/flag": {"kind": "body"},
    "/desk/cases/1/close": {},
    "/desk/models/train": {},
    "/desk/models/promote": {"version": "champion"},
    "/desk/models/rollback": {},
    "/desk/dashboard/replay": {"reason": "TIMEOUT"},
    "/desk/logout": {},
}


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_shown_without_a_session(visitor: Visitor, path: str) -> None:
    response = visitor.client.get(path, follow_redirects=False)

    assert response.status_code == 303
    assert response.headers["location"].startswith("/desk/login?next=/desk")


@pytest.mark.parametrize("path", FORMS)
def test_nothing_is_done_without_a_session(visitor: Visitor, path: str) -> None:
    response = visitor.client.post(path, data=FORMS[path], follow_redirects=False)

    assert response.headers["location"].startswith("/desk/login")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("csrf", ["", "0" * 64, "é"])
def test_a_form_without_its_token_does_nothing(ida: Visitor, path: str, csrf: str) -> None:
    assert ida.client.post(path, data={**FORMS[path], "csrf": csrf}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_on_another_site_does_nothing(ida: Visitor, headers: dict[str, str]) -> None:
    sent = {"one": "spam:1", "csrf": ida.csrf()}
    assert ida.client.post("/desk/decide", data=sent, headers=headers).status_code == 403
    login = {"name": NAME, "password": PASSWORD}
    assert ida.client.post("/desk/login", data=login, headers=headers).status_code == 403


def test_one_sessions_token_is_of_no_use_to_another(ida: Visitor, jan: Visitor) -> None:
    assert jan.client.post("/desk/decide", data={"one": "spam:1", "csrf": ida.csrf()}).status_code == 403


def test_the_cookie_is_for_this_site_alone(visitor: Visitor) -> None:
    response = visitor.client.post("/desk/login", data={"name": NAME, "password": PASSWORD}, follow_redirects=False)
    cookie = response.headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/desk" in cookie


def test_every_page_says_what_browsers_must_not_do(ida: Visitor) -> None:
    for path in (*PAGES, "/desk/nowhere", "/desk/login"):
        headers = ida.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/desk/queue", "/desk/models", "/desk/dashboard", "/desk/login"])
def test_no_page_has_script_or_style_within(ida: Visitor, path: str) -> None:
    page = ida.get(path).text

    assert page.count("<script") == 1
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick" not in page


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/desk\\..\\x", "/api", "/deskx", "javascript:1"]
)
def test_log_in_leads_nowhere_else(visitor: Visitor, elsewhere: str) -> None:
    sent = {"name": NAME, "password": PASSWORD, "next": elsewhere}
    response = visitor.client.post("/desk/login", data=sent, follow_redirects=False)

    assert response.headers["location"] == "/desk"


def test_log_out_ends_the_session(ida: Visitor, desk: Site) -> None:
    session = ida.client.cookies["winnow_session"]
    ida.send("/desk/logout")

    again = httpx.get(f"{desk.url}/desk/queue", cookies={"winnow_session": session})
    assert again.status_code == 303


def test_guessing_is_stopped(desk: Site, visitor: Visitor) -> None:
    Users(desk.winnow.engine).add("guessed", PASSWORD, actor="test")
    said = [visitor.log_in("guessed", f"wrong password {number}").status_code for number in range(5)]

    assert said == [401] * 5
    assert visitor.log_in("guessed").status_code == 429
    with writing(desk.winnow.engine) as connection:
        connection.execute(text("DELETE FROM login_failures"))


@pytest.fixture(scope="module")
def poisoned(desk: Site) -> None:
    poison(desk.winnow.engine)


@pytest.mark.usefixtures("poisoned")
def test_comments_are_inert(ida: Visitor) -> None:
    for path in (
        "/desk/queue?order=source&source=poison",
        "/desk/queue?order=language",
        "/desk/search?source=poison",
        "/desk/articles/1",
        "/desk/articles/2",
        f"/desk/search?q={httpx.QueryParams({'q': PAYLOADS[0]})}",
    ):
        answer = ida.get(path)
        assert answer.status_code == 200
        page = LexborHTMLParser(answer.text)
        assert [one.attributes.get("src") for one in page.css("script")] == ["/desk/static/desk.js"]
        assert page.css("img, iframe, style, base, math, object, embed, textarea, meta[http-equiv]") == []
        assert {one.attributes["action"].split("/")[1] for one in page.css("form[action]")} == {"desk"}  # type: ignore[union-attr]
        assert {one.attributes["href"].split("/")[1] for one in page.css("a:not([href^='#'])")} == {"desk"}  # type: ignore[union-attr]
        assert [one for one in page.css("*") if any(name.startswith("on") for name in one.attributes)] == []
        assert page.body is not None
        shown = page.body.text()
        assert [hidden for hidden in ("\u202e", "\u200b", "49xxxxxxxxx") if hidden in shown] == []


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A desk behind a proxy whose word it takes."""
    winnow = winnow_of(tmp_path_factory.mktemp("proxy"), desk_user_header="X-Forwarded-User")
    with site(winnow) as running:
        yield running


def test_a_trusted_proxys_word_is_a_session(behind: Site) -> None:
    visitor = Visitor(behind.url)
    visitor.client.headers["X-Forwarded-User"] = "ida@example.org"
    assert "ida@example.org" in visitor.get("/desk/queue").text

    visitor.client.headers["X-Forwarded-User"] = "bo@example.org"
    page = visitor.get("/desk/queue").text
    assert "bo@example.org" in page
    assert "ida@example.org" not in page


def test_behind_a_proxy_there_is_no_other_way_in(behind: Site) -> None:
    visitor = Visitor(behind.url)
    Users(behind.winnow.engine).add("ida", PASSWORD, actor="test")

    assert visitor.get("/desk/queue").status_code == 403
    assert visitor.log_in().status_code == 403


def test_only_the_named_proxies_are_believed(tmp_path_factory: pytest.TempPathFactory, desk: Site) -> None:
    folder = tmp_path_factory.mktemp("other")
    with site(winnow_of(folder, desk_user_header="X-Forwarded-User", trusted_proxies="10.1.2.3")) as running:
        visitor = Visitor(running.url)
        visitor.client.headers["X-Forwarded-User"] = "ida"
        assert visitor.get("/desk/queue").status_code == 403

    by_default = Visitor(desk.url)
    by_default.client.headers["X-Forwarded-User"] = "ida"
    assert by_default.get("/desk/queue").url.path == "/desk/login"


def test_a_users_session_is_stored_as_a_digest_alone(ida: Visitor, desk: Site) -> None:
    with reading(desk.winnow.engine) as connection:
        stored = list(connection.scalars(text("SELECT digest FROM sessions")))

    assert ida.client.cookies["winnow_session"] not in stored


@pytest.mark.parametrize(
    ("headers", "secure"),
    [
        ({}, False),
        ({"Origin": "{origin}"}, False),
        ({"X-Forwarded-Proto": "https"}, True),
        ({"Origin": "https://{host}", "Sec-Fetch-Site": "same-origin"}, True),
    ],
    ids=str,
)
def test_a_session_that_began_over_tls_is_sent_over_nothing_else(
    visitor: Visitor, headers: dict[str, str], secure: bool
) -> None:
    host = visitor.client.base_url.netloc.decode()
    sent = {name: value.format(origin=visitor.client.base_url, host=host) for name, value in headers.items()}
    sent = {name: value.rstrip("/") for name, value in sent.items()}
    form = {"name": NAME, "password": PASSWORD}
    answer = visitor.client.post("/desk/login", data=form, headers=sent, follow_redirects=False)

    assert answer.status_code == 303
    assert ("secure" in answer.headers["set-cookie"].lower().split("; ")) == secure
