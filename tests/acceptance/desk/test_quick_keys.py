"""Keys that come faster than answers: each comment gets what was meant for it, or says that it did not."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.desk.conftest import NAME, PASSWORD
from tests.browser import log_in
from tests.desk_data import fill
from tests.web import serving, winnow_of
from worker.bootstrap import Winnow
from worker.store.access.users import Users
from worker.store.moderation.review_cards import cards
from worker.web.application import create_app

pytestmark = pytest.mark.acceptance

KEYS = 60
APART_MS = 30
ANSWER_S = 0.5
# Milliseconds for sixty answers of half a second, on a machine that does other things too.
SETTLED_MS = 300_000
MEANT = {"s": "spam", "h": "ham"}

# Notes each key with the comment that was shown as the current one when it came, before the desk sees the key.
NOTE_KEYS = """
() => {
  window.noted = [];
  addEventListener("keydown", (event) => {
    const card = document.querySelector(".card.is-current");
    if (card) window.noted.push([Number(card.dataset.id), event.key]);
  }, true);
}
"""
# From a key until the next card is the current one and has been laid out, in milliseconds.
TIME_KEYS = """
(keys) => keys.map((key) => {
  const before = document.querySelector(".card.is-current").dataset.id;
  const began = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const now = document.querySelector(".card.is-current");
  now.getBoundingClientRect();
  return now.dataset.id === before ? Infinity : performance.now() - began;
})
"""


@dataclass
class Slow:
    """An application that answers decisions late, and fails each tenth, before or after it has done it."""

    app: Any
    fails: Literal["before", "after"] = "before"
    asked: int = 0
    failed: int = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != "/desk/decide":
            return await self.app(scope, receive, send)
        self.asked += 1
        fails = self.asked % 10 == 0
        await asyncio.sleep(ANSWER_S)
        if not fails:
            return await self.app(scope, receive, send)
        self.failed += 1
        if self.fails == "after":
            await self.app(scope, receive, _nowhere)
        await send({"type": "http.response.start", "status": 502, "headers": []})
        return await send({"type": "http.response.body", "body": b"planted"})


async def _nowhere(_: Any) -> None:
    """Take an answer that nobody gets."""


@pytest.fixture
def winnow(tmp_path: Path) -> Winnow:
    made = winnow_of(tmp_path)
    fill(made.engine, articles=60)
    Users(made.engine).add(NAME, PASSWORD, actor="test")
    return made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    one = browser.new_page(viewport={"width": 1280, "height": 900})
    yield one
    one.close()


def at_desk(page: Page, url: str) -> None:
    log_in(page, url, NAME, PASSWORD)
    expect(page.locator(".card.is-current")).to_have_count(1)
    page.evaluate(NOTE_KEYS)


def settled(page: Page) -> None:
    expect(page.locator(".card.is-pending")).to_have_count(0, timeout=SETTLED_MS)


def type_quickly(page: Page, keys: str, many: int) -> list[tuple[int, str]]:
    """Press keys, one after the other in turn, until so many have met a comment."""
    turn = 0
    while len(noted := page.evaluate("window.noted")) < many:
        page.keyboard.press(keys[turn % len(keys)])
        page.wait_for_timeout(APART_MS)
        turn += 1
    return [(comment, key) for comment, key in noted]


@pytest.mark.parametrize("fails", ["before", "after"])
def test_sixty_keys_on_a_slow_server_that_fails(page: Page, winnow: Winnow, fails: Literal["before", "after"]) -> None:
    slow = Slow(create_app(winnow.web_dependencies), fails)
    with serving(slow) as url:
        at_desk(page, url)
        pressed = type_quickly(page, "hssh", KEYS)
        settled(page)

        said = {
            int(card.get_attribute("data-id") or 0): card.locator("[data-state]").inner_text()
            for card in page.locator(".card.is-failed").all()
        }
        notice = page.locator("#notice").inner_text()
        shown = page.locator("[data-deck]").inner_text()

    stored = {card.id: card.decision and card.decision.label.value for card in cards(winnow.engine, [
        comment for comment, _ in pressed])}  # fmt: skip
    assert len({comment for comment, _ in pressed}) == KEYS
    wrong = {one: stored[one] for one, key in pressed if stored[one] != MEANT[key]}
    assert slow.failed == KEYS // 10
    # A request that failed once it was done is no loss: the desk looks, and shows that it was.
    assert (set(wrong), set(wrong.values())) == ((set(said), {None}) if fails == "before" else (set(), set()))
    assert len(said) == (slow.failed if fails == "before" else 0)
    assert {text for text in said.values() if "Not saved" not in text} == set()
    assert "Somebody else" not in notice
    assert "You said" in shown
    assert f"{NAME} said" not in shown


def test_changes_of_mind_arrive_in_order(page: Page, winnow: Winnow) -> None:
    slow = Slow(create_app(winnow.web_dependencies))
    with serving(slow) as url:
        at_desk(page, url)
        first, second = (int(one.get_attribute("data-id") or 0) for one in page.locator(".card").all()[:2])
        # The first: spam, taken back, not spam. The second: not spam, looked at again, spam.
        for key in "suhhks":
            page.keyboard.press(key)
        settled(page)
        expect(page.locator(".card.is-failed")).to_have_count(0)

    found = {card.id: card.decision and card.decision.label.value for card in cards(winnow.engine, [first, second])}
    assert found == {first: "ham", second: "spam"}


def test_undo_after_a_failure_takes_nothing_else_back(page: Page, winnow: Winnow) -> None:
    slow = Slow(create_app(winnow.web_dependencies), asked=8)
    with serving(slow) as url:
        at_desk(page, url)
        first = int(page.locator(".card").first.get_attribute("data-id") or 0)
        # Not spam is saved; spam fails, and with it what was to take it back.
        for key in "hksku":
            page.keyboard.press(key)
        expect(page.locator(".card.is-failed")).to_have_count(1, timeout=SETTLED_MS)
        settled(page)

    [card] = cards(winnow.engine, [first])
    assert card.decision is not None
    assert card.decision.label.value == "ham"


def test_who_is_logged_out_is_told_on_the_card(page: Page, winnow: Winnow) -> None:
    slow = Slow(create_app(winnow.web_dependencies))
    with serving(slow) as url:
        at_desk(page, url)
        page.context.clear_cookies()
        page.keyboard.press("s")
        expect(page.locator(".card.is-failed [data-state]")).to_contain_text("you are logged out")


def test_the_next_comment_is_shown_before_the_server_has_answered(page: Page, winnow: Winnow) -> None:
    slow = Slow(create_app(winnow.web_dependencies))
    with serving(slow) as url:
        at_desk(page, url)
        # Not one answer can have come: all of it happens within one task of the browser's.
        times = page.evaluate(TIME_KEYS, list("shshshsh"))
        expect(page.locator(".card.is-decided")).to_have_count(8)
        settled(page)

    assert all(time < float("inf") for time in times)


def test_nothing_jumps_when_an_answer_comes(page: Page, winnow: Winnow) -> None:
    slow = Slow(create_app(winnow.web_dependencies), asked=7)
    with serving(slow) as url:
        at_desk(page, url)
        for key in "shs":  # the third fails
            page.keyboard.press(key)
        where = "document.querySelector('.card.is-current').getBoundingClientRect().top"
        before = page.evaluate(where)
        settled(page)
        expect(page.locator(".card.is-failed")).to_have_count(1)
        assert page.evaluate(where) == before
