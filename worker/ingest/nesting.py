"""How deep a page nests: the parser's stack of open elements, followed tag by tag and never too shallow.

The rules are those of the HTML standard (13.2.6, tree construction). Where following them to the letter would take the
parser itself, an end tag counts for nothing, so what is said here is an upper bound of what the parser builds.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
VOID = _names("area base basefont bgsound br col embed frame hr image img input link meta param source track wbr")
RAW = _names("script style textarea title xmp iframe noembed noframes")
HEADINGS = frozenset(f"h{rank}" for rank in range(1, 7))
# An end tag never reaches across one of these. A `title` is an element only within a drawing; elsewhere it is raw text.
MARKERS = _names(
    "table td th caption object applet marquee template select foreignobject desc title mi mo mn ms mtext "
    "annotation-xml"
)
# Formatting elements that were opened outside of one of these can't be closed within.
SCOPES = _names("td th caption object applet marquee template")
# An end tag of one of these closes what stands open above its own element.
BLOCKS = _names(
    "address article aside blockquote button center details dialog dir div dl fieldset figcaption figure "
    "footer header hgroup listing main menu nav ol pre section summary ul heading object applet marquee "
    "dd dt"
)
# A start tag of one of these closes an open paragraph.
ENDS_PARAGRAPH = _names(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer "
    "header hgroup listing main menu nav ol pre section summary ul heading li dd dt p"
)
# These may close one: by quirks of the page, or where something else is open.
MAY_END_PARAGRAPH = _names("table form search")
# Within a list to choose from, these close what needs no end tag of its own.
OPTIONS = _names("option optgroup")
IMPLIED = OPTIONS | _names("p li dd dt rb rp rt rtc")
# What the end tag of an ordinary element, a span say, never reaches across.
SPECIAL = BLOCKS | MARKERS | _names("p li form noscript frameset plaintext search")
CELLS = _names("td th caption")
TABLE_PARTS = CELLS | _names("tr tbody thead tfoot colgroup")
# These hold nothing that is followed, or stand within a table only.
FLAT = VOID | TABLE_PARTS | {"xmp"}
SHAPES = _names(
    "path circle ellipse line polygon polyline rect use g stop animate animatemotion animatetransform set "
    "text tspan textpath symbol marker mask pattern defs clippath lineargradient radialgradient filter "
    "view mpath feblend fecolormatrix fecomposite feflood fegaussianblur femergenode femorphology "
    "feoffset fetile feturbulence fefunca fefuncr fefuncg fefuncb fedistantlight fepointlight fespotlight "
    "feimage fedropshadow fedisplacementmap"
)
# These end a drawing or a formula; other elements of HTML stand within one as its own.
ENDS_DRAWING = _names(
    "blockquote body br center dd div dl dt embed font head heading hr img li listing menu meta ol p pre "
    "ruby span sub sup table ul var"
) | FORMATTING - {"a"}
# A table makes its body and its row too, where the page leaves them out.
TABLE_LEVELS = 3
# The adoption agency carries a formatting element across so many levels, and Noah's Ark keeps three of a kind.
ADOPTED = 7
ARK = 3
SPACE = rb"[\t\n\f\r ]"
QUOTED_OR_BARE = rb"\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >\"'][^\t\n\f\r >]*+"
ATTRIBUTE = rb"=?[^\t\n\f\r />=]++(?:" + SPACE + rb"*+=" + SPACE + rb"*+(?:" + QUOTED_OR_BARE + rb")?+)?+"
TAG = re.compile(
    rb"<(?:(!--)|(!\[cdata\[)|[!?][^>]*+(?:>|\Z)|/[^a-z>][^>]*+(?:>|\Z)"
    rb"|(/?)([a-z][^\t\n\f\r />]*+)((?:[\t\n\f\r /]++|" + ATTRIBUTE + rb"|=)*+)(>?))"
)
START = re.compile(rb"<[a-z]")
COMMENT_END = re.compile(rb"-->|(?<!<!)--!>")
SCRIPT_PART = re.compile(rb"<!--(?!-*+>)|-->|<(/?)script(?=[\t\n\f\r />])")
RAW_END = {name: re.compile(rb"</" + name.encode() + rb"(?=[\t\n\f\r />])") for name in RAW - {"script"}}


class _OpenElements:
    """The stack of open elements: names, whether the parser surely holds them, and where each kind stands."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.sure: list[bool] = []
        self.drawn: list[bool] = []  # a drawing, or a shape right within one
        self.where: dict[str, list[int]] = {}
        self.markers: list[int] = []
        self.specials: list[int] = []
        self.stops: list[int] = []  # specials that an item's start tag doesn't look beyond
        self.levels = 0
        # Formatting elements by scope, outermost first: of each, when it was opened and how high the stack was.
        self.formats: list[dict[str, list[tuple[int, int]]]] = [{}]
        self.format_counts: dict[str, int] = {}
        self.formatting = 0
        self.clock = 0
        self._lows: list[tuple[int, int]] = []  # (time, height), both rising: how low the stack was since a time
        self.dropped = False

    def push(self, name: str, sure: bool = True) -> None:
        at = len(self.names)
        self.drawn.append(name == "svg" or (bool(self.drawn) and self.drawn[-1] and name in SHAPES))
        self.names.append(name)
        self.sure.append(sure)
        self.where.setdefault(name, []).append(at)
        if name in SPECIAL:
            self.specials.append(at)
            if name not in {"address", "div", "p"}:
                self.stops.append(at)
        if name in MARKERS:
            self.markers.append(at)
            self.formats.append({})
        self.levels += TABLE_LEVELS if name == "table" else 1

    def pop_to(self, at: int) -> None:
        """Take off all from `at` upwards; of the formatting scopes that end with it, the parser closes one alone."""
        scopes = 0
        while len(self.names) > at:
            name = self.names.pop()
            self.sure.pop()
            self.drawn.pop()
            self.where[name].pop()
            last = len(self.names)
            if self.specials and self.specials[-1] == last:
                self.specials.pop()
                if self.stops and self.stops[-1] == last:
                    self.stops.pop()
            if self.markers and self.markers[-1] == last:
                self.markers.pop()
                scopes += name in SCOPES
                for kind, opened in self.formats.pop().items():
                    self.formats[-1].setdefault(kind, []).extend(opened)
            self.levels -= TABLE_LEVELS if name == "table" else 1
        self.formats.extend({} for _ in range(scopes - 1))
        self.clock += 1
        self.dropped = True
        while self._lows and self._lows[-1][1] >= at:
            self._lows.pop()
        self._lows.append((self.clock, at))

    def last(self, name: str) -> int:
        places = self.where.get(name)
        return places[-1] if places else -1

    def has(self, name: str) -> bool:
        return bool(self.where.get(name))

    def close(self, name: str, above: int) -> None:
        """Take off the last of this name and what stands on it, if it stands above a place and is sure."""
        at = self.last(name)
        if at < 0:
            return
        if at == len(self.names) - 1 or (at > above and self.sure[at]):
            self.pop_to(at)
        elif at > above or not self.sure[above]:
            self.doubt(at)

    def doubt(self, at: int) -> None:
        """The parser may have taken off what stands from here upwards."""
        self.sure[at:] = self.drawn[at:] = [False] * (len(self.names) - at)

    def marker(self) -> int:
        return self.markers[-1] if self.markers else -1

    def open_format(self, name: str) -> None:
        self.clock += 1
        self.formats[-1].setdefault(name, []).append((self.clock, len(self.names)))
        self.format_counts[name] = self.format_counts.get(name, 0) + 1
        self.formatting += 1

    def close_format(self, name: str) -> None:
        opened = self.formats[-1].get(name)
        if not opened:
            return
        time, height = opened[-1]
        low = self._low_since(time, height)
        nested = low == height == len(self.names)
        if not nested:
            if len(self.names) - low > ADOPTED or self.format_counts[name] > ARK:
                return
            self.doubt(low)
        opened.pop()
        self.format_counts[name] -= 1
        self.formatting -= 1

    def _low_since(self, time: int, height: int) -> int:
        at = bisect_left(self._lows, (time, -1))
        return min(height, self._lows[at][1]) if at < len(self._lows) else height


