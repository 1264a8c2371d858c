"""Posts in rows of two colours, their numbers, and what looks like posts and comments but is none."""

import pytest

from worker.domain import Format, Page
from worker.separate.html.separation import separate_html

SAID = (
    "Which rope holds best in winter, when the pier is iced over and wet?",
    "Mine is of hemp, and it held through three winters without a knot coming loose.",
    "Nylon stretches too much, so take the hemp and dry it every spring.",
    "Thank you both, I have ordered forty metres of the hemp one.",
)
NAMES = ("ada42", "bo_lind", "cleo7", "ada42")
PROSE = "<p>" + "The harbour froze over in the night, which nobody had ever seen. " * 6 + "</p>"


def thread(colours, number="Reply #{}", when="on: March {}, 2024, 09:14:25 AM", before=""):
    rows = ""
    for at, (name, said) in enumerate(zip(NAMES, SAID, strict=True)):
        told = f"{number.format(at)} {when.format(at + 3)}" if at else when.format(3)
        rows += (
            f'<tr><td class="{colours[at % 2]}"><table class="in"><tr><td><a href="/user/{at}">{name}</a></td>'
            f'<td><div class="small">« {told} »</div><hr><div class="said">{said}</div></td></tr></table></td></tr>'
        )
    html = f"<html><body><h1>Ropes</h1>{before}<table>{rows}</table></body></html>"
    return separate_html(Page(content=html, format=Format.HTML, url="https://example.org/index.php?topic=7.0"))


@pytest.mark.parametrize("colours", [("bg", "bg2"), ("bg1", "bg2"), ("shade", "shade"), ("row_a1", "row_a2")])
def test_colours_of_rows_do_not_matter(colours):
    told = thread(colours)
    assert told.body == (SAID[0],)
    assert [comment.text for comment in told.comments] == list(SAID[1:])
    assert [comment.author for comment in told.comments] == list(NAMES[1:])


def test_the_posts_own_numbers_tell_which_opens():
    notice = (
        "<p>June 3, 2024</p><p>" + "Our helpers are Dag, Eva, Finn and many more of you in all the boards " * 2 + "</p>"
    )
    assert thread(("bg", "bg2"), before=notice).body == (SAID[0],)


def test_a_name_that_ends_in_digits_is_whole_before_a_weekday():
    posts = "".join(
        f'<div class="post"><p class="author">by <b class="username">{name}</b> » Sun Mar {at + 3}, 2024 9:14 am</p>'
        f'<div class="content">{said}</div></div>'
        for at, (name, said) in enumerate(zip(NAMES, SAID, strict=True))
    )
    told = separate_html(Page(content=f'<div id="page-body">{posts}</div>', format=Format.HTML))
    assert [comment.author for comment in told.comments] == list(NAMES[1:])
    assert [comment.posted_at for comment in told.comments] == [f"2024-03-0{day}T09:14:00" for day in (4, 5, 6)]


def comments(html):
    return separate_html(Page(content=html, format=Format.HTML)).comments


@pytest.mark.parametrize("box", ["media-body", "card-body", "comment-body", "content"])
def test_a_box_named_for_the_text_may_hold_who_and_when(box):
    items = "".join(
        f'<div class="comment-item"><div class="{box}"><h5>{name} <small>March {at + 3}, 2024 at 9:14 am</small></h5>'
        f"{said}</div></div>"
        for at, (name, said) in enumerate(zip(("Ada Berg", "Bo Lind", "Cleo Dahl"), SAID[1:], strict=True))
    )
    told = comments(f"<article>{PROSE}</article><div><h4>Comments (3)</h4>{items}</div>")
    assert [(comment.author, comment.text) for comment in told] == list(
        zip(("Ada Berg", "Bo Lind", "Cleo Dahl"), SAID[1:], strict=True)
    )


