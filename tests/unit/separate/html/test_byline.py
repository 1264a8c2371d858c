import pytest

from worker.domain import Format, Page, Separation
from worker.separate.html.separation import separate_html

TEXT = "<p>The harbour froze over in the night, which nobody in the town had ever seen before, and boats lay still.</p>"
COMMENT = (
    "<ol class='commentlist'><li class='comment'><cite class='fn'>Ben</cite> "
    "<time datetime='2021-03-04'>March 4, 2021</time><p>We walked there.</p></li></ol>"
)


def separate(meta: str, head: str = "") -> Separation:
    html = f"<html><head>{head}</head><body><h1>Ice</h1>{meta}{TEXT}{COMMENT}</body></html>"
    return separate_html(Page(content=html, format=Format.HTML))


@pytest.mark.parametrize(
    "meta",
    [
        "<div class='entry-meta'>by <span class='author vcard'><a href='/ada'>Ada Byron</a></span></div>",
        "<p class='byline'>By Ada Byron | March 3, 2021</p>",
        "<div class='post-author'>Posted by Ada Byron on March 3, 2021</div>",
    ],
)
def test_a_byline_is_read_where_the_head_tells_none(meta: str) -> None:
    assert separate(meta).byline == "Ada Byron"


@pytest.mark.parametrize(
    "meta",
    [
        "",
        "<div class='author'>12 posts</div>",
        "<div class='author'>@ada</div>",
        "<div class='sidebar'><span class='author'>Ada Byron</span></div>",
    ],
)
def test_who_comments_or_stands_beside_is_no_author(meta: str) -> None:
    assert separate(meta).byline is None


def test_the_head_goes_before_what_is_shown() -> None:
    meta = "<p class='byline'>By Cleo Field</p>"

    assert separate(meta, head="<meta name='author' content='Ada Byron'>").byline == "Ada Byron"


def test_the_first_machine_time_outside_of_comments_is_when_it_was_published() -> None:
    assert separate("<time datetime='2021-03-03T08:00:00Z'>yesterday</time>").published == "2021-03-03T08:00:00+00:00"
    assert separate("").published is None
