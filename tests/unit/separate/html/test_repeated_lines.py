"""What a page's head tells machines is not told again in the body."""

import pytest

from worker.domain import Format, Page
from worker.separate.html.separation import separate_html

TITLE = "The harbour froze over in the night"
FIRST, SECOND = (
    f"By the morning, {told}, children were skating on it, and the boats lay still until the sun had thawed the ice."
    for told in ("as old people say", "if the papers are right")
)
PUBLISHED = '<meta property="article:published_time" content="2021-03-02T08:00:00+01:00">'
JSON = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The harbour froze over"}</script>'


def body(head: str, inner: str) -> tuple[str, ...]:
    html = (
        f"<html><head><title>{TITLE} | The Town Paper</title>{head}</head><body><article class='post'>"
        f"<h1>{TITLE}</h1><div class='entry-content'>{inner}</div></article></body></html>"
    )
    return separate_html(Page(content=html, format=Format.HTML)).body


@pytest.mark.parametrize("head", [PUBLISHED, JSON])
def test_a_title_and_a_date_that_machines_are_told_are_left_out(head: str) -> None:
    lines = body(head, f"<p>March 2, 2021, 8 am</p><p>{FIRST}</p><p>{SECOND}</p>")

    assert lines == (FIRST, SECOND)


def test_where_no_head_tells_them_they_stay() -> None:
    lines = body("", f"<p>{FIRST}</p><p>{SECOND}</p>")

    assert lines == (TITLE, FIRST, SECOND)


def test_a_date_within_the_article_is_the_articles() -> None:
    lines = body(PUBLISHED, f"<p>{FIRST}</p><p>March 3, 2021:</p><p>{SECOND}</p>")

    assert lines == (FIRST, "March 3, 2021:", SECOND)


def test_a_body_of_nothing_else_stays() -> None:
    assert body(PUBLISHED, "") == (TITLE,)
