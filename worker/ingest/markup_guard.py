"""The guard before the parser: one linear scan that stops pages made to choke it."""

import re

import numpy as np
from numpy.typing import NDArray

from worker.errors import UnprocessableError
from worker.reasons import Reason

# Twice what a chain of three hundred replies takes. There a parser needs .2 s for the largest page that passes, and
MAX_DEPTH = 2_000
MAX_TAGS = 50_000
MAX_ATTRIBUTES = 256
# An attribute takes at least two characters (" a"), so shorter tags can't hold too many.
LONG_TAG_BYTES = 2 * MAX_ATTRIBUTES
# Entities are declared before a document's first element.
DOCTYPE_BYTES = 65_536
QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
# What a scan for tags must not look into, and where it ends.
OPAQUE = {b"<!--": b"-->", b"<script": b"</script", b"<style": b"</style", b"<textarea": b"</textarea"}
OPAQUE_START = re.compile(b"|".join(map(re.escape, OPAQUE)))
NAME_BYTES = 8
# Shapes of a drawing, none of which is an element of HTML too; within an svg, one that ends in "/>" is no level.
SHAPES = (
    b"path circle ellipse line polygon polyline rect use g image stop animate animatemotion animatetransform set "
    b"text tspan textpath symbol marker mask pattern defs clippath lineargradient radialgradient filter view mpath "
    b"feblend fecolormatrix fecomposite feflood fegaussianblur femergenode femorphology feoffset fetile feturbulence "
    b"fefunca fefuncr fefuncg fefuncb fedistantlight fepointlight fespotlight feimage fedropshadow fedisplacementmap"
).split()
# A drawing up to its end, or to the first tag that ends it for the parser or may: there "/>" is HTML's again.
DRAWING = re.compile(
    rb"<svg\b(?:[^<]++|<(?:/?(?:" + b"|".join(SHAPES) + rb")(?=[\s/>])|!--|title>[^<]*+</title>|desc>[^<]*+</desc>))*+"
)
# Such a shape, well formed; no part of it gives back what it took.
EMPTY_SHAPE = re.compile(
    rb"<(?:" + b"|".join(SHAPES) + rb")(?:\s++[a-z_:][\w:.-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'))?+)*+\s*+/>"
)
# Void elements, and those whose end tag may be left out (an open one says nothing of depth).
FLAT = (
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li dt dd tr td th option optgroup thead tbody tfoot colgroup caption rp rt"
).split()
FLAT_CODES = np.frombuffer(b"".join(name.ljust(NAME_BYTES, b"\0") for name in FLAT), dtype="<u8")
NAME_ENDS = np.zeros(256, dtype=bool)
NAME_ENDS[list(b"\t\n\f\r />\0")] = True
LETTERS = np.zeros(256, dtype=bool)
LETTERS[list(b"abcdefghijklmnopqrstuvwxyz")] = True


def check_html(content: str) -> None:
    """Let a page pass whose depth, tags and attributes a parser can take; linear in its length.

    Raises UnprocessableError: DEPTH, COMPLEXITY, XML_FORBIDDEN.
    """
    page = content.encode("utf-8", "replace").lower()
    if b"<!entity" in page[:DOCTYPE_BYTES]:
        raise UnprocessableError(Reason.XML_FORBIDDEN, "the page declares XML entities; none are read")
    # Scripts and comments can hold tags, which only ever adds to the count: look closer where that would matter.
    if _fault(page):
        fault = _fault(_visible(page))
        if fault:
            raise UnprocessableError(*fault)


def _fault(page: bytes) -> tuple[Reason, str] | None:
    array = np.frombuffer(page + b"\0" * (NAME_BYTES + 3), dtype=np.uint8)
    starts = np.flatnonzero(array == ord("<"))
    if len(starts) > MAX_TAGS:
        return Reason.COMPLEXITY, f"the page has more than {MAX_TAGS:,} tags"
    if _depth(array, starts) > MAX_DEPTH:
        return Reason.DEPTH, f"the page nests its elements deeper than {MAX_DEPTH}"
    long = starts[np.diff(starts, append=len(page)) > LONG_TAG_BYTES]
    if any(_attributes(page, int(start)) > MAX_ATTRIBUTES for start in long):
        return Reason.COMPLEXITY, f"a tag has more than {MAX_ATTRIBUTES} attributes"
    return None


def _depth(array: NDArray[np.uint8], starts: NDArray[np.int64]) -> int:
    """The deepest nesting that these tags can make, end tags without a beginning left out."""
    if not len(starts):
        return 0
    closing = array[starts + 1] == ord("/")
    names = starts + 1 + closing
    is_tag = LETTERS[array[names]]
    steps = np.where(closing, -1, 1)
    steps[~is_tag] = 0
    if (rough := _highest(steps)) <= MAX_DEPTH:
        return rough  # even with every void element taken for a level
    steps[_is_flat(array, names)] = 0
    return _highest(steps)


def _highest(steps: NDArray[np.int64]) -> int:
    level = np.cumsum(steps)
    return int((level - np.minimum.accumulate(np.minimum(level, 0))).max())


def _is_flat(array: NDArray[np.uint8], names: NDArray[np.int64]) -> NDArray[np.bool_]:
    letters = array[names[:, None] + np.arange(NAME_BYTES + 1)]
    ended = np.logical_or.accumulate(NAME_ENDS[letters], axis=1)
    letters[ended] = 0
    codes = np.ascontiguousarray(letters[:, :NAME_BYTES]).view("<u8").ravel()
    flat: NDArray[np.bool_] = ended[:, NAME_BYTES] & np.isin(codes, FLAT_CODES)
    return flat


def _attributes(page: bytes, start: int) -> int:
    end = page.find(b">", start, start + LONG_TAG_BYTES)
    if end >= 0 or not page[start + 1 : start + 2].isalpha():
        return 0
    following = page.find(b"<", start + 1)
    tag = page[start : following if following >= 0 else len(page)]
    return len(QUOTED.sub(b"", tag).split(b">", 1)[0].split())


def _visible(page: bytes) -> bytes:
    """The page (in lower case) without comments, scripts and styles, and without the empty shapes of drawings."""
    return DRAWING.sub(lambda drawing: EMPTY_SHAPE.sub(b"", drawing[0]), _legible(page))


def _legible(page: bytes) -> bytes:
    parts, at = [], 0
    while found := OPAQUE_START.search(page, at):
        parts.append(page[at : found.start()])
        closing = OPAQUE[found[0]]
        end = page.find(closing, found.end())
        if end < 0:
            return b"".join(parts)  # never closed: the parser takes the rest for its text
        at = end + len(closing)
    parts.append(page[at:])
    return b"".join(parts)
