"""Logging in at a real OpenID provider, and everything that must not be taken for it."""

import html
import re
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.doors import PASSWORD, Visitor
from tests.openid import Claims, Provider, provider
from tests.web import Site, site, winnow_of
from worker.errors import MisconfiguredError
from worker.settings import Settings
from worker.store.access.roles import Role
from worker.store.access.users import Users
from worker.web.desk.openid_provider import provider_of

BACK = "/desk/login/openid/back"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Provider, Site]]:
    with provider() as openid:
        settings = {"oidc_issuer": openid.url, "oidc_client_secret": "hush", "oidc_role_claim": "groups"}
        with site(winnow_of(tmp_path_factory.mktemp("openid"), **settings)) as desk:
            yield openid, desk


@pytest.fixture
def openid(served: tuple[Provider, Site]) -> Provider:
    served[0].reset()
    return served[0]


@pytest.fixture
def desk(served: tuple[Provider, Site], openid: Provider) -> Site:
    """A desk that knows ida alone, and has not yet asked what the provider says of itself."""
    _, running = served
    users = Users(running.winnow.engine)
    for user in users.list():
        users.remove(user.name, actor="test")
    users.set_role("ida", Role.MODERATOR, actor="test")
    openid.user("ida")
    running.app.state.openid = provider_of(running.winnow.settings)
    return running


def at_provider(visitor: Visitor, page: str = "/desk/queue") -> httpx.Response:
    """Ask for a page, and go from the log-in to the provider; return the page that asks who it is."""
    login = visitor.get(page)
    link = re.search(r'href="(/desk/login/openid\?[^"]+)"', login.text)
    assert link, login.text
    return visitor.get(html.unescape(link[1]))


def agree(asked: httpx.Response, subject: str) -> str:
    """Prove somebody at the provider; return where it sends the browser."""
    answer = httpx.post(asked.url, data={"sub": subject})
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def come_back(visitor: Visitor, address: str) -> httpx.Response:
    """Come back from the provider, and go on as the page says."""
    answer = visitor.client.get(address)
    onward = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    return visitor.get(html.unescape(onward[1])) if onward else answer


def log_in(desk: Site, subject: str, page: str = "/desk/queue") -> tuple[Visitor, httpx.Response]:
    visitor = Visitor(desk.url)
    return visitor, come_back(visitor, agree(at_provider(visitor, page), subject))


def refused(answer: httpx.Response, words: str) -> None:
    """It is a page that says why, and nobody is let in."""
    assert answer.status_code == 403
    assert words in html.unescape(answer.text)
    assert "winnow_session" not in answer.headers.get("set-cookie", "")


def test_a_known_user_gets_to_the_page_that_was_asked_for(desk: Site, openid: Provider) -> None:
    visitor, page = log_in(desk, "ida", "/desk/search?q=pears&order=newest")
    assert (page.status_code, page.url.path, page.url.query) == (200, "/desk/search", b"q=pears&order=newest")
    assert "ida" in page.text
    assert "winnow_openid" not in visitor.client.cookies
    [exchange] = openid.exchanged
    assert exchange["redirect_uri"] == f"{desk.url}{BACK}"
    assert len(exchange["code_verifier"]) >= 43


@pytest.mark.parametrize(
    ("secret", "methods", "proof"),
    [
        ("hush", None, {"authorization": "basic"}),
        ("hush", ["client_secret_post"], {"client_id": "desk", "client_secret": "hush"}),
        ("hush", ["client_secret_post", "client_secret_basic"], {"authorization": "basic"}),
        (None, None, {"client_id": "desk"}),
    ],
)
def test_the_desk_proves_itself_as_the_provider_asks(
    desk: Site, openid: Provider, secret: str | None, methods: list[str] | None, proof: dict[str, str]
) -> None:
    settings = Settings(oidc_issuer=openid.url, oidc_client_id="desk", oidc_client_secret=secret)
    desk.app.state.openid = provider_of(settings)
    openid.describes = {"token_endpoint_auth_methods_supported": methods}
    assert log_in(desk, "ida")[1].status_code == 200
    [exchange] = openid.exchanged
    asked = {"authorization", "client_id", "client_secret"}
    assert {name: value for name, value in exchange.items() if name in asked} == proof


