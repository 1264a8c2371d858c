"""What separation costs: time beside a bare parse and trafilatura, time by page size, memory by pages."""

import resource
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from worker.domain import Format, Page
from worker.separate.html.separation import separate_html

ROUNDS = 5
# Pages of one process, and how often its memory is read.
MEMORY_PAGES, MEMORY_STEP = 10_000, 2_000
# Characters of the pages that are separated for it: what a page leaves behind doesn't depend on its size.
MEMORY_PAGE_CHARS = 40_000
# Comments on the smallest page of those that grow, and how often it doubles.
FIRST_COMMENTS, DOUBLINGS = 200, 4
_PARAGRAPH = "<p>The harbour froze over in the night, which nobody in the town had ever seen before.</p>\n"
_COMMENT = (
    '<li class="comment" id="comment-{0}"><cite class="fn">Ada {0}</cite> <a href="#c">March 3, 2021</a>'
    "<p>We walked to the island, {0} of us.</p></li>\n"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Median seconds a page by tool, over ``pages`` pages; seconds by kilobytes; megabytes by pages done."""

    pages: int
    seconds: dict[str, float]
    by_size: list[tuple[float, float]]
    memory: list[tuple[int, float]]


def measure_cost(rows: list[dict[str, Any]], trafilatura: Callable[[], float]) -> Cost:
    """Measure all three; ``trafilatura`` takes its turn on the same pages and says how many seconds that took."""
    seconds = time_side_by_side(rows, trafilatura)
    small = [row["html"] for row in rows if len(row["html"]) <= MEMORY_PAGE_CHARS]
    return Cost(len(rows), seconds, time_by_size(), memory_by_pages(small))


def time_side_by_side(rows: list[dict[str, Any]], trafilatura: Callable[[], float]) -> dict[str, float]:
    """Medians of rounds in which each takes its turn on the same pages; seconds a page."""
    pages = [Page(content=row["html"], format=Format.HTML) for row in rows]
    spent: dict[str, list[float]] = {"parse": [], "winnow": [], "trafilatura": []}
    for _ in range(ROUNDS):
        start = time.process_time()
        for page in pages:
            LexborHTMLParser(page.content)
        parsed = time.process_time()
        for page in pages:
            separate_html(page)
        spent["parse"].append(parsed - start)
        spent["winnow"].append(time.process_time() - parsed)
        spent["trafilatura"].append(trafilatura())
    return {name: statistics.median(times) / len(pages) for name, times in spent.items()}


def time_by_size() -> list[tuple[float, float]]:
    """Seconds for pages of one make, each twice as long as the one before."""
    found = []
    for doubled in range(DOUBLINGS):
        items = "".join(_COMMENT.format(at) for at in range(FIRST_COMMENTS * 2**doubled))
        page = Page(content=f"{_PARAGRAPH * 20}<ol class='commentlist'>{items}</ol>", format=Format.HTML)
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            separate_html(page)
            times.append(time.process_time() - start)
        found.append((len(page.content) / 1000, min(times)))
    return found


def memory_by_pages(pages: Iterable[str]) -> list[tuple[int, float]]:
    """Resident megabytes after each few thousand pages, one after the other, over and over."""
    found = []
    for done, html in enumerate(islice(cycle(pages), MEMORY_PAGES), 1):
        separate_html(Page(content=html, format=Format.HTML))
        if done % MEMORY_STEP == 0:
            found.append((done, _resident_megabytes()))
    return found


def _resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6
