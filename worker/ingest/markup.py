"""What HTML's own parser would read otherwise than the page was meant: mended in the text, before it is parsed."""

import re
from typing import Final

from worker.ingest.tag_starts import RAW, TagStarts

# One of these that is written as ``<script/>`` swallows the page.
_RAW: Final = RAW.replace(" ", "|")
# Well formed attributes and no others, none of the parts able to give back what it took: linear on any input.
_ATTRIBUTES: Final = r"(?:\s++[a-z_:][\w:.-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'))?+)*+"
_SELF_CLOSED_RAW: Final = re.compile(rf"<({_RAW})({_ATTRIBUTES})\s*+/>(?!\s{{0,20}}</\1)", re.I)
_SELF_CLOSED: Final = re.compile(rf"<([a-z][\w:-]*+)({_ATTRIBUTES})\s*+/>", re.I)
# The same as bytes in lower case, and more: whatever the first one finds, this does.
_MAY_CLOSE_ITSELF: Final = re.compile(rb"<[a-z]{3,8}[\s/](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+(?<=/)>")
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_TEMPLATE: Final = re.compile(r"<template\b[^>]{0,2000}>|</template\s{0,20}>", re.I)
_SHADOW: Final = "shadowrootmode"


def may_need_mending(html: str, starts: TagStarts) -> bool:
    """Whether `mended` may change the page: most pages are told from those at once."""
    return any(_MAY_CLOSE_ITSELF.match(starts.page, at) for at in starts.raw()) or _SHADOW in html


def mended(html: str) -> str:
    """Return the page with XML's empty elements closed as HTML closes them, and declared shadow trees opened.

    ``<script src="a.js"/>`` is an empty element only where XML wrote the page (XHTML 1.0, C.3), and such a page has
    others: all are closed then. A ``template`` with ``shadowrootmode`` is shown where it stands (HTML Standard,
    4.12.3).
    Pages with neither are returned as they are; linear in the page's length.
    """
    if "/>" in html and _SELF_CLOSED_RAW.search(html):
        html = _SELF_CLOSED.sub(_closed, html)
    return _shadows_opened(html) if _SHADOW in html else html


def _closed(found: re.Match[str]) -> str:
    name = found[1]
    return found[0] if name.lower() in _VOID else f"<{name}{found[2]}></{name}>"


def _shadows_opened(html: str) -> str:
    open_ones: list[bool] = []

    def opened(found: re.Match[str]) -> str:
        tag = found[0]
        if tag.startswith("</"):
            return "</div>" if open_ones and open_ones.pop() else tag
        open_ones.append(_SHADOW in tag.lower())
        return "<div>" if open_ones[-1] else tag

    return _TEMPLATE.sub(opened, html)
