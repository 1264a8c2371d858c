"""The guard before the parser: one linear scan that stops pages made to choke it."""

import re

import numpy as np
from numpy.typing import NDArray

from worker.errors import UnprocessableError
from worker.ingest.markup import may_need_mending, mended
from worker.ingest.nesting import Ahead, nesting
from worker.ingest.tag_starts import TagStarts, tag_starts
from worker.reasons import Reason

# Twice what a chain of three hundred replies takes; a parser needs .2 s there for the largest page that passes.
MAX_DEPTH = 2_000
MAX_TAGS = 50_000
_TOO_MANY_TAGS = f"the page has more than {MAX_TAGS:,} tags"
MAX_ATTRIBUTES = 256
# An attribute takes at least two characters (" a"), so shorter tags can't hold too many.
LONG_TAG_BYTES = 2 * MAX_ATTRIBUTES
# Entities are declared before a document's first element.
DOCTYPE_BYTES = 65_536
QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
# Elements that a parser makes up: it opens formatting ones that were left open anew in every block. Each takes .3 kB.
MAX_MADE_UP = 250_000
_SPACE = rb"[\t\n\f\r ]"
# A tag's attributes and its end, where nothing in them can be taken for another tag's.
_REST = (
    rb"(?:" + _SPACE + rb"++[a-z_:@][\w:.-]*+(?:=(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\t\n\f\r \"'<>=`]++))?+)*+"
    rb"[\t\n\f\r /]*+>"
)
_FORMATTING = rb"(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)"
# Formatting elements, and those of them that surely end where they should: behind text, pictures and elements that end
# in the very next tag.
FORMATTED = re.compile(rb"<" + _FORMATTING + rb"(?=[\s/>])")
ENDED = re.compile(
    rb"<("
    + _FORMATTING
    + rb")"
    + _REST
    + rb"(?:[^<]++|<(?:br|img)"
    + _REST
    + rb"|<(span|"
    + _FORMATTING
    + rb")"
    + _REST
    + rb"[^<]*+</\2>)*+</\1>"
)
# What adds nothing to the depth, in a drawing either: elements without content that end one, and such as end in the
# very next tag and make up no others (a table's parts do).
SHALLOW = re.compile(
    rb"<(?:(?:br|hr|img|meta)(?=[\t\n\f\r />])"
    rb"|(a|b|button|div|em|h[1-6]|i|label|li|option|p|script|small|span|strong|style)" + _REST + rb"[^<]*+</\1>)"
)


def guarded(html: str, utf8: bytes | None = None) -> str:
    """Return a page mended, if a parser can take it then; ``utf8`` are its bytes, if known. Linear in its length.

    Raises UnprocessableError: DEPTH, COMPLEXITY, XML_FORBIDDEN.
    """
    starts = tag_starts(html, utf8)
    if may_need_mending(html, starts):
        html = mended(html)
        starts = tag_starts(html)
    _check(starts)
    return html


def check_html(content: str) -> None:
    """Let a page pass whose depth, tags and attributes a parser can take; linear in its length.

    Raises UnprocessableError: DEPTH, COMPLEXITY, XML_FORBIDDEN.
    """
    _check(tag_starts(content))


def _check(starts: TagStarts) -> None:
    page = starts.page
    if page.find(b"<!entity", 0, DOCTYPE_BYTES) >= 0:
        raise UnprocessableError(Reason.XML_FORBIDDEN, "the page declares XML entities; none are read")
    # Scripts and comments can hold tags, which only ever adds to the count: look closer where that would matter.
    fault, ahead = _fault(page, starts.at), _ahead(starts)
    if fault or ahead.deepening > MAX_DEPTH or ahead.left_open * ahead.opened > MAX_MADE_UP:
        # Where a tag may be at fault, all are followed; else only as far as too much is ahead.
        found = nesting(page, MAX_DEPTH, MAX_TAGS, None if fault else ahead)
        if found.depth > MAX_DEPTH:
            raise UnprocessableError(Reason.DEPTH, f"the page nests its elements deeper than {MAX_DEPTH}")
        if found.made_up > MAX_MADE_UP:
            raise UnprocessableError(Reason.COMPLEXITY, "the page leaves too many formatting elements open: close them")
        if found.tags > MAX_TAGS:  # the rest was not followed: it could only add to them
            raise UnprocessableError(Reason.COMPLEXITY, _TOO_MANY_TAGS)
        if fault and (fault := _fault(page, _shown(starts.at, found.hidden))):
            raise UnprocessableError(Reason.COMPLEXITY, fault)


def _ahead(starts: TagStarts) -> Ahead:
    """What a page's tags can make of it at worst; looked at no closer than it takes to know that this is fine."""
    page, opened = starts.page, starts.opened()
    fine = MAX_MADE_UP // max(opened, 1)
    formatted = left_open = starts.formatted()
    if left_open > fine:
        formatted = left_open = len(FORMATTED.findall(page))
        ended = ENDED.finditer(page)
        while left_open > fine and (one := next(ended, None)):
            left_open -= len(FORMATTED.findall(one[0]))
    deepening = opened
    shallow = SHALLOW.finditer(page)
    while deepening > MAX_DEPTH and next(shallow, None):
        deepening -= 1
    return Ahead(opened, deepening, formatted, left_open, page.count(b"<table"), MAX_MADE_UP)


def _fault(page: bytes, starts: NDArray[np.int64]) -> str | None:
    if len(starts) > MAX_TAGS:
        return _TOO_MANY_TAGS
    far = np.append(starts[1:], len(page)) - starts > LONG_TAG_BYTES
    long = starts[far]
    if any(_attributes(page, int(start)) > MAX_ATTRIBUTES for start in long):
        return f"a tag has more than {MAX_ATTRIBUTES} attributes"
    return None


def _shown(starts: NDArray[np.int64], hidden: list[tuple[int, int]]) -> NDArray[np.int64]:
    if not hidden:
        return starts
    spans = np.array(hidden)
    last = np.searchsorted(spans[:, 0], starts, side="right") - 1
    shown: NDArray[np.int64] = starts[(last < 0) | (starts >= spans[last, 1])]
    return shown


def _attributes(page: bytes, start: int) -> int:
    end = page.find(b">", start, start + LONG_TAG_BYTES)
    if end >= 0 or not page[start + 1 : start + 2].isalpha():
        return 0
    following = page.find(b"<", start + 1)
    tag = page[start : following if following >= 0 else len(page)]
    return len(QUOTED.sub(b"", tag).split(b">", 1)[0].split())
