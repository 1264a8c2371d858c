"""Charts as plain values, and as inline SVG: no script, no style attribute, nothing to load, all text escaped.

The report of a training keeps its charts as JSON; its own page and the review desk draw them with this module.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, TypeAdapter

# Units of a chart; the page scales it.
_WIDTH: Final = 360
_HEIGHT: Final = 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 10, 10, 56
# More points than this draw no smoother line.
_MOST_POINTS: Final = 200
_TICKS: Final = 5

# Units of a plot of the dashboard, which stands on a whole row.
_WIDE: Final = 640
_TALL: Final = 200
_MARGIN: Final = 48
_FOOT: Final = 24
_HEAD: Final = 12
_STEPS: Final = 4

# A class of the page's style sheet.
Style = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=30)]

# Writes a number as the page's language does.
Writer = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Axes:
    """What a chart is of: its title, its axes' names, and the ends of the x axis; y goes from 0 to 1."""

    title: str
    x: str
    y: str
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A named curve through points."""

    name: str
    style: Style
    xs: tuple[float, ...]
    ys: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Heap:
    """A named share a bin, drawn as bars from one end of the x axis to the other."""

    name: str
    style: Style
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves or heaps over the same axes; ``marks`` are named places on the x axis."""

    axes: Axes
    lines: tuple[Line, ...] = ()
    heaps: tuple[Heap, ...] = ()
    marks: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ChartSet:
    """The charts of one set of comments, by its name."""

    name: str
    charts: tuple[Chart, ...]


_SETS: Final = TypeAdapter(tuple[ChartSet, ...])


def to_json(sets: Sequence[ChartSet]) -> str:
    """Return chart sets as JSON."""
    return _SETS.dump_json(tuple(sets)).decode()


def from_json(text: str | bytes) -> tuple[ChartSet, ...]:
    """Return the chart sets that `to_json` wrote; raises ValueError where it is something else."""
    return _SETS.validate_json(text)


def curve(name: str, style: str, xs: ArrayLike, ys: ArrayLike) -> Line:
    """Return a curve, thinned to as many points as can be seen."""
    across, up = np.asarray(xs, float), np.asarray(ys, float)
    chosen = _some(across.size)
    return Line(name, style, tuple(across[chosen].tolist()), tuple(up[chosen].tolist()))


def draw(chart: Chart, label: str | None = None, write: Writer = "{:g}".format) -> Markup:
    """Return a chart as a figure with its title and its legend; ``label`` is what is read out instead of it.

    ``write`` writes the numbers of its scales.
    """
    axes = chart.axes
    caption = label or f"{axes.title}: {axes.y} over {axes.x}"
    drawn = [*(_curve(axes, line) for line in chart.lines), _heaps(axes, chart.heaps), _marks(axes, chart.marks)]
    legend = [(line.name, line.style) for line in chart.lines] + [(heap.name, heap.style) for heap in chart.heaps]
    return Markup(
        '<figure><figcaption>{}</figcaption><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>'
        '<ul class="legend">{}</ul></figure>'
    ).format(
        axes.title, _WIDTH, _HEIGHT, caption, _grid(axes, write), Markup("").join(drawn),
        Markup("").join(Markup('<li><span class="{}"></span>{}</li>').format(style, name) for name, style in legend),
    )  # fmt: skip


def _curve(axes: Axes, line: Line) -> Markup:
    points = " ".join(f"{_x(axes, x):.1f},{_y(y):.1f}" for x, y in zip(line.xs, line.ys, strict=True))
    return Markup('<polyline class="{}" points="{}"/>').format(line.style, points)


def _heaps(axes: Axes, heaps: Sequence[Heap]) -> Markup:
    drawn = []
    for place, heap in enumerate(heaps):
        step = (axes.high - axes.low) / max(len(heap.shares), 1)
        width = step * 0.9 / len(heaps)
        for number, share in enumerate(heap.shares):
            left, right = (_x(axes, axes.low + number * step + (place + side) * width) for side in (0, 1))
            drawn.append(
                Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                    heap.style, left, _y(share), right - left, _y(0) - _y(share)
                )
            )
    return Markup("").join(drawn)


def _some(size: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, max(size - 1, 0), min(size, _MOST_POINTS)).astype(np.int64))


def _x(axes: Axes, value: float) -> float:
    share = (min(max(value, axes.low), axes.high) - axes.low) / (axes.high - axes.low)
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float) -> float:
    return _HEIGHT - _BOTTOM - min(max(value, 0.0), 1.0) * (_HEIGHT - _TOP - _BOTTOM)


