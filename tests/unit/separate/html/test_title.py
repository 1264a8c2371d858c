"""The title is the article's, not its site's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain import Format, Page
from worker.separate.html.separation import separate_html
from worker.separate.html.title import without_site

TEXT = "<p>The harbour froze over in the night, which nobody in the town had ever seen before, and boats lay still.</p>"


def title(head: str, body: str) -> str | None:
    html = f"<html><head>{head}</head><body>{body}{TEXT}</body></html>"
    return separate_html(Page(content=html, format=Format.HTML)).title


def test_a_blogs_name_in_the_only_h1_gives_way_to_the_posts_heading() -> None:
    head = "<title>The Tide Table: Ice in the harbour</title>"
    body = """<h1 class="title"><a href="https://tides.example/">The Tide Table</a></h1>
      <h3 class="post-title entry-title"><a href="/2021/ice.html">Ice in the harbour</a></h3>"""

    assert title(head, body) == "Ice in the harbour"


def test_a_site_title_gives_way_to_an_entry_title_of_the_same_rank() -> None:
    head = "<title>Ice in the harbour &#8211; The Tide Table</title>"
    body = (
        """<h1 class="site-title"><a href="/">The Tide Table</a></h1><h1 class="entry-title">Ice in the harbour</h1>"""
    )

    assert title(head, body) == "Ice in the harbour"


def test_a_linked_logo_is_no_title_though_nothing_names_it() -> None:
    body = '<a href="/"><h1>The Tide Table</h1></a><h2>Ice in the harbour</h2>'

    assert title("<title>Ice in the harbour | The Tide Table</title>", body) == "Ice in the harbour"


def test_an_articles_own_h1_goes_before_what_the_head_was_given_for_search_engines() -> None:
    head = "<title>Ice in the harbour 2021: all you need to know</title>"

    assert title(head, "<h1>Ice in the harbour</h1>") == "Ice in the harbour"


def test_a_strange_heading_does_not_go_before_the_heads_title() -> None:
    head = '<title>Ice in the harbour</title><meta property="og:title" content="Ice in the harbour">'

    assert title(head, '<div class="widget"><h1>Related posts</h1></div>') == "Ice in the harbour"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:site_name" content="The Tide Table"><title>Ice in the harbour - The Tide Table</title>',
        '<meta property="og:site_name" content="The Tide Table"><title>The Tide Table » Ice in the harbour</title>',
        '<meta property="og:url" content="https://www.tidetable.example"><title>Ice in the harbour — Tidetable</title>',
        "<title>Ice in the harbour | The Tide Table</title>",
        '<meta property="og:title" content="Ice in the harbour"><title>Tides</title>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ice in the harbour"}</script>',
    ],
    ids=["end", "start", "host", "bar", "open-graph", "json-ld"],
)
def test_the_heads_title_is_freed_of_the_sites_name(head: str) -> None:
    assert title(head, "") == "Ice in the harbour"


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("Ice in the harbour", "Winter 2021: Ice in the harbour"),
        ("Ice in the harbour", "Ice in the harbour - live ticker"),
        ("Weather Ice in the harbour", "Ice in the harbour"),
    ],
)  # fmt: skip
def test_a_heading_is_made_whole_where_data_and_open_graph_agree(shown: str, told: str) -> None:
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{told}"}}</script>'
    shared = f'<meta property="og:title" content="{told} | Tides"><meta property="og:site_name" content="Tides">'

    assert title(data + shared, f"<h1>{shown}</h1>") == told
    assert title(data, f"<h1>{shown}</h1>") == shown
    assert title(data + shared, "<h1>The harbour of ice</h1>") != "Winter"


def test_a_link_to_the_heading_itself_is_no_part_of_it() -> None:
    assert title("<title>Middleware</title>", "<h1>Middleware<a href='#middleware'>¶</a></h1>") == "Middleware"


def test_entities_that_were_escaped_twice_are_read() -> None:
    assert title('<meta property="og:title" content="Ada&amp;#39;s boat">', "") == "Ada's boat"


def test_a_page_without_title_and_headings_has_none() -> None:
    assert title("", "") is None


@pytest.mark.parametrize("url", ["http://[::1", "http://", "//", "https://a.example:99999/"])
def test_a_broken_address_does_no_harm(url: str) -> None:
    assert title(f'<meta property="og:url" content="{url}"><title>Ice in the harbour</title>', "") == (
        "Ice in the harbour"
    )


@given(st.text(max_size=60), st.text(max_size=20))
def test_what_is_left_of_a_title_stands_in_it(written: str, site: str) -> None:
    left = without_site(written, {site})

    assert left is None or left in written