def test_the_session_is_one_as_by_password(desk: Site) -> None:
    users = Users(desk.winnow.engine)
    users.add("jan", PASSWORD, actor="test")
    visitor, _ = log_in(desk, "ida")
    by_password = Visitor(desk.url)
    assert by_password.log_in("jan").status_code == 200
    assert visitor.send("/desk/models/train").status_code == 403  # a moderator, with the session's own CSRF token
    users.set_role("ida", Role.ADMIN, actor="test")
    assert visitor.get("/desk/models/confirm?act=train").status_code == 200
    users.remove("ida", actor="test")
    assert visitor.client.get("/desk/queue", follow_redirects=False).status_code == 303


def test_two_attempts_share_nothing_that_is_told(desk: Site) -> None:
    first, second = (parse_qs(urlsplit(str(at_provider(Visitor(desk.url)).url)).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
    assert first["code_challenge_method"] == ["S256"]
    assert first["scope"] == ["openid profile email"]
    assert len({first["state"][0], first["nonce"][0], first["code_challenge"][0]}) == 3


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["winnow-moderator"], Role.MODERATOR),
        (["staff", "winnow-admin"], Role.ADMIN),
        (["winnow-admin", "winnow-moderator"], Role.ADMIN),
        ("winnow-moderator", Role.MODERATOR),
    ],
)
def test_a_claim_gives_a_role_for_as_long_as_the_session_lasts(
    desk: Site, openid: Provider, groups: object, role: Role
) -> None:
    openid.user("newcomer", groups=groups)
    visitor, page = log_in(desk, "newcomer")
    assert page.status_code == 200
    assert (visitor.get("/desk/models/confirm?act=train").status_code == 200) == (role is Role.ADMIN)
    assert [user.name for user in Users(desk.winnow.engine).list()] == ["ida"]  # nothing of it stays
    openid.user("newcomer", groups=["staff"])
    _, again = log_in(desk, "newcomer")
    refused(again, "winnow user role")
    Users(desk.winnow.engine).remove("newcomer", actor="test")
    assert visitor.client.get("/desk/queue", follow_redirects=False).status_code == 303


def test_a_claim_takes_nothing_from_whom_an_admin_named(desk: Site, openid: Provider) -> None:
    Users(desk.winnow.engine).set_role("ida", Role.ADMIN, actor="test")
    openid.user("ida", groups=["winnow-moderator"])
    visitor, _ = log_in(desk, "ida")
    assert visitor.get("/desk/models/confirm?act=train").status_code == 200


@pytest.mark.parametrize("groups", [None, [], ["Winnow-Admin"], {"winnow-admin": True}, [["winnow-admin"]], ""])
def test_who_is_unknown_and_has_no_role_is_refused(desk: Site, openid: Provider, groups: object) -> None:
    openid.user("stranger", groups=groups)
    visitor, page = log_in(desk, "stranger")
    refused(page, "stranger may not use this desk")
    assert visitor.client.get("/desk/queue", follow_redirects=False).status_code == 303


def test_roles_may_stand_deep_in_the_token_and_names_in_another_claim(
    tmp_path_factory: pytest.TempPathFactory, openid: Provider
) -> None:
    settings = {
        "oidc_issuer": openid.url,
        "oidc_user_claim": "email",
        "oidc_role_claim": "realm_access.roles",
        "oidc_admin_value": "boss",
    }
    openid.user("1", email="bo@example.org", email_verified=True, realm_access={"roles": ["boss"]})
    openid.user("2", email="ida@example.org", email_verified=False, realm_access={"roles": ["boss"]})
    openid.user("3", realm_access={"roles": ["boss"]})
    with site(winnow_of(tmp_path_factory.mktemp("claims"), **settings)) as running:
        visitor, page = log_in(running, "1")
        assert "bo@example.org" in page.text
        assert visitor.get("/desk/models/confirm?act=train").status_code == 200
        refused(log_in(running, "2")[1], "has not made sure that the e-mail address is yours")
        refused(log_in(running, "3")[1], "tells no usable name")


@pytest.mark.parametrize("subject", ["token:one", "x" * 101, "a\nb"])
def test_a_name_that_could_be_taken_for_another_is_refused(desk: Site, openid: Provider, subject: str) -> None:
    openid.alter = lambda claims: claims | {"sub": subject, "groups": ["winnow-admin"]}
    refused(log_in(desk, "ida")[1], "tells no usable name")


