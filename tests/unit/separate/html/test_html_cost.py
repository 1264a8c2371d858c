"""Work linear in page size, and the bad inputs that the guard lets through.

Work is counted, not timed: the calls that Python makes, its own and into C. That is the same on a busy machine.
``make bench-separate`` measures the seconds.
"""

import sys
import time
from collections.abc import Callable
from types import FrameType

import pytest

from worker.domain import Format, Page
from worker.separate.html.separation import separate_html

PARAGRAPH = "<p>The harbour froze over in the night, which nobody in the town had ever seen before.</p>\n"
COMMENT = (
    '<li class="comment" id="comment-{0}"><cite class="fn">Ada {0}</cite> <a href="#c">March 3, 2021</a>'
    "<p>We walked to the island, {0} of us.</p></li>\n"
)
UNNAMED = '<div class="u"><b>Ada says:</b><i>March 3, 2021</i><p>We walked to the island, {0} of us.</p></div>\n'


# A quadratic reading of what follows takes minutes; a busy machine makes seconds of what takes a tenth of one.
SOON = 10.0


def seconds(html: str) -> float:
    start = time.process_time()
    separate_html(Page(content=html, format=Format.HTML))
    return time.process_time() - start


def calls(html: str) -> int:
    count = 0

    def note(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += 1

    separate_html(Page(content=html, format=Format.HTML))  # what is remembered from page to page is no page's work
    sys.setprofile(note)
    try:
        separate_html(Page(content=html, format=Format.HTML))
    finally:
        sys.setprofile(None)
    return count


def thread(count: int) -> str:
    return f"{PARAGRAPH * 5}<ol class='commentlist'>{''.join(COMMENT.format(n) for n in range(count))}</ol>"


def nested(count: int) -> str:
    """Replies in replies, as deep as the guard lets a page be; beside one another as often as it takes."""
    item = "<li class='comment' id='comment-1'><cite class='fn'>Ada</cite><p>We walked there.</p><ul>"
    return f"{PARAGRAPH * 5}<ol class='commentlist'>{(item * 100 + '</ul></li>' * 100) * (count // 100)}</ol>"


def unnamed(count: int) -> str:
    return f"{PARAGRAPH * 5}<h3>Comments</h3>{''.join(UNNAMED.format(n) for n in range(count))}"


def table(count: int) -> str:
    return (
        PARAGRAPH * 5
        + f"<table>{'<tr><td colspan=9>The harbour <b>froze</b> over</td><td>1</td></tr>' * count}</table>"
    )


def pictures(count: int) -> str:
    return f"<figure>{(PARAGRAPH + '<a href=/x><img src=a.png alt=ice></a>') * count}</figure>"


def lists(count: int) -> str:
    item = "<li>The harbour froze over in the night, in the town.<ul>"
    return PARAGRAPH * 5 + (f"<ul>{item * 100}" + "</ul></li>" * 100 + "</ul>") * (count // 100)


def notes(count: int) -> str:
    said = "".join(f"<p>The harbour froze over<a href='#n{n}'>{n % 9}</a> in the night.</p>" for n in range(count))
    return said + "".join(f"<p id=n{n}>The harbour master said so, in the year {n}.</p>" for n in range(count))


@pytest.mark.parametrize(
    "page", [thread, nested, unnamed, table, pictures, lists, notes, lambda count: PARAGRAPH * count]
)
def test_twice_the_page_takes_about_twice_the_work(page: Callable[[int], str]) -> None:
    one, two = calls(page(400)), calls(page(800))

    assert one > 1000
    assert two <= 2.2 * one


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n\xa0",
        "<a" * 100_000,
        "<!--" * 100_000,
        f"<select>{'<option>word' * 20_000}</select>{PARAGRAPH}",
        f"<div class='comment' id='comment-1'><p>{' ' * 500_000}</p></div>",
        f"<div class='comment' id='comment-1'><b class='fn'>Ada</b><p>{'a' * 1_000_000}</p></div>",
        f"<div class='comment' id='comment-1'>{'<br>' * 20_000}text</div>",
        f"<p class='{'comment-' * 50_000}'>text</p>",
        "<div>" * 500 + "text" + "</div>" * 500,
        f"<title>{'Ice: ' * 100_000}</title>{PARAGRAPH}",
        f"{PARAGRAPH}<p>{'$a' * 100_000} {'- ' * 50_000} {'[^' * 50_000} {'_*`<' * 50_000}</p>{PARAGRAPH}",
        f"{PARAGRAPH}<p>{'<b><i>a</i>b</b>' * 10_000}</p><blockquote>{'<blockquote>' * 1_500}ice",
    ],
    ids=[
        "empty",
        "white",
        "open-tags",
        "open-comments",
        "options",
        "spaces",
        "aaaa",
        "breaks",
        "class",
        "deep",
        "title",
        "signs",
        "marks",
    ],
)
def test_bad_input_ends_soon(html: str) -> None:
    assert seconds(html) < SOON


def test_what_a_comment_carries_stays_inert_text() -> None:
    html = (
        "<ol class='commentlist'><li class='comment' id='comment-1'><cite class='fn'>Ada</cite>"
        "<p>Look<script>alert(1)</script> <img src=x onerror=alert(2)> &lt;b&gt;here</p></li></ol>"
    )
    (comment,) = separate_html(Page(content=html, format=Format.HTML)).comments

    assert comment.text == "Look <b>here"
