"""Deciding many at once: the dense list with keys and ranges, and whole searches with a preview and one undo."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.desk.conftest import NAME, PASSWORD, filled_desk
from tests.browser import log_in
from tests.doors import Visitor
from tests.web import Site
from worker.store.access.roles import Role
from worker.store.moderation.review_queue import ReviewQueue

pytestmark = pytest.mark.acceptance

HEIGHT = 900


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Site]:
    with filled_desk(tmp_path, {NAME: Role.MODERATOR}, articles=30) as running:
        yield running


@pytest.fixture
def moderator(filled: Site) -> Iterator[Visitor]:
    visitor = Visitor(filled.url)
    visitor.log_in()
    yield visitor
    visitor.client.close()


@pytest.fixture
def page(browser: Browser, filled: Site) -> Iterator[Page]:
    one = browser.new_page(viewport={"width": 1280, "height": HEIGHT})
    log_in(one, filled.url, NAME, PASSWORD)
    yield one
    one.close()


def waiting(filled: Site) -> int:
    return ReviewQueue(filled.winnow.engine).waiting().count


def test_all_that_match_are_decided_after_a_look_and_undone_at_once(moderator: Visitor, filled: Site) -> None:
    before = waiting(filled)
    looked = moderator.get("/desk/many?host=oak-ladders.example&waiting=1").text
    assert "8 comments that nobody has decided" in looked
    assert waiting(filled) == before  # a look changes nothing
    newest = re.search(r'name="newest" value="(\d+)"', looked)
    assert newest

    said = moderator.send("/desk/many?host=oak-ladders.example&waiting=1", label="spam", newest=newest[1])
    assert "8 comments marked as spam." in said.text
    assert waiting(filled) == before - 8
    assert "Points to" in moderator.get("/desk/decisions").text

    decision = re.search(r"/desk/decisions/(\d+)/undo", said.text)
    assert decision
    assert "8 decisions taken back." in moderator.send(f"/desk/decisions/{decision[1]}/undo").text
    assert waiting(filled) == before
    assert "taken back by ida" in moderator.get(f"/desk/decisions/{decision[1]}").text


@pytest.mark.parametrize("address", ["verdict=x", "host=" + "x" * 300, "waiting=yes", "campaign=1;2"])
def test_a_filter_that_makes_no_sense_is_refused(moderator: Visitor, address: str) -> None:
    assert moderator.get(f"/desk/many?{address}").status_code == 422


def test_every_comment_offers_what_can_be_decided_with_it(moderator: Visitor) -> None:
    page = moderator.get("/desk/queue").text
    for link in set(re.findall(r'href="(/desk/many\?[^"]+)"', page)):
        looked = moderator.get(link.replace("&amp;", "&")).text
        assert re.search(r"\d+ comments? that nobody has decided", looked), link


def test_the_list_is_dense_and_takes_ranges(page: Page, filled: Site) -> None:
    before = waiting(filled)
    page.goto(f"{filled.url}/desk/queue?view=list")
    expect(page.locator(".card.is-current")).to_have_count(1)
    boxes = [card.bounding_box() for card in page.locator(".card").all()]
    whole = [box for box in boxes if box and box["y"] + box["height"] <= HEIGHT]
    assert 12 <= len(whole) <= 15

    page.keyboard.press("x")
    for _ in range(4):
        page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-selected]")).to_have_text("Selected: 5")
    page.locator(".card input[name=id]").nth(9).click(modifiers=["Shift"])
    expect(page.locator("[data-selected]")).to_have_text("Selected: 10")
    page.keyboard.press("s")
    expect(page.locator("#notice")).to_contain_text("10 comments marked as spam.")
    assert waiting(filled) == before - 10

    page.keyboard.press("u")  # one undo for all ten
    expect(page.locator("#notice")).to_contain_text("10 decisions taken back.")
    assert waiting(filled) == before

    page.keyboard.press("*")
    many = page.locator(".card").count()
    expect(page.locator("[data-selected]")).to_have_text(f"Selected: {many}")


def test_keys_put_off_and_leave_to_others(page: Page, filled: Site) -> None:
    first, second, third = (card.get_attribute("id") for card in page.locator(".card").all()[:3])
    page.keyboard.press("z")
    page.keyboard.press("d")
    expect(page.locator(f"#{first} [data-state]")).to_contain_text(f"{NAME} put it off until")
    expect(page.locator(f"#{second} [data-state]")).to_contain_text("You are not sure")
    assert page.locator(".card.is-current").get_attribute("id") == third

    page.goto(f"{filled.url}/desk/queue")
    shown = {card.get_attribute("id") for card in page.locator(".card").all()}
    assert not shown & {first, second}
    page.goto(f"{filled.url}/desk/queue?aside=1")
    assert {card.get_attribute("id") for card in page.locator(".card").all()} == {first, second}
    page.locator(f"#{first} [data-act=undo]").click()
    expect(page.locator("#notice")).to_contain_text("taken back")
    page.goto(f"{filled.url}/desk/queue")
    expect(page.locator(f"#{first}")).to_have_count(1)
