"""An article's blocks one below the other."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Final, NamedTuple

from worker.separate.html.markdown import escapes
from worker.separate.html.markdown.containers import Container, Context, Contexts, Leaf
from worker.separate.html.markdown.inline import Inline
from worker.separate.html.markdown.marks import Marks
from worker.separate.html.markdown.notes import find_notes
from worker.separate.html.markdown.table import write_table
from worker.separate.html.records import read_lines
from worker.separate.html.tree import INLINE, Image, Tree

# How highlighters name code's language in a class.
_LANGUAGE: Final = re.compile(r"(?:^|\s)(?:language|lang|highlight|highlight-source|brush:)[-\s]?([A-Za-z0-9+#]{1,20})")
_NO_LANGUAGE: Final = frozenset(("default", "none", "notranslate", "text", "plaintext", "plain", "highlight"))
# Elements around code that may name its language.
_AROUND_CODE: Final = 2
# Elements around an image among which its figure is looked for.
_AROUND_IMAGE: Final = 4


class _Chunk(NamedTuple):
    """Lines that stand together, and what stands around them."""

    containers: tuple[Container, ...]
    lines: list[str]


def write_markdown(tree: Tree, texts: Sequence[int], url: str | None = None) -> str:
    """Return an article's texts, in page order, as Markdown; links are read against ``url``. Linear in the page."""
    return _Writer.of(tree, texts, url).write(texts)


def from_lines(lines: Sequence[str]) -> str:
    """Return paragraphs of which nothing is known but their words."""
    return "\n\n".join("\\\n".join(map(_plain_line, one.split("\n"))) for one in lines)


def _plain_line(line: str) -> str:
    return escapes.at_line_start(escapes.escaped(" ".join(line.split())))


@dataclass(frozen=True, slots=True)
class _Writer:
    tree: Tree
    contexts: Contexts
    inline: Inline

    @classmethod
    def of(cls, tree: Tree, texts: Sequence[int], url: str | None) -> "_Writer":
        notes = find_notes(tree, texts)
        return cls(tree, Contexts(tree, notes), Inline(tree, Marks(tree), notes, url))

    def write(self, texts: Sequence[int]) -> str:
        parts: list[str] = []
        before: tuple[Container, ...] = ()
        for containers, lines in self._chunks(texts):
            if lines and lines != [""]:
                if parts:
                    parts.append(_between(before, containers))
                parts.append(_indented(before, containers, lines))
                before = containers
        return "".join(parts)

    def _chunks(self, texts: Sequence[int]) -> Iterator[_Chunk]:
        images, box = _Images.of(self.tree, texts), self.tree.box
        blocks = ((block, list(own)) for block, own in groupby(texts, self.tree.block.__getitem__))
        found = ((self.contexts.of(box[block]), block, own) for block, own in blocks)
        # Code and tables are written as a whole, all else block by block.
        for (leaf, element), run in groupby(found, _whole):
            if leaf is Leaf.PARAGRAPH:
                for context, block, own in run:
                    if images.wanted:
                        yield from self._images(images.before(own[0]))
                    yield _Chunk(context.containers, self._block(context, own, images.within(own, box[block])))
                continue
            together = list(run)
            context, whole = together[0][0], [text for *_, own in together for text in own]
            yield from self._images(images.before(whole[0]))
            if leaf is Leaf.CODE:
                yield _Chunk(context.containers, self._code(element, whole))
            elif table := self._table(element, whole):
                yield _Chunk(context.containers, table.split("\n"))
            else:
                yield from (_Chunk(context.containers, self._block(context, own, {})) for *_, own in together)
        yield from self._images(images.before(len(self.tree.texts) + 1))

    def _block(self, context: Context, texts: list[int], images: Mapping[int, list[Image]]) -> list[str]:
        if context.leaf is Leaf.HEADING:
            written = self.inline.write(texts, images, line_break=" ", strong=False)
            if written.endswith("#"):  # a heading's end, as a closing row of these
                written = f"{written[:-1]}\\#"
            return [f"{'#' * context.element} {written}"] if written else []
        written = self.inline.write(texts, images)
        return [escapes.at_line_start(line) for line in written.split("\n")]

    def _images(self, images: Sequence[Image]) -> Iterator[_Chunk]:
        for image in images:
            context = self.contexts.of(image.owner)
            if context.leaf in (Leaf.PARAGRAPH, Leaf.HEADING):
                yield _Chunk(context.containers, [self.inline.image(image)])

    def _table(self, table: int, texts: list[int]) -> str | None:
        return write_table(self.tree, table, texts, partial(self.inline.write, line_break="<br>"))

    def _code(self, element: int, texts: list[int]) -> list[str]:
        lines = "\n".join(read_lines(self.tree, texts)).split("\n")
        fence = "`" * max(3, 1 + max(escapes.longest_run(line, "`") for line in lines))
        return [fence + self._language(element), *lines, fence]

    def _language(self, element: int) -> str:
        tree = self.tree
        inner = [element + 1] if element + 1 < tree.end[element] else []
        for one in (*inner, *_upwards(tree, element, _AROUND_CODE)):
            for found in _LANGUAGE.findall(tree.name[one]):
                if found.lower() not in _NO_LANGUAGE:
                    return str(found).lower()
        return ""


