"""An offer within an article is left out, however it is worded; what its box keeps back is not."""

import pytest

from worker.domain import Format, Page
from worker.separate.html.separation import separate_html

PROSE = "The crane by the weir was painted in the spring, and nobody had seen it turn before that for eleven years. "


def body(box: str) -> str:
    page = f"<title>The crane</title><main><article><h1>The crane</h1><p>{PROSE * 3}</p>{box}</article></main>"
    return " ".join(separate_html(Page(content=page, format=Format.HTML)).body)


def offer(name: str, heading: str, text: str, button: str) -> str:
    return f"<div class='{name}'><h3>{heading}</h3><p>{text}</p><a>{button}</a></div>"


@pytest.mark.parametrize("name", ["paywall", "article-paywall", "regwall c-box", "subscribe"])
@pytest.mark.parametrize(
    ("heading", "text", "button"),
    [
        (
            "Go on reading",
            "This story and all others for 1 a month. Cancel at any time, no strings attached.",
            "Subscribe",
        ),
        ("Weiterlesen", "Diese Geschichte und alle anderen für 1 im Monat, jederzeit kündbar und ohne Haken.", "Abo"),
        ("続きを読む", "この記事とほかのすべての記事を月額1でお読みいただけます。いつでも解約できます。", "購読"),
    ],
)
def test_an_offer_is_no_part_of_the_article(name: str, heading: str, text: str, button: str) -> None:
    found = body(offer(name, heading, text, button))
    assert text not in found
    assert PROSE.strip() in found


def test_what_a_wall_keeps_back_is_the_article() -> None:
    kept = f"<p>{PROSE.replace('crane', 'mill')}</p>" * 4
    assert "mill" in body(f"<div class='paywall'>{kept}</div>")
    assert "mill" in body(f"<div class='paywall'><h3>The mill</h3>{kept}{kept}<a>More</a></div>")


@pytest.mark.parametrize("name", ["chapter", "product-offer", "buy-box"])
def test_a_box_of_the_article_with_a_heading_stays(name: str) -> None:
    text = PROSE.replace("crane", "mill")
    assert "mill" in body(f"<div class='{name}'><h3>The mill</h3><p>{text}</p><a>Map</a></div>")
