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


@pytest.mark.parametrize(
    "item",
    [
        "<a name='c{1}'></a><p>I walked there.</p><p class='posted'>Posted by: {0} at March {1}, 2021 09:14 AM</p>",
        "<div id='c{1}'><p>I walked there.</p><p class='posted'>Posted by {0} on March {1}, 2021 09:14 AM</p></div>",
        "<p>I walked there.</p><p>Posted by {0} | March {1}, 2021 9:14 AM</p><hr>",
        "<p><b>{0}</b> on March {1}, 2021 9:14 AM</p><p>I walked there.</p>",
    ],
    ids=["anchors", "boxes", "rules", "heads-first"],
)
def test_flat_threads_of_old_movable_type(item: str) -> None:
    thread = "".join(item.format(name, day) for name, day in (("Ada", 3), ("Ben", 4), ("Cleo", 5)))
    separation = separate(f"<h2>Comments</h2>{thread}<h2>Post a comment</h2>")

    assert [(c.author, c.text, c.posted_at) for c in separation.comments] == [
        (name, "I walked there.", f"2021-03-0{day}T09:14:00") for name, day in (("Ada", 3), ("Ben", 4), ("Cleo", 5))
    ]
    assert len(separation.body) == 2
