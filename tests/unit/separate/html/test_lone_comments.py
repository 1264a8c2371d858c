"""Threads of one comment, where nothing repeats, and what stands on pages without any and only looks like a thread."""

import pytest

from worker.domain import CommentKind, Format, Page, Separation
from worker.reasons import Reason
from worker.separate.html.separation import separate_html

PROSE = "The harbour froze over in the night, which nobody in the town had ever seen before, and boats lay still. "
FACE = "<a href='https://harbour.example/ada'><img src='/ada.jpg' alt=''></a>"
SAID = "We walked to the island and back."


def separate(html: str) -> Separation:
    article = f"<h1>The frozen harbour</h1><div class='entry'><p>{PROSE * 2}</p><p>{PROSE * 3}</p></div>"
    return separate_html(Page(content=f"<title>The frozen harbour</title>{article}{html}", format=Format.HTML))


def commented(item: str, name: str = "js-comment") -> str:
    return f"<h3>Comments</h3><div id='discussion'><div class='{name}' id='c-17'>{item}</div></div>"


@pytest.mark.parametrize("name", ["js-comment", "comment tile", "module sidebar_module js-comment"])
@pytest.mark.parametrize("shown", ["Ada", "Ada Lindt", "Ada L."])
@pytest.mark.parametrize("tag", ["h5", "div", "b"])
def test_the_link_that_leads_where_the_picture_does_is_a_name(name: str, shown: str, tag: str) -> None:
    head = f"{FACE}<p>5 hours ago</p><{tag}><a href='https://harbour.example/ada'>{shown}</a></{tag}>"
    separation = separate(commented(f"<div>{head}</div><p class='words'>{SAID}</p>", name))

    [comment] = separation.comments
    assert (comment.author, comment.posted_raw, comment.text) == (shown, "5 hours ago", SAID)
    assert comment.author_url == "https://harbour.example/ada"


@pytest.mark.parametrize(
    "link",
    [
        "<a href='https://harbour.example/other'>Ada</a>",
        "<a href='https://harbour.example/ada'>who has walked there in every winter since</a>",
        "<a href='#c-17'>Ada</a>",
    ],
)
def test_another_link_is_none(link: str) -> None:
    assert separate(commented(f"{FACE}<p>5 hours ago</p><h5>{link}</h5><p>{SAID}</p>")).comments == ()


@pytest.mark.parametrize("kind", ["ping", "track"])
@pytest.mark.parametrize("name", ["xyz-pingback", "pingback", "post pingback"])
def test_a_thread_of_one_ping_is_one(kind: str, name: str) -> None:
    link = "<a href='https://weir.example/'>Frozen harbours</a>"
    item = f"<ol class='xyz-commentlist'><li class='{name}'><p>{kind}back: {link}</p></li></ol>"
    [comment] = separate(f"<h2>One comment</h2>{item}").comments

    assert comment.kind is CommentKind(f"{kind}back")
    assert "Frozen harbours" in comment.text


def test_pings_alone_are_told_apart() -> None:
    pings = "".join(
        f"<li class='post pingback'><p>Pingback: <a href='#'>{one}</a></p></li>" for one in ("Weir", "Mill")
    )
    assert [c.text for c in separate(f"<h3>Discuss</h3><ul id='x'>{pings}</ul>").comments] == [
        "Pingback: Weir",
        "Pingback: Mill",
    ]


def test_of_two_boxes_around_one_comment_the_inner_one_is_read() -> None:
    cite = "<cite class='q-comment-meta'><b>ada77</b> <span class='q-timestamp'>15 minutes ago</span></cite>"
    item = f"<li><div class='q-comment'>{cite}<blockquote>{SAID}</blockquote></div></li>"
    tools = "<ul><li>Popular now</li><li><a href='#'>Newest first of all</a></li></ul>"
    [comment] = separate(f"<div class='q-comments' id='all'><h3>1 comment</h3>{tools}<ul>{item}</ul></div>").comments

    assert (comment.author, comment.text) == ("ada77", SAID)


def test_a_word_that_scripts_hide_in_a_comment_is_no_text_of_it() -> None:
    mark = "v1/comments/context/e53f6c2e-f400-3b15-a823/comment/1352308833872"
    more = f"<span style='display:none'>{mark}</span>"
    rest = "<span style='display:none'>And home again before it was dark.</span>"
    by = "<b class='author'>Ada</b> <i class='date'>March 3, 2021</i>"
    [comment] = separate(commented(f"{by}{more}<p>{SAID} {rest}</p>")).comments

    assert mark not in comment.text
    assert comment.text == f"{SAID} And home again before it was dark."