@pytest.mark.parametrize("heading", ["h2", "h3", "h4"])
def test_reports_under_their_own_headings_are_no_comments(heading):
    entries = "".join(
        f'<div class="entry"><time>March {at + 3}, 2024 at 9:14 am</time> <span class="author">{name}</span>'
        f"<{heading}>Report from pier {at}, written by hand</{heading}><p>{said}</p></div>"
        for at, (name, said) in enumerate(zip(("Ada Berg", "Bo Lind", "Ada Berg"), SAID[1:], strict=True))
    )
    html = f'<article><h1>Live</h1><p>Follow us. <a href="#c">128 comments</a></p><div>{entries}</div></article>'
    assert comments(html) == ()


@pytest.mark.parametrize("named", ["comment", "comments-text"])
def test_news_under_links_to_pages_of_their_own_are_no_comments(named):
    news = "".join(
        f'<dl><dt>2024.03.0{at + 3}</dt><dd class="title"><a href="/news/{at}">The pier in winter</a></dd>'
        f'<dd class="{named}">{said}</dd></dl>'
        for at, said in enumerate(SAID)
    )
    assert comments(f"<article>{PROSE}</article><div><h3>News</h3>{news}</div>") == ()


def test_a_menu_with_levels_is_no_thread():
    menu = "".join(
        f'<li class="child depth-2"><a href="/c/{at}">Ropes</a> <span>(12{at})</span></li>' for at in range(6)
    )
    assert comments(f"<article>{PROSE}</article><ul>{menu}</ul>") == ()


def test_a_link_to_answer_in_an_element_named_for_the_time_is_no_time():
    items = "".join(
        f'<li class="comment"><b class="fn">{name}</b> March {at + 3}, 2024 at 9:14 am'
        f'<div class="comment-meta"><a href="#respond">Reply</a></div><div class="comment-text">{said}</div></li>'
        for at, (name, said) in enumerate(zip(("Ada Berg", "Bo Lind", "Cleo Dahl"), SAID[1:], strict=True))
    )
    told = comments(f"<article>{PROSE}</article><ol class='commentlist'>{items}</ol>")
    assert [comment.posted_at for comment in told] == [f"2024-03-0{day}T09:14:00" for day in (3, 4, 5)]


@pytest.mark.parametrize("answer", ["reply type-reply", "posting antwort", "answer"])
@pytest.mark.parametrize("footer", ["<footer>March 2, 2024, 08:00</footer>", ""])
def test_posts_named_for_answering_have_an_opening_one_before_them(answer: str, footer: str) -> None:
    when = "" if footer else "<i>March 2, 2024, 08:00</i>"
    question = f"<section class='question'>{when}<p>{SAID[0]} My own are of cotton; none held.</p>{footer}</section>"
    posts = "".join(
        f"<article class='{answer}'><b><a href='/user/{name}'>{name}</a></b> <i>March {at + 3}, 2024, 09:14</i>"
        f"<p>{said}</p></article>"
        for at, (name, said) in enumerate(zip(NAMES[1:], SAID[1:], strict=True))
    )
    html = f"<html><body><h1>Ropes</h1>{question}<div>{posts}</div></body></html>"
    told = separate_html(Page(content=html, format=Format.HTML, url="https://example.org/forum/topic/7"))

    assert [comment.text for comment in told.comments] == list(SAID[1:])
    assert any(SAID[0] in line for line in told.body)


@pytest.mark.parametrize("rank", ["Neues Mitglied", "Messages: Ben likes this.", "Well-known member"])
def test_a_post_that_is_a_picture_says_nothing(rank: str) -> None:
    posts = "".join(
        f"<article class='message message--post'><h4 class='message-name'>{name}</h4><h5 class='title'>{rank}</h5>"
        f"<time datetime='2024-03-0{at + 1}'>March {at + 1}, 2024</time><div class='message-body'>"
        f"<div class='bbWrapper'>{said}</div></div></article>"
        for at, (name, said) in enumerate(zip(NAMES, (*SAID[:2], "<img src='rope.jpg'>", SAID[3]), strict=True))
    )
    told = comments(f"<html><body>{posts}</body></html>")

    assert [comment.text for comment in told] == [SAID[1], SAID[3]]
