"""Charts as inline SVG: numbers in, markup out; no script, no style of their own, nothing to load."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Units of the drawing; the page scales it.
_WIDTH: Final = 360
_HEIGHT: Final = 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 10, 10, 56
# More points than this draw no smoother line.
_MOST_POINTS: Final = 200
_TICKS: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A named curve; ``kind`` is its class in the page's style sheet."""

    name: str
    kind: str
    xs: ArrayLike
    ys: ArrayLike


@dataclass(frozen=True, slots=True)
class Axes:
    """What a chart is of: its title, its axes' names, and the ends of the x axis; y goes from 0 to 1."""

    title: str
    x: str
    y: str
    low: float = 0.0
    high: float = 1.0


def line_chart(axes: Axes, lines: Sequence[Line], marks: Sequence[tuple[str, float]] = ()) -> str:
    """Return curves; ``marks`` are named places on the x axis."""
    drawn = "".join(f'<polyline class="{line.kind}" points="{_points(axes, line)}"/>' for line in lines)
    return _figure(axes, drawn + _marks(axes, marks), [(line.name, line.kind) for line in lines])


def bar_chart(axes: Axes, kinds: Sequence[tuple[str, str, ArrayLike]], marks: Sequence[tuple[str, float]] = ()) -> str:
    """Return shares by bin, side by side; each kind has a name, a class and one share a bin."""
    drawn = ""
    for place, (_, style, shares) in enumerate(kinds):
        values = np.asarray(shares, float)
        step = (axes.high - axes.low) / max(values.size, 1)
        width = step * 0.9 / len(kinds)
        for number, share in enumerate(values):
            left, right = (_x(axes, axes.low + number * step + (place + side) * width) for side in (0, 1))
            drawn += (
                f'<rect class="{style}" x="{left:.1f}" y="{_y(share):.1f}" width="{right - left:.1f}" '
                f'height="{_y(0) - _y(share):.1f}"/>'
            )
    return _figure(axes, drawn + _marks(axes, marks), [(name, style) for name, style, _ in kinds])


def _points(axes: Axes, line: Line) -> str:
    xs, ys = np.asarray(line.xs, float), np.asarray(line.ys, float)
    chosen = _some(xs.size)
    return " ".join(f"{_x(axes, x):.1f},{_y(y):.1f}" for x, y in zip(xs[chosen], ys[chosen], strict=True))


def _some(size: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, max(size - 1, 0), min(size, _MOST_POINTS)).astype(np.int64))


def _x(axes: Axes, value: float) -> float:
    share = (min(max(value, axes.low), axes.high) - axes.low) / (axes.high - axes.low)
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float) -> float:
    return _HEIGHT - _BOTTOM - min(max(value, 0.0), 1.0) * (_HEIGHT - _TOP - _BOTTOM)


def _marks(axes: Axes, marks: Sequence[tuple[str, float]]) -> str:
    return "".join(
        f'<line class="mark" x1="{_x(axes, at):.1f}" x2="{_x(axes, at):.1f}" y1="{_y(0):.1f}" y2="{_y(1):.1f}"/>'
        f'<text x="{_x(axes, at) - 3:.1f}" y="{_TOP + 10 * (place + 1)}" text-anchor="end">{escape(name)}</text>'
        for place, (name, at) in enumerate(marks)
    )


def _figure(axes: Axes, drawn: str, legend: Sequence[tuple[str, str]]) -> str:
    title = escape(axes.title)
    return (
        f'<figure><figcaption>{title}</figcaption><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{title}: {escape(axes.y)} over {escape(axes.x)}">{_grid(axes)}{drawn}</svg>'
        f"{_legend(legend)}</figure>"
    )


def _grid(axes: Axes) -> str:
    drawn = ""
    for number in range(_TICKS + 1):
        share = number / _TICKS
        value = axes.low + share * (axes.high - axes.low)
        drawn += (
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_y(share):.1f}" y2="{_y(share):.1f}"/>'
            f'<text x="{_LEFT - 4}" y="{_y(share) + 3:.1f}" text-anchor="end">{share:g}</text>'
            f'<text x="{_x(axes, value):.1f}" y="{_y(0) + 14:.1f}" text-anchor="middle">{value:g}</text>'
        )
    middle, bottom = (_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 24
    return (
        f'{drawn}<text x="{middle}" y="{bottom}" text-anchor="middle">{escape(axes.x)}</text>'
        f'<text transform="translate(10 {_y(0.5):.1f}) rotate(-90)" text-anchor="middle">{escape(axes.y)}</text>'
    )


def _legend(legend: Sequence[tuple[str, str]]) -> str:
    items = "".join(f'<li><span class="{style}"></span>{escape(name)}</li>' for name, style in legend)
    return f'<ul class="legend">{items}</ul>'
