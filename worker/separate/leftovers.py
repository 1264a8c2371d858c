"""What a page holds beside its body and its comments, block by block in page order, with why it was left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.domain import Format, Page


class Part(StrEnum):
    """What a block of a page is: kept, or furniture of some kind."""

    BODY = "body"
    COMMENTS = "comments"
    NAVIGATION = "navigation"
    HEADER = "header"
    FOOTER = "footer"
    SIDEBAR = "sidebar"
    FORM = "form"
    LINKS = "links"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Block:
    """One line of reading, and what it was taken for."""

    part: Part
    text: str


# The nearest of these around a block says what it is.
_PARTS: Final = {
    "nav": Part.NAVIGATION,
    "menu": Part.NAVIGATION,
    "header": Part.HEADER,
    "footer": Part.FOOTER,
    "aside": Part.SIDEBAR,
    "form": Part.FORM,
}
_UNSEEN: Final = frozenset({"script", "style", "template", "noscript", "head", "svg", "iframe", "object"})
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label"}
    | {"mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
# Share of a block's characters in links above which it is a list of them.
_LINKED: Final = 0.6
# Characters from which a text that stands within another is no chance.
_TELLING: Final = 20
# Blocks that are shown, characters of each and of all: enough for any page that a person reads.
_MOST_BLOCKS: Final = 2_000
_BLOCK_CHARS: Final = 2_000
_MOST_CHARS: Final = 200_000


class _Kept:
    """What a separation kept: a block is of it that is a line of it, or a long enough part of it."""

    def __init__(self, text: str) -> None:
        self._lines = {_folded(line) for line in text.splitlines()}
        self._whole = _folded(text)

    def holds(self, folded: str) -> bool:
        return folded in self._lines or (len(folded) >= _TELLING and folded in self._whole)


def blocks(page: Page, body: str, comments: str) -> list[Block]:
    """Return a page's first blocks; ``body`` and ``comments`` are the texts that its separation kept."""
    kept, commented = _Kept(body), _Kept(comments)
    found = _html_blocks(page.content) if page.format is Format.HTML else _lines(page.content)
    shown: list[Block] = []
    left = _MOST_CHARS
    for text, part in found:
        folded = _folded(text)
        if not folded:
            continue
        taken = Part.BODY if kept.holds(folded) else Part.COMMENTS if commented.holds(folded) else part
        shown.append(Block(taken, " ".join(text.split())[: min(_BLOCK_CHARS, left)]))
        left -= len(shown[-1].text)
        if len(shown) == _MOST_BLOCKS or not left:
            break
    return shown


def _lines(content: str) -> Iterator[tuple[str, Part]]:
    return ((line, Part.OTHER) for line in content.splitlines())


class _Open(NamedTuple):
    """An open element: its place in memory, what stands in it, and that of the block that it is in."""

    place: int
    owner: int
    unseen: bool = False
    linked: bool = False
    part: Part = Part.OTHER

    def within(self, node: LexborNode) -> "_Open":
        """Return what an element in this one is."""
        tag, place = node.tag or "", node.mem_id
        return _Open(
            place,
            owner=self.owner if tag in _INLINE else place,
            unseen=self.unseen or tag in _UNSEEN,
            linked=self.linked or tag == "a",
            part=_PARTS.get(tag, self.part),
        )


def _html_blocks(content: str) -> Iterator[tuple[str, Part]]:
    """Yield each block's text and what it is by its place; linear in the page, however deep it nests."""
    block: list[str] = []
    linked = 0
    within: _Open | None = None
    for text, above in _texts(content):
        if within is not None and above.owner != within.owner:
            yield _block(block, linked, within)
            block, linked = [], 0
        within = above
        block.append(text)
        linked += len(text) * above.linked
    if within is not None:
        yield _block(block, linked, within)


def _texts(content: str) -> Iterator[tuple[str, _Open]]:
    """Yield the texts that are shown, each with the element that it stands in."""
    root = LexborHTMLParser(content).body
    if root is None:
        return
    # By their places in memory: `==` compares the markup of both nodes, and takes equal neighbours for one.
    path = [_Open(root.mem_id, root.mem_id)]
    for node in root.traverse(include_text=True):
        if node.parent is None or node.mem_id == root.mem_id:
            continue
        above = node.parent.mem_id
        while path[-1].place != above and len(path) > 1:
            path.pop()
        if node.tag != "-text":
            path.append(path[-1].within(node))
        elif not path[-1].unseen:
            yield node.text_content or "", path[-1]


def _block(texts: list[str], linked: int, within: _Open) -> tuple[str, Part]:
    text = "".join(texts)
    if within.part is Part.OTHER and linked > _LINKED * len(text):
        return text, Part.LINKS
    return text, within.part


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
