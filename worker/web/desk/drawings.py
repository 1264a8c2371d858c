"""The curves of a model's report, taken over into a page of the desk: its drawings, and nothing else of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from markupsafe import Markup, escape

# What `worker.learn.charts` draws with; whatever else stands in a report stays there.
_ELEMENTS: Final = ("figure", "figcaption", "svg", "g", "line", "rect", "polyline", "text", "ul", "li", "span")
_ATTRIBUTES: Final = ("class", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "points", "viewBox", "role",
                      "aria-label", "text-anchor", "transform")  # fmt: skip
# The parser makes all letters small.
_KEPT: Final = {name.lower(): name for name in _ATTRIBUTES}


@dataclass(frozen=True, slots=True)
class Drawings:
    """The drawings of one set of comments, under the report's own heading."""

    heading: str
    figures: tuple[Markup, ...]


def drawings(report: str) -> list[Drawings]:
    """Return a report's drawings by their headings, each made anew of the elements and attributes that are known."""
    reader = _Reader()
    reader.feed(report)
    reader.close()
    return [Drawings(heading, tuple(figures)) for heading, figures in reader.found if figures]


@dataclass(slots=True)
class _Figure:
    """A drawing while it is read."""

    parts: list[Markup] = field(default_factory=list)
    open: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, list[Markup]]] = [("", [])]
        self._figure: _Figure | None = None
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "h2":
            self._in_heading = True
            self.found.append(("", []))
        if tag == "figure":
            self._figure = _Figure()
        if self._figure is not None and tag in _ELEMENTS:
            self._figure.parts.append(_start(tag, attrs))
            self._figure.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if self._figure is not None and tag in _ELEMENTS:
            self._figure.parts.append(_start(tag, attrs) + _end(tag))

    def handle_endtag(self, tag: str) -> None:
        self._in_heading = self._in_heading and tag != "h2"
        figure = self._figure
        if figure is None or not figure.open or figure.open[-1] != tag:
            return
        figure.parts.append(_end(figure.open.pop()))
        if not figure.open:
            self.found[-1][1].append(Markup("").join(figure.parts))
            self._figure = None

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            heading, figures = self.found[-1]
            self.found[-1] = heading + data, figures
        elif self._figure is not None:
            self._figure.parts.append(escape(data))


def _start(tag: str, attrs: Sequence[tuple[str, str | None]]) -> Markup:
    kept = ((_KEPT[name], value or "") for name, value in attrs if name in _KEPT)
    return Markup("<{}{}>").format(tag, Markup("").join(Markup(' {}="{}"').format(*one) for one in kept))


def _end(tag: str) -> Markup:
    return Markup("</{}>").format(tag)
