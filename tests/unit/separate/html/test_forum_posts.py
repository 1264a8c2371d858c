"""Threads of forums that no platform's row knows: posts, authors and the opening one, whatever boxes are called."""

import pytest

from worker.domain import Format, Page, Separation
from worker.separate.html.separation import separate_html

THREAD = [
    (
        "marlow",
        "03.02.2021 09:14",
        "The bilge pump of my old cutter runs dry after a minute. What should I look at first?",
    ),
    (
        "Quill_88",
        "03.02.2021 10:02",
        "Look at the strainer first. Mine was full of paint flakes, and I never saw them.",
    ),
    ("Sel", "03.02.2021 18:40", "If it is the old diaphragm type, the flap hardens. A new one costs less than lunch."),
    ("marlow", "04.02.2021 07:55", "It was the flap. It runs like a clock again, thank you both for the quick help!"),
    (
        "Anneke",
        "05.02.2021 21:30",
        "Good to know, I have the same pump and it has begun to cough in the cold mornings.",
    ),
]
URL = "https://boats.example/forum/viewtopic.php?id=249"
MENU = "<ul><li><a href='/'>Home</a></li><li><a href='/forum'>Forum</a></li><li><a href='/faq'>FAQ</a></li></ul>"


def boxes(name: str) -> str:
    return "".join(
        f"<div class='{name}'><div class='left'><a href='/profile/{n}'>{author}</a><span>Deckhand</span>"
        f"<span>Posts: {n * 37 + 5}</span></div><div class='right'><p>{time}</p><div>{text}</div>"
        f"<a href='#q{n}'>Quote</a></div></div>"
        for n, (author, time, text) in enumerate(THREAD)
    )


def tables() -> str:
    rows = "".join(
        f"<tr><td width='150'><b><a href='member.php?u={n}'>{author}</a></b><br><small>Senior Member</small></td>"
        f"<td><small>#{n + 1} {time}</small><br>{text}</td></tr>"
        for n, (author, time, text) in enumerate(THREAD)
    )
    return f"<table>{rows}</table>"


def two_rows() -> str:
    rows = "".join(
        f"<tr><td><a href='user-{n}.html'>{author}</a><span>Regular</span></td><td>#{n + 1} written: {time}</td></tr>"
        f"<tr><td>&nbsp;</td><td><div>{text}</div></td></tr>"
        for n, (author, time, text) in enumerate(THREAD)
    )
    return f"<table>{rows}</table>"


def separate(inner: str, url: str | None = URL, head: str = "") -> Separation:
    html = f"<html><head>{head}</head><body>{MENU}<h1>Bilge pump runs dry</h1>{inner}<p>Imprint</p></body></html>"
    return separate_html(Page(content=html, format=Format.HTML, url=url))


