"""The body as Markdown: what it keeps of a page, and that it says the words of the plain body."""

import pytest

from tests.unit.separate.html.markdown.rendered import html_of, separated, signs, words
from worker.separate.html.markdown.document import write_markdown
from worker.separate.html.platforms import NAMES
from worker.separate.html.tree import read_tree

LEAD = (
    "<h1>How to moor a ferry</h1><p>The rope is long and heavy, and whoever throws it stands on the pier in time.</p>"
)
END = "<p>Nobody ties a ferry twice in one day, as the harbour master says whenever somebody asks him why.</p>"


def markdown(part: str, url: str | None = "https://docs.example/guide/a.html") -> str:
    found = separated(f"{LEAD}{part}{END}", url)
    assert found.body_markdown is not None
    assert signs(words(found.body_markdown)) == signs("\n".join(found.body))
    _, _, rest = found.body_markdown.partition("in time.\n\n")
    return rest.rpartition("\n\nNobody ties")[0]


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ("<h3>By <em>hand</em></h3>", "### By *hand*"),
        ("<h2><strong>By</strong> hand #</h2>", "## By hand \\#"),
        ("<p>A <b>long</b> <i>and</i> <del>light</del> rope.</p>", "A **long** *and* ~~light~~ rope."),
        ("<p>A <b class='x'>long </b>rope.</p>", "A **long** rope."),
        ("<p><b>Note:</b><i>: wet</i> ropes slip.</p>", "**Note:**: wet ropes slip."),
        ("<p>Call <code>moor(`x`, y_1)</code> first.</p>", "Call ``moor(`x`, y_1)`` first."),
        ("<p>See <a href='../rope.html'>the [old] rope</a>.</p>", "See [the \\[old\\] rope](https://docs.example/rope.html)."),
        ("<p>Wow!<a href='https://a.example/x_(y)'>Ropes</a></p>", "Wow\\![Ropes](https://a.example/x_%28y%29)"),
        ("<p>Go <a href='#end'>down</a> or <a href='javascript:x()'>away</a>.</p>", "Go down or away."),
        ("<p>One line<br>and another.</p>", "One line\\\nand another."),
        ("<p># 1. Not a heading</p>", "\\# 1. Not a heading"),
        ("<p>1986. A great year.</p>", "1986\\. A great year."),
        ("<p>- no item, *no* _stress_, snake_case, a &lt;b&gt; and &amp;amp;</p>",
         "\\- no item, \\*no\\* \\_stress\\_, snake_case, a \\<b> and \\&amp;"),
        ("<blockquote><p>Twice.</p><p>Or never.</p></blockquote>", "> Twice.\n>\n> Or never."),
        ("<ul><li>Throw it.</li><li>Pull it.<ol><li>Slowly.</li><li>By hand.</li></ol></li><li>Rest.</li></ul>",
         "- Throw it.\n- Pull it.\n  1. Slowly.\n  2. By hand.\n- Rest."),
        ("<ol><li><p>Throw it.</p><p>Wait.</p></li><li><p>Pull it.</p></li></ol>",
         "1. Throw it.\n\n   Wait.\n2. Pull it."),
        ("<p>So <math alttext='a^2'><mi>a</mi></math> and \\(b_1 = 2\\), for $5 and $6.</p>",
         "So $a^2$ and $b_1 = 2$, for $5 and $6."),
        ("<p><math display='block'><semantics><mi>a</mi><annotation encoding='application/x-tex'>a</annotation>"
         "</semantics></math></p>", "$$a$$"),
        ("<p>Look at it.</p><p><img src='pier.jpg' alt='The pier'></p><p>It is old.</p>",
         "Look at it.\n\n![The pier](https://docs.example/guide/pier.jpg)\n\nIt is old."),
        ("<p>A buoy <img src='/b.png' alt='red'> swims.</p>", "A buoy ![red](https://docs.example/b.png) swims."),
    ],
)  # fmt: skip
def test_what_was_marked_stays_marked(part: str, wanted: str) -> None:
    assert markdown(part) == wanted


@pytest.mark.parametrize(
    "around", ["<pre>{}</pre>", "<pre><code class='language-python'>{}</code></pre>",
               "<div class='highlight-python notranslate'><div class='highlight'><pre>{}</pre></div></div>"],
)  # fmt: skip
def test_code_keeps_its_lines_and_indents(around: str) -> None:
    code = (
        "<span class='k'>import</span><span> </span><span>ferry</span>\n<span>def</span> <span>moor</span>():\n"
        "    <span>return</span> <span>1</span>\n\n<span>print</span>()"
    )
    found = separated(f"{LEAD}{around.format(code)}{END}")
    lines = "import ferry\ndef moor():\n    return 1\n\nprint()"
    assert lines in "\n\n".join(found.body)
    language = "" if around == "<pre>{}</pre>" else "python"
    assert f"\n\n```{language}\n{lines}\n```\n\n" in str(found.body_markdown)