def _marks(axes: Axes, marks: Sequence[tuple[str, float]]) -> Markup:
    return Markup("").join(
        Markup(
            '<line class="mark" x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}"/>'
            '<text x="{3:.1f}" y="{4}" text-anchor="end">{5}</text>'
        ).format(_x(axes, at), _y(0), _y(1), _x(axes, at) - 3, _TOP + 10 * (place + 1), name)
        for place, (name, at) in enumerate(marks)
    )


def _grid(axes: Axes, write: Writer) -> Markup:
    drawn = []
    for number in range(_TICKS + 1):
        share = number / _TICKS
        value = axes.low + share * (axes.high - axes.low)
        drawn.append(
            Markup(
                '<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>'
                '<text x="{}" y="{:.1f}" text-anchor="end">{}</text>'
                '<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>'
            ).format(
                _LEFT, _WIDTH - _RIGHT, _y(share), _y(share), _LEFT - 4, _y(share) + 3, write(share),
                _x(axes, value), _y(0) + 14, write(value),
            )
        )  # fmt: skip
    names = Markup(
        '<text x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text transform="translate(10 {:.1f}) rotate(-90)" text-anchor="middle">{}</text>'
    ).format((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 24, axes.x, _y(0.5), axes.y)
    return Markup("").join(drawn) + names


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its label, and its parts from the bottom up as (CSS class, value, its caption)."""

    label: str
    parts: tuple[tuple[str, int, str], ...]

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(value for _, value, _ in self.parts)


def columns(title: str, data: Sequence[Column], write: Writer) -> Markup:
    """Return stacked columns over a scale that begins at 0, whose numbers ``write`` writes."""
    top = _round_up(max((column.total for column in data), default=0))
    plot = _TALL - _FOOT - _HEAD
    step = (_WIDE - _MARGIN) / max(len(data), 1)
    marks = [_scale(top, plot, write)]
    for number, column in enumerate(data):
        left, height = _MARGIN + number * step, 0.0
        for kind, value, caption in column.parts:
            size = plot * value / top
            height += size
            marks.append(_bar(kind, (left + step * 0.15, _HEAD + plot - height, step * 0.7, size), caption))
        if number % max(1, round(len(data) / 7)) == 0:
            marks.append(_word(left + step / 2, _TALL - 6, "middle", column.label))
    return _plot(title, Markup("").join(marks), _TALL)


def bars(title: str, data: Sequence[tuple[str, float, str]], write: Writer) -> Markup:
    """Return one horizontal bar a row as (label, share from 0 to 1, its caption); ``write`` writes the shares."""
    row, label_width = 26, 180
    marks = []
    for number, (label, share, caption) in enumerate(data):
        y = number * row
        width = (_WIDE - label_width - 60) * share
        marks.append(_word(label_width - 8, y + 17, "end", label[:24]))
        marks.append(_bar("plot-track", (label_width, y + 5, _WIDE - label_width - 60, row - 10), caption))
        marks.append(_bar("plot-spam", (label_width, y + 5, width, row - 10), caption))
        marks.append(_word(_WIDE - 52, y + 17, "start", write(share)))
    return _plot(title, Markup("").join(marks), max(row * len(data), row))


def probability(share: float, review: float | None, spam: float | None, caption: str) -> Markup:
    """Return a probability as a bar, with the model's cut-offs as ticks where they are known."""
    ticks = "".join(
        f'<line class="plot-tick" x1="{cut * 100:.1f}" x2="{cut * 100:.1f}" y1="0" y2="8"/>'
        for cut in (review, spam)
        if cut is not None
    )
    # Not by Markup.format, which takes ten times as long: each comment of a page has one. Numbers need no escaping.
    return Markup(  # noqa: S704  # nosec B704
        f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{escape(caption)}">'
        '<rect class="plot-track" width="100" height="8"/>'
        f'<rect class="bar-fill" width="{share * 100:.1f}" height="8"/>{ticks}</svg>'
    )


def _scale(top: int, plot: float, write: Writer) -> Markup:
    lines = []
    for number in range(_STEPS + 1):
        y = _HEAD + plot * (1 - number / _STEPS)
        lines.append(Markup('<line class="plot-grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(
            _MARGIN, _WIDE, y, y))  # fmt: skip
        lines.append(_word(_MARGIN - 8, y + 4, "end", write(top * number // _STEPS)))
    return Markup("").join(lines)


def _bar(kind: str, place: tuple[float, float, float, float], caption: str) -> Markup:
    return Markup(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
    ).format(kind, *place, caption)


def _word(x: float, y: float, anchor: str, caption: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(x, y, anchor, caption)


def _plot(title: str, marks: Markup, height: int) -> Markup:
    return Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDE, height, title, marks
    )


def _round_up(value: int) -> int:
    """Return the next number that a scale of four parts reads well with."""
    step = 1
    while True:
        for nice in (4, 8, 20):
            if value <= nice * step:
                return nice * step
        step *= 10
