"""Comment sections that no platform's names give away."""

import pytest

from worker.domain import Format, Page, Separation
from worker.reasons import Reason
from worker.separate.html.separation import separate_html

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


BROKEN_LINES = {
    "breaks": "<b>{0}</b> wrote on March {1}, 2021:<br>I walked there.<br>With a dog.<br><br>",
    "lines-apart": "{0} - {1}.3.2021 14:20<br><br>I walked there.<br>With a dog.<br><br>",
    "rules": "<a href='https://{0}.example/'>{0}</a> says:<br>I walked there.<br>With a dog.<hr>",
    "paragraphs": "Posted by {0} on March {1}, 2021<p>I walked there.<br>With a dog.</p>",
}


@pytest.mark.parametrize("item", BROKEN_LINES.values(), ids=BROKEN_LINES)
@pytest.mark.parametrize("box", ["<h3>2 comments</h3><div>{}</div>", "<div id='comments'>{}</div>"])
def test_threads_that_only_line_breaks_part(box: str, item: str) -> None:
    separation = separate(box.format(item.format("Ada", 3) + item.format("Ben", 4)))

    assert separation.reason is Reason.STRUCTURE_REPEATED
    assert [(comment.author, comment.text) for comment in separation.comments] == [
        ("Ada", "I walked there.\nWith a dog."),
        ("Ben", "I walked there.\nWith a dog."),
    ]
    assert separation.body[:2] == (ARTICLE[3:-4],) * 2
    assert not any("dog" in line for line in separation.body)


def test_lines_of_a_list_of_posts_are_no_thread() -> None:
    lines = "".join(f"Ada on March {day}, 2021<br>The harbour, part {day}<br><br>" for day in (3, 4, 5))

    assert separate(f"<div class='related'>{lines}</div>").comments == ()
    assert separate(f"<h3>Archive</h3><div>{lines}</div>").comments == ()


def test_the_articles_own_line_of_who_and_when_is_not_the_threads() -> None:
    line = "<p class='posted'>Posted by {0} at March {1}, 2021 05:20 PM</p>"
    thread = "".join(
        f"<div id='c{day}'><p>I walked there.</p></div>{line.format(name, day)}"
        for name, day in (("Ada", 3), ("Ben", 4))
    )
    separation = separate(f"<h1>Ice</h1><p>It was cold.</p>{line.format('Eve', 1)}<h2>Comments</h2>{thread}")

    assert [(comment.author, comment.text) for comment in separation.comments] == [
        ("Ada", "I walked there."),
        ("Ben", "I walked there."),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "3 thoughts on “The harbour”", "3 Kommentare", "3 commentaires", "3 comentarios", "3 comentários", "3 commenti",
        "3 reacties", "3 kommentarer", "3 kommenttia", "3 komentarze", "3 komentáře", "3 komentáre", "3 hozzászólás",
        "3 comentarii", "3 комментария", "3 коментарі", "3 коментара", "3 komentara", "3 σχόλια", "3 yorum",
        "3 تعليقات", "3 دیدگاه", "3 תגובות", "3 टिप्पणियाँ", "3 ความคิดเห็น", "3 bình luận", "3 komentar", "댓글 3개",
        "3개의 댓글", "3件のコメント", "コメント (3)", "3 条评论", "评论 3", "Комментарии: 3",
    ],
)  # fmt: skip
def test_a_heading_in_any_language_of_the_cues_opens_a_section_and_counts_it(heading: str) -> None:
    item = "<div><b>{0}</b> <i>2021-03-0{1} 09:14</i><div>I walked to the island on day {1}, and back.</div></div>"
    items = "".join(item.format(name, day) for name, day in (("Ada", 3), ("Ben", 4), ("Cleo", 5)))
    separation = separate(f"<div><h3>{heading}</h3>{items}</div>")

    assert separation.reason is Reason.STRUCTURE_REPEATED
    assert [comment.author for comment in separation.comments] == ["Ada", "Ben", "Cleo"]
    assert separation.declared_comments == 3


@pytest.mark.parametrize("line", ["{} napsal(a):", "{} sanoo:", "{} λέει:", "{} đã nói:", "{} пишет:"])
def test_a_verb_in_any_language_of_the_cues_tells_the_name(line: str) -> None:
    items = "".join(f"<p>{line.format(name)}</p><p>I walked to the island.</p>" for name in ("Ada", "Ben", "Cleo"))
    separation = separate(f"<div><h3>Comments</h3>{items}</div>")

    assert [comment.author for comment in separation.comments] == ["Ada", "Ben", "Cleo"]


def answered(names: tuple[str, ...], link: str) -> str:
    item = "<div><b>{0}</b> <i>2021-03-0{1} 09:14</i><div>I walked to the island on day {1}.</div><a>{2}</a></div>"
    return f"<div>{''.join(item.format(name, day, link) for day, name in enumerate(names, 3))}</div>"


@pytest.mark.parametrize("link", ["Reply", "Antworten", "Répondre", "Ответить", "返信"])
def test_links_to_answer_make_a_thread_that_nothing_names(link: str) -> None:
    separation = separate(answered(("Ada", "Ben", "Ada"), link))

    assert separation.reason is Reason.STRUCTURE_REPEATED
    assert [comment.author for comment in separation.comments] == ["Ada", "Ben", "Ada"]


@pytest.mark.parametrize(
    "thread",
    [
        answered(("Harbour News", "Harbour News", "Harbour News"), "Reply"),  # the site's own short messages
        answered(("Ada", "Ben", "Cleo"), "Read more"),
        answered(("Ada", "Ben"), "Reply"),
    ],
    ids=["one-author", "no-answers", "too-few"],
)
def test_less_than_a_thread_of_answers_is_none(thread: str) -> None:
    assert separate(thread).comments == ()
