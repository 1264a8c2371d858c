"""A page as flat columns: one walk over the parsed tree, after which nothing touches the parser's nodes."""

from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.separate.marks import fold_numbers, hints_of

# What the walk does with a node: the kinds in the order in which it asks for them.
_TEXT, _BLOCK, _INLINE, _FORMATTING, _BREAK, _SCRIPT, _SKIPPED = range(7)
_TAGS = {
    _TEXT: "-text",
    _INLINE: "a abbr cite data span time",
    # Without attributes they say nothing of their content, so it belongs to the element around them.
    _FORMATTING: (
        "acronym b bdi bdo big code del dfn em font i ins kbd mark nobr q rp rt ruby s samp small "
        "strike strong sub sup tt u var"
    ),
    _BREAK: "br",
    _SCRIPT: "script",
    # Their content is never shown as running text.
    _SKIPPED: (
        "-comment applet area audio button canvas col datalist embed head iframe img input label link map math "
        "meta meter object option param progress select source style svg template textarea title "
        "track video wbr"
    ),
}
_KIND = {tag: kind for kind, tags in _TAGS.items() for tag in tags.split()}
INLINE = frozenset(f"{_TAGS[_INLINE]} {_TAGS[_FORMATTING]}".split())
# Stands for a line break inside a text; pages can't hold it, decoding strips it.
LINE_BREAK = "\x00"
# The bit of ``inherited`` that tells "inside a link"; hint bits end far below it.
IN_LINK = 1 << 40
_NAMED_ATTRIBUTES = (
    "itemprop",
    "itemtype",
    "property",
    "typeof",
    "role",
    "rel",
    "component",
    "data-role",
    "data-testid",
)
# Elements with no other attribute are not asked for the named ones, which is most of them.
_COMMON = (
    "class id href title style target alt width height src align valign border name onclick cellpadding "
    "cellspacing bgcolor color size lang dir datetime value type action method colspan rowspan tabindex"
)
_COMMON_ATTRIBUTES = frozenset(_COMMON.split())
# As many distinct (class, id) pairs as a few thousand pages of one site have.
_CACHED_NAMES = 32_768


@dataclass(slots=True)
class Tree:
    """Elements in document order, each an interval of elements and of texts.

    Element ``i`` spans the elements ``i .. end[i]`` and the texts ``first[i] .. last[i]``, half open.
    Text ``t`` belongs to the element ``owner[t]`` and to the block ``block[t]``: texts of one block are one
    line of reading, the first of which is ``starts[block]``. ``hints`` are an element's own, ``inherited`` include its ancestors'. ``chars`` and
    ``link_chars`` are running totals: those of texts ``a .. b`` are ``chars[b] - chars[a]``. ``marked``
    lists the elements that carry a name of the vocabulary.
    """

    tag: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    attributes: list[dict[str, str | None]] = field(default_factory=list)
    hints: list[int] = field(default_factory=list)
    inherited: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    block: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    chars: list[int] = field(default_factory=lambda: [0])
    link_chars: list[int] = field(default_factory=lambda: [0])
    marked: dict[str, list[int]] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)

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


@lru_cache(maxsize=_CACHED_NAMES)
def _names(classes: str, identity: str, vocabulary: frozenset[str]) -> tuple[int, tuple[str, ...]]:
    """The hints of a class and an id, and those of their names that the vocabulary holds."""
    folded_classes, folded_identity = fold_numbers(classes), fold_numbers(identity)
    names = ["." + fold_numbers(name) for name in classes.lower().split()] + ["#" + fold_numbers(identity.lower())]
    hints = hints_of(folded_classes) | hints_of(folded_identity)
    return hints, tuple(name for name in names if name in vocabulary)


def read_tree(html: str, vocabulary: frozenset[str]) -> Tree:
    """Walk the parsed page once; linear in its size.

    ``vocabulary`` holds the names worth indexing: ``.class`` and ``#id`` (lower case, digits as ``N``),
    ``[attribute=value]``.
    """
    tree = Tree()
    root = LexborHTMLParser(html).body
    if root is not None:
        _walk(root, tree, vocabulary)
    return tree


def _mark_attributes(tree: Tree, index: int, attributes: dict[str, str | None], vocabulary: frozenset[str]) -> None:
    for key in _NAMED_ATTRIBUTES:
        for value in (attributes.get(key) or "").split():
            name = f"[{key}={value.rsplit('/', 1)[-1].lower()}]"
            if name in vocabulary:
                tree.marked.setdefault(name, []).append(index)


def _walk(root: LexborNode, tree: Tree, vocabulary: frozenset[str]) -> None:  # noqa: C901, PLR0912, PLR0915 - one hot loop
    tag, parent, end, first, last = tree.tag, tree.parent, tree.end, tree.first, tree.last
    hints, inherited, attributes = tree.hints, tree.inherited, tree.attributes
    texts, owner, block, chars, link_chars = tree.texts, tree.owner, tree.block, tree.chars, tree.link_chars
    marked, starts = tree.marked, tree.starts
    kind_of = _KIND.get
    common = _COMMON_ATTRIBUTES.issuperset
    node: LexborNode = root
    stack: list[LexborNode | None] = []  # None stands for a formatting element
    formatting: list[LexborNode] = []
    here, blocks, total, linked, bits, index = -1, -1, 0, 0, 0, 0
    fresh = True
    while True:
        name = node.tag or ""
        kind = kind_of(name, _BLOCK)
        child = None
        if kind == _TEXT:
            text = node.text_content or ""
            size = len(text.strip())
            if size:
                if fresh:
                    blocks += 1
                    fresh = False
                    starts.append(len(texts))
                texts.append(text)
                owner.append(here)
                block.append(blocks)
                total += size
                if bits & IN_LINK:
                    linked += size
                chars.append(total)
                link_chars.append(linked)
            elif not fresh:
                texts[-1] += " "
        elif kind <= _FORMATTING and (kind != _FORMATTING or node.attributes):
            given = node.attributes
            if given:
                own, marks = _names(given.get("class") or "", given.get("id") or "", vocabulary)
                for mark in marks:
                    if mark in marked:
                        marked[mark].append(index)
                    else:
                        marked[mark] = [index]
                if not common(given):
                    _mark_attributes(tree, index, given, vocabulary)
                bits |= own
            else:
                own = 0
            if kind == _BLOCK:
                fresh = True
            elif name == "a":
                bits |= IN_LINK
            tag.append(name)
            parent.append(here)
            attributes.append(given)
            hints.append(own)
            inherited.append(bits)
            first.append(len(texts))
            index += 1
            end.append(index)
            last.append(len(texts))
            child = node.first_child
            if child is not None:
                here = index - 1
                stack.append(node)
                node = child
                continue
            bits = inherited[here] if here >= 0 else 0
        elif kind == _FORMATTING:
            child = node.first_child
            if child is not None:
                formatting.append(node)
                stack.append(None)
                node = child
                continue
        elif kind == _BREAK:
            if not fresh:
                if texts[-1].endswith(LINE_BREAK):
                    fresh = True
                else:
                    texts[-1] = texts[-1].rstrip(" ") + LINE_BREAK
        elif kind == _SCRIPT and node.attributes.get("type") == "application/ld+json":
            tree.json_ld.append(node.text() or "")
        following = node.next
        while following is None:
            closed = stack.pop()
            if closed is None:
                following = formatting.pop().next
                continue
            if not stack:
                end[0], last[0] = index, len(texts)
                return
            end[here] = index
            last[here] = len(texts)
            if tag[here] not in INLINE:
                fresh = True
            here = parent[here]
            bits = inherited[here]
            following = closed.next
        node = following