def _whole(found: tuple[Context, int, list[int]]) -> tuple[Leaf, int]:
    """Return what is the same of all blocks that are written as one."""
    _, leaf, element = found[0]
    return (leaf, element) if leaf in (Leaf.CODE, Leaf.TABLE) else (Leaf.PARAGRAPH, -1)


@dataclass(slots=True)
class _Images:
    """The images among an article's texts, handed out in page order."""

    tree: Tree
    wanted: Mapping[int, list[Image]]
    _left: list[int]
    _within: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, tree: Tree, texts: Sequence[int]) -> "_Images":
        wanted = {at: kept for at, found in tree.images.items() if (kept := _kept(tree, at, found, texts))}
        return cls(tree, wanted, sorted(wanted, reverse=True))

    def before(self, text: int) -> list[Image]:
        """Return those before a text that stand in blocks of their own."""
        found: list[Image] = []
        while self._left and self._left[-1] <= text:
            at = self._left.pop()
            if at in self._within:
                continue
            box = self.tree.box[self.tree.block[at]] if at < len(self.tree.texts) else -1
            found += [one for one in self.wanted[at] if at < text or _box(self.tree, one.owner) != box]
        return found

    def within(self, texts: list[int], box: int) -> dict[int, list[Image]]:
        """Return those within a block, by the text that follows them."""
        if not self.wanted:
            return {}
        found = {
            text: own
            for text in texts
            if (own := [one for one in self.wanted.get(text, ()) if _box(self.tree, one.owner) == box])
        }
        self._within.update(found)
        return found


def _kept(tree: Tree, at: int, images: list[Image], texts: Sequence[int]) -> list[Image]:
    """Return those that stand between two texts of the article, or in a figure with one."""
    place = bisect_left(texts, at)
    between = 0 < place < len(texts) and texts[place - 1] == at - 1 and texts[place] == at
    kept = []
    for image in images:
        figure = next((one for one in _upwards(tree, image.owner, _AROUND_IMAGE) if tree.tag[one] == "figure"), None)
        if figure is not None:
            if between or bisect_left(texts, tree.first[figure]) < bisect_left(texts, tree.last[figure]):
                kept.append(image)
        elif between and image.alt and not image.alt.startswith("{\\"):  # Wikipedia's picture of a formula
            kept.append(image)
    return kept


def _box(tree: Tree, element: int) -> int:
    while element > 0 and tree.tag[element] in INLINE:
        element = tree.parent[element]
    return element


def _upwards(tree: Tree, element: int, count: int) -> Iterator[int]:
    for _ in range(count + 1):
        if element < 0:
            return
        yield element
        element = tree.parent[element]


def _between(before: Sequence[Container], after: Sequence[Container]) -> str:
    """Return what parts two chunks: a line's end between items of one list, else an empty line."""
    if not before and not after:
        return "\n\n"
    common = _common(before, after)
    if common < len(after) and after[common].is_item:
        new = after[common]
        beside = common < len(before) and before[common].parent == new.parent
        inside = common == len(before) and common > 0 and before[-1].is_item and new.first in ("- ", "1. ")
        if beside or inside:
            return "\n"
    quotes = [number for number, one in enumerate(after[:common], 1) if one.first == "> "]
    return "\n" + "".join(one.others for one in after[: quotes[-1] if quotes else 0]).rstrip() + "\n"


def _indented(before: Sequence[Container], after: Sequence[Container], lines: Sequence[str]) -> str:
    if not after:
        return lines[0] if len(lines) == 1 else "\n".join(lines)
    common = _common(before, after)
    first = "".join([one.others if number < common else one.first for number, one in enumerate(after)])
    others = "".join([one.others for one in after])
    return "\n".join([first + lines[0], *((others + line).rstrip(" ") for line in lines[1:])])


def _common(before: Sequence[Container], after: Sequence[Container]) -> int:
    common, most = 0, min(len(before), len(after))
    while common < most and before[common].element == after[common].element:
        common += 1
    return common
