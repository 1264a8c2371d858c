"""Where a comment's author stands: bare beside a time, in a citation, in a heading; and what is no name."""

import pytest

from worker.domain import Format, Page, SeparatedComment
from worker.separate.html.separation import separate_html

ARTICLE = (
    "<p>The harbour froze over in the night, which nobody in the town had ever seen before, and boats lay still.</p>"
    * 2
)


def comments(*items: str, heading: str = "Comments") -> tuple[SeparatedComment, ...]:
    html = f"<body><div>{ARTICLE}</div><h3>{heading}</h3><ol class='commentlist'>{''.join(items)}</ol></body>"
    return separate_html(Page(content=html, format=Format.HTML)).comments


@pytest.mark.parametrize("name", ["ada", "Ada Lind", "K. Orr", "阿达"])
@pytest.mark.parametrize("dash", ["—", "|", "-"])
def test_a_name_may_stand_bare_beside_the_time(name: str, dash: str) -> None:
    (comment,) = comments(
        f"<li class='comment'><p class='meta'>{name} {dash} <a class='comment-time' href='#c'>July 10th, 2012, 7:37 pm"
        "</a></p><p>Is the ferry back?</p></li>"
    )

    assert (comment.author, comment.text) == (name, "Is the ferry back?")


@pytest.mark.parametrize("line", ["1 Antwort - letzte Antwort", "Reply", "Edit", "Updated", "Actualizado"])
def test_what_else_stands_beside_a_time_is_no_name(line: str) -> None:
    (comment,) = comments(
        f"<li class='comment'><p class='meta'>{line} <span class='comment-time'>July 10th, 2012, 7:37 pm</span></p>"
        "<p>Is the ferry back?</p></li>"
    )

    assert comment.author is None


@pytest.mark.parametrize("box", ["comment byuser comment-author-ada", "comment by-ada", "comment"])
def test_a_short_comment_in_a_box_named_for_its_author_is_no_name(box: str) -> None:
    long = "I walked to the island and back, which took an hour and a half with the dog on the ice. "
    found = comments(
        f"<li class='{box}' id='comment-1'><p>Brilliant, Cleo.</p><p class='meta'>by ada on March 3, 2021</p></li>",
        f"<li class='{box}' id='comment-2'><p>{long}</p><p class='meta'>by ada on March 4, 2021</p></li>",
    )

    assert [(one.author, one.text) for one in found] == [("ada", "Brilliant, Cleo."), ("ada", long.strip())]


@pytest.mark.parametrize("head", ["responded to <b>Ben</b> on", "antwortete <b>Ben</b> am", "wrote on"])
def test_a_cited_name_goes_with_all_of_its_line(head: str) -> None:
    (comment,) = comments(
        f"<li class='comment'><div class='info'><cite>Ada Lind</cite><em>{head} 2021-03-03 <a href='#c1'>Link"
        "</a></em></div><p>Is the ferry back?</p></li>"
    )

    assert (comment.author, comment.text) == ("Ada Lind", "Is the ferry back?")


def test_a_citation_in_the_box_of_the_name_is_the_name() -> None:
    (comment,) = comments(
        "<li class='comment'><div class='author_data'><a href='/u/1'><cite>ada</cite></a> <i>68</i></div>"
        "<small class='comment-date'>March 3, 2021</small><p>Is the ferry back?</p></li>"
    )

    assert comment.author == "ada"


@pytest.mark.parametrize("tag", ["h4", "h5", "div"])
@pytest.mark.parametrize("body", ["comment-body", "words"])
def test_names_in_one_place_may_lead_to_their_owners_sites(tag: str, body: str) -> None:
    found = comments(
        *(
            f"<li class='comment depth-1' id='comment-{at}'><{tag}><a href='http://{name.casefold()}.example'>{name}</a></{tag}>"
            f"<div class='{body}'><span class='date'>Jul {at} 2012</span><p>I walked there, {said}.</p></div></li>"
            for at, (name, said) in enumerate((("Ada", "too"), ("Ben", "alone"), ("Cleo", "with the dog")), start=20)
        )
    )

    assert [(one.author, one.text) for one in found] == [
        ("Ada", "I walked there, too."),
        ("Ben", "I walked there, alone."),
        ("Cleo", "I walked there, with the dog."),
    ]