FORMS = {
    "boxes": boxes("post"),
    "boxes of another name": boxes("x-row kQ"),
    "boxes with numbers": boxes("p17 odd"),
    "boxes without a name": boxes(""),
    "tables": tables(),
    "tables of two rows": two_rows(),
    "in a wrapper": f"<div class='with-sidebar nav-left'><div>{boxes('msg')}</div></div>",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_post_of_a_thread_is_found_and_the_first_opens(form: str) -> None:
    found = separate(FORMS[form])

    assert [comment.author for comment in found.comments] == [author for author, *_ in THREAD[1:]]
    assert [comment.posted_raw for comment in found.comments] == [time for _, time, _ in THREAD[1:]]
    assert [comment.text for comment in found.comments] == [text for *_, text in THREAD[1:]]
    assert " ".join(found.body) == THREAD[0][2]


@pytest.mark.parametrize(
    ("url", "head"),
    [
        ("https://boats.example/t/bilge-pump/17", ""),
        ("https://boats.example/threads/bilge-pump.17/", ""),
        (None, "<meta property='og:url' content='https://boats.example/boards/7/17'>"),
        (None, "<meta name='generator' content='MyBB'>"),
        (None, '<script type=\'application/ld+json\'>{"@type":"DiscussionForumPosting"}</script>'),
    ],
)
def test_a_thread_is_told_by_its_address_its_program_or_its_data(url: str | None, head: str) -> None:
    assert len(separate(FORMS["tables"], url, head).comments) == len(THREAD) - 1


def test_where_the_opening_post_stands_apart_all_records_are_answers() -> None:
    author, time, text = THREAD[0]
    apart = f"<section><p>{author}</p><p>{time}</p><p>{text}</p></section>"
    answers = "".join(
        f"<article class='answer'><p class='user'>{name}</p><time>{at}</time><p>{said}</p></article>"
        for name, at, said in THREAD[1:]
    )
    found = separate(f"{apart}<section>{answers}</section>")

    assert [comment.author for comment in found.comments] == [name for name, *_ in THREAD[1:]]
    assert text in " ".join(found.body)


def test_a_list_of_topics_is_no_thread() -> None:
    rows = "".join(
        f"<div class='topic'><h3><a href='/forum/{n}'>Why does pump number {n} cough?</a></h3>"
        f"<a href='/u/{n}'>{author}</a><span>{time}</span><p>{text}</p></div>"
        for n, (author, time, text) in enumerate(THREAD)
    )
    assert separate(rows, "https://boats.example/forum/").comments == ()


NEUTRAL = "https://boats.example/2021/02/pumps"


@pytest.mark.parametrize("form", ["boxes of another name", "tables", "two_rows"])
def test_posts_that_hold_a_page_are_a_thread_whatever_its_address(form: str) -> None:
    found = separate(FORMS.get(form) or two_rows(), NEUTRAL)

    assert [comment.author for comment in found.comments] == [author for author, *_ in THREAD[1:]]
    assert " ".join(found.body) == THREAD[0][2]


def test_reports_with_the_newest_first_are_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.THREAD", THREAD[::-1])

    assert separate(boxes("x-row kQ").replace("#q", "#p").replace("Quote", "Share"), NEUTRAL).comments == ()


def test_posts_below_an_article_are_not_its_thread() -> None:
    article = "".join(f"<p>{'The pump of a boat is the last thing that anybody thinks of. ' * 5}</p>" for _ in range(6))
    found = separate(article + boxes("x-row kQ").replace("Quote", "Share"), NEUTRAL)

    assert "The pump of a boat" in " ".join(found.body)


def test_a_subject_that_every_post_repeats_is_no_list_of_topics() -> None:
    rows = "".join(
        f"<div class='x'><h3><a href='/thread/7?post={n}'>{'Re: ' if n else ''}Bilge pump runs dry</a></h3>"
        f"<a href='/u/{n}'>{author}</a><span>{time}</span><p>{text}</p></div>"
        for n, (author, time, text) in enumerate(THREAD)
    )
    assert len(separate(rows).comments) == len(THREAD) - 1


def test_all_paragraphs_of_a_post_are_its_text() -> None:
    text = "<p>The first paragraph is the longest of the post, by far.</p><p>The second.</p><p>The third.</p>"
    forms = boxes("post").replace(f"<div>{THREAD[1][2]}</div>", f"<div>{text}</div>")

    assert separate(forms).comments[0].text.split("\n\n")[1:] == ["The second.", "The third."]


def test_a_box_named_for_quoting_is_part_of_the_text_and_its_button_is_not() -> None:
    quoted = f"<div class='quote-box'>marlow: runs dry after a minute</div>{THREAD[1][2]}<div class='quote'>Quote</div>"
    found = separate(boxes("post").replace(THREAD[1][2], quoted))

    assert found.comments[0].text == f"marlow: runs dry after a minute\n\n{THREAD[1][2]}"


@pytest.mark.parametrize("rule", ["<p>__________________</p><p>Sent from the cabin</p>", "<p>Sent from the cabin</p>"])
def test_a_signature_under_all_posts_of_an_author_is_no_text(rule: str) -> None:
    html = boxes("post")
    for _, _, text in (THREAD[0], THREAD[3]):
        html = html.replace(f"<div>{text}</div>", f"<div><p>{text}</p>{rule}</div>")
    found = separate(html)

    assert " ".join(found.body) == THREAD[0][2]
    assert found.comments[2].text == THREAD[3][2]


def test_counts_and_joining_dates_are_neither_names_nor_times() -> None:
    html = "".join(
        f"<div class='k'><p>Posts: {n * 37 + 5}</p><p>Joined: Mar 2019</p><p>{author}</p><p>{time}</p>"
        f"<div>{text}</div></div>"
        for n, (author, time, text) in enumerate(THREAD)
    )
    found = separate(html)

    assert [comment.author for comment in found.comments] == [author for author, *_ in THREAD[1:]]
    assert [comment.posted_raw for comment in found.comments] == [time for _, time, _ in THREAD[1:]]


BORN = ("3 May 1988", "17 September 1961", "30 March 2001", "8 December 1979", "21 June 1994", "2 February 1970")
SAILED = "I came to the harbour as a child, learnt to splice there, and have sailed with the school ships ever since."


@pytest.mark.parametrize(("line", "time"), [("small", "span"), ("div", "b"), ("p", "em")])
@pytest.mark.parametrize("name", ["", "q7", "foot"])
def test_a_day_that_posts_tell_of_is_not_when_they_were_written(line: str, time: str, name: str) -> None:
    rows = "".join(
        f"<tr><td><a href='/profile/{at}'>{author}</a></td><td><p>Full name: {author} the Elder</p><p>Born: {born}</p>"
        f"<p>{SAILED[at:]}</p><{line} class='{name}'><{time}>12/{30 + at // 5}/2017</{time}></{line}></td></tr>"
        for at, (author, born) in enumerate(zip(("Sel", "Anneke", "Odo", "Quill_88", "Bo", "Maren"), BORN, strict=True))
    )
    found = separate(f"<table>{rows}</table>")
    assert [comment.posted_at for comment in found.comments] == ["2017-12-30"] * 4 + ["2017-12-31"]


def post(tag: str, name: str, at: int) -> str:
    author, time, text = THREAD[at]
    head = f"<header><div class='user'>{author}</div></header>"
    return f"<{tag} class='{name}'>{head}<p>{text}</p><footer><time>{time}</time></footer></{tag}>"


@pytest.mark.parametrize("tag", ["article", "div", "li"])
@pytest.mark.parametrize("name", ["posting", "k2", ""])
def test_sections_of_posts_are_no_posts(tag: str, name: str) -> None:
    answers = "".join(post(tag, name, at) for at in range(1, 4))
    others = "".join(
        f"<{tag}><h4><a href='/{at}'>{title}</a></h4><p>{title}, and how do I find out before she is in the water?</p>"
        f"<div>1 answer - last: 0{at}.01.2013 11:25 by Odo</div></{tag}>"
        for at, title in enumerate(("Do winches rust?", "Which rope for a mooring?", "Who has sailed to Skagen?"), 1)
    )
    found = separate(
        f"<section>{post(tag, name, 0)}</section><section id='r'>{answers}</section><section>{others}</section>"
    )
    assert [(comment.author, comment.text) for comment in found.comments] == [
        (author, text) for author, _, text in THREAD[1:4]
    ]