@dataclass(frozen=True)
class Nesting:
    """How deep the parser nests a page at most, how many elements it makes up at most, and what it takes for text.

    It makes elements up where formatting ones were left open: it opens them anew in each block that follows.
    """

    depth: int
    made_up: int
    hidden: list[tuple[int, int]]


def nesting(page: bytes, enough: int) -> Nesting:
    """Follow a page (bytes in lower case) tag by tag; linear, and over where the depth exceeds `enough`."""
    stack, deepest, made_up = _OpenElements(), 0, 0
    hidden: list[tuple[int, int]] = []
    for closing, name, empty in _tags(page, stack, hidden):
        if stack.dropped:
            made_up += stack.formatting
            stack.dropped = False
        if closing:
            _end(stack, name)
        else:
            _start(stack, name, empty)
        deepest = max(deepest, stack.levels + stack.formatting)
        if deepest > enough:
            break
    return Nesting(deepest, made_up, hidden)


def _tags(page: bytes, stack: _OpenElements, hidden: list[tuple[int, int]]) -> Iterator[tuple[bool, str, bool]]:
    """Tags as the tokenizer finds them: whether each closes, its name, whether it ends in "/>"."""
    at = 0
    while found := TAG.search(page, at):
        comment, data, closing, name, attributes, ended = found.groups()
        start = at = found.end()
        if comment:
            end = COMMENT_END.search(page, found.start() + 2)
            at = end.end() if end else len(page)
            hidden.append((start, at))
        elif data:
            at = _data_end(page, at, stack)
            yield from _starts_within(page, start, at)
        elif name and not ended:
            return  # the page is over within a tag, which is none then
        elif name:
            text = name.decode("latin-1")
            if closing or text not in RAW or (stack.drawn and stack.drawn[-1]):
                yield bool(closing), "heading" if text in HEADINGS else text, attributes.endswith(b"/")
            else:
                at = _raw_end(page, text, at)
                if text == "xmp":
                    yield False, text, True  # it ends a paragraph
                if stack.has("svg") or stack.has("math") or stack.has("select"):
                    yield from _starts_within(page, found.start(), at)
                else:
                    hidden.append((start, at))


