"""Body and comments never share a text node, whatever the page."""

import re

from hypothesis import given
from hypothesis import strategies as st

from worker.domain import Format, Page
from worker.separate.html.separation import separate_html

CLASSES = ("comment", "commentlist", "comment-body", "fn", "date", "entry", "post", "sidebar", "reply", "xyz", "dd",
           "message--post", "bbwrapper", "kommentar-item", "comments-body")  # fmt: skip
TAGS = ("div", "p", "li", "ol", "span", "article", "td", "h2", "dl", "dt", "dd", "b", "a", "time", "form", "pre")
SAYS = ("", "says: ", "March 3, 2021 at 9:14 am ", "Posted by ", "2 comments ", "Reply ")


@st.composite
def nodes(draw: st.DrawFn, depth: int = 4) -> str:
    tag = draw(st.sampled_from(TAGS))
    name = draw(st.sampled_from(CLASSES))
    number = draw(st.integers(0, 10**9))
    own = f"{draw(st.sampled_from(SAYS))}w{number}w and some more words of w{number}v prose, as people write."
    if depth == 0:
        return f'<{tag} class="{name}">{own}</{tag}>'
    inner = draw(st.lists(nodes(depth=depth - 1), max_size=3))
    return f'<{tag} class="{name}" id="{name}-{number}">{own}{"".join(inner)}</{tag}>'


def numbers(text: str) -> set[str]:
    return set(re.findall(r"w\d+[wv]", text))


@given(st.lists(nodes(), min_size=1, max_size=5, unique=True))
def test_body_and_comments_share_no_text(parts: list[str]) -> None:
    html = "".join(parts)
    unique = {number for number in numbers(html) if html.count(number) == 1}
    separation = separate_html(Page(content=html, format=Format.HTML))
    body = numbers(" ".join(separation.body)) & unique

    for comment in separation.comments:
        assert not body & numbers(comment.text)


@given(st.text(alphabet="<>/abdiopl =\"'!-cs\n", max_size=300))
def test_any_string_comes_apart(html: str) -> None:
    separation = separate_html(Page(content=html, format=Format.HTML))

    assert all(line.strip() for line in separation.body)
    assert all(comment.text for comment in separation.comments)
