"""How deep a page nests: the parser's stack of open elements, followed tag by tag and never too shallow.

The rules are those of the HTML standard (13.2.6, tree construction). Where following them to the letter would take the
parser itself, an end tag counts for nothing, so what is said here is an upper bound of what the parser builds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from worker.ingest import tag_starts
from worker.ingest.open_elements import BLOCKS, SHAPES, TABLE_LEVELS, OpenElements, names

FORMATTING = names(tag_starts.FORMATTING)
VOID = names("area base basefont bgsound br col embed frame hr image img input link meta param source track wbr")
RAW = names("script style textarea title xmp iframe noembed noframes")
HEADINGS = frozenset(f"h{rank}" for rank in range(1, 7))
# A start tag of one of these closes an open paragraph.
ENDS_PARAGRAPH = names(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer "
    "header hgroup listing main menu nav ol pre section summary ul heading li dd dt p"
)
# These may close one: by quirks of the page, or where something else is open.
MAY_END_PARAGRAPH = names("table form search")
# Within a list to choose from, these close what needs no end tag of its own.
OPTIONS = names("option optgroup")
IMPLIED = OPTIONS | names("p li dd dt rb rp rt rtc")
CELLS = names("td th caption")
TABLE_PARTS = CELLS | names("tr tbody thead tfoot colgroup")
# These hold nothing that is followed, or stand within a table only.
FLAT = VOID | TABLE_PARTS | {"xmp"}
# These end a drawing or a formula; other elements of HTML stand within one as its own.
ENDS_DRAWING = names(
    "blockquote body br center dd div dl dt embed font head heading hr img li listing menu meta ol p pre "
    "ruby span sub sup table ul var"
) | FORMATTING - {"a"}
SPACE = rb"[\t\n\f\r ]"
QUOTED_OR_BARE = rb"\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >\"'][^\t\n\f\r >]*+"
ATTRIBUTE = rb"=?[^\t\n\f\r />=]++(?:" + SPACE + rb"*+=" + SPACE + rb"*+(?:" + QUOTED_OR_BARE + rb")?+)?+"
TAG = re.compile(
    rb"<(?:(!--)|(!\[cdata\[)|[!?][^>]*+(?:>|\Z)|/[^a-z>][^>]*+(?:>|\Z)"
    rb"|(/?)([a-z][^\t\n\f\r />]*+)((?:[\t\n\f\r /]++|" + ATTRIBUTE + rb"|=)*+)(>?))"
)
# Tags between two looks at what is ahead.
_LOOKS = 64
# Formatting elements that are open at once at most where each ends where it should: one, and one in it.
_WITHIN_ENDED = 2
START = re.compile(rb"<[a-z]")
COMMENT_END = re.compile(rb"-->|(?<!<!)--!>")
SCRIPT_PART = re.compile(rb"<!--(?!-*+>)|-->|<(/?)script(?=[\t\n\f\r />])")
RAW_END = {name: re.compile(rb"</" + name.encode() + rb"(?=[\t\n\f\r />])") for name in RAW - {"script"}}


@dataclass(frozen=True)
class Nesting:
    """How deep the parser nests a page at most, how many elements it makes up, what it takes for text, and its tags.

    It makes elements up where formatting ones were left open: it opens them anew in each block that follows.
    """

    depth: int
    made_up: int
    hidden: list[tuple[int, int]]
    tags: int


@dataclass(slots=True)
class Ahead:
    """What is ahead of a page at most: start tags, those that add to its depth, those of formatting elements, such of
    these as may be left open, those of tables; and how many elements may be made up.
    """

    opened: int
    deepening: int
    formatted: int
    left_open: int
    tables: int
    most_made_up: int

    def passed(self, name: str) -> None:
        """A start tag is behind."""
        self.opened -= 1
        self.formatted -= name in FORMATTING
        self.tables -= name == "table"

    def is_harmless(self, stack: OpenElements, made_up: int, enough: int) -> bool:
        """Whether the page can't come to too much any more, whatever becomes of what is ahead.

        At worst all of it stands in a row, and each of its elements ends behind all formatting ones.
        """
        levels = min(self.opened, self.deepening) + (TABLE_LEVELS - 1) * self.tables
        formatting = stack.formatting + min(self.formatted, self.left_open + _WITHIN_ENDED)
        ends = len(stack.names) + self.opened
        return stack.levels + stack.formatting + levels <= enough and made_up + formatting * ends <= self.most_made_up


def nesting(page: bytes, enough: int, most_tags: int, ahead: Ahead | None = None) -> Nesting:
    """Follow a page (bytes in lower case) tag by tag; linear, and over where it exceeds `enough` or `most_tags`.

    Where it is told what is ahead, it is over too where that is harmless.
    """
    stack, deepest, made_up, tags = OpenElements(), 0, 0, 0
    hidden: list[tuple[int, int]] = []
    for closing, name, empty in _tags(page, stack, hidden):
        if stack.dropped:
            made_up += stack.formatting
            stack.dropped = False
        if closing:
            _end(stack, name)
        else:
            _start(stack, name, empty)
            if ahead is not None:
                ahead.passed(name)
        deepest = max(deepest, stack.levels + stack.formatting)
        tags += 1
        if deepest > enough or tags > most_tags:
            break
        if ahead is not None and not tags % _LOOKS and ahead.is_harmless(stack, made_up, enough):
            break
    return Nesting(deepest, made_up, hidden, tags)


def _tags(page: bytes, stack: OpenElements, hidden: list[tuple[int, int]]) -> Iterator[tuple[bool, str, bool]]:
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


def _data_end(page: bytes, at: int, stack: OpenElements) -> int:
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


def _start(stack: OpenElements, name: str, empty: bool) -> None:
    if name == "svg" or (name in SHAPES and stack.drawn and stack.drawn[-1]):
        if name == "svg" or not empty:
            stack.push(name)
        return
    if stack.has("svg") or stack.has("math"):
        if name not in ENDS_DRAWING:
            stack.push(name, sure=name == "foreignobject" and stack.drawn[-1])
            return
        stack.doubt_drawings()
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


def _flat(stack: OpenElements, name: str) -> None:
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


def _close_cell(stack: OpenElements) -> None:
    table = max(stack.last("table"), stack.last("template"))
    cell = min((at for at in map(stack.last, CELLS) if at > table), default=-1)
    if cell >= 0 and stack.sure[cell]:
        stack.pop_to(cell)


def _block(stack: OpenElements, name: str) -> None:
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


def _doubt_implied(stack: OpenElements) -> None:
    """Within a list to choose from, the parser may take off what needs no end tag of its own."""
    at = len(stack.names)
    while stack.has("select") and at and stack.names[at - 1] in IMPLIED:
        at -= 1
    stack.doubt(at)


def _close_alike(stack: OpenElements, name: str) -> None:
    """Take off the top if it has this name and no formatting element can stand on it, opened there or anew."""
    top = len(stack.names) - 1
    if top >= 0 and stack.names[top] == name:
        if stack.formatting:
            stack.doubt(top)
        else:
            stack.pop_to(top)


def _close_paragraph(stack: OpenElements) -> None:
    if stack.has("p"):
        stack.close("p", max(stack.marker(), stack.last("button")))


def _close_item(stack: OpenElements, name: str) -> None:
    stop = stack.stops[-1] if stack.stops else -1
    if stop >= 0 and stack.names[stop] in ({"li"} if name == "li" else {"dd", "dt"}):
        stack.close(stack.names[stop], -1)


def _end(stack: OpenElements, name: str) -> None:
    if name in {"p", "br"}:
        stack.doubt_drawings()  # these end them as their start tags do
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


def _end_form(stack: OpenElements) -> None:
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


def _beyond(stack: OpenElements, name: str) -> int:
    """The marker that an end tag of this name doesn't reach across; its own element may be one."""
    marker = stack.marker()
    if marker >= 0 and stack.names[marker] == name:
        return marker - 1
    return marker
