"""A page as flat columns: one walk over the parsed tree, after which nothing touches the parser's nodes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce, wraps
from itertools import accumulate, islice, pairwise
from operator import or_
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from worker.separate.html.class_names import HINTS, MAX_NAME_CHARS, Hint, fold_numbers, hints_of

# What the walk does with a node; it asks for the numbers themselves, in this order.
_BLOCK, _INLINE, _FORMATTING, _BREAK, _SCRIPT, _META, _FORMULA, _IMAGE, _SKIPPED, _PROMPT = range(1, 11)
_TAGS = {
    _INLINE: "a abbr cite data span time",
    # Without attributes they say nothing of their content, so it belongs to the element around them.
    _FORMATTING: (
        "acronym b bdi bdo big code del dfn em font i ins kbd mark nobr q rp rt ruby s samp small "
        "strike strong sub sup tt u var"
    ),
    _BREAK: "br",
    _SCRIPT: "script",
    # Their content is never shown as running text.
    # What a head tells: pages whose head was ended early have it in their body.
    _META: "meta title",
    _FORMULA: "math",
    _IMAGE: "img",
    _PROMPT: "textarea",
    # Their content is never shown as running text.
    _SKIPPED: (
        "-comment applet area audio button canvas col datalist embed head iframe input label link map "
        "meter object option param progress select source style svg template "
        "track video wbr"
    ),
}
_KIND = {tag: kind for kind, tags in _TAGS.items() for tag in tags.split()}
INLINE = frozenset(f"{_TAGS[_INLINE]} {_TAGS[_FORMATTING]}".split())
# Stands for a line break inside a text; pages can't hold it, decoding strips it.
LINE_BREAK = "\x00"
# Tags around a text that speak for or against it, whatever their class: bits of ``inherited`` above the hints.
_LANDMARKS = "nav header footer aside article main form table ul figure blockquote section noscript"
_LANDMARK_BIT = {tag: 1 << (HINTS + at) for at, tag in enumerate(_LANDMARKS.split())}
_LANDMARK_BIT["ol"] = _LANDMARK_BIT["ul"]
INHERITED_BITS = HINTS + len(_LANDMARKS.split())
# The bits of ``inherited`` that tell "inside a link", "lines as they are written" and "not shown by its own style";
# hint bits end far below them.
IN_LINK, IN_PRE, UNSHOWN = 1 << 40, 1 << 41, 1 << 42
_LANDMARK_BIT["pre"] = IN_PRE
_NOT_DISPLAYED = re.compile(r"(?:^|[;{\s])display\s{0,9}:\s{0,9}none\b", re.I)
_HEADINGS = frozenset(("h1", "h2"))
_WORD = re.compile(r"\w+")
# Headings that are held against the head's title, and the words and share of them from which on one shows it.
MAX_HEADINGS, MIN_SHOWN_WORDS, MIN_SHOWN = 15, 2, 0.7
_NAMED = "itemprop itemtype property typeof role rel component data-role data-testid"
_NAMED_ATTRIBUTES = frozenset(_NAMED.split())
# Elements with no other attribute are not asked for the named ones, which is most of them.
_COMMON = (
    "class id href title style target alt width height src align valign border name onclick cellpadding "
    "cellspacing bgcolor color size lang dir datetime value type action method colspan rowspan tabindex"
)
_COMMON_ATTRIBUTES = frozenset(_COMMON.split())
# lexbor's number for texts. Those below 256 are for HTML's own tags; other tags have the address of their name.
_TEXT = 2
_OWN_TAGS = 256
_MAKES: dict[int, tuple[int, str, int]] = {}
# Where pages keep the address of an image that a script loads when it is scrolled to.
_IMAGE_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
# What stands for an image until it is loaded, or is one itself, bytes and all.
_NO_ADDRESS = ("data:", "blob:", "about:")
# Columns and rows that one cell is believed to span.
_MOST_SPANNED = 50
# As many distinct (class, id) pairs as a few thousand pages of one site have.
_CACHED_NAMES = 32_768

Found = TypeVar("Found")


class Image(NamedTuple):
    """An image: the element that it stands in, its address as the page writes it, and what it shows in words."""

    owner: int
    source: str
    alt: str


@dataclass(slots=True)
class Tree:
    """Elements in document order, each an interval of elements and of texts.

    Element ``i`` spans the elements ``i .. end[i]`` and the texts ``first[i] .. last[i]``, half open.
    Text ``t`` belongs to the element ``owner[t]`` and to the block ``block[t]``: texts of one block are one
    line of reading, the first of which is ``starts[block]``, and ``box[block]`` the element, not an inline one, that
    they stand in. ``hints`` are an element's own, ``inherited``
    include its ancestors'. ``chars`` and
    ``link_chars`` are running totals: those of texts ``a .. b`` are ``chars[b] - chars[a]``. ``marked``
    lists the elements that carry a name of the vocabulary. ``name`` is an
    element's class, else its id, else empty; ``href``, ``indent`` and ``datetime`` those of the links, elements
    and ``time``s that have one; ``scripts`` are addresses, ``head`` holds title, lang and meta tags, ``prompts`` what
    fields to write in ask for, by the element that they stand in. ``known`` is what ``once_a_page`` remembers.
    """

    tag: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    href: dict[int, str] = field(default_factory=dict)
    indent: dict[int, int] = field(default_factory=dict)
    datetime: dict[int, str] = field(default_factory=dict)
    hints: list[int] = field(default_factory=list)
    inherited: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    block: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    box: list[int] = field(default_factory=list)
    chars: list[int] = field(default_factory=list)
    link_chars: list[int] = field(default_factory=list)
    marked: dict[str, list[int]] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    head: dict[str, str] = field(default_factory=dict)
    formatted: list[tuple[str, int, int]] = field(default_factory=list)
    formulas: dict[int, bool] = field(default_factory=dict)
    images: dict[int, list[Image]] = field(default_factory=dict)
    prompts: dict[int, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    spanned: dict[int, tuple[int, int]] = field(default_factory=dict)
    _hint_bits: NDArray[np.int64] | None = None
    _heading: int | None = None
    known: dict[Callable[["Tree"], Any], Any] = field(default_factory=dict)

    def hinted(self, hints: int) -> list[int]:
        """The elements whose own names give one of the hints, in order."""
        (elements,) = (self.hint_bits() & hints).nonzero()
        found: list[int] = elements.tolist()
        return found

    def hint_bits(self) -> NDArray[np.int64]:
        """The ``hints`` as an array, made once."""
        if self._hint_bits is None:
            self._hint_bits = np.fromiter(self.hints, np.int64, len(self.hints))
        return self._hint_bits

    def main_heading(self) -> int:
        """The heading of rank one or two that shows the head's title, else the first one; -1 where there is none."""
        if self._heading is None:
            headings = sorted(element for tag in _HEADINGS for element in tagged(self).get(tag, ()))
            found = list(islice(filter(self.length, headings), MAX_HEADINGS))
            title = set(_WORD.findall(self.head.get("title", "").casefold()))
            shown = (e for e in found if self._shows(e, title)) if title else iter(())
            self._heading = next(shown, found[0] if found else -1)
        return self._heading

    def _shows(self, element: int, title: set[str]) -> bool:
        words = set(_WORD.findall(self.text(element).casefold()))
        return len(words) >= MIN_SHOWN_WORDS and len(words & title) >= MIN_SHOWN * len(words)

    def length(self, element: int) -> int:
        """Characters of text within an element."""
        return self.chars[self.last[element]] - self.chars[self.first[element]]

    def link_length(self, element: int) -> int:
        """Characters of text within the element's links."""
        return self.link_chars[self.last[element]] - self.link_chars[self.first[element]]

    def text(self, element: int) -> str:
        """The element's text on one line."""
        return " ".join("".join(self.spaced(self.first[element], self.last[element])).split())

    def spaced(self, start: int, stop: int) -> list[str]:
        """The texts ``start .. stop``, with a space wherever a block ends."""
        parts: list[str] = []
        for text in range(start, stop):
            if text > start and self.block[text] != self.block[text - 1]:
                parts.append(" ")
            parts.append(self.texts[text].replace(LINE_BREAK, " "))
        return parts

    def line(self, block: int) -> str:
        """A block's text on one line."""
        stop = self.starts[block + 1] if block + 1 < len(self.starts) else len(self.texts)
        return " ".join("".join(self.texts[self.starts[block] : stop]).replace(LINE_BREAK, " ").split())

    def children(self, element: int) -> list[int]:
        """The element's child elements, in order."""
        found = []
        child, stop = element + 1, self.end[element]
        while child < stop:
            found.append(child)
            child = self.end[child]
        return found


