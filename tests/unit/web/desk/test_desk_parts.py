"""The desk's pure parts: text that can't act or hide, plots, and a page's leftovers."""

from html import unescape
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain import Format, Page
from worker.learn.charts import Column, bars, columns, probability
from worker.separate.leftovers import Part, blocks
from worker.web.desk.safe_text import plain, visible
from worker.web.desk.session import safe_back

HIDDEN = "\u202e\u200b\u2066\ufeff\u00ad\u0000\u001b\u2028\ue000\U000e0041"


@pytest.mark.parametrize("char", HIDDEN)
def test_what_hides_is_shown(char: str) -> None:
    shown = visible(f"a{char}b")

    assert f">U+{ord(char):04X}</span>" in shown or char == "\u2028"
    assert char not in plain(f"a{char}b") or char == "\u2028"


def test_what_people_write_stays_as_it_is() -> None:
    for text in ("café\n\tnaïve", "שלום עולם", "日本語", "🙂 👍🏽", "a & b"):
        assert unescape(str(visible(text))) == text


@given(st.text(max_size=300))
def test_text_never_becomes_markup(text: str) -> None:
    shown = str(visible(text))

    assert "<" not in shown.replace('<span class="hidden-character" title=', "").replace("</span>", "")
    assert not set(HIDDEN) - {"\u2028"} & set(shown)
    ET.fromstring(f"<p>{shown}</p>".replace("\ufffe", "").replace("\uffff", ""))


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(0, 10**7)), max_size=20))
def test_plots_are_well_formed_whatever_they_show(rows: list[tuple[str, int]]) -> None:
    clean = [(str(visible(name).striptags()), value) for name, value in rows]
    drawn = columns(
        "title", [Column(name, (("plot-spam", value, name), ("plot-allow", 1, "x"))) for name, value in clean], str
    )
    flat = bars('a "title" <', [(name, min(value / 10**7, 1), name) for name, value in clean], "< {:.0%}".format)

    for svg in (drawn, flat, probability(0.5, 0.3, None, "half")):
        root = ET.fromstring(str(svg).replace("\ufffe", "").replace("\uffff", ""))
        assert root.attrib["aria-label"]
        assert all("style" not in one.attrib and "onclick" not in one.attrib for one in root.iter())


@pytest.mark.parametrize(
    ("back", "safe"),
    [
        ("/desk", "/desk"),
        ("/desk/queue?order=newest", "/desk/queue?order=newest"),
        ("//evil.example/desk", "/desk"),
        ("/deskevil", "/desk"),
        ("/desk/\r\nSet-Cookie: a=b", "/desk"),
        ("", "/desk"),
    ],
)
def test_the_way_back_stays_at_the_desk(back: str, safe: str) -> None:
    assert safe_back(back) == safe


def test_a_pages_blocks_say_what_they_were_taken_for() -> None:
    content = """<html><head><title>T</title></head><body><nav><a href=/>Home</a></nav><header>Daily</header>
      <article><h1>Pears</h1><p>A <b>large</b> harvest.</p><script>var x</script></article>
      <div id=c><p>Lovely pears!</p></div><ul><li><a href=/1>Most read</a></li></ul>
      <aside>Weather</aside><form><label>Name</label></form><footer>Imprint</footer></body></html>"""
    page = Page(content=content, format=Format.HTML)

    found = {block.text: block.part for block in blocks(page, "A large harvest.", "Ida\nLovely pears!")}

    assert found == {
        "Home": Part.NAVIGATION,
        "Daily": Part.HEADER,
        "Pears": Part.OTHER,
        "A large harvest.": Part.BODY,
        "Lovely pears!": Part.COMMENTS,
        "Most read": Part.LINKS,
        "Weather": Part.SIDEBAR,
        "Name": Part.FORM,
        "Imprint": Part.FOOTER,
    }


def test_a_plain_text_is_shown_line_by_line() -> None:
    page = Page(content="Menu\n\nA large harvest.\nIda: Lovely!\n", format=Format.TEXT)

    found = [(block.part, block.text) for block in blocks(page, "A large harvest.", "Ida: Lovely!")]

    assert found == [(Part.OTHER, "Menu"), (Part.BODY, "A large harvest."), (Part.COMMENTS, "Ida: Lovely!")]


def test_equal_neighbours_are_blocks_of_their_own() -> None:
    page = Page(content="<body><p>Pears.</p><p>Pears.</p><p>Pears.</p></body>", format=Format.HTML)
    assert [block.text for block in blocks(page, "", "")] == ["Pears."] * 3