def _data_end(page: bytes, at: int, stack: _OpenElements) -> int:
    ends = [page.find(b">", at)]
    if stack.has("svg") or stack.has("math"):
        ends.append(page.find(b"]]>", at))  # text within a drawing, a comment elsewhere
    return max(end if end >= 0 else len(page) for end in ends)


def _starts_within(page: bytes, start: int, end: int) -> Iterator[tuple[bool, str, bool]]:
    """What may be tags or may be text: as either, its end tags count for nothing."""
    for _ in START.finditer(page, start, end):
        yield False, "?", False


def _raw_end(page: bytes, name: str, at: int) -> int:
    if name != "script":
        end = RAW_END[name].search(page, at)
        return end.start() if end else len(page)
    escaped = doubly = False
    for part in SCRIPT_PART.finditer(page, at):
        if part[0] == b"<!--":
            escaped = True
        elif part[0] == b"-->":
            escaped = doubly = False
        elif not part[1]:
            doubly = escaped
        elif doubly:
            doubly = False
        else:
            return part.start()
    return len(page)


def _start(stack: _OpenElements, name: str, empty: bool) -> None:
    if name == "svg" or (name in SHAPES and stack.drawn and stack.drawn[-1]):
        if name == "svg" or not empty:
            stack.push(name)
        return
    drawing = max(stack.last("svg"), stack.last("math"))
    if drawing >= 0:
        if name not in ENDS_DRAWING:
            stack.push(name, sure=name == "foreignobject" and stack.drawn[-1])
            return
        stack.doubt(drawing)
    if stack.has("select") and (name in TABLE_PARTS or name in {"select", "input", "keygen", "?"}):
        stack.doubt(stack.last("select"))  # any of these may end it
    if name in FLAT:
        _flat(stack, name)
    elif name in FORMATTING:
        if name in {"a", "nobr"}:
            stack.close_format(name)
        stack.open_format(name)
    elif name not in {"html", "body", "head"}:
        _block(stack, name)


