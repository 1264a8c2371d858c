"""Plots as inline SVG, drawn here: no script, no style attribute, and a title for every mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

_WIDTH: Final = 640
_HEIGHT: Final = 200
_LEFT: Final = 48
_BOTTOM: Final = 24
_TOP: Final = 12
_TICKS: Final = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its label, and its parts from the bottom up as (CSS class, value, what to say of it)."""

    label: str
    parts: tuple[tuple[str, int, str], ...]

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(value for _, value, _ in self.parts)


def columns(title: str, data: Sequence[Column]) -> Markup:
    """Return stacked columns over a scale that begins at 0."""
    top = _round_up(max((column.total for column in data), default=0))
    plot = _HEIGHT - _BOTTOM - _TOP
    step = (_WIDTH - _LEFT) / max(len(data), 1)
    marks = [_grid(top, plot)]
    for number, column in enumerate(data):
        left, height = _LEFT + number * step, 0.0
        for kind, value, said in column.parts:
            size = plot * value / top
            height += size
            marks.append(_rect(kind, (left + step * 0.15, _TOP + plot - height, step * 0.7, size), said))
        if number % max(1, round(len(data) / 7)) == 0:
            marks.append(_text(left + step / 2, _HEIGHT - 6, "middle", column.label))
    return _svg(title, Markup("").join(marks), _HEIGHT)


def bars(title: str, data: Sequence[tuple[str, float, str]]) -> Markup:
    """Return one horizontal bar a row as (label, share from 0 to 1, what to say of it)."""
    row, label_width = 26, 180
    marks = []
    for number, (label, share, said) in enumerate(data):
        y = number * row
        width = (_WIDTH - label_width - 60) * share
        marks.append(_text(label_width - 8, y + 17, "end", label[:24]))
        marks.append(_rect("plot-track", (label_width, y + 5, _WIDTH - label_width - 60, row - 10), said))
        marks.append(_rect("plot-spam", (label_width, y + 5, width, row - 10), said))
        marks.append(_text(_WIDTH - 52, y + 17, "start", f"{share:.0%}"))
    return _svg(title, Markup("").join(marks), max(row * len(data), row))


def probability(share: float, review: float | None, spam: float | None, said: str) -> Markup:
    """Return a probability as a bar, with the model's cut-offs as ticks where they are known."""
    ticks = Markup("").join(
        Markup('<line class="plot-tick" x1="{0:.1f}" x2="{0:.1f}" y1="0" y2="8"/>').format(cut * 100)
        for cut in (review, spam)
        if cut is not None
    )
    bar = Markup('<rect class="bar-fill" width="{:.1f}" height="8"/>').format(share * 100)
    track = Markup('<rect class="plot-track" width="100" height="8"/>')
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">{}{}{}</svg>'
    ).format(said, track, bar, ticks)


def _grid(top: int, plot: float) -> Markup:
    lines = []
    for number in range(_TICKS + 1):
        y = _TOP + plot * (1 - number / _TICKS)
        lines.append(Markup('<line class="plot-grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(
            _LEFT, _WIDTH, y, y))  # fmt: skip
        lines.append(_text(_LEFT - 8, y + 4, "end", _short(top * number // _TICKS)))
    return Markup("").join(lines)


def _rect(kind: str, place: tuple[float, float, float, float], said: str) -> Markup:
    return Markup(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
    ).format(kind, *place, said)


def _text(x: float, y: float, anchor: str, said: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(x, y, anchor, said)


def _svg(title: str, marks: Markup, height: int) -> Markup:
    return Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, height, title, marks
    )


def _round_up(value: int) -> int:
    """Return the next number that a scale of four parts reads well with."""
    step = 1
    while True:
        for nice in (4, 8, 20):
            if value <= nice * step:
                return nice * step
        step *= 10


def _short(value: int) -> str:
    if value >= 1_000_000:
        return f"{value / 1_000_000:g}M"
    return f"{value / 1000:g}k" if value >= 1000 else str(value)
