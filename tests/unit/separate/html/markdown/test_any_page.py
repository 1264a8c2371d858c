"""Whatever a page is made of, its Markdown says the words of its plain body."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.separate.html.markdown.rendered import separated, signs, words

PROSE = "<p>The harbour froze over in the night, which nobody in the town had ever seen before.</p>"
# Words that mean something in Markdown somewhere, and some that don't.
WORDS = """
rope * ** _ __ a_b ` `` ``` ~~ # ## - + 1. 2) &gt; &lt;b&gt; &amp;amp; | || [x] [x](y) ![ ]( \\ \\\\ ! (x) :---
--- === &lt;!-- &quot; é 海 . , ; : / ~ http://a.example/_x_ ^ % @
"""
SAID = st.lists(
    st.sampled_from(WORDS.split()),
    min_size=1,
    max_size=6,
).map(" ".join)
INLINE = st.recursive(
    SAID,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["b", "em", "code", "del", "i class=x", "span", "sup"]), inner).map(
            lambda one: f"<{one[0]}>{one[1]}</{one[0].split()[0]}>"
        ),
        inner.map(lambda said: f"<a href='/x y'>{said}</a>" if "<a" not in said else said),
        st.tuples(inner, st.sampled_from(["", " ", "<br>"]), inner).map("".join),
    ),
    max_leaves=5,
)
BLOCK = st.recursive(
    INLINE.map(lambda said: f"<p>{said}</p>"),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["div", "blockquote", "section"]), inner).map(
            lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"
        ),
        st.tuples(st.sampled_from(["ul", "ol"]), st.lists(inner, min_size=1, max_size=3)).map(
            lambda one: f"<{one[0]}>{''.join(f'<li>{item}</li>' for item in one[1])}</{one[0]}>"
        ),
        INLINE.map(lambda said: f"<h2>{said}</h2>"),
        SAID.map(lambda said: f"<pre>{said}\n  {said}</pre>"),
        st.lists(st.lists(INLINE, min_size=1, max_size=3), min_size=2, max_size=3).map(
            lambda rows: (
                "<table>"
                + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
                + "</table>"
            )
        ),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(BLOCK)
@example("<p><del>~ rope</del></p>")
@example("<p>a <del>rope ~</del> b</p>")
@example("<table><tr><td><a href='/x y'>\\<br>[x]</a></td></tr><tr><td>a</td></tr></table>")
def test_the_words_are_the_plain_body_s(block: str) -> None:
    found = separated(PROSE * 3 + block + PROSE * 3)
    assert signs(words(str(found.body_markdown))) == signs("\n".join(found.body)), found.body_markdown