def once_a_page(find: Callable[[Tree], Found]) -> Callable[[Tree], Found]:
    """Let what is found on a page be found once, and remembered as long as its tree; nobody may change it."""

    @wraps(find)
    def found(tree: Tree) -> Found:
        known = tree.known
        if find not in known:
            known[find] = find(tree)
        return cast("Found", known[find])

    return found


@once_a_page
def tagged(tree: Tree) -> Mapping[str, Sequence[int]]:
    """The elements of each tag, in page order."""
    found: dict[str, list[int]] = {}
    for element, tag in enumerate(tree.tag):
        found.setdefault(tag, []).append(element)
    return found


class Names:
    """What class and id strings say: hint bits, and names of a vocabulary; remembers what it has seen."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self._vocabulary = vocabulary
        self.of_class = lru_cache(maxsize=_CACHED_NAMES)(self._of_class)
        self.of_id = lru_cache(maxsize=_CACHED_NAMES)(self._of_id)
        self._of_word = lru_cache(maxsize=_CACHED_NAMES)(self._of_one)

    def _of_class(self, classes: str) -> tuple[int, tuple[str, ...]]:
        # Sites join the same few words in ever other ways, so each is looked up by itself.
        words = list(map(self._of_word, classes.split()))
        if len(classes) > MAX_NAME_CHARS:
            hints = hints_of(fold_numbers(classes))
        else:
            hints = reduce(or_, (hints for hints, _ in words), 0)
        return hints, tuple(mark for _, mark in words if mark)

    def _of_one(self, word: str) -> tuple[int, str | None]:
        """The hints of one word of a class, and its name in the vocabulary."""
        folded = fold_numbers(word)
        name = "." + (word.lower() if folded == word else fold_numbers(word.lower()))
        return hints_of(folded), name if name in self._vocabulary else None

    def _of_id(self, identity: str) -> tuple[int, str | None]:
        folded = fold_numbers(identity)
        name = "#" + (identity.lower() if folded == identity else fold_numbers(identity.lower()))
        return hints_of(folded), name if name in self._vocabulary else None

    def of_attributes(self, attributes: dict[str, str | None]) -> list[str]:
        """The names that the other attributes give."""
        return [
            name
            for key in _NAMED_ATTRIBUTES.intersection(attributes)
            for value in (attributes[key] or "").split()
            if (name := f"[{key}={value.rsplit('/', 1)[-1].lower()}]") in self._vocabulary
        ]


def read_tree(html: str | bytes, names: Names) -> Tree:
    """Walk the parsed page once; linear in its size. The parser takes bytes in UTF-8 as they are.

    ``names`` holds the vocabulary worth indexing: ``.class`` and ``#id`` (lower case, digits as ``N``),
    ``[attribute=value]``.
    """
    tree = Tree()
    # Without its events lexbor is a little faster, and does not copy options about in quadratic time.
    parser = LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS)
    if parser.head is not None:
        _read_head(parser.head, tree)
    root = parser.body or _without_frames(parser)
    if root is not None:
        _walk(root, tree, names)
    return tree


def _without_frames(parser: LexborHTMLParser) -> LexborNode | None:
    """The body of what a page of frames says to who has none."""
    noframes = parser.css_first("noframes")
    text = noframes.text() if noframes is not None else None
    return LexborHTMLParser(text, options=LexborDocumentOptions.WO_EVENTS).body if text else None


def _read_head(head: LexborNode, tree: Tree) -> None:
    """Keep the title, the language and the first of each meta tag, by its lower-case name."""
    if head.parent is not None:
        tree.head["lang"] = head.parent.attributes.get("lang") or ""
    node = head.first_child
    while node is not None:
        if node.tag == "script":
            _read_script(node, tree)
        else:
            _read_meta(node, tree.head)
        node = node.next


def _read_meta(node: LexborNode, names: dict[str, str]) -> None:
    """Keep a title, or the first meta tag of a name."""
    if node.tag == "meta":
        given = node.attributes
        name = given.get("property") or given.get("name") or given.get("itemprop") or given.get("http-equiv")
        if name:
            names.setdefault(name.lower(), given.get("content") or "")
    elif node.tag == "title":
        names.setdefault("title", node.text() or "")


def _read_script(node: LexborNode, tree: Tree) -> None:
    given = node.attributes
    source = given.get("src")
    if source:
        tree.scripts.append(source)
        return
    kind = (given.get("type") or "").partition(";")[0].strip().lower()
    if kind == "application/ld+json":
        tree.json_ld.append(node.text() or "")
    elif kind == "application/json":
        tree.states.append(node.text() or "")


def _formula(node: LexborNode) -> str:
    """A formula as its author wrote it in TeX, else its signs in a row (MathML Core)."""
    wording = node.attributes.get("alttext")
    for inner in () if wording else node.css("annotation"):
        if "tex" in (inner.attributes.get("encoding") or "").lower():
            wording = inner.text()
            break
    return " ".join((wording or node.text()).split())


def _image(node: LexborNode, owner: int) -> Image | None:
    given = node.attributes
    for name in _IMAGE_SOURCES:
        source = given.get(name)
        if source and not source.startswith(_NO_ADDRESS):
            return Image(owner, source, " ".join((given.get("alt") or "").split()))
    return None


def _spanned(given: dict[str, str | None]) -> tuple[int, int]:
    """How many columns and rows a cell spans."""
    spans = (given.get(name) or "" for name in ("colspan", "rowspan"))
    columns, rows = (int(one[:4]) if one.isascii() and one.isdigit() else 1 for one in spans)
    return max(1, min(columns, _MOST_SPANNED)), max(1, min(rows, _MOST_SPANNED))


def _walk(root: LexborNode, tree: Tree, names: Names) -> None:  # noqa: C901, PLR0912, PLR0915 - one hot loop
    # Everything that the loop touches is a local name: it runs some two thousand times a page.
    tags, parents, ends, firsts, lasts = tree.tag, tree.parent, tree.end, tree.first, tree.last
    hints, inherited, names_of, hrefs = tree.hints, tree.inherited, tree.name, tree.href
    texts, owners, starts, marked = tree.texts, tree.owner, tree.starts, tree.marked
    sizes: list[int] = []
    ids = tree.ids
    make_of, common = _MAKES.get, _COMMON_ATTRIBUTES.issuperset
    of_class, of_id, of_attributes = names.of_class, names.of_id, names.of_attributes
    node: LexborNode = root
    # The elements around the node, each with its kind, the element around it and that one's bits.
    stack: list[tuple[LexborNode, int, int, int]] = []
    here, bits, index, count = -1, 0, 0, 0
    fresh = True
    while True:
        number = node.tag_id
        following: LexborNode | None = None
        if number == _TEXT:
            text = node.text_content
            if text and not text.isspace():
                if fresh:
                    fresh = False
                    starts.append(count)
                texts.append(text)
                owners.append(here)
                sizes.append(len(text.strip()))
                count += 1
            elif not fresh:  # highlighters put code's line ends between their tags
                texts[-1] += text if text and bits & IN_PRE else " "
        else:
            make = make_of(number)
            kind, tag, landmark = make if make is not None else _make_of(node)
            if kind < 4:  # an element: block, inline or formatting
                given = node.attributes
                following = node.first_child
                if given or kind < 3:
                    own, name, around = 0, "", bits
                    if given:
                        style = given.get("style")
                        if (style and "isplay" in style and _NOT_DISPLAYED.search(style)) or "hidden" in given:
                            bits |= UNSHOWN
                        name = given.get("class") or ""
                        if name:
                            own, marks = of_class(name)
                            for mark in marks:
                                marked.setdefault(mark, []).append(index)
                        identity = given.get("id")
                        if identity:
                            name = name or identity
                            ids.setdefault(identity, index)
                            of_own, id_mark = of_id(identity)
                            own |= of_own
                            if id_mark is not None:
                                marked.setdefault(id_mark, []).append(index)
                        if not common(given):
                            for mark in of_attributes(given):
                                marked.setdefault(mark, []).append(index)
                            indent = given.get("indent") or ""
                            if indent.isdecimal():
                                tree.indent[index] = int(indent[:3])
                        if index:  # the whole page's classes say nothing of its parts
                            bits |= own
                    if kind == 1:
                        fresh = True
                        bits |= landmark
                        if "colspan" in given or "rowspan" in given:
                            tree.spanned[index] = _spanned(given)
                    elif tag == "a":
                        bits |= IN_LINK
                        href = given.get("href")
                        if href:
                            hrefs[index] = href
                    elif tag == "time" and given.get("datetime"):
                        tree.datetime[index] = given["datetime"] or ""
                    tags.append(tag)
                    parents.append(here)
                    names_of.append(name)
                    hints.append(own)
                    inherited.append(bits)
                    firsts.append(count)
                    index += 1
                    ends.append(index)
                    lasts.append(count)
                    if following is not None:
                        stack.append((node, kind, here, around))
                        here = index - 1
                    else:
                        bits = around
                elif following is not None:
                    stack.append((node, 0, count, bits))
            elif kind == 4:  # a line break; the second in a row ends the block
                if not fresh:
                    fresh = texts[-1].endswith(LINE_BREAK)
                    if not fresh:
                        texts[-1] = texts[-1].rstrip(" ") + LINE_BREAK
            elif kind == 5:
                _read_script(node, tree)
            elif kind == 6:
                if here == 0:
                    _read_meta(node, tree.head)
                elif "itemprop" in node.attributes and not bits & Hint.COMMENT:
                    _read_meta(node, tree.properties)
            elif kind == 7 and (formula := _formula(node)):
                if fresh:
                    fresh = False
                    starts.append(count)
                tree.formulas[count] = node.attributes.get("display") == "block"
                texts.append(formula)
                owners.append(here)
                sizes.append(len(formula))
                count += 1
            elif kind == 8 and (image := _image(node, here)) is not None:
                tree.images.setdefault(count, []).append(image)
            elif kind == 10 and (prompt := node.attributes.get("placeholder")):
                tree.prompts.setdefault(here, prompt)
        if following is None:
            if not stack:
                break
            following = node.next
            while following is None:
                closed, kind, above, bits = stack.pop()
                if kind:
                    ends[here] = index
                    lasts[here] = count
                    here = above
                    if kind == 1:
                        fresh = True
                elif count > above:
                    tree.formatted.append((closed.tag or "", above, count))
                if not stack:
                    break
                following = closed.next
            if following is None:
                break
        node = following
    _line_up(tree, sizes)


def _make_of(node: LexborNode) -> tuple[int, str, int]:
    """What the walk does with nodes of one tag, the tag, and its landmark bit; remembered for HTML's own tags."""
    tag = node.tag or ""
    make = _KIND.get(tag, 1), tag, _LANDMARK_BIT.get(tag, 0)
    if node.tag_id < _OWN_TAGS:
        _MAKES[node.tag_id] = make
    return make


def _line_up(tree: Tree, sizes: list[int]) -> None:
    """Group the texts into blocks, find the box that each block stands in, and add up their ``sizes``."""
    tags, parents, inherited, owners = tree.tag, tree.parent, tree.inherited, tree.owner
    for block, (start, stop) in enumerate(pairwise((*tree.starts, len(owners)))):
        tree.block += [block] * (stop - start)
        box = owners[start]
        while box > 0 and tags[box] in INLINE:
            box = parents[box]
        tree.box.append(box)
    linked = [size if inherited[owner] & IN_LINK else 0 for size, owner in zip(sizes, owners, strict=True)]
    tree.chars = list(accumulate(sizes, initial=0))
    tree.link_chars = list(accumulate(linked, initial=0))
