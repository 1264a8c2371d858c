"""Giving comments to somebody at the desk: with buttons alone, by a key, and one undo for all of it."""

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
from worker.store.moderation.assignments import assignments_of

pytestmark = pytest.mark.acceptance


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Site]:
    with filled_desk(tmp_path, {NAME: Role.MODERATOR, "jan": Role.MODERATOR}, articles=12) as running:
        yield running


@pytest.fixture
def ida(filled: Site) -> Iterator[Visitor]:
    visitor = Visitor(filled.url)
    visitor.log_in()
    yield visitor
    visitor.client.close()


@pytest.fixture
def page(browser: Browser, filled: Site) -> Iterator[Page]:
    one = browser.new_page(viewport={"width": 1280, "height": 900})
    log_in(one, filled.url, NAME, PASSWORD)
    yield one
    one.close()


def held(filled: Site, *ids: int) -> dict[int, str]:
    return {one: given.assignee for one, given in assignments_of(filled.winnow.engine, ids).items()}


def shown(visitor: Visitor, path: str) -> list[int]:
    return [int(one) for one in re.findall(r'id="comment-(\d+)"', visitor.get(path).text)]


def test_the_selected_are_given_to_somebody_and_taken_back_at_once(ida: Visitor, filled: Site) -> None:
    first, second, third = shown(ida, "/desk/queue")[:3]
    ida.send("/desk/assign", many="take", id=[first])

    said = ida.send("/desk/assign", many="assign", to="jan", id=[first, second, third], back="/desk/queue")
    assert "3 comments assigned to jan." in said.text
    assert said.text.count('<span class="tag">for jan</span>') == 3
    assert 'action="/desk/assign"' in said.text  # the undo of it
    assert held(filled, first, second, third) == dict.fromkeys((first, second, third), "jan")
    assert "assigned it to <bdi>jan</bdi>" in ida.get(f"/desk/comments/{first}").text

    said = ida.send("/desk/assign", many="undo", id=[first, second, third], back="/desk/queue")
    assert "3 assignments taken back." in said.text
    assert held(filled, first, second, third) == {first: NAME}
    assert "There was no decision of yours" in ida.send("/desk/assign", many="undo", id=[second]).text


def test_mine_is_a_part_of_the_queue(ida: Visitor) -> None:
    some = shown(ida, "/desk/queue")[3:5]
    assert "Mine (0)" in ida.get("/desk/queue").text
    ida.send("/desk/assign", many="take", id=some)
    page = ida.get("/desk/queue?mine=1").text
    assert "Mine (2)" in page
    assert sorted(shown(ida, "/desk/queue?mine=1")) == sorted(some)
    assert sorted(shown(ida, f"/desk/search?assignee={NAME}")) == sorted(some)
    assert "2 comments that nobody has decided" in ida.get(f"/desk/many?assignee={NAME}&waiting=1").text
    # A decision takes it out, and nothing of it is shown any more.
    said = ida.send("/desk/decide", one=f"spam:{some[0]}", seen=f"{some[0]}:0", back=f"/desk/comments/{some[0]}").text
    assert "for you" not in said
    assert shown(ida, "/desk/queue?mine=1") == some[1:]


def test_one_comment_is_taken_and_left_from_its_card(ida: Visitor, filled: Site) -> None:
    one = ida.first()
    assert f'value="take:{one}" formaction="/desk/assign"' in ida.get("/desk/queue").text
    said = ida.send("/desk/assign", one=f"take:{one}", back=f"/desk/comments/{one}").text
    assert "Assigned to ida." in said
    assert "for you" in said
    assert f'value="free:{one}"' in said
    assert "Assigned to nobody." in ida.send("/desk/assign", one=f"free:{one}").text
    assert held(filled, one) == {}


@pytest.mark.parametrize(
    "sent", [{"many": "burn"}, {"one": "take:x"}, {"one": "burn:1"}, {"to": "nobody-here", "id": "1"}, {"id": "x"}]
)
def test_what_no_form_sends_is_refused(ida: Visitor, sent: dict[str, str]) -> None:
    assert ida.send("/desk/assign", **sent).status_code == 422


def test_nothing_selected_is_said(ida: Visitor) -> None:
    assert "Select at least one" in ida.send("/desk/assign", many="assign", to="jan").text


def test_a_key_takes_a_comment_and_its_message_takes_it_back(page: Page, filled: Site) -> None:
    first = page.locator(".card").first
    number = int(first.get_attribute("data-id") or 0)
    page.keyboard.press("m")
    expect(page.locator("#notice")).to_contain_text("Assigned to ida.")
    expect(first.locator(".tag", has_text="for you")).to_have_count(1)
    assert held(filled, number) == {number: NAME}
    expect(first).to_have_class(re.compile("is-current"))  # it is no decision: nothing moves on

    page.locator("#notice").get_by_role("button", name="Undo this").click()
    expect(page.locator("#notice")).to_contain_text("Assignment taken back.")
    expect(first.locator(".tag", has_text="for you")).to_have_count(0)
    assert held(filled, number) == {}


def test_the_selected_are_given_without_a_page_load(page: Page, filled: Site) -> None:
    page.evaluate("window.stays = true")
    numbers = [int(card.get_attribute("data-id") or 0) for card in page.locator(".card").all()[:2]]
    for place in range(2):
        page.locator(".card input[name=id]").nth(place).check()
    page.get_by_label("Assign to").select_option("jan")
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("2 comments assigned to jan.")
    expect(page.locator("[data-selected]")).to_have_text("With the selected:")
    assert held(filled, *numbers) == dict.fromkeys(numbers, "jan")
    assert page.evaluate("window.stays")

    page.keyboard.press("s")  # what is shown anew can be decided as before
    expect(page.locator("#notice")).to_contain_text("Marked as spam.")