@pytest.mark.parametrize("said", ["????????", "👍", "!!!", ":)"])
def test_signs_alone_are_what_someone_says(said: str) -> None:
    (comment,) = comments(
        "<li class='comment' id='comment-1'><div class='comment-author'><cite class='fn'>Ada</cite></div>"
        f"<div class='comment-meta'>March 3, 2021</div><p>{said}</p></li>"
    )

    assert comment.text == said


def test_replies_that_a_plugin_sets_into_a_comment_are_comments_of_their_own() -> None:
    inner = (
        "<div class='comment-childs' id='comment-2'><p><cite>Ben</cite> Reply:<br><small class='commentmetadata'>"
        "March 4, 2021 at 6:02 pm</small></p><p>It took us an hour.</p><p>[<a href='#r'>Reply</a>]</p></div>"
    )
    found = comments(
        "<li class='comment depth-1' id='li-comment-1'><div><span class='date'>March 3, 2021</span><span class='name'>"
        f"Ada says:</span></div><div class='comment-entry'><p>We walked to the island.</p>{inner}</div></li>"
    )

    assert [(one.author, one.text, one.parent) for one in found] == [
        ("Ada", "We walked to the island.", None),
        ("Ben", "It took us an hour.", 0),
    ]


def numbered(pattern: str, numbers: tuple[int, ...], box: str = "comment") -> list[str | None]:
    items = (
        f"<li class='{box}' id='comment-{at}'><b class='fn'>{pattern.format(number, name)}</b> "
        f"<i class='comment-date'>March 3, 2021</i><p>I walked there, too, on day {at}.</p></li>"
        for at, (number, name) in enumerate(zip(numbers, ("Ada", "Ben Lund", "李雷"), strict=True))
    )
    return [comment.author for comment in comments(*items)]


@pytest.mark.parametrize("pattern", ["{}. {}", "#{} {}", "({}) {}", "{} {}"])
@pytest.mark.parametrize("numbers", [(1, 2, 3), (12, 11, 10), (4, 6, 5)])
def test_the_numbers_of_a_list_are_no_part_of_names(pattern: str, numbers: tuple[int, ...]) -> None:
    assert numbered(pattern, numbers) == ["Ada", "Ben Lund", "李雷"]


@pytest.mark.parametrize("numbers", [(7, 7, 7), (3, 80, 1970)])
def test_numbers_that_do_not_run_are_of_the_names(numbers: tuple[int, ...]) -> None:
    assert [name and name.partition(" ")[0] for name in numbered("{} {}", numbers)] == [str(one) for one in numbers]


@pytest.mark.parametrize(
    "notice", ["not verified", "nicht überprüft", "non vérifié", "No verificado", "не проверено", "未验证"]
)
@pytest.mark.parametrize(
    "head", ["<b class='username'>{}</b> <i>{}</i>", "<p class='submitted'>Submitted by {} on {}</p>"]
)
def test_that_a_guest_proved_nothing_is_no_part_of_a_name(notice: str, head: str) -> None:
    said = head.format(f"Ada Lind ({notice})", "March 3, 2021")
    item = f"<article class='comment'>{said}<div class='content'><p>I walked there, too.</p></div></article>"
    html = f"<body><div>{ARTICLE}</div><h3>Comments</h3><div class='comment-wrapper'>{item}</div></body>"
    (comment,) = separate_html(Page(content=html, format=Format.HTML)).comments

    assert comment.author == "Ada Lind"


def test_a_place_in_brackets_stays_beside_a_name() -> None:
    (comment,) = comments(
        "<li class='comment'><b class='fn'>Ada (Uppsala)</b> <i class='comment-date'>March 3, 2021</i><p>Ice.</p></li>"
    )

    assert comment.author == "Ada (Uppsala)"
