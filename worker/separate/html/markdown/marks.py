"""What the words of a text are: emphasised, code, struck out, part of a link."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, NamedTuple

from worker.separate.html.tree import IN_LINK, INLINE, Tree

_STRONG, _EMPHASIS, _STRUCK, _CODE = 1, 2, 4, 8
_BITS: Final = {
    "b": _STRONG, "strong": _STRONG, "em": _EMPHASIS, "i": _EMPHASIS, "dfn": _EMPHASIS, "del": _STRUCK, "s": _STRUCK,
    "strike": _STRUCK, "code": _CODE, "kbd": _CODE, "samp": _CODE, "tt": _CODE,
}  # fmt: skip
# Outer ones first: in this order they are opened, whatever order the page has them in.
DELIMITERS: Final = ((_STRONG, "**"), (_EMPHASIS, "*"), (_STRUCK, "~~"))


class Mark(NamedTuple):
    """What some words of a line have in common; ``link`` is the element of the link that they stand in."""

    link: int | None
    delimiters: tuple[str, ...]
    is_code: bool

    def weaker(self) -> "Mark":
        """Return the mark without strong emphasis."""
        return self._replace(delimiters=tuple(sign for sign in self.delimiters if sign != "**"))


PLAIN: Final = Mark(None, (), is_code=False)


@dataclass(slots=True)
class Marks:
    """The marks of a page's texts, each found when it is asked for."""

    tree: Tree
    _bits: list[int] | None = None
    _of_owner: dict[int, tuple[int, int | None]] = field(default_factory=dict)

    def of(self, text: int) -> Mark:
        """Return the mark of a text."""
        tree = self.tree
        if self._bits is None:
            self._bits = _spans(len(tree.texts), tree.formatted)
        bits, link = self._around(tree.owner[text])
        bits |= self._bits[text]
        if not bits:
            return PLAIN if link is None else Mark(link, (), is_code=False)
        return Mark(link, tuple(sign for bit, sign in DELIMITERS if bits & bit), is_code=bool(bits & _CODE))

    def are_plain(self, texts: Sequence[int]) -> bool:
        """Say whether none of these texts has a mark."""
        return all(self.of(text) is PLAIN for text in texts)

    def _around(self, owner: int) -> tuple[int, int | None]:
        """Return what the elements around a text say: the bits of the inline ones, and the link."""
        if owner not in self._of_owner:
            tree, bits, element = self.tree, 0, owner
            while element > 0 and tree.tag[element] in INLINE:
                bits |= _BITS.get(tree.tag[element], 0)
                element = tree.parent[element]
            self._of_owner[owner] = bits, self._link(owner)
        return self._of_owner[owner]

    def _link(self, owner: int) -> int | None:
        tree = self.tree
        if not tree.inherited[owner] & IN_LINK:
            return None
        while tree.tag[owner] != "a":
            owner = tree.parent[owner]
        return owner if owner in tree.href else None


def _spans(count: int, formatted: Iterable[tuple[str, int, int]]) -> list[int]:
    """Return each text's bits by the spans that it stands in; linear in both."""
    bits = [0] * count
    for one in (_STRONG, _EMPHASIS, _STRUCK, _CODE):
        steps = [0] * (count + 1)
        found = [(start, stop) for tag, start, stop in formatted if _BITS.get(tag) == one]
        for start, stop in found:
            steps[start] += 1
            steps[stop] -= 1
        if found:
            bits = [have | one if depth else have for have, depth in zip(bits, accumulate(steps), strict=False)]
    return bits
