"""Write each page of the review desk to docs/images, at a desktop's and a phone's width, in Debian's Chromium."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import CHROMIUM, FLAGS, log_in  # noqa: E402
from tests.desk_data import challenge, fill  # noqa: E402
from tests.web import Site, site, winnow_of  # noqa: E402
from worker.store.access.preferences import Preferences, keep_preferences  # noqa: E402
from worker.store.access.roles import Role  # noqa: E402
from worker.store.access.users import Users  # noqa: E402
from worker.store.moderation.separation_reports import SeparationFault, SeparationReports  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WIDTHS = (1280, 390)
# The name that a picture gets, and the page that it shows.
PAGES = {
    "queue": "/desk/queue",
    "list": "/desk/queue?view=list",
    "many": "/desk/many?host=oak-ladders.example&waiting=1",
    "campaigns": "/desk/queue?order=campaign",
    "search": "/desk/search?q=clock",
    "article": "/desk/articles/5",
    "models": "/desk/models",
    "dashboard": "/desk/dashboard",
    "cases": "/desk/cases",
    "reasons": "/desk/reasons",
}
# A picture shows the top of its page: a whole queue would be taller than anybody looks.
HEIGHTS = {1280: 900, 390: 844}
PASSWORD = "a password for pictures"  # noqa: S105  - of a database that is gone after this run


@dataclass(frozen=True)
class Look:
    """A window's width in pixels, a colour scheme, a language, and what the pictures' names end in."""

    width: int
    scheme: str = "light"
    language: str = "en"
    suffix: str = ""


@contextmanager
def desk() -> Iterator[Site]:
    """Run a desk with a filled store that is gone afterwards."""
    with TemporaryDirectory() as folder:
        winnow = winnow_of(Path(folder))
        fill(winnow.engine)
        challenge(winnow.registry)
        Users(winnow.engine).add("ida", PASSWORD, actor="screenshots", role=Role.ADMIN)
        SeparationReports(winnow.engine).open(
            5, SeparationFault.NOT_COMMENTS, "The byline is shown as a comment.", user="ida"
        )
        with site(winnow) as running:
            yield running


def shoot(browser: Browser, running: Site, look: Look, names: tuple[str, ...]) -> None:
    """Write the pictures of these pages as they look so."""
    page: Page = browser.new_page(
        viewport={"width": look.width, "height": HEIGHTS[look.width]},
        color_scheme=look.scheme,  # type: ignore[arg-type]
    )
    log_in(page, running.url, "ida", PASSWORD)
    keep_preferences(running.winnow.engine, "ida", Preferences(look.language))
    for name in names:
        page.goto(running.url + PAGES[name])
        page.screenshot(path=IMAGES / f"desk-{name}-{look.width}{look.suffix}.png")
    page.close()


def main() -> None:
    """Write all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with desk() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width in WIDTHS:
            shoot(browser, running, Look(width), tuple(PAGES))
            shoot(browser, running, Look(width, "dark", suffix="-dark"), ("queue", "list", "dashboard"))
            shoot(browser, running, Look(width, language="ar", suffix="-ar"), ("queue", "list", "dashboard"))
        browser.close()


if __name__ == "__main__":
    main()
