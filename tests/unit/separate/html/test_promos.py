"""What an article's box holds beside the article."""

import pytest

from worker.domain import Format, Page
from worker.separate.html.separation import separate_html

PARAGRAPHS = [
    f"The harbour froze over in the night, which nobody in the town had ever seen before, {told}. By the morning, "
    "children were skating on it, and the boats lay still."
    for told in ("as old people say", "or so it seems", "if the papers are right")
]


def body_with(line: str) -> tuple[str, ...]:
    """The body of an article in whose middle the line stands."""
    first, second, third = (f"<p>{text}</p>" for text in PARAGRAPHS)
    menu = "<nav class='menu'><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul></nav>"
    html = f"{menu}<article><h1>Ice</h1><div class='entry-content'>{first}{line}{second}{third}</div></article>{menu}"
    return tuple(text for text in separate_html(Page(content=html, format=Format.HTML)).body if text != "Ice")


@pytest.mark.parametrize(
    "line",
    [
        "<p><strong><a href='/v'>WATCH: Skaters on the harbour</a></strong></p>",
        "<p>WATCH: <a href='/v'>Skaters on the harbour</a></p>",
        "<p><a href='/m'>Read more about ten winters to remember</a></p>",
        "<p>» <a href='/m'>Read also: Ten winters to remember</a></p>",
        "<p><em>RELATED: <a href='/m'>Ten winters to remember</a></em></p>",
        "<p><a href='/m'>Lesen Sie auch: Zehn Winter am Hafen</a></p>",
        "<p>Lire aussi : <a href='/m'>Dix hivers au port</a></p>",
        "<div class='share-bar'><a href='#'>Share</a> <a href='#'>Tweet</a> <a href='#'>Email</a></div>",
        "<form class='newsletter'><label>Subscribe</label><p>Our letter comes each week.</p><input name='m'></form>",
        "<div class='related-posts'><h3>Related</h3><ul><li><a href='/a'>The winter market</a></li>"
        "<li><a href='/b'>A new ferry</a></li></ul></div>",
    ],
)
def test_what_leads_elsewhere_is_not_the_articles(line: str) -> None:
    assert body_with(line) == tuple(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Watch: the ice is thin there, and the town has put up signs on the whole shore to say so, in red.</p>",
        "<p>Read more than once, the report says <a href='/r'>what went wrong</a>, and the mayor does not like it.</p>",
    ],
)
def test_a_sentence_that_only_begins_like_that_is(line: str) -> None:
    assert len(body_with(line)) == len(PARAGRAPHS) + 1
