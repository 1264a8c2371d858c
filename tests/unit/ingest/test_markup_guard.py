"""Pages made to choke a parser are stopped before it; real ones pass."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from worker.errors import UnprocessableError
from worker.ingest.markup_guard import MAX_DEPTH, check_html
from worker.ingest.nesting import nesting
from worker.reasons import Reason

BOMBS = {
    "deep": ("<div>" * 40_000, Reason.DEPTH),
    "just too deep": ("<div>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "deep behind stray ends": ("</div>" * 2000 + "<div>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "deep by names that begin like void ones": ("<input-box>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "many tags": ("<br>" * 60_000, Reason.COMPLEXITY),
    "many attributes": ("<p " + " ".join(f"a{n}=1" for n in range(40_000)) + ">", Reason.COMPLEXITY),
    "quoted attributes": ("<p " + " ".join(f"a{n}='x y'" for n in range(300)) + ">", Reason.COMPLEXITY),
    "open tags": ("<a" * 500_000, Reason.COMPLEXITY),
    "reconstruction": ("".join(f"<b i{n}><i i{n}>" for n in range(5000)), Reason.DEPTH),
    "shapes without a drawing": ("<path d='M0'/>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "shapes behind what ends a drawing": ("<svg><div>" + "<path d='M0'/>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "shapes in HTML within a drawing": ("<svg><foreignObject>" + "<g/>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "an end that is a value's": ("<svg>" + '<g id=\'"\' class="/>">' * (MAX_DEPTH + 1), Reason.DEPTH),
    "end tags of nothing": ("<div></x>" * 20_000, Reason.DEPTH),
    "end tags that don't reach so far": ("<div><table></div>" * 1500, Reason.DEPTH),
    "annotations outside of ruby": ("<rt>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "rows in a drawing": ("<svg>" + "<tr>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "behind an empty comment": ("<!-->" + "<div>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "behind what begins like a script": ("<scripty>" + "<div>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "end tags within values": ("<div title='></div>'>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "end tags within comments": ("<div><!--</div>-->" * (MAX_DEPTH + 1), Reason.DEPTH),
    "formatting opened anew": (
        "<p>" + "".join(f"<b i{n}>" for n in range(1500)) + "<p>x" * 5000,
        Reason.COMPLEXITY,
    ),
    "formatting opened anew, as if ended": (
        "<p>" + "".join(f"<b i{n}><table></b></table>" for n in range(500)) + "<p>x" * 5000,
        Reason.COMPLEXITY,
    ),
    "names that hold a vertical tab": ("<div\x0b a>x</div>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "void ones in a drawing, where they are none": ("<svg>" + "<link/><input>x</input>" * MAX_DEPTH, Reason.DEPTH),
    "cells that make up their rows": ("<table><td>x</td><td>" * (MAX_DEPTH // 2), Reason.DEPTH),
    "ends in values": ("<div a='>x</div>'>" * (MAX_DEPTH + 1), Reason.DEPTH),
    "formatting opened anew, within what is ended": (
        "<p>" + "".join(f"<b i{n}><i><table></i></table></b>" for n in range(500)) + "<p>x" * 5000,
        Reason.COMPLEXITY,
    ),
    "deep behind much that isn't": (
        "<div>x</div>" * 4000 + "<p><i>x</i>" * 300 + "<div>" * (MAX_DEPTH + 1),
        Reason.DEPTH,
    ),
    "deep tables behind much that isn't": (
        "<p><span>x</span><b>y</b>" * 1500 + "<table><td>" * (MAX_DEPTH // 2),
        Reason.DEPTH,
    ),
    "formatting opened anew, behind much that isn't": (
        "<p><b>x</b>" * 3000 + "".join(f"<b i{n}>" for n in range(300)) + "<p>x" * 5000,
        Reason.COMPLEXITY,
    ),
    "entities": ("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", Reason.XML_FORBIDDEN),
}
FINE = {
    "spans never closed": "<div><span>word</div>" * 4000,
    "links never closed": "<p><a name='a'>word</p>" * 4000,
    "tags across one another": "<p><b><i>word</b></i></p>" * 3000,
    "forms and fields": "<form><p><input><select><option>a<option>b</select></form>" * 2500,
    "drawings in links": "<a href='/'><svg><g><path d='M0'/></g></svg></a>" * 2500,
    "a drawing": "<p><svg viewBox='0 0 9 9'>" + "<path d='M0 0L9 9'/><g/>" * MAX_DEPTH + "</svg>",
    "a drawing with titles": "<svg>" + "<circle r='1'><title>One</title></circle><rect/>" * MAX_DEPTH + "</svg>",
    "half as deep as may be, behind much that isn't": "<p><b>x</b>" * 3000 + "<div>" * (MAX_DEPTH // 2),
    "three hundred replies deep": "<ol><li><div>" * 300,
    "plain": "<html><body><p>Hello <b>you</b></body>",
    "pictures and symbols in links": "<ul><li><a href='/'><img src=a><br><i class='b'></i> <span>word</span></a></ul>"
    * 1500,
    "unclosed paragraphs and cells": "<table>" + "<tr><td><p>cell" * 4000 + "</table>",
    "many options": "<select>" + "<option>one" * 20_000 + "</select>",
    "tags in a script": "<script>" + "s += '<div>';" * 2000 + "</script><p>text",
    "tags in a comment": "<!--" + "<div>" * 2000 + "--><p>text",
    "closed": "<div>x</div>" * 2000,
    "comment never closed": "<!--" * 10_000,
    "long attribute": '<p data-x="' + "word " * 2000 + '">text',
    "less-than in prose": "<p>if a < b and then a lot of words " + "word " * 400 + "</p>",
    "a minified script": "<script>for(i=0;i<n;i++){" + "x = y + z ; " * 500 + "}</script>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_stopped_with_its_reason(name: str) -> None:
    page, reason = BOMBS[name]
    with pytest.raises(UnprocessableError) as error:
        check_html(page)
    assert error.value.reason is reason


@pytest.mark.parametrize("name", FINE)
def test_a_real_page_passes(name: str) -> None:
    check_html(FINE[name])


@pytest.mark.parametrize(
    "part",
    [
        "<!--",
        "<script>",
        "<svg><g a='",
        "<svg ",
        '<svg><path d="',
        "<svg><title>",
        '<a "',
        "<p a=b>x</p>",
        "<div></div>",
        "<style",
        "<b><i>x</i>",
        "<a><img><br>",
        "<b><span a=b>x</span>",
        "<p " + "a " * 300,
    ],
)
def test_the_scan_is_linear(part: str) -> None:
    def seconds(repeats: int) -> float:
        page, best = part * repeats, float("inf")
        for _ in range(5):
            start = time.process_time()
            with contextlib.suppress(UnprocessableError):
                check_html(page)
            best = min(best, time.process_time() - start)
        return best

    size = max(1, 320_000 // len(part))  # either has more tags than are followed
    assert seconds(4 * size) < 16 * seconds(size) + 0.02  # quadratic would be 16 times and more


TAGS = (
    "<div> </div> <p> </p> <b> </b> <a> </a> <i> </i> <span> </span> <table> </table> <td> <tr> <li> "
    "</li> <ul> </ul> <dd> <dl> </dl> <svg> </svg> <path/> <g> </g> <foreignObject> <h2> </h3> <button> "
    "</button> <form> </form> <rt> <select> </select> <option> <template> </template> <!-- --> <!--> "
    "<script> </script> <style> </style> <title> </title> <object> </object> <x-a> </x-a> </x> <math> "
    "<mi> </math> <![CDATA[ ]]> <br> text <noscript> é < <hr> <xmp> </xmp> <optgroup> </br> <desc> <h2> </ul> "
    "<plaintext> <dt> <article> </article> <caption> <th> <rb> <rtc> <textarea> </textarea> <nobr> <applet>"
)
PIECES = st.sampled_from([*TAGS.split(), "<div title='></div> ", "'>", "<b i>", "<a href='x'>"])


def _depth(page: str) -> int:
    deepest, waiting = 0, [(LexborHTMLParser(page).root, 0)]
    while waiting:
        node, depth = waiting.pop()
        while node is not None:
            if node.tag and not node.tag.startswith("-"):
                deepest = max(deepest, depth + 1)
                waiting.append((node.child, depth + 1))
            node = node.next
    return deepest


@given(st.lists(PIECES, max_size=6), st.lists(PIECES, min_size=1, max_size=10), st.sampled_from([1, 3, 20]))
def test_no_page_nests_deeper_than_is_said(before: list[str], repeated: list[str], times: int) -> None:
    page = "".join(before) + "".join(repeated) * times
    own = 3  # html and body are the parser's own; a head may stand beside
    assert _depth(page) <= nesting(page.lower().encode(), 10**9, 10**9).depth + own


@given(st.lists(st.tuples(PIECES, st.integers(1, 700)), max_size=12))
def test_what_passes_is_as_shallow_as_the_parser_finds_it(parts: list[tuple[str, int]]) -> None:
    page = "".join(piece * times for piece, times in parts)
    try:
        check_html(page)
    except UnprocessableError:
        return
    deepest = LexborHTMLParser(page).css("*" + " > *" * (MAX_DEPTH + 3))  # html and body are the parser's own
    assert deepest == []
