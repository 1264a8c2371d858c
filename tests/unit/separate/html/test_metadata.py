"""What a page says of itself, in each of the forms that sites write it in; wrappers' names change nothing."""

import json

import pytest

from worker.domain import Format, Page, Separation
from worker.separate.html.separation import separate_html

PROSE = "<p>The tide mill ground for the last time in May, and the miller sent the key to the mayor by post.</p>" * 3
BY = "Nell Harker"
DAY = "2024-05-17"


def separate(shown: str = "", head: str = "", *, wrapper: str = "page", url: str | None = None) -> Separation:
    html = (
        f"<html><head>{head}</head><body><div class='{wrapper}'><h1>The last tide mill</h1>{shown}{PROSE}</div></body>"
    )
    return separate_html(Page(content=html, format=Format.HTML, url=url))


def ld(value: object, kind: str = "application/ld+json") -> str:
    return f"<script type='{kind}'>{value if isinstance(value, str) else json.dumps(value)}</script>"


ARTICLE = {"@type": "NewsArticle", "headline": "The last tide mill", "datePublished": f"{DAY}T08:00:00Z"}
PERSON = {"@type": "Person", "name": BY}


@pytest.mark.parametrize(
    "head",
    [
        ld({**ARTICLE, "author": PERSON}),
        ld({**ARTICLE, "author": [PERSON]}),
        ld({**ARTICLE, "author": BY}),
        ld({"@graph": [{**ARTICLE, "author": {"@id": "#nell"}}, {**PERSON, "@id": "#nell"}]}),
        ld({"@graph": [{"@type": "WebPage", "datePublished": "2019-01-01"}, {**ARTICLE, "author": PERSON}]}),
        ld({**ARTICLE, "author": PERSON}, kind="application/ld+json; charset=utf-8"),
        ld("//<![CDATA[\n" + json.dumps({**ARTICLE, "author": PERSON}) + "\n//]]>"),
        ld("<!-- " + json.dumps({**ARTICLE, "author": PERSON}) + " -->"),
        ld(json.dumps({**ARTICLE, "author": PERSON})[:-1] + ",}"),
    ],
)
def test_json_ld_is_read_in_any_form(head: str) -> None:
    found = separate(head=head)
    assert (found.byline, (found.published or "")[:10]) == (BY, DAY)


@pytest.mark.parametrize(
    "name",
    ["article:published_time", "article:published", "parsely-pub-date", "publish-date", "sailthru.date",
     "dcterms.created", "DC.date.issued", "pubdate", "datePublished"],
)  # fmt: skip
@pytest.mark.parametrize("day", [DAY, f"{DAY}T08:00:00+02:00", "17 May 2024", "Fri, 17 May 2024 08:00:00 +0000"])
def test_the_day_is_read_from_meta_tags(name: str, day: str) -> None:
    found = separate(head=f"<meta name='{name}' content='{day}'>").published
    assert (found or "").startswith(DAY)


@pytest.mark.parametrize(
    "wrapper", ["page", "withSidebar", "left-column", "__next", "is-below-header-ad", "grid-no-nav"]
)
@pytest.mark.parametrize(
    "shown",
    [
        f"<p class='byline'>By <a rel='author' href='/nell'>{BY}</a></p><time datetime='{DAY}'>yesterday</time>",
        f"<p class='byline'>By {BY}</p><p class='date'>May 17, 2024</p>",
        f"<p>By {BY} on May 17, 2024</p>",
        f"<meta itemprop='datePublished' content='{DAY}'><a rel='author' href='/nell'>{BY}</a>",
    ],
)
def test_what_is_shown_is_read_whatever_the_wrapper_is_called(shown: str, wrapper: str) -> None:
    found = separate(shown, wrapper=wrapper)
    assert (found.byline, (found.published or "")[:10]) == (BY, DAY)


def test_the_address_tells_the_day_where_nothing_else_does() -> None:
    assert separate(url="https://mills.example/2024/05/17/tide-mill").published == DAY
    assert separate(url="https://mills.example/2024/13/17/tide-mill").published is None
    assert separate(url="https://mills.example/20240517123/tide-mill").published is None


def test_a_day_of_change_is_no_day_of_publication() -> None:
    assert separate("<p class='date'>Updated May 17, 2024</p>").published is None


@pytest.mark.parametrize("publisher", ["Coast Media Group", "The Mill Post"])
def test_a_publisher_gives_way_to_a_writer_who_is_shown(publisher: str) -> None:
    head = f"<meta name='author' content='{publisher}'><meta property='og:site_name' content='The Mill Post'>"
    assert separate(f"<p class='byline'>By {BY}</p>", head).byline == BY
    assert separate("", head).byline == publisher


@pytest.mark.parametrize("shown", ["Facebook Twitter Print", "Politics", "Follow", "Share this"])
def test_buttons_and_rubrics_are_no_writers(shown: str) -> None:
    assert separate(f"<p class='author'>{shown}</p>").byline is None


@pytest.mark.parametrize(
    "early", ["<noscript><img src='p.gif'></noscript>", "<iframe src='t'></iframe>", "<div></div>"]
)
def test_a_head_that_is_ended_early_is_read_on(early: str) -> None:
    found = separate(head=f"{early}<title>The last tide mill</title><meta name='author' content='{BY}'>")
    assert (found.title, found.byline) == ("The last tide mill", BY)


def test_soft_hyphens_are_no_letters_of_a_title() -> None:
    html = f"<title>The last tide mill</title><h1>The la\xadst tide mi\xadll</h1>{PROSE}"
    assert separate_html(Page(content=html, format=Format.HTML)).title == "The last tide mill"