def test_code_with_fences_stands_between_longer_ones() -> None:
    assert markdown("<pre>```sh\nls\n```</pre>") == "````\n```sh\nls\n```\n````"


ROWS = (
    "<tr><th>Name</th><th colspan=2>Size</th></tr><tr><td rowspan=2>Long</td><td>40|m</td><td>wet<br>dry</td></tr>"
    "<tr><td>41</td><td><code>a|b</code></td></tr><tr><td></td><td></td><td></td></tr><tr><td>Short</td></tr>"
)


@pytest.mark.parametrize(
    "around", ["<table>{}</table>", "<div class=wrap><table class=x><tbody>{}</tbody></table></div>"]
)
def test_a_table_keeps_its_rows_and_its_head(around: str) -> None:
    assert markdown(around.format(f"<caption>Our ropes</caption>{ROWS}")) == (
        "Our ropes\n\n| Name | Size |  |\n| --- | --- | --- |\n"
        "| Long | 40\\|m | wet<br>dry |\n|  | 41 | `a\\|b` |\n| Short |"
    )


def test_a_table_without_head_has_an_empty_one() -> None:
    written = markdown("<table><tr><td>Long</td><td>40</td></tr><tr><td>Short</td><td>7</td></tr></table>")
    assert written == "|  |  |\n| --- | --- |\n| Long | 40 |\n| Short | 7 |"
    assert html_of(written).count("<td") == 4


def test_a_table_that_lays_a_page_out_is_its_paragraphs() -> None:
    page = (
        f"<table><tr><td>{LEAD}</td><td>Side</td></tr><tr><td><table><tr><td>x</td></tr></table>{END}</td></tr></table>"
    )
    found = separated(page)
    assert "|" not in str(found.body_markdown)
    assert "# How to moor a ferry\n\nThe rope is long" in str(found.body_markdown)


def test_notes_are_notes_whatever_their_page_calls_them() -> None:
    for name in ("fn1", "cite_note-x", "n"):
        part = (
            f"<p>It is old.<sup id=back><a href='#{name}'>[1]</a></sup></p>"
            f"<ol><li id='{name}'>So says the master. <a href='#back'>Up</a></li></ol>"
        )
        assert markdown(part) == "It is old.[^1]\n\n[^1]: So says the master. Up"


def test_a_formula_that_is_hidden_from_eyes_is_read_and_its_picture_is_not() -> None:
    part = (
        "<p>Its strength <span class=m><span style='display: none'><math alttext='s_1'><mi>s</mi></math></span>"
        "<img src='s.svg' alt='{\\displaystyle s_1}'></span> is known.</p>"
    )
    assert markdown(part) == "Its strength $s_1$ is known."


def test_pictures_beside_the_article_are_none_of_it() -> None:
    page = (
        "<p>It is old.</p><div><img src=x.png alt='Buy ropes'>Buy ropes</div><p>It is wide.</p><img src=y.png alt=us>"
        "<p>So it is.</p><img src=z.png alt='Sale'><p>Sale</p>"
    )
    tree = read_tree(page, NAMES)
    texts = [number for number, text in enumerate(tree.texts) if text.startswith(("It", "So"))]
    assert write_markdown(tree, texts) == "It is old.\n\nIt is wide.\n\n![us](y.png)\n\nSo it is."


def test_a_figure_is_the_article_s_with_or_without_words() -> None:
    title = "<figcaption>The pier at low tide, seen from the sea.</figcaption>"
    part = f"<figure><img data-src='/p.png' src='data:image/gif;base64,R0' alt=''>{title}</figure>"
    assert markdown(part) == "![](https://docs.example/p.png)\n\nThe pier at low tide, seen from the sea."


def test_without_an_address_links_stay_as_the_page_writes_them() -> None:
    assert markdown("<p>See <a href='rope.html'>ropes</a>.</p>", url=None) == "See [ropes](rope.html)."


def test_a_thread_s_opening_post_is_written_too() -> None:
    def post(number: int, said: str) -> str:
        return (
            f"<div class='post' id='post-{number}'><div class='author'><a href='/u/{number}'>Ada{number}</a></div>"
            f"<div class='date'>March {number}, 2021</div><div class='content'>{said}</div></div>"
        )

    posts = post(1, "<p>How is a <b>ferry</b> moored in the wind?</p>")
    posts += "".join(post(n, f"<p>With a rope, as I did it in the year {n}, twice.</p>") for n in range(2, 9))
    found = separated(f"<div id='posts'>{posts}</div>", "https://forum.example/viewtopic.php?t=12")
    assert found.comments
    assert "a **ferry** moored" in str(found.body_markdown)


def test_an_article_in_a_page_s_data_has_its_paragraphs() -> None:
    text = "A *ferry* is moored. " * 30
    found = separated(f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{text}"}}</script>')
    assert found.body_markdown == "\n\n".join(found.body).replace("*", "\\*")