ALTERED = {
    "another nonce": lambda claims: claims | {"nonce": "0" * 64},
    "no nonce": lambda claims: {name: value for name, value in claims.items() if name != "nonce"},
    "another issuer": lambda claims: claims | {"iss": "https://elsewhere.example"},
    "no issuer": lambda claims: {name: value for name, value in claims.items() if name != "iss"},
    "for another client": lambda claims: claims | {"aud": "somebody-else"},
    "for another client and us": lambda claims: claims | {"aud": ["winnow", "other"], "azp": "other"},
    "over": lambda claims: claims | {"exp": int(time.time()) - 120, "iat": int(time.time()) - 240},
    "without an end": lambda claims: {name: value for name, value in claims.items() if name != "exp"},
    "not yet": lambda claims: claims | {"nbf": int(time.time()) + 600},
    "of nobody": lambda claims: {name: value for name, value in claims.items() if name != "sub"},
}


@pytest.mark.parametrize("how", ALTERED)
def test_a_token_that_is_not_the_one_asked_for_proves_nobody(desk: Site, openid: Provider, how: str) -> None:
    openid.alter = ALTERED[how]
    refused(log_in(desk, "ida")[1], "proves nobody")


def test_what_signs_may_change_and_clocks_may_differ_a_little(desk: Site, openid: Provider) -> None:
    openid.alter = lambda claims: claims | {"exp": int(time.time()) - 20, "aud": ["winnow"], "more": "of it"}
    assert log_in(desk, "ida")[1].status_code == 200


@pytest.mark.parametrize(
    ("header", "publishes"),
    [({"alg": "none"}, True), ({"alg": "HS256"}, True), ({"alg": "RS256", "kid": "ours"}, False)],
    ids=["unsigned", "signed with the public key", "signed with an unknown key"],
)
def test_a_token_that_the_provider_did_not_sign_proves_nobody(
    desk: Site, openid: Provider, header: dict[str, str], publishes: bool
) -> None:
    def unchanged(claims: Claims) -> Claims:
        return claims

    openid.alter, openid.header, openid.publishes = unchanged, header, publishes
    refused(log_in(desk, "ida")[1], "proves nobody")


def test_a_code_is_good_once(desk: Site, openid: Provider) -> None:
    visitor = Visitor(desk.url)
    address = agree(at_provider(visitor), "ida")
    secret = visitor.client.cookies["winnow_openid"]
    assert come_back(visitor, address).status_code == 200
    refused(Visitor(desk.url).client.get(address), "was not begun in this browser")
    thief = Visitor(desk.url)  # even with what the browser kept
    thief.client.cookies.set("winnow_openid", secret, domain="127.0.0.1", path="/desk/login")
    refused(thief.client.get(address), "proves nobody")
    assert len(openid.exchanged) == 2


def test_an_answer_to_another_browser_is_refused(desk: Site, openid: Provider) -> None:
    attacker, victim = Visitor(desk.url), Visitor(desk.url)
    address = agree(at_provider(attacker), "ida")
    at_provider(victim)
    refused(victim.client.get(address), "was not begun in this browser")
    assert openid.exchanged == []
    # Nor does the code of another attempt go with this browser's own state.
    code = parse_qs(urlsplit(address).query)["code"][0]
    state = parse_qs(urlsplit(str(at_provider(victim).url)).query)["state"][0]
    refused(victim.client.get(BACK, params={"code": code, "state": state}), "proves nobody")


@pytest.mark.parametrize("query", [{}, {"code": "x"}, {"code": "x", "state": ""}, {"code": "x", "state": "é"}])
def test_what_was_never_begun_is_refused(desk: Site, openid: Provider, query: dict[str, str]) -> None:
    refused(Visitor(desk.url).client.get(BACK, params=query), "was not begun in this browser")
    assert openid.exchanged == []


def test_a_log_in_that_is_called_off_says_so(desk: Site, openid: Provider) -> None:
    visitor = Visitor(desk.url)
    asked = at_provider(visitor)
    state = parse_qs(urlsplit(str(asked.url)).query)["state"][0]
    denied = visitor.client.get(BACK, params={"error": "access_denied", "state": state})
    refused(denied, "let nobody in")
    assert openid.exchanged == []


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/desk\\..\\x", "/api"])
def test_a_log_in_leads_nowhere_else(desk: Site, elsewhere: str) -> None:
    visitor = Visitor(desk.url)
    asked = visitor.client.get("/desk/login/openid", params={"next": elsewhere})
    answer = visitor.client.get(agree(asked, "ida"))
    assert 'content="0; url=/desk"' in answer.text
    assert elsewhere not in answer.text


