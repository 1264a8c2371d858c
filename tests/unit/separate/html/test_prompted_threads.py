"""Threads that only the field to write in gives away, whatever its box is called; and pages with such a field alone."""

import pytest

from worker.domain import Format, Page, Separation
from worker.separate.html.separation import separate_html

PROSE = "The crane by the weir was painted in the spring, and nobody had seen it turn before that for eleven years. "
SAID = {
    "Ada Lindt": "My uncle drove it until the mill closed, and he never let anybody else up there.",
    "Ben Okoro": "It looks smaller than it did when we were children and climbed the ladder.",
    "Cleo Marin": "Who paid for the paint? The article should have named the sum.",
}
PICTURE = "<div class='p-0'><img src='a.png'></div>"
FORM = "<form><textarea placeholder='{}'></textarea></form>"


def separate(html: str) -> Separation:
    article = f"<article><h1>The crane</h1><p>{PROSE * 3}</p><p>{PROSE * 3}</p></article>"
    return separate_html(Page(content=f"<title>The crane</title>{article}{html}", format=Format.HTML))


def row(name: str, text: str, answers: str = "", make: str = "d-flex mb-4") -> str:
    return (
        f"<div class='{make}'>{PICTURE}<div class='ms-3'><div class='fw-bold'>{name}</div>{text}{answers}</div></div>"
    )


def rows(**more: str) -> str:
    return "".join(row(name, text, **more) for name, text in SAID.items())


def found(separation: Separation) -> dict[str | None, str]:
    return {comment.author: comment.text for comment in separation.comments}


@pytest.mark.parametrize(
    "prompt", ["Join in and leave a comment!", "Comment here", "Schreib einen Kommentar", "Ваш комментарий"]
)
@pytest.mark.parametrize("make", ["d-flex mb-4", "x7 y9", "row"])
def test_rows_beside_a_field_that_asks_for_a_comment_are_a_thread(prompt: str, make: str) -> None:
    form = FORM.format(prompt)
    for box in (form + rows(make=make), rows(make=make) + form, f"<div class='q'>{form}</div>" + rows(make=make)):
        separation = separate(f"<section><div class='card-body'>{box}</div></section>")
        assert found(separation) == SAID
        assert not any(text in " ".join(separation.body) for text in SAID.values())


def test_an_answer_stands_within_what_it_answers() -> None:
    answer = row("Dora Pym", "It was the town, as the council said in March.", make="d-flex mt-4")
    thread = row("Ada Lindt", SAID["Ada Lindt"], answer) + row("Ben Okoro", SAID["Ben Okoro"])
    separation = separate(f"<div class='card-body'>{FORM.format('Leave a comment')}{thread}</div>")

    assert [(c.author, c.parent) for c in separation.comments] == [
        ("Ada Lindt", None),
        ("Dora Pym", 0),
        ("Ben Okoro", None),
    ]


@pytest.mark.parametrize("prompt", ["Your message", "How can we help?", ""])
def test_a_field_that_asks_for_something_else_tells_nothing(prompt: str) -> None:
    assert separate(f"<div class='card-body'>{FORM.format(prompt)}{rows()}</div>").comments == ()


@pytest.mark.parametrize(
    "inner",
    [
        "",
        row("Ada Lindt", SAID["Ada Lindt"]),
        row("Ada Lindt", "Yes.") + row("Ben Okoro", "No."),
        row("read more about the harbour", PROSE) + row("and about the mill", PROSE),
        row("Ada Lindt", PROSE) + row("Ada Lindt", PROSE),
        "".join(f"<div class='tile'>{PROSE}</div>" for _ in range(3)),
    ],
    ids=["none", "one", "words", "teasers", "one-author", "unsigned"],
)
def test_rows_that_nobody_signs_are_no_thread(inner: str) -> None:
    assert separate(f"<div class='card-body'>{FORM.format('Leave a comment')}{inner}</div>").comments == ()
