"""Nothing moves under a moderator's eyes: no page shifts while it is shown, and who wants no motion has none."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.acceptance.desk.conftest import NAME, PASSWORD, filled_desk
from tests.browser import log_in
from tests.desk_pages import PAGES
from tests.web import Site
from worker.store.access.roles import Role

pytestmark = pytest.mark.acceptance

# Longer than what follows a key is put down to it (500 ms): what an answer moves counts.
ANSWER_S = 0.8
# For an answer, on a machine that does other things too.
SAID_MS = 120_000
WATCH = """
window.shifts = [];
const moved = (one) => [one.value, one.sources.map((source) => source.node?.outerHTML?.slice(0, 80))];
new PerformanceObserver((list) => {
  window.shifts.push(...list.getEntries().filter((one) => !one.hadRecentInput).map(moved));
}).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Whether a card, or the outline of one, is moved by the style sheet.
MOVING = """() => {
  const skeleton = document.createElement("div");
  skeleton.className = "card skeleton";
  document.querySelector("[data-deck]").append(skeleton);
  return [...document.querySelectorAll(".card")].map(getComputedStyle)
    .some((one) => one.animationName !== "none" || one.transitionDuration !== "0s");
}"""


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Site]:
    with filled_desk(tmp_path, {NAME: Role.ADMIN}) as running:
        yield running


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_shifts_while_it_is_shown(browser: Browser, filled: Site, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.add_init_script(WATCH)
    log_in(page, filled.url, NAME, PASSWORD)
    moved = {}
    for path in PAGES:
        page.goto(filled.url + path, wait_until="networkidle")
        moved[path] = page.evaluate("window.shifts")
    page.close()
    assert {path: shifts for path, shifts in moved.items() if shifts} == {}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("view", ["", "?view=list"])
def test_no_answer_moves_what_is_looked_at(browser: Browser, filled: Site, view: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.add_init_script(WATCH)
    log_in(page, filled.url, NAME, PASSWORD)
    page.goto(f"{filled.url}/desk/queue{view}", wait_until="networkidle")
    page.route("**/desk/decide", late)
    for key, said in (("s", "Marked as spam."), ("h", "Marked as not spam."), ("u", "taken back"), ("z", "Put off")):
        page.keyboard.press(key)
        expect(page.locator("#notice")).to_contain_text(said, timeout=SAID_MS)
        page.evaluate(PAINTED)
    assert page.evaluate("window.shifts") == []
    page.close()


def late(route: Route) -> None:
    time.sleep(ANSWER_S)
    route.continue_()


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, filled: Site) -> None:
    moving = {}
    for wish in ("reduce", "no-preference"):
        page: Page = browser.new_page(reduced_motion=wish)  # type: ignore[arg-type]
        log_in(page, filled.url, NAME, PASSWORD)
        moving[wish] = page.evaluate(MOVING)
        page.close()
    assert moving == {"reduce": False, "no-preference": True}
