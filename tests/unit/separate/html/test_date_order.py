"""Slashed dates and days without a year, read by what else their page shows."""

from datetime import UTC, datetime

import pytest

from worker.domain import Format, Page
from worker.separate.html.date_order import day_comes_first
from worker.separate.html.separation import separate_html

TEXTS = ("The ferry was late again, and nobody told us why.", "They told us at the pier, in two languages.")


@pytest.mark.parametrize(
    ("wordings", "published", "language", "expected"),
    [
        (["05/06/2024", "17/06/2024"], None, None, True),
        (["05/06/2024", "06/17/2024"], None, None, False),
        (["17/06/2024", "06/17/2024"], None, None, None),
        (["05/06/2024 à 9:14"], "2024-06-04", None, True),
        (["05/02/2024 9:14 pm"], "2024-05-01T08:00:00+02:00", None, False),
        (["05/06/2024"], "2024-01-01", None, None),
        (["05/06/2024"], "2024-01-01", "pt-BR", True),
        (["05/06/2024"], "2024-01-01", "en-GB", True),
        (["05/06/2024"], "2024-01-01", "en-US", None),
        (["5.6.2024", "yesterday"], "2024-06-04", "fr", None),
        (["05/06/9999"], "2024-06-04", None, None),
        ([], "nonsense", "fr", None),
    ],
)
def test_the_page_tells_the_order(wordings, published, language, expected):
    assert day_comes_first(wordings, published, language) is expected


def page(dates, published="2024-06-04", wrap="div", names=("comment", "who", "when"), fetched=None, shown=""):
    item, who, when = names
    comments = "".join(
        f'<{wrap} class="{item}"><b class="{who}">{name}</b> <i class="{when}">{raw}</i><p>{text}</p></{wrap}>'
        for name, raw, text in zip(("Ada Berg", "Bo Lind"), dates, TEXTS, strict=True)
    )
    told = f'<meta property="article:published_time" content="{published}">' if published else ""
    html = f"<html><head>{told}</head><body><article><h1>Ice</h1>{shown}<p>{'The harbour froze. ' * 20}</p></article>"
    html += f'<div class="comments"><h3>2 comments</h3>{comments}</div></body></html>'
    content = Page(content=html, format=Format.HTML, fetched_at=fetched)
    return [comment.posted_at for comment in separate_html(content).comments]


@pytest.mark.parametrize("wrap", ["div", "li", "article"])
@pytest.mark.parametrize("names", [("comment", "author", "date"), ("x-comment", "user", "time"), ("comment", "a", "b")])
def test_markup_does_not_matter(wrap, names):
    assert page(("05/06/2024 9:14", "06/06/2024 11:40"), wrap=wrap, names=names) == [
        "2024-06-05T09:14:00", "2024-06-06T11:40:00",
    ]  # fmt: skip


def test_a_day_without_a_year_follows_the_article():
    assert page(("December 30", "January 2"), published="2023-12-29") == ["2023-12-30", "2024-01-02"]


def test_a_day_without_a_year_never_lies_after_the_fetch():
    fetched = datetime(2024, 1, 1, tzinfo=UTC)
    assert page(("December 30", "January 2"), published="2023-12-29", fetched=fetched) == ["2023-12-30", "2023-01-02"]


def test_comments_may_be_older_than_the_last_change():
    dates = ("05/06/2024 9:14", "06/06/2024 11:40")
    assert page(dates, published="", shown="<p>June 4, 2024</p>")[0] == "2024-06-05T09:14:00"
    assert page(dates, published="", shown="<p>Updated June 4, 2024</p>")[0] is None


def test_a_score_beside_a_time_is_not_of_it():
    head = '<a class="user" href="/u/{0}">{0}</a><span class="score">9</span><span class="age">2 days ago</span>'
    items = "".join(
        f'<div class="comment"><div class="head">{head.format(name)}</div><div class="text">{text}</div></div>'
        for name, text in zip(("ada", "bo"), TEXTS, strict=True)
    )
    html = f'<p>{"The harbour froze. " * 20}</p><div id="comments"><h3>2 comments</h3>{items}</div>'
    fetched = datetime(2024, 6, 7, 12, tzinfo=UTC)
    told = separate_html(Page(content=html, format=Format.HTML, fetched_at=fetched)).comments
    assert [comment.posted_at for comment in told] == ["2024-06-05", "2024-06-05"]