def _flat(stack: _OpenElements, name: str) -> None:
    table, template = stack.last("table"), stack.last("template")
    if name in {"hr", "xmp"}:
        _close_paragraph(stack)
        _doubt_implied(stack)
    elif name in TABLE_PARTS and template > table:
        stack.push("?", sure=False)
        if name in CELLS:
            stack.formats.append({})  # which the end of the template leaves behind
    elif name in TABLE_PARTS and table >= 0:
        _close_cell(stack)
        if name in CELLS:
            stack.push(name)


def _close_cell(stack: _OpenElements) -> None:
    table = max(stack.last("table"), stack.last("template"))
    cell = min((at for at in map(stack.last, CELLS) if at > table), default=-1)
    if cell >= 0 and stack.sure[cell]:
        stack.pop_to(cell)


def _block(stack: _OpenElements, name: str) -> None:
    if name in {"li", "dd", "dt"}:
        _close_item(stack, name)  # before a paragraph, whose end takes off what an item doesn't look beyond
    if name in ENDS_PARAGRAPH:
        _close_paragraph(stack)
    elif name in MAY_END_PARAGRAPH and stack.has("p"):
        stack.doubt(stack.last("p"))
    elif name in OPTIONS:
        _doubt_implied(stack)
    if name in {"heading", "option", "optgroup"}:
        _close_alike(stack, "option" if name == "optgroup" else name)
    elif name == "button":
        stack.close(name, stack.marker())
    stack.push(name, sure=name not in {"form", "noscript", "option", "optgroup", "rt", "rp", "rb", "rtc"})


def _doubt_implied(stack: _OpenElements) -> None:
    """Within a list to choose from, the parser may take off what needs no end tag of its own."""
    at = len(stack.names)
    while stack.has("select") and at and stack.names[at - 1] in IMPLIED:
        at -= 1
    stack.doubt(at)


def _close_alike(stack: _OpenElements, name: str) -> None:
    """Take off the top if it has this name and no formatting element can stand on it, opened there or anew."""
    top = len(stack.names) - 1
    if top >= 0 and stack.names[top] == name:
        if stack.formatting:
            stack.doubt(top)
        else:
            stack.pop_to(top)


def _close_paragraph(stack: _OpenElements) -> None:
    if stack.has("p"):
        stack.close("p", max(stack.marker(), stack.last("button")))


def _close_item(stack: _OpenElements, name: str) -> None:
    stop = stack.stops[-1] if stack.stops else -1
    if stop >= 0 and stack.names[stop] in ({"li"} if name == "li" else {"dd", "dt"}):
        stack.close(stack.names[stop], -1)


def _end(stack: _OpenElements, name: str) -> None:
    drawing = max(stack.last("svg"), stack.last("math"))
    if name in {"p", "br"} and drawing >= 0:
        stack.doubt(drawing)  # these end it as their start tags do
    if name in FORMATTING:
        stack.close_format(name)
    elif name == "p":
        _close_paragraph(stack)
    elif name == "li":
        stack.close(name, max(stack.marker(), stack.last("ul"), stack.last("ol")))
    elif name in BLOCKS or name == "select":
        stack.close(name, _beyond(stack, name))
    elif name in {"td", "th", "caption"}:
        stack.close(name, max(stack.last("table"), stack.last("template")))
    elif name == "tr":
        _close_cell(stack)
    elif name in {"table", "template"}:
        stack.close(name, -1 if name == "template" else max(stack.last("template"), stack.last("table") - 1))
    elif name == "form":
        _end_form(stack)
    else:
        stack.close(name, (stack.specials[-1] if stack.specials else 0) - 1)


def _end_form(stack: _OpenElements) -> None:
    """The parser takes off the form alone, and a paragraph at its end; what else stands on it stays within it."""
    at = stack.last("form")
    if at < 0:
        return
    alone = len(stack.names) <= at + 2 and stack.names[at + 1 :] in ([], ["p"]) and all(stack.sure[at + 1 :])
    if alone and not stack.formatting:
        stack.pop_to(at)
    else:
        stack.where["form"].pop()
        stack.names[at] = "?"
        stack.where.setdefault("?", []).append(at)


def _beyond(stack: _OpenElements, name: str) -> int:
    """The marker that an end tag of this name doesn't reach across; its own element may be one."""
    marker = stack.marker()
    if marker >= 0 and stack.names[marker] == name:
        return marker - 1
    return marker
