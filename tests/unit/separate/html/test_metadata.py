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
        f"<span itemprop='author'>{BY}</span><span property='schema:datePublished'>17 May 2024</span>",
        f"<div>Words: <a href='/authors/nell-harker/'>{BY}</a></div><div>May 17, 2024</div>",
        f"<div class='byline'>By <a href='/n'>{BY}</a><br>Mills Reporter</div><p>May 17, 2024. Updated: 2025</p>",
    ],
)
def test_what_is_shown_is_read_whatever_the_wrapper_is_called(shown: str, wrapper: str) -> None:
    found = separate(shown, wrapper=wrapper)
    assert (found.byline, (found.published or "")[:10]) == (BY, DAY)


def test_the_address_tells_the_day_where_nothing_else_does() -> None:
    assert separate(url="https://mills.example/2024/05/17/tide-mill").published == DAY
    assert separate(url="https://mills.example/2024/13/17/tide-mill").published is None
    assert separate(url="https://mills.example/20240517123/tide-mill").published is None


def test_an_address_may_spell_its_month() -> None:
    assert separate(url="https://mills.example/2024/may/17/tide-mill").published == DAY
    assert separate(url="https://mills.example/2024/mill/17/tide-mill").published is None


def test_an_address_goes_before_what_is_shown_and_after_what_is_declared() -> None:
    url, shown = "https://mills.example/2024/05/17/tide-mill", "<p class='date'>June 2, 2023</p>"
    assert separate(shown, url=url).published == DAY
    assert separate(shown, "<meta name='pubdate' content='2022-01-02'>", url=url).published == "2022-01-02"


def test_a_meta_tag_of_any_publishing_name_is_asked_last() -> None:
    head = f"<meta name='x-first-published-date' content='{DAY}'>"
    assert separate(head=head).published == DAY
    assert separate("<p class='date'>June 2, 2023</p>", head).published == "2023-06-02"
    assert separate(head=f"<meta name='x-publish-updated' content='{DAY}'>").published is None


@pytest.mark.parametrize("first", ["Sign up for our letters", "Shop by room"])
def test_a_day_is_looked_for_near_the_heading_that_shows_the_title(first: str) -> None:
    rows = "".join(f"<p>Room {number}: lamps and rugs and chairs of every sort.</p>" for number in "abcdefghij")
    html = (
        f"<title>The last tide mill</title><h2>{first}</h2>{rows}<h1>The last tide mill</h1><p>May 17, 2024</p>{PROSE}"
    )
    assert separate_html(Page(content=html, format=Format.HTML)).published == DAY


def test_a_day_of_change_stands_in_only_where_nothing_tells_the_day_of_publication() -> None:
    changed = "<p class='date'>Updated May 17, 2024</p>"
    assert separate(changed).published == DAY
    assert separate(changed + "<p>April 2, 2023</p>").published == "2023-04-02"
    assert separate(changed, "<meta name='pubdate' content='2023-04-02'>").published == "2023-04-02"
    assert separate(f"<div class='related'>{changed}</div>").published is None
    page = Page(content=f"<h1>Mills</h1>{changed}{PROSE}", format=Format.HTML, published="2022-01-02")
    assert separate_html(page).published == "2022-01-02"


def stamped(published: str, modified: str | None = None) -> str:
    return ld({"@type": "Article", "datePublished": published} | ({"dateModified": modified} if modified else {}))


@pytest.mark.parametrize("box", ["post-date", "x7f", "entry-meta"])
@pytest.mark.parametrize("modified", [None, "2025-11-20T16:02:51Z", "2025-11-20T16:01:00Z"])
def test_a_page_that_was_moved_shows_the_day_of_publication(box: str, modified: str | None) -> None:
    head = stamped("2025-11-20T16:02:46Z", modified)
    assert separate(f"<div class='{box}'>May 17, 2024</div>", head).published == DAY


@pytest.mark.parametrize(
    ("shown", "published", "modified"),
    [
        ("<p>May 17, 2024</p>", "2024-05-18T02:17:00Z", None),  # one moment on two clocks
        ("<p>May 17, 2024</p>", "2024-06-18T02:17:00Z", "2024-07-01T00:00:00Z"),  # a system that keeps both
        ("<p>The exhibition of May 17, 2024, drew many</p>", "2024-06-18", None),  # a day that the text is about
        ("<p>Updated May 17, 2024</p>", "2024-06-18", None),
        ("<p>May 17, 2024</p><p>2 June 2024</p>", "2024-01-01", "2024-05-17"),
        ("<p>Updated: May 17, 2024</p>", "2024-01-01", "2024-05-16"),
    ],
)
def test_what_is_declared_stands_against_what_is_shown(shown: str, published: str, modified: str | None) -> None:
    assert (separate(shown, stamped(published, modified)).published or "")[:10] == published[:10]


