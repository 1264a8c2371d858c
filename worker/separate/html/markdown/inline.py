"""One block's words as a line of Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final
from urllib.parse import urljoin

from worker.separate.html.markdown import escapes
from worker.separate.html.markdown.line import Line
from worker.separate.html.markdown.marks import Mark, Marks
from worker.separate.html.markdown.notes import Notes
from worker.separate.html.tree import LINE_BREAK, Image, Tree

# What leads nowhere outside of its page.
_NOWHERE: Final = ("javascript:", "data:", "blob:", "vbscript:", "about:")
_NONE: Final[Mapping[int, Sequence[Image]]] = {}


@dataclass(frozen=True, slots=True)
class Inline:
    """Writes a page's blocks; links and images are read against its address, where it has one."""

    tree: Tree
    marks: Marks
    notes: Notes
    url: str | None

    def write(
        self,
        texts: Sequence[int],
        images: Mapping[int, Sequence[Image]] = _NONE,
        *,
        line_break: str = "\\\n",
        strong: bool = True,
    ) -> str:
        """Return the texts of one block, each behind the ``images`` that stand before it.

        Not ``strong`` is what is so as a whole: a heading.
        """
        tree, marks = self.tree, self.marks
        if not images and not tree.formulas and marks.are_plain(texts):
            plain = tree.texts[texts[0]] if len(texts) == 1 else "".join([tree.texts[text] for text in texts])
            if LINE_BREAK not in plain:
                return escapes.escaped(" ".join(plain.split()))
        line, noted = Line(line_break), None
        for mark, run in groupby(texts, marks.of):
            note = self.notes.references.get(mark.link) if mark.link is not None else None
            if note is not None:
                if mark.link != noted:
                    line.add((), f"[^{note}]", str)
                noted = mark.link
                continue
            self._run(line, mark if strong else mark.weaker(), list(run), images)
        return line.end()

    def image(self, image: Image) -> str:
        """Return an image with what it shows in words."""
        return f"![{escapes.escaped(image.alt, linked=True)}]({self.address(image.source) or ''})"

    def address(self, href: str) -> str | None:
        """Return an address as it may stand in a link; None where it leads nowhere outside of its page."""
        href = href.strip()
        if not href or href.startswith("#") or href.lower().startswith(_NOWHERE):
            return None
        if self.url and not href.startswith(("https://", "http://")):
            try:
                href = urljoin(self.url, href)
            except ValueError:
                return None
        return escapes.address(href)

    def _run(self, line: Line, mark: Mark, texts: Sequence[int], images: Mapping[int, Sequence[Image]]) -> None:
        """Add texts of one mark."""
        tree, ends = self.tree, mark.delimiters
        href = self.address(tree.href[mark.link]) if mark.link is not None else None
        if href:
            ends = (f"]({href})", *ends)
        write = escapes.code if mark.is_code else partial(escapes.escaped, linked=href is not None)
        if not tree.formulas and not images:
            line.add(ends, "".join([tree.texts[text] for text in texts]), write)
            return
        for text in texts:
            for image in images.get(text, ()):
                line.add(ends, self.image(image), str)
            alone = tree.formulas.get(text)
            line.add(ends, tree.texts[text], write if alone is None else partial(escapes.formula, alone=alone))
