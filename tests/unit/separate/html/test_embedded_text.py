"""Text that stands only in a page's data, and text that a page hides."""

import json

import pytest

from worker.domain import Format, Page, Separation
from worker.separate.html.separation import separate_html

FIRST = "The signal box at Ostrow was closed by letter, and the signalman read it aloud to the last train."
SECOND = "He locked the levers in their frame, hung the key on its nail, and walked home along the line as always."
LONG = [FIRST, SECOND] * 4


def separate(body: str, head: str = "") -> Separation:
    return separate_html(Page(content=f"<html><head>{head}</head><body>{body}</body></html>", format=Format.HTML))


def script(value: object, kind: str) -> str:
    return f"<script type='{kind}'>{json.dumps(value)}</script>"


@pytest.mark.parametrize("joined", ["\n\n".join(LONG), "".join(f"<p>{one}</p>" for one in LONG), "<br>".join(LONG),
                                    "".join(f"&lt;p&gt;{one}&lt;/p&gt;" for one in LONG)])  # fmt: skip
def test_a_shell_is_filled_from_its_article_body(joined: str) -> None:
    found = separate(
        "<div id='root'></div>", script({"@type": "Article", "articleBody": joined}, "application/ld+json")
    )
    assert list(found.body) == LONG


def test_a_shell_is_filled_from_its_state() -> None:
    state = {"props": {"pageProps": {"post": {"title": "x", "content": "".join(f"<p>{one}</p>" for one in LONG)}}}}
    assert list(separate("<div></div>" + script(state, "application/json")).body) == LONG


def test_a_page_with_text_of_its_own_is_not_asked_for_its_data() -> None:
    shown = "".join(f"<p>{one}</p>" for one in LONG)
    other = script({"@type": "Article", "articleBody": "Something else. " * 60}, "application/ld+json")
    assert "Something else" not in " ".join(separate(shown, other).body)


@pytest.mark.parametrize("name", ["description", "og:description"])
def test_a_shell_without_any_text_is_filled_from_its_description(name: str) -> None:
    head = f"<meta name='{name}' content='{FIRST} {SECOND}'>"
    assert list(separate("<div id='root'><a href='/'>Home</a></div>", head).body) == [f"{FIRST} {SECOND}"]
    assert separate("<div id='root'></div>", f"<meta name='{name}' content='{FIRST}'>").body == ()
    assert list(separate(f"<p>{SECOND}</p>", head).body) == [SECOND]


def test_comments_in_json_ld_keep_order_parents_and_lose_their_markup() -> None:
    def comment(author: str, text: str, *answers: object) -> dict[str, object]:
        told = {"@type": "Comment", "author": {"name": author}, "text": text, "dateCreated": "2024-05-17"}
        return {**told, "comment": list(answers)} if answers else told

    thread = [
        comment("Ada", "<p>First &amp; foremost.</p><p>Second line.</p>", comment("Ben", "An answer.<br>More.")),
        comment("Cleo", "Another &lt;b&gt;one&lt;/b&gt;."),
    ]
    found = separate(
        "<p>x</p>", script({"@type": "Article", "headline": "x", "comment": thread}, "application/ld+json")
    )
    assert [(c.author, c.text, c.parent, c.depth) for c in found.comments] == [
        ("Ada", "First & foremost.\n\nSecond line.", None, 0),
        ("Ben", "An answer.\n\nMore.", 0, 1),
        ("Cleo", "Another one.", None, 0),
    ]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://ada.example/", "https://ada.example/"),
        ("https://news.example/ostrow#comment-12", None),
        ("https://news.example/comments/12", None),
        ("https://news.example/c/12", None),
    ],
)
@pytest.mark.parametrize("key", ["author", "creator"])
def test_a_comments_own_address_is_never_its_authors(address: str, told: str | None, key: str) -> None:
    one = {"@type": "Comment", key: {"name": "Ada", "url": address}, "text": FIRST, "url": "https://news.example/c/12"}
    found = separate("<p>x</p>", script({"@type": "Article", "headline": "x", "comment": one}, "application/ld+json"))

    assert [(comment.author, comment.author_url) for comment in found.comments] == [("Ada", told)]


@pytest.mark.parametrize("hidden", ["hidden", "style='display:none'", "style='color:red; display : none'"])
def test_what_a_page_hides_is_not_its_body(hidden: str) -> None:
    page = "".join(f"<p>{one}</p>" for one in LONG)
    found = separate(
        f"<article><h1>Ostrow</h1>{page}<div {hidden}><p>An older version said it was a Monday.</p></div></article>"
    )
    assert "older version" not in " ".join(found.body)
    assert FIRST in found.body


def test_a_page_that_hides_nearly_all_is_drawn_by_a_script() -> None:
    page = "".join(f"<p>{one}</p>" for one in LONG)
    assert FIRST in separate(f"<h1>Ostrow</h1><article style='display:none'>{page}</article>").body


@pytest.mark.parametrize("hides", [True, False])
def test_a_hidden_comment_among_shown_ones_is_a_template_and_a_hidden_thread_is_folded_up(*, hides: bool) -> None:
    def item(number: int, style: str = "") -> str:
        return (
            f"<li class='comment' id='comment-{number}' {style}><cite class='fn'>Reader {number}</cite>"
            f"<time datetime='2024-05-1{number}'>x</time><p>I remember box number {number} well.</p></li>"
        )

    hide = "style='display:none'"
    items = "".join(item(n) for n in (1, 2, 3)) + item(4, hide)
    thread = f"<div {'' if hides else hide}><ol class='commentlist'>{items}</ol></div>"
    assert len(separate(f"<p>{FIRST}</p><p>{SECOND}</p>{thread}").comments) == (3 if hides else 4)


def test_code_keeps_its_lines_and_indents() -> None:
    code = "<pre><code>def lever(n):\n    if n:\n        return pull(n)\n</code></pre>"
    body = separate("".join(f"<p>{one}</p>" for one in LONG) + code).body
    assert "def lever(n):\n    if n:\n        return pull(n)" in body


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("<math><mi>v</mi><mo>=</mo><mi>s</mi></math>", "v=s"),
        ("<math alttext='v=\\frac{s}{t}'><mi>v</mi></math>", "v=\\frac{s}{t}"),
        (
            "<math><semantics><mi>v</mi><annotation encoding='application/x-tex'>v=st</annotation></semantics></math>",
            "v=st",
        ),
    ],
)
def test_a_formula_stands_in_its_sentence(formula: str, shown: str) -> None:
    body = separate(
        "".join(f"<p>{one}</p>" for one in LONG) + f"<p>The speed is {formula}, which nobody measured.</p>"
    ).body
    assert f"The speed is {shown}, which nobody measured." in body


def test_a_page_of_frames_is_read_by_what_it_says_without_them() -> None:
    inner = "".join(f"<p>{one}</p>" for one in LONG)
    html = f"<html><head><title>x</title></head><frameset><frame src='a'><noframes>{inner}</noframes></frameset></html>"
    assert FIRST in separate_html(Page(content=html, format=Format.HTML)).body