def test_logging_out_ends_the_session_and_offers_to_end_the_providers(desk: Site, openid: Provider) -> None:
    visitor, _ = log_in(desk, "ida")
    session = visitor.client.cookies["winnow_session"]
    page = visitor.send("/desk/logout")
    assert "You are logged out here" in page.text
    assert "/desk/login/openid/out" in page.text
    assert httpx.get(f"{desk.url}/desk/queue", cookies={"winnow_session": session}).status_code == 303
    there = visitor.client.get("/desk/login/openid/out", follow_redirects=False).headers["location"]
    assert there.startswith(f"{openid.url}/oauth2/end_session?")
    told = parse_qs(urlsplit(there).query)
    assert told == {"client_id": ["winnow"], "post_logout_redirect_uri": [f"{desk.url}/desk/login"]}


def test_a_provider_without_a_log_out_leads_back(desk: Site, openid: Provider) -> None:
    openid.describes = {"end_session_endpoint": None}
    answer = Visitor(desk.url).client.get("/desk/login/openid/out", follow_redirects=False)
    assert answer.headers["location"] == "/desk/login"


def test_a_provider_that_is_away_stops_no_password(desk: Site, openid: Provider) -> None:
    Users(desk.winnow.engine).add("jan", PASSWORD, actor="test")
    visitor = Visitor(desk.url)
    asked = at_provider(visitor)
    address = agree(asked, "ida")
    openid.is_away = True
    away = visitor.client.get(address)
    assert away.status_code == 503
    assert "does not answer; try again" in away.text
    assert Visitor(desk.url).log_in("jan").status_code == 200
    openid.is_away = False
    assert come_back(visitor, address).status_code == 200


@pytest.mark.parametrize("described", [{"issuer": "https://elsewhere.example"}, {"jwks_uri": None}])
def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    desk: Site, openid: Provider, described: dict[str, str | None]
) -> None:
    openid.describes = described
    answer = Visitor(desk.url).client.get("/desk/login/openid")
    assert answer.status_code == 503
    assert "WINNOW_OIDC_ISSUER" in answer.text


def test_the_attempts_cookie_is_for_the_log_in_alone_and_secure_behind_tls(desk: Site) -> None:
    asked = f"{desk.url}/desk/login/openid"
    plain = httpx.get(asked)
    by_tls = httpx.get(asked, headers={"X-Forwarded-Proto": "https"})
    for cookie in (plain.headers["set-cookie"].lower(), by_tls.headers["set-cookie"].lower()):
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "path=/desk/login" in cookie
    assert "secure" not in plain.headers["set-cookie"].lower().split("; ")
    assert "secure" in by_tls.headers["set-cookie"].lower().split("; ")
    there = parse_qs(urlsplit(by_tls.headers["location"]).query)
    assert there["redirect_uri"][0].startswith("https://127.0.0.1")


def test_without_a_provider_there_is_no_such_way_in(web: Site) -> None:
    visitor = Visitor(web.url)
    assert "openid" not in visitor.get("/desk/login").text
    for path in ("", "/back", "/out"):
        assert visitor.client.get(f"/desk/login/openid{path}").status_code == 404


def test_behind_a_proxy_that_names_people_there_is_no_other_way_in(
    tmp_path_factory: pytest.TempPathFactory, openid: Provider
) -> None:
    settings = {"oidc_issuer": openid.url, "desk_user_header": "X-Forwarded-User"}
    with site(winnow_of(tmp_path_factory.mktemp("both"), **settings)) as running:
        for path in ("", "/back", "/out"):
            assert httpx.get(f"{running.url}/desk/login/openid{path}").status_code == 403


@pytest.mark.parametrize("issuer", ["http://login.example", "login.example", "ftp://login.example", "http://10.0.0.1"])
def test_an_issuer_that_others_could_answer_for_is_refused(issuer: str) -> None:
    with pytest.raises(MisconfiguredError, match="https://"):
        provider_of(Settings(oidc_issuer=issuer))


def test_without_the_extra_the_setting_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "authlib.oidc.core", None)
    with pytest.raises(MisconfiguredError, match=r"winnow-worker\[oidc\]"):
        provider_of(Settings(oidc_issuer="https://login.example"))
    assert provider_of(Settings()) is None
