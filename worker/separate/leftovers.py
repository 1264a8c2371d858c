"""What a page holds beside its body and its comments, block by block in page order, with why it was left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

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
# Blocks that are shown: enough for any page that a person reads.
_MOST_BLOCKS: Final = 5_000


class _Kept:
    """What a separation kept: a block is of it that is a line of it, or a long enough part of it."""

    def __init__(self, text: str) -> None:
        self._lines = {_folded(line) for line in text.splitlines()}
        self._whole = _folded(text)

    def holds(self, folded: str) -> bool:
        return folded in self._lines or (len(folded) >= _TELLING and folded in self._whole)


def blocks(page: Page, body: str, comments: str) -> list[Block]:
    """Return a page's blocks; ``body`` and ``comments`` are the texts that its separation kept."""
    kept, commented = _Kept(body), _Kept(comments)
    found = _html_blocks(page.content) if page.format is Format.HTML else _lines(page.content)
    shown: list[Block] = []
    for text, part in found:
        folded = _folded(text)
        if not folded:
            continue
        taken = Part.BODY if kept.holds(folded) else Part.COMMENTS if commented.holds(folded) else part
        shown.append(Block(taken, " ".join(text.split())))
        if len(shown) == _MOST_BLOCKS:
            break
    return shown


def _lines(content: str) -> Iterator[tuple[str, Part]]:
    return ((line, Part.OTHER) for line in content.splitlines())


def _html_blocks(content: str) -> Iterator[tuple[str, Part]]:
    root = LexborHTMLParser(content).body
    if root is None:
        return
    block: list[str] = []
    linked = 0
    owner: LexborNode | None = None
    for node in root.traverse(include_text=True):
        if node.tag != "-text":
            continue
        path = _path(node)
        if any(one.tag in _UNSEEN for one in path):
            continue
        mine = next((one for one in path if one.tag not in _INLINE), root)
        # By its place in memory: `==` compares the markup of both, and takes equal neighbours for one.
        if owner is not None and mine.mem_id != owner.mem_id:
            yield "".join(block), _part(owner, linked, len("".join(block)))
            block, linked = [], 0
        owner = mine
        text = node.text_content or ""
        block.append(text)
        linked += len(text) if any(one.tag == "a" for one in path) else 0
    if owner is not None:
        yield "".join(block), _part(owner, linked, len("".join(block)))


def _path(node: LexborNode) -> list[LexborNode]:
    path = []
    above = node.parent
    while above is not None and above.tag not in ("body", "html"):
        path.append(above)
        above = above.parent
    return path


def _part(owner: LexborNode, linked: int, length: int) -> Part:
    for one in (owner, *_path(owner)):
        if one.tag in _PARTS:
            return _PARTS[one.tag]
    return Part.LINKS if linked > _LINKED * length else Part.OTHER


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
