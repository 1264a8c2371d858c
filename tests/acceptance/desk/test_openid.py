"""A real browser logs in at a provider on another site: what it sends back to the desk, and what it does not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.openid import Provider, provider
from tests.web import Site, site, winnow_of


@pytest.fixture(scope="module")
def openid() -> Iterator[Provider]:
    with provider() as running:
        yield running


@pytest.fixture(scope="module")
def with_openid(tmp_path_factory: pytest.TempPathFactory, openid: Provider) -> Iterator[Site]:
    settings = {"oidc_issuer": openid.url, "oidc_client_secret": "hush", "oidc_role_claim": "groups"}
    with site(winnow_of(tmp_path_factory.mktemp("browser"), **settings)) as running:
        yield running


def test_a_browser_gets_in_by_the_provider_and_out_again(browser: Browser, with_openid: Site, openid: Provider) -> None:
    openid.user("ida", groups=["winnow-moderator"])
    page = browser.new_page()
    page.goto(f"{with_openid.url}/desk/search?q=pears")
    page.get_by_role("link", name="Log in at localhost").click()
    page.wait_for_url(f"{openid.url}/**")
    page.locator("input[name=sub]").fill("ida")
    page.get_by_role("button", name="Authorize").click()
    # The session's cookie is strict: it is sent although the provider, another site, led here.
    page.wait_for_url(f"{with_openid.url}/desk/search?q=pears")
    assert page.get_by_role("link", name="ida", exact=True).is_visible()
    [session] = [cookie for cookie in page.context.cookies() if cookie.get("name") == "winnow_session"]
    assert (session.get("sameSite"), session.get("httpOnly")) == ("Strict", True)
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("link", name="Log out at localhost too").click()
    page.wait_for_url(f"{openid.url}/oauth2/end_session?**")
    page.close()
