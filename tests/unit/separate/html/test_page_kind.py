"""What a page is, as a whole, told by its shape: neither a wrapper's name nor the page's script changes it."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain import Format, Page, PageKind
from worker.separate.html.page_features import address_features
from worker.separate.html.page_kind import KINDS, Router, kind_of, likelihoods, load_router
from worker.separate.html.separation import separate_html

SENTENCE = "The tide mill ground for the last time in May, and the miller sent the key to the mayor by post. "
MENU = "<nav><ul><li><a href='/a'>Home</a></li><li><a href='/b'>News</a></li><li><a href='/c'>Shop</a></li></ul></nav>"
FOOT = "<footer><p><a href='/i'>Imprint</a> <a href='/t'>Terms</a></p></footer>"


def data(kind: str, **fields: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': kind, **fields})}</script>"


ARTICLE = (
    "<meta property='og:type' content='article'>",
    "<article><h1>The last tide mill</h1><p>By Nell Harker, May 17, 2024</p>"
    + f"<p>{SENTENCE * 3}</p>" * 8
    + "</article>",
    "https://news.example/2024/05/17/the-last-tide-mill",
)
DOCUMENTATION = (
    "<meta property='og:type' content='website'>",
    "<main><h1>mill.open()</h1>"
    + "".join(
        f"<h2>Option {name}</h2><p>Sets the {name} of the sluice.</p><pre><code>mill.open({name}=1)</code></pre>"
        "<ul><li><code>0</code>: closed</li><li><code>1</code>: open</li></ul>"
        for name in ("width", "height", "depth", "flow", "gate", "wheel", "stone", "sieve")
    )
    + "</main>",
    "https://docs.mill.example/reference/api/open",
)
PRODUCT = (
    data("Product", name="Rye flour", offers={"@type": "Offer", "price": "4.20"})
    + "<meta property='og:type' content='product'><meta property='product:price:amount' content='4.20'>",
    "<div><h1>Rye flour, 1 kg</h1><p>€4.20</p><p>In stock</p><ul><li>Stone ground</li><li>No additives</li></ul>"
    f"<h2>Description</h2><p>{SENTENCE}</p><h2>Details</h2><table><tr><th>Weight</th><td>1 kg</td></tr>"
    "<tr><th>Origin</th><td>Coast</td></tr></table></div>",
    "https://mill.example/products/rye-flour",
)
COLLECTION = (
    "<meta property='og:type' content='website'>",
    "<div><h1>Flours</h1><p>24 goods</p><ul>"
    + "".join(
        f"<li><a href='/products/flour-{n}'><h3>Flour no. {n}</h3></a><span>€{n}.20</span><span>€{n + 1}.90</span></li>"
        for n in range(24)
    )
    + "</ul></div>",
    "https://mill.example/collections/flours",
)
PAGES = {
    PageKind.ARTICLE: ARTICLE,
    PageKind.DOCUMENTATION: DOCUMENTATION,
    PageKind.PRODUCT: PRODUCT,
    PageKind.COLLECTION: COLLECTION,
}
# Letter for letter, so that nothing but the script changes; markup is left alone.
GREEK = str.maketrans("abcdefghijklmnoprstuvwxyz", "αβψδεφγηιξκλμνοπρστθωςχυζ")


def in_greek(html: str) -> str:
    parts = html.replace(">", ">\0").replace("<", "\0<").split("\0")
    return "".join(part if part.startswith("<") else part.translate(GREEK) for part in parts)


def kind(head: str, body: str, url: str | None = None) -> PageKind | None:
    html = f"<html><head><title>Mill</title>{head}</head><body>{MENU}{body}{FOOT}</body></html>"
    return separate_html(Page(content=html, format=Format.HTML, url=url)).kind


@pytest.mark.parametrize("expected", PAGES)
def test_a_page_is_told_by_its_shape(expected: PageKind) -> None:
    assert kind(*PAGES[expected]) is expected


@pytest.mark.parametrize("expected", PAGES)
@pytest.mark.parametrize("wrapper", ["shop", "product-page", "docs", "forum thread", "sidebar", "article", "comments"])
def test_a_wrappers_name_changes_no_kind(expected: PageKind, wrapper: str) -> None:
    head, body, url = PAGES[expected]
    assert kind(head, f"<div class='{wrapper}' id='{wrapper}'>{body}</div>", url) is expected


@pytest.mark.parametrize("expected", PAGES)
def test_the_script_of_a_page_changes_no_kind(expected: PageKind) -> None:
    head, body, url = PAGES[expected]
    assert kind(head, in_greek(body), url) is expected


def test_a_thread_that_a_post_opens_is_a_forums() -> None:
    posts = "".join(
        f"<article class='message message--post' data-author='{name}'><h4 class='message-name'>{name}</h4>"
        f"<time datetime='2024-05-1{n}T10:00:00'>May 1{n}, 2024</time><div class='bbWrapper'>{SENTENCE}</div></article>"
        for n, name in enumerate(("Ada", "Ben", "Cleo", "Dan"))
    )
    assert kind("", f"<h1>Who ground last?</h1>{posts}", "https://forum.example/threads/7") is PageKind.FORUM


def test_a_page_that_shows_nothing_has_no_kind() -> None:
    assert separate_html(Page(content="<html><body></body></html>", format=Format.HTML)).kind is None


def test_plain_text_has_no_kind() -> None:
    from worker.separate import separate  # noqa: PLC0415

    assert separate(Page(content=SENTENCE * 3, format=Format.TEXT)).kind is None


@pytest.mark.parametrize("url", [None, "", "http://[::1", "https://", "//", "mailto:a@b", "https://a.example:99999/x"])
def test_a_broken_address_tells_nothing_and_does_no_harm(url: str | None) -> None:
    assert len(address_features(url)) == len(address_features("https://docs.example/api/a"))
    assert kind(*ARTICLE[:2], url) is PageKind.ARTICLE


def test_the_kinds_are_as_likely_as_they_are_together() -> None:
    router = load_router()
    shares = likelihoods(np.zeros(len(router.mean), dtype=np.float32), router)

    assert shares.shape == (len(KINDS),)
    assert shares.sum() == pytest.approx(1, abs=1e-5)


@given(st.lists(st.floats(-8, 8, width=32), min_size=len(KINDS), max_size=len(KINDS)))
def test_a_page_is_an_article_unless_something_else_is_plainly_likelier(bias: list[float]) -> None:
    one = np.ones(1, dtype=np.float32)
    router = Router(one * 0, one, np.zeros((1, len(KINDS)), dtype=np.float32), np.array(bias, dtype=np.float32))
    shares = likelihoods(one, router)
    found = kind_of(one, router)

    assert (found is PageKind.ARTICLE) == (1 - shares[0] < 0.6)
    assert found is PageKind.ARTICLE or shares[KINDS.index(found)] == shares[1:].max()
