"""The number of comments that a page declares: what tells it, and which of several readings it bears out."""

import json

import pytest

from worker.domain import Format, Page, Separation
from worker.reasons import Reason
from worker.separate.html.separation import separate_html

ARTICLE = (
    "<p>The harbour froze over in the night, which nobody in the town had ever seen before, and boats lay still.</p>"
    * 2
)
NAMES = ("Ada", "Ben", "Cleo")


def separate(html: str, head: str = "") -> Separation:
    content = f"<html><head>{head}</head><body><div class='entry'>{ARTICLE}</div>{html}</body></html>"
    return separate_html(Page(content=content, format=Format.HTML))


def said(name: str) -> str:
    return f"I walked to the island, says {name}, and back."


def listed(name: str, box: str = "comment") -> str:
    return (
        f"<li class='{box}' id='x-{name}'><b class='fn'>{name}</b> <i class='comment-date'>March 3, 2021</i>"
        f"<div class='comment-content'><p>{said(name)}</p></div></li>"
    )


def thread(heading: str, *items: str) -> str:
    return f"<h3>{heading}</h3><ol class='commentlist'>{''.join(items)}</ol>"


def script(*names: str) -> str:
    comments = [{"@type": "Comment", "author": {"name": name}, "text": said(name)} for name in names]
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', 'comment': comments})}</script>"


@pytest.mark.parametrize("heading", ["3 comments", "Kommentare (3)", "3 commentaires", "コメント 3件"])
def test_data_with_as_many_as_declared_go_before_a_list_of_other_than_that(heading: str) -> None:
    separation = separate(thread(heading, *map(listed, NAMES[:2])), script(*NAMES))

    assert separation.declared_comments == 3
    assert separation.reason is Reason.PLATFORM_JSON_LD
    assert [comment.author for comment in separation.comments] == list(NAMES)
    assert not any("island" in line for line in separation.body)


@pytest.mark.parametrize("heading", ["2 comments", "Comments", "7 comments"])
def test_the_list_stands_where_no_number_bears_out_the_data(heading: str) -> None:
    separation = separate(thread(heading, *map(listed, NAMES[:2])), script(*NAMES))

    assert separation.reason is Reason.PLATFORM_WORDPRESS
    assert [comment.author for comment in separation.comments] == ["Ada", "Ben"]


@pytest.mark.parametrize("box", ["pingback", "guestwords", "note q7"])
@pytest.mark.parametrize("order", [NAMES, NAMES[::-1]])
def test_structure_with_as_many_as_declared_goes_before_a_platform(box: str, order: tuple[str, ...]) -> None:
    items = [listed(name, box if name == "Cleo" else "comment") for name in order]
    items = [item.replace("<li class='comment'", "<li class='comment words'") for item in items]
    html = thread("3 comments", *items).replace("commentlist", "comments-list")

    assert len(separate(html).comments) == 3
    assert separate(html).declared_comments == 3


@pytest.mark.parametrize("second", ["Newest first", "Am besten bewertet"])
def test_a_thread_in_two_orders_counts_once(second: str) -> None:
    items = [listed(name) for name in NAMES]
    html = thread("3 comments", *items) + f"<p>{second}</p><ol class='commentlist'>{''.join(items[::-1])}</ol>"
    separation = separate(html)

    assert [comment.author for comment in separation.comments] == list(NAMES)
    assert not any("island" in line for line in separation.body)


def test_the_same_words_twice_are_two_comments_where_the_number_says_so() -> None:
    separation = separate(thread("4 comments", *map(listed, ("Ada", "Ben", "Ben", "Cleo"))))

    assert [comment.author for comment in separation.comments] == ["Ada", "Ben", "Ben", "Cleo"]


@pytest.mark.parametrize("own", ["4 comments", "Beiträge: 4", "4 replies"])
def test_what_a_post_tells_of_its_author_declares_nothing(own: str) -> None:
    posts = "".join(
        f"<article class='message message--post'><a class='username'>{name}</a> <time>March 3, 2021</time>"
        f"<p class='count'>{own}</p><div class='bbWrapper'>{said(name)}</div></article>"
        for name in NAMES
    )
    separation = separate_html(Page(content=f"<body><h1>Ice</h1>{posts}</body>", format=Format.HTML))

    assert separation.reason is Reason.PLATFORM_XENFORO
    assert separation.declared_comments is None


@pytest.mark.parametrize("line", ["Last reply 38 minutes ago", "Letzte Antwort vor 38 Minuten"])
def test_when_the_last_answer_came_is_no_number_of_answers(line: str) -> None:
    separation = separate(f"<p class='comment-info'>{line}</p>" + thread("Comments", *map(listed, NAMES)))

    assert separation.declared_comments is None


def test_a_number_beside_a_time_is_one() -> None:
    line = "Posted on November 9, 2012 at 6:35 AM • 3 Comments"
    assert separate(thread(line, *map(listed, NAMES))).declared_comments == 3
