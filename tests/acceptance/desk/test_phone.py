"""The queue in a hand: the first decision is to be seen at once, and a thumb reaches it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from tests.acceptance.desk.conftest import NAME, PASSWORD
from tests.browser import log_in
from tests.desk_data import fill
from tests.web import Site, site, winnow_of
from worker.store.access.users import Users
from worker.store.base.schema import comments
from worker.store.base.transactions import writing

pytestmark = pytest.mark.acceptance

WIDTH, HEIGHT = 390, 844
# Pixels that a finger meets (WCAG 2.5.5), and from where on the screen a thumb reaches.
FINGER = 44
REACH = HEIGHT / 2


@pytest.fixture
def desk_of_long_comments(tmp_path: Path) -> Iterator[Site]:
    winnow = winnow_of(tmp_path)
    fill(winnow.engine)
    Users(winnow.engine).add(NAME, PASSWORD, actor="test")
    with writing(winnow.engine) as connection:
        connection.execute(update(comments).values(text="I walked past it on Sunday, and it was shut. " * 80))
    with site(winnow) as running:
        yield running


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("store", ["desk", "desk_of_long_comments"])
def test_the_first_decision_is_within_a_thumbs_reach(
    browser: Browser, request: pytest.FixtureRequest, store: str, script: bool
) -> None:
    running: Site = request.getfixturevalue(store)
    page: Page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, java_script_enabled=script)
    log_in(page, running.url, NAME, PASSWORD)
    first = page.locator(".card").first

    boxes = [first.locator(f"[data-act={act}]").bounding_box() for act in ("spam", "ham")]
    text = first.locator(".text").bounding_box()
    for box in boxes:
        assert box is not None
        assert box["y"] >= REACH
        assert box["y"] + box["height"] <= HEIGHT
        assert box["height"] >= FINGER
    assert text is not None
    assert text["y"] < boxes[0]["y"] - 3 * 24  # type: ignore[index]  # some lines of it are to be read above them

    # No text is cut short but by its own bound of two fifths of the screen.
    cut = "all => Math.max(...all.map((one) => Math.min(one.scrollHeight, innerHeight * 0.4) - one.clientHeight))"
    if script:
        assert page.locator(".text").evaluate_all(cut) <= 1

    first.locator("[data-act=ham]").click()
    expect(page.locator("#notice")).to_contain_text("Marked as not spam.")
    page.close()
