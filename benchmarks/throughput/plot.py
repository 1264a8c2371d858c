"""A small SVG plot: the cost of an article against how many are stored."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.throughput.growth import Growth

WIDTH, HEIGHT, MARGIN = 640, 360, 60
COLOURS = ("#1b6ca8", "#c2571a")


def write_plot(path: Path, series: Sequence[Growth]) -> None:
    """Draw medians as lines and the lowest and highest round as bars; the lower axis counts in powers of ten."""
    sizes = sorted({size for one in series for size in one.wall_ms})
    top = max(spread.highest for one in series for spread in one.wall_ms.values()) * 1.15
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([_HEAD, *_axes(sizes, top), *_lines(series, sizes, top), "</svg>\n"]), encoding="utf-8")


_HEAD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
    "<title>Cost of an article against stored articles</title>"
    f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
)


def _x(size: int, sizes: Sequence[int]) -> float:
    low, high = math.log10(sizes[0]), math.log10(sizes[-1])
    return MARGIN + (math.log10(size) - low) / max(high - low, 1) * (WIDTH - 2 * MARGIN)


def _y(value: float, top: float) -> float:
    return HEIGHT - MARGIN - value / top * (HEIGHT - 2 * MARGIN)


def _axes(sizes: Sequence[int], top: float) -> Iterator[str]:
    floor = HEIGHT - MARGIN
    yield f'<path d="M{MARGIN} {MARGIN}V{floor}H{WIDTH - MARGIN}" fill="none" stroke="black"/>'
    for size in sizes:
        yield f'<text x="{_x(size, sizes):.0f}" y="{floor + 18}" text-anchor="middle">{size:,}</text>'
    for part in range(5):
        value = top * part / 4
        yield f'<text x="{MARGIN - 8}" y="{_y(value, top):.0f}" text-anchor="end">{value:.2f}</text>'
    yield f'<text x="{WIDTH / 2}" y="{HEIGHT - 16}" text-anchor="middle">articles stored before</text>'
    yield f'<text x="{MARGIN}" y="{MARGIN - 24}">ms an article (submit, claim, separate, judge, store)</text>'


def _lines(series: Sequence[Growth], sizes: Sequence[int], top: float) -> Iterator[str]:
    for number, one in enumerate(series):
        colour = COLOURS[number]
        points = [(_x(size, sizes), spread) for size, spread in sorted(one.wall_ms.items())]
        line = " ".join(f"{x:.1f},{_y(spread.median, top):.1f}" for x, spread in points)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, spread in points:
            yield (
                f'<path d="M{x:.1f} {_y(spread.lowest, top):.1f}V{_y(spread.highest, top):.1f}" stroke="{colour}"/>'
                f'<circle cx="{x:.1f}" cy="{_y(spread.median, top):.1f}" r="4" fill="{colour}"/>'
            )
        yield f'<text x="{WIDTH - MARGIN - 90}" y="{MARGIN + 16 * number}" fill="{colour}">{one.database}</text>'