def test_livefyres_first_markup_is_known() -> None:
    name = "<a class='lf_comment_user_nick' href=''>ada</a> <span class='lf_comment_user_rating'>5 pts</span>"
    foot = "<div class='lf_comment_footer'><label class='lf_comment_date'></label> <a>share</a> <a>Like</a></div>"
    said = f"<div class='lf_body'><p>{SAID}</p></div>"
    item = f"<div class='lf_comment_container' id='lf_comment_4'>{name}{said}{foot}</div>"
    separation = separate(f"<div id='lf_comments'>{item}</div>")

    assert separation.reason is Reason.PLATFORM_LIVEFYRE_RENDERED
    assert [(c.author, c.text) for c in separation.comments] == [("ada", SAID)]


LINK = "<a href='http://t.example/{n}'>http://t.example/{n}</a>"
ROW = f"<div class='status'><p>{{text}} {LINK} <i>{{n}} hours ago</i></p></div>"


def test_a_sites_own_short_messages_are_no_comments_by_addresses() -> None:
    said = ("The bridge is closed.", "The bridge is open.", "A ship waits.")
    rows = "".join(ROW.format(text=text, n=at) for at, text in enumerate(said, 1))
    assert separate(f"<h3>Comments</h3><div class='feed'>{rows}</div>").comments == ()


@pytest.mark.parametrize("name", ["most_commented", "widget most-commented"])
def test_what_is_commented_most_is_a_list_of_articles(name: str) -> None:
    entry = "<h5><a href='/1'>The mill turns again</a></h5><span class='author'>by <a href='/u/1'>Ada</a></span>"
    box = f"<div class='pane {name}'><h3>Most commented</h3><div>{entry} <i class='time'>3 days ago</i></div></div>"
    assert separate(box).comments == ()


@pytest.mark.parametrize(("heading", "found"), [("<a href='/rules'>Comment policy</a>", 0), ("Comments", 2)])
def test_a_menus_link_announces_no_comments(heading: str, found: int) -> None:
    items = "".join(
        f"<div class='q'><b>{name}</b> <i>March {day}, 2021</i><p>{SAID}</p></div>"
        for day, name in enumerate(("Ada", "Ben"), 3)
    )
    assert len(separate(f"<ul><li>{heading}</li></ul><div>{items}</div>").comments) == found


def test_a_link_that_counts_comments_announces_them() -> None:
    items = "".join(
        f"<div class='q'><b>{name}</b> <i>March {day}, 2021</i><p>{SAID}</p></div>"
        for day, name in enumerate(("Ada", "Ben"), 3)
    )
    assert len(separate(f"<p><a href='/all'>697 reviews</a></p><div>{items}</div>").comments) == 2


def test_boxes_of_which_few_are_signed_are_no_thread_of_a_forum() -> None:
    related = (
        "<h2>Related</h2><ul><li><a href='/1'>Weekend links March 14</a></li><li><a href='/2'>The mill</a></li></ul>"
    )
    wraps = f"<p>{PROSE * 4}</p>", related, "<h2>Comments</h2><form><textarea></textarea></form>"
    page = "".join(f"<div class='post_wrap'><div class='post'>{one}</div></div>" for one in wraps)
    separation = separate_html(Page(content=page, format=Format.HTML))

    assert separation.comments == ()
    assert PROSE.strip() in " ".join(separation.body)


@pytest.mark.parametrize("when", ["15 minutes ago", "1 November 2012 11:08PM", "July 24, 2012 11:44 AM EDT", "3h ago"])
@pytest.mark.parametrize("name", ["ada77", "Ada_5", "ada", "ada_1"])
@pytest.mark.parametrize("between", [" ", "</b> <i>", "</b>, "])
def test_the_number_that_ends_a_name_is_no_part_of_the_time_behind(when: str, name: str, between: str) -> None:
    items = "".join(
        f"<dl><dt class='author'>by <b>{one}{between}{when}</b></dt><dd>{SAID} It was day {at}.</dd></dl>"
        for at, one in enumerate((name, "ben"), 1)
    )
    comment, _ = separate(f"<h3>2 comments</h3><div id='comments'>{items}</div>").comments
    assert (comment.author, comment.posted_raw) == (name, when)


def test_a_date_that_a_template_glues_to_a_name_is_whole() -> None:
    items = "".join(
        f"<dl><dt class='author'>by <b>{one}</b>{day} March 2012</dt><dd>{SAID} It was day {day}.</dd></dl>"
        for day, one in enumerate(("Ada", "Ben"), 3)
    )
    comments = separate(f"<h3>2 comments</h3><div id='comments'>{items}</div>").comments
    assert [(c.author, c.posted_at) for c in comments] == [("Ada", "2012-03-03"), ("Ben", "2012-03-04")]
