"""Comment sections that no platform's names give away."""

import pytest

from worker.domain import Format, Page, Separation
from worker.reasons import Reason
from worker.separate.html import separate_html

ARTICLE = (
    "<p>The harbour froze over in the night, which nobody in the town had ever seen before, and boats lay still.</p>"
)
ITEM = (
    "<div class='remark-comment'><b class='nick'>{0}</b> <i>March {1}, 2021</i><p>I walked there on day {1}.</p></div>"
)


def separate(html: str) -> Separation:
    return separate_html(Page(content=f"<div class='entry'>{ARTICLE * 2}</div>{html}", format=Format.HTML))


def in_box(name: str) -> str:
    return f"<div class='{name}'>{ITEM.format('Ada', 3)}{ITEM.format('Ben', 4)}</div>"


@pytest.mark.parametrize("box", ["forum-comment-widget", "commentModule marginTop", "comments-panel"])
def test_a_widget_named_for_comments_holds_comments(box: str) -> None:
    separation = separate(in_box(box))

    assert separation.reason is Reason.STRUCTURE_REPEATED
    assert [comment.author for comment in separation.comments] == ["Ada", "Ben"]


@pytest.mark.parametrize("box", ["recent-comments widget", "latest-comments"])
def test_a_list_of_comments_from_all_over_the_site_holds_none_of_this_page(box: str) -> None:
    assert separate(in_box(box)).comments == ()


def test_a_single_comment_is_found_where_names_say_who_and_when() -> None:
    item = "<div class='kommentar-item'><div class='benutzer'>Ada</div><div class='datum'>31.10.2023, 19:18 Uhr</div>"
    separation = separate(f"<div class='kommentare'>{item}<div class='kommentar-text'>Es war kalt.</div></div></div>")

    assert [(c.author, c.posted_at, c.text) for c in separation.comments] == [
        ("Ada", "2023-10-31T19:18:00", "Es war kalt.")
    ]
