"""What HTML's parser would misread is mended in the text, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain import Format, Page
from worker.ingest.markup import may_need_mending, mended
from worker.ingest.tag_starts import tag_starts
from worker.separate.html.separation import separate_html

PROSE = (
    "<p>The lamp lighter came round at four, winter or summer, and the children followed him to the bridge.</p>"
    "<p>When the gas went out of use he kept his ladder, and lent it to whoever had apples to pick.</p>"
)


def body(html: str) -> str:
    return "\n".join(separate_html(Page(content=mended(html), format=Format.HTML)).body)


@pytest.mark.parametrize("tag", ["script src='a.js'", "style type='text/css'", "iframe src='x'", "textarea", "title"])
def test_an_empty_element_of_xml_swallows_nothing(tag: str) -> None:
    page = f"<html><head><{tag}/></head><body><div id='top'/><h1>Lamps</h1>{PROSE}</body></html>"
    assert "lamp lighter" in body(page)
    assert "apples to pick" in body(page)


@pytest.mark.parametrize(
    "html",
    [
        "<p>One<br/>two</p>",
        "<script src='a.js'/></script><p>x</p>",
        "<script src=https://lamps.example/></script><p>x</p>",
        "<a name='top'/><p>x</p>",
        "<p>2 < 3 and 3 /> 2</p>",
        "<template><p>x</p></template>",
    ],
)
def test_html_stays_as_it_is(html: str) -> None:
    assert mended(html) == html


def test_a_declared_shadow_tree_is_shown_where_it_stands() -> None:
    html = f"<my-page><template shadowrootmode='open'><h1>Lamps</h1>{PROSE}</template></my-page>"
    assert "lamp lighter" in body(html)


def test_a_template_within_a_shadow_tree_stays_one() -> None:
    html = "<template shadowrootmode='open'><p>x</p><template><p>y</p></template></template>"
    assert mended(html) == "<div><p>x</p><template><p>y</p></template></div>"


@given(st.text(alphabet="<>/ ab=\"'svgdivscript", max_size=200))
def test_no_input_grows_beyond_measure(html: str) -> None:
    assert len(mended(html)) <= 4 * len(html) + 20


PIECES = (
    "<script",
    "<STYLE",
    "<title",
    "<b",
    "<p",
    " src='a/'",
    ' id="x>"',
    " async",
    "é",
    "\xa0",
    "/",
    "/>",
    ">",
    "</script>",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_no_page_that_needs_mending_is_taken_for_one_that_does_not(pieces: list[str]) -> None:
    html = "".join(pieces)
    assert may_need_mending(html, tag_starts(html)) or mended(html) == html


def test_few_pages_are_taken_for_such_as_need_mending() -> None:
    html = f"<title>Lamps</title><script src='a.js' async></script><br/><img src='/'/><style>a/>b</style>{PROSE}"
    assert not may_need_mending(html, tag_starts(html))
    assert may_need_mending(html, tag_starts(html + "<SCRIPT src='a.js' />"))
