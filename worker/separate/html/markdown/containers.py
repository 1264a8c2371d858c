"""What stands around a block: lists, quotes and notes that it is indented by, and what it is itself."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from worker.separate.html.markdown.notes import Notes
from worker.separate.html.markdown.table import is_data_table
from worker.separate.html.tree import Tree

# Containers within one another that are written; deeper ones only nest.
_DEEPEST: Final = 12
_HEADING: Final = {f"h{level}": level for level in range(1, 7)}


class Leaf(StrEnum):
    """What a block is, or is part of."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    TABLE = "table"


class Container(NamedTuple):
    """A list's item, a quote or a note: what its first line begins with, and its other lines."""

    element: int
    first: str
    others: str
    is_item: bool
    parent: int


class Context(NamedTuple):
    """The containers around a block, outer ones first; what it is, and of which element (a heading: its level)."""

    containers: tuple[Container, ...] = ()
    leaf: Leaf = Leaf.PARAGRAPH
    element: int = -1


_OUTSIDE: Final = Context()


@dataclass(slots=True)
class Contexts:
    """The contexts of a page's elements, each found once."""

    tree: Tree
    notes: Notes
    _known: dict[int, Context] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)

    def of(self, element: int) -> Context:
        """Return the context of what stands in an element."""
        path = []
        while element >= 0 and element not in self._known:
            path.append(element)
            element = self.tree.parent[element]
        context = self._known[element] if element >= 0 else _OUTSIDE
        for one in reversed(path):
            context = self._within(context, one)
            self._known[one] = context
        return context

    def _within(self, around: Context, element: int) -> Context:
        tag = self.tree.tag[element]
        if around.leaf is Leaf.TABLE:
            # A table's title stands above it.
            return Context(around.containers) if tag == "caption" else around
        if around.leaf is not Leaf.PARAGRAPH:
            return around
        if element in self.notes.targets:
            return Context((Container(element, f"[^{self.notes.targets[element]}]: ", " " * 4, False, -1),))
        if tag == "pre":
            return around._replace(leaf=Leaf.CODE, element=element)
        if tag in _HEADING:
            return around._replace(leaf=Leaf.HEADING, element=_HEADING[tag])
        if tag == "table" and is_data_table(self.tree, element):
            return around._replace(leaf=Leaf.TABLE, element=element)
        return self._contained(around, element, tag)

    def _contained(self, around: Context, element: int, tag: str) -> Context:
        if len(around.containers) >= _DEEPEST or tag not in ("li", "blockquote"):
            return around
        parent = self.tree.parent[element]
        if tag == "blockquote":
            return Context((*around.containers, Container(element, "> ", "> ", False, parent)))
        first = f"{self._number(element, parent)}. " if self.tree.tag[parent] == "ol" else "- "
        return Context((*around.containers, Container(element, first, " " * len(first), True, parent)))

    def _number(self, item: int, of: int) -> int:
        """Return an item's number in its list, from 1."""
        if item not in self._numbers:
            items = [child for child in self.tree.children(of) if self.tree.tag[child] == "li"]
            self._numbers |= {child: number for number, child in enumerate(items, 1)}
        return self._numbers[item]
