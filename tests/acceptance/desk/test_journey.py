"""A moderator's day in Debian's Chromium: the queue by keyboard alone, a campaign, a training, and back again."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from classifiers.types import Label, Verdict
from tests.acceptance.desk.conftest import NAME, PASSWORD, filled_desk
from tests.browser import log_in
from tests.desk_data import challenge
from tests.desk_pages import PAGES
from tests.desk_payloads import poison
from tests.web import Site
from worker.operations.label import decide_all
from worker.operations.trust import Whom, rule_about
from worker.store.access.preferences import Preferences, keep_preferences
from worker.store.access.roles import Role
from worker.store.flow.rules import add_rule
from worker.store.moderation.assignments import assign
from worker.store.moderation.review_queue import ReviewQueue
from worker.store.moderation.saved_filters import save_filter
from worker.store.moderation.search import Query
from worker.store.moderation.separation_reports import SeparationFault, SeparationReports
from worker.web.desk.languages import ENGLISH, LANGUAGES

pytestmark = pytest.mark.acceptance

# Milliseconds that a training may take here, on a machine that does other things too.
TRAINING_MS = 180_000
# Languages whose pages are asked in full on a phone too: one from right to left, one that is set closely.
ON_A_PHONE = ("ar", "ja")


@pytest.fixture
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with filled_desk(tmp_path_factory.mktemp("journey"), {NAME: Role.ADMIN}, labels=60) as running:
        reports = SeparationReports(running.winnow.engine)
        reports.open(5, SeparationFault.BODY, "The last paragraph is missing.", user=NAME)
        yield running


@pytest.fixture
def page(browser: Browser, filled: Site) -> Iterator[Page]:
    one = browser.new_page(viewport={"width": 1280, "height": 900})
    log_in(one, filled.url, NAME, PASSWORD)
    yield one
    one.close()


def number(page: Page, place: str) -> int:
    found = re.search(r"\d+", page.locator(place).inner_text())
    assert found
    return int(found[0])


def press(page: Page, key: str) -> None:
    """Press a key that decides, and wait until the desk has said so."""
    with page.expect_response("**/desk/decide"):
        page.keyboard.press(key)


@pytest.mark.timeout(1800)
def test_a_moderators_day(page: Page, filled: Site) -> None:
    waiting, labels = number(page, "#waiting"), number(page, "#labels")

    for turn in range(20):
        press(page, "s" if turn % 2 else "h")
        expect(page.locator("#waiting")).to_contain_text(str(waiting - turn - 1))
    assert number(page, "#labels") == labels + 20
    assert ReviewQueue(filled.winnow.engine).waiting().count == waiting - 20

    press(page, "u")
    expect(page.locator("#notice")).to_have_text("Decision taken back.")
    expect(page.locator("#waiting")).to_contain_text(str(waiting - 19))

    page.goto(f"{filled.url}/desk/queue?order=campaign")
    option = page.locator("select[name=campaign] option", has_text="(8)").first
    page.select_option("select[name=campaign]", option.get_attribute("value"))
    expect(page.locator(".card")).to_have_count(8)
    expect(page.locator(".card.is-current")).to_have_count(1)
    before = number(page, "#labels")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="8 comments that nobody has decided")).to_be_visible()
    page.get_by_role("button", name="All of them are spam").click()
    expect(page.locator("#notice")).to_have_text("8 comments marked as spam.")
    page.goto(f"{filled.url}/desk/queue")
    expect(page.locator("#labels")).to_contain_text(str(before + 8))

    page.get_by_role("link", name="Models").click()
    old = page.locator("tr.is-champion code").first.inner_text()
    page.get_by_role("link", name="Train now").click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.get_by_text("The last training")).to_be_visible(timeout=TRAINING_MS)
    if page.locator("tr.is-champion code").first.inner_text() == old:
        # The gate had its doubts; a person may overrule it.
        page.get_by_role("link", name="Promote").first.click()
        page.get_by_role("button", name="Yes, do it").click()
    expect(page.locator("tr.is-champion code").first).not_to_have_text(old)
    expect(page.locator("#labels")).to_contain_text("0 labels")

    # What waits was judged by the old model: it is offered to the new one, and the page says what came of it.
    waited = number(page, ".hint:has-text('in the queue were judged by another model')")
    page.get_by_role("link", name="Judge the queue anew").click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.get_by_text("The queue was judged anew")).to_be_visible(timeout=TRAINING_MS)
    said = [int(one) for one in re.findall(r"\d+", page.locator(".outcome").inner_text().partition("waited")[2])]
    assert sum(said[:3]) == waited  # spam, allowed, still waiting
    assert ReviewQueue(filled.winnow.engine).waiting().count == said[2] + said[3]
    expect(page.get_by_role("link", name="Judge the queue anew")).to_have_count(0)

    page.get_by_role("link", name="Roll back").click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.locator("tr.is-champion code").first).to_have_text(old)


def test_keys_move_select_and_help(page: Page) -> None:
    current = page.locator(".card.is-current")
    first = current.get_attribute("id")
    page.keyboard.press("j")
    assert current.get_attribute("id") != first
    page.keyboard.press("k")
    assert current.get_attribute("id") == first

    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-selected]")).to_have_text("Selected: 2")
    press(page, "s")
    expect(page.locator("#notice")).to_have_text("2 comments marked as spam.")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).not_to_be_visible()


def test_keys_are_letters_where_somebody_writes(page: Page, filled: Site) -> None:
    page.goto(f"{filled.url}/desk/search")
    page.get_by_role("searchbox").fill("")
    page.get_by_role("searchbox").press_sequentially("shush")
    expect(page.get_by_role("searchbox")).to_have_value("shush")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_violation(browser: Browser, filled: Site, scheme: str, width: int) -> None:
    challenge(filled.winnow.registry)
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    page.goto(f"{filled.url}/desk")
    log_in(page, filled.url, NAME, PASSWORD)
    populate(filled)
    assert wrong_of(page, filled, width, axed=True) == {}
    page.close()


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != ENGLISH])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_violation_in_another_language(browser: Browser, filled: Site, tag: str, width: int) -> None:
    challenge(filled.winnow.registry)
    context = browser.new_context(locale=tag, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{filled.url}/desk")
    page.locator("input[name=name]").fill(NAME)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button.primary").click()
    page.wait_for_url("**/desk/queue*")
    populate(filled)
    assert wrong_of(page, filled, width, axed=width > 390 or tag in ON_A_PHONE) == {}
    assert page.locator("html").get_attribute("lang") == tag
    context.close()


def populate(filled: Site) -> None:
    """Have something on the pages that show what somebody did."""
    engine = filled.winnow.engine
    assign(engine, [5, 6, 7], NAME, by="jan")
    save_filter(engine, "Oak ladders", {"host": "oak-ladders.example"}, by="jan", shared=True)
    add_rule(engine, rule_about(Whom(author="Ida"), Verdict.SPAM), by="jan", words="seen elsewhere")
    decide_all(engine, Query(author="Jan Visser"), Label.HAM, newest=10**6, by="jan")


def wrong_of(page: Page, filled: Site, width: int, *, axed: bool) -> dict[str, str]:
    """Return what axe has to say of each page, and which are wider than their window.

    Nothing scrolls sideways but tables in their frames, and nothing runs out at either side, whichever way a page is
    written.
    """
    wrong = {}
    for path in PAGES:
        page.goto(filled.url + path)
        found = Axe().run(page) if axed else None
        if found and found.violations_count:
            wrong[path] = found.generate_report()
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong[path] = "wider than its window"
    return wrong


def test_a_page_from_right_to_left_is_the_mirror_of_one_from_left_to_right(browser: Browser, filled: Site) -> None:
    edges = {}
    for tag in ("en", "ar"):
        context = browser.new_context(locale=tag, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(f"{filled.url}/desk/login")
        box = page.locator(".brand").bounding_box()
        assert box
        edges[tag] = box["x"] < 640
        context.close()
    assert edges == {"en": True, "ar": False}


def test_a_title_is_cut_at_its_own_end(browser: Browser, filled: Site) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    log_in(page, filled.url, NAME, PASSWORD)
    for tag in ("en", "ar"):
        keep_preferences(filled.winnow.engine, NAME, Preferences(tag))
        page.goto(f"{filled.url}/desk/queue?view=list")
        # English titles begin at the left, in view, on a page from right to left too.
        title, frame = page.locator(".card .under a").first, page.locator(".card .meta").first
        [inner, outer] = [one.bounding_box() for one in (title, frame)]
        assert inner
        assert outer
        assert inner["x"] >= outer["x"] - 1
        assert title.evaluate("(one) => getComputedStyle(one).textOverflow") == "ellipsis"
    context.close()


def test_on_a_phone_it_is_seen_where_one_is_and_how_an_article_begins(browser: Browser, filled: Site) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    log_in(page, filled.url, NAME, PASSWORD)
    for tag in ("en", "ar"):
        keep_preferences(filled.winnow.engine, NAME, Preferences(tag))
        for path in ("/desk/queue?order=campaign", "/desk/rules"):
            page.goto(filled.url + path)
            for here in page.locator("nav [aria-current]").all():
                box = here.bounding_box()
                assert box
                assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True)
        page.goto(f"{filled.url}/desk/queue")
        begins = page.locator(".begins bdi", has_text="For a hundred and twelve years").first
        shown = begins.evaluate("(one) => [one.clientWidth, getComputedStyle(one).direction]")
        # Some words of it, from its own beginning on, beside those that introduce it.
        assert shown[0] > 100
        assert shown[1] == "ltr"
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("tag", ["en", "ru", "ar"])
def test_what_else_can_be_done_is_shown_within_the_window(browser: Browser, filled: Site, tag: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    log_in(page, filled.url, NAME, PASSWORD)
    keep_preferences(filled.winnow.engine, NAME, Preferences(tag))
    page.goto(f"{filled.url}/desk/queue")
    page.locator(".more-acts summary").first.click()
    box = page.locator(".more-acts > div").first.bounding_box()
    assert box
    assert (box["x"] >= 0, box["x"] + box["width"] <= width) == (True, True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.locator(".more-acts button").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".more-acts[open]")).to_have_count(0)
    expect(page.locator(".more-acts summary").first).to_be_focused()
    page.locator(".more-acts summary").first.click()
    page.locator("h1").click()
    expect(page.locator(".more-acts[open]")).to_have_count(0)
    page.close()


def test_a_browser_runs_nothing_of_a_comment(page: Page, filled: Site) -> None:
    poison(filled.winnow.engine)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))

    for path in ("/desk/queue?order=source&source=poison", "/desk/articles/1", "/desk/articles/2"):
        page.goto(filled.url + path)
        assert page.title().endswith(" · Winnow")  # what a payload would have set does not

    assert [url for url in asked if not url.startswith(filled.url)] == []
    assert [one for one in said if "Content Security Policy" in one] == []