@pytest.mark.parametrize("how", ["json", "meta", "microdata"])
def test_a_page_that_is_renewed_shows_the_day_of_its_text(how: str) -> None:
    heads = {
        "json": stamped("2022-01-02", f"{DAY}T10:00:00Z"),
        "meta": f"<meta name='pubdate' content='2022-01-02'><meta property='article:modified_time' content='{DAY}'>",
        "microdata": f"<meta name='pubdate' content='2022-01-02'><meta itemprop='dateModified' content='{DAY}'>",
    }
    found = separate("<p class='stamp'>17 May 2024</p>", heads[how])
    assert (found.published or "")[:10] == DAY


@pytest.mark.parametrize("box", ["card-date", "post-date", "datum"])
@pytest.mark.parametrize("days", [("May 17, 2024", "May 16, 2024"), ("1 June 2024", "17 May 2024", "2 May 2024")])
def test_days_in_a_list_of_other_articles_are_theirs(box: str, days: tuple[str, ...]) -> None:
    cards = "".join(f"<div class='card'><a href='/{day}'>Ferries</a><p class='{box}'>{day}</p></div>" for day in days)
    own = f"<div class='head'><p class='{box}'>May 17, 2024</p></div>"
    below = PROSE * 12

    assert separate(below + cards).published is None
    assert separate(own + below + cards).published == DAY


@pytest.mark.parametrize("clock", ["todays-date", "today", "current-date date"])
def test_a_pages_clock_tells_no_day_of_publication(clock: str) -> None:
    html = f"<p class='{clock} date'>Friday, June 14, 2024</p><h1>The last tide mill</h1>{PROSE * 12}"

    assert separate_html(Page(content=html, format=Format.HTML)).published is None


@pytest.mark.parametrize("lead", ["Last updated on", "Aktualisiert am", "Mis à jour le"])
def test_a_day_behind_a_word_of_change_is_none_of_publication_in_an_element_of_its_own(lead: str) -> None:
    changed = f"<p>{lead} <span class='date'>May 17, 2024</span></p>"
    assert separate(f"{changed}<p>April 2, 2023</p>").published == "2023-04-02"
    assert separate(changed).published == DAY


@pytest.mark.parametrize("look", ["color-secondary-text", "spacing-bottom-6", "float-left"])
def test_a_byline_named_for_its_look_as_well_is_the_articles(look: str) -> None:
    assert separate(f"<div class='{look} byline-meta'><div>May 17, 2024</div></div>").published == DAY


@pytest.mark.parametrize("publisher", ["Coast Media Group", "The Mill Post", "millpost.example", "mill.admin", "43117"])
def test_a_publisher_gives_way_to_a_writer_who_is_shown(publisher: str) -> None:
    head = f"<meta name='author' content='{publisher}'><meta property='og:site_name' content='The Mill Post'>"
    assert separate(f"<p class='byline'>By {BY}</p>", head).byline == BY
    assert separate("", head).byline == (None if publisher.isdecimal() else publisher)


def test_a_writer_is_taken_from_whichever_tag_names_one() -> None:
    head = f"<meta property='og:site_name' content='The Mill Post'><meta name='cXenseParse:author' content='{BY}'>"
    assert separate(head=head + ld({**ARTICLE, "author": {"name": "The Mill Post"}})).byline == BY


def test_who_writes_a_site_of_her_own_gives_it_her_name() -> None:
    url = "https://www.nellharker.example/mill"
    assert separate(f"<p class='byline'>By {BY}</p>", url=url).byline == BY


@pytest.mark.parametrize(
    ("label", "byline"), [("Written by", BY), ("Verfasst von", BY), ("Time to read", None), ("", None)]
)
def test_a_card_tells_the_writer_where_its_label_says_so(label: str, byline: str | None) -> None:
    head = f"<meta name='twitter:label1' content='{label}'><meta name='twitter:data1' content='{BY}'>"
    assert separate(head=head).byline == byline


@pytest.mark.parametrize(
    ("shown", "byline"),
    [
        (f"<p class='author'>By <a href='/n'>{BY}</a> and <a href='/o'>Odo Falk</a></p>", f"{BY}, Odo Falk"),
        (f"<p class='author'>By <a href='/people/n'>{BY}</a> in <a href='/topics/o'>Water Works</a></p>", BY),
        (f"<p class='author'>{BY} | Head of Sluices</p>", BY),
        (f"<p class='author'>By {BY}, MILLPOST</p>", BY),
        (f"{PROSE}<p>Posted by {BY} at May 17, 2024 11:15 AM</p>", BY),
        ("<h2 class='recipe-name'>Miller's Rye Loaf</h2>", None),
        ("<p class='category-name'>Water Works</p>", None),
    ],
)  # fmt: skip
def test_a_byline_is_its_names_alone(shown: str, byline: str | None) -> None:
    assert separate(shown, url="https://www.millpost.example/mill").byline == byline


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
