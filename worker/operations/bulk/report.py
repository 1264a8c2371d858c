"""What came of a run, on one page for people: counts as bars, nothing to load."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, select_autoescape

from worker.operations.bulk.atomic import written
from worker.operations.bulk.summary import Summary

NAME: Final = "report.html"
_TEMPLATES: Final = Path(__file__).parent
# Bars of a plot; what is rarer is one of them together.
_MOST_BARS: Final = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A count by its name: how it is written, its share of all (0 to 1), and the bar's length, of 100."""

    name: str
    shown: str
    share: float
    length: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Counts of one kind, the largest first."""

    title: str
    bars: tuple[Bar, ...]


def plots(summary: Summary) -> Iterator[Plot]:
    """Yield what is counted as plots; none where nothing is."""
    counts = summary.counts
    found: tuple[tuple[str, Mapping[str, float], str], ...] = (
        ("Comments by verdict", counts.verdicts, "{:,}"),
        ("Pages by how their comments were found", counts.separations, "{:,}"),
        ("Pages by language", {name or "unknown": count for name, count in counts.languages.items()}, "{:,}"),
        ("Pages refused, by reason", counts.refused, "{:,}"),
        ("Records passed over, by reason", counts.passed_over, "{:,}"),
        ("Seconds of the processor, by what took them", _stages(counts.cpu), "{:,.1f}"),
    )
    for title, values, form in found:
        if values:
            yield Plot(title, tuple(_bars(values, form)))


def write_report(out: Path, summary: Summary) -> None:
    """Write ``report.html``."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=select_autoescape(("jinja",)), trim_blocks=True
    )
    page = environment.get_template(f"{NAME}.jinja").render(
        summary=summary, counts=summary.counts, plots=tuple(plots(summary))
    )
    with written(out / NAME) as stream:
        stream.write(page.encode("utf-8", "replace"))


def _stages(cpu: Mapping[str, float]) -> dict[str, float]:
    """Return the seconds of each stage, and of all else."""
    stages = {name: seconds for name, seconds in cpu.items() if name != "all"}
    return stages | {"all else": max(0.0, cpu["all"] - sum(stages.values()))} if "all" in cpu else stages


def _bars(values: Mapping[str, float], form: str) -> Iterator[Bar]:
    ordered = sorted(values.items(), key=lambda one: (-one[1], one[0]))
    shown = ordered[:_MOST_BARS]
    if rest := sum(count for _, count in ordered[_MOST_BARS:]):
        shown.append(("others", rest))
    total, most = sum(values.values()), max(count for _, count in shown)
    for name, count in shown:
        yield Bar(name, form.format(count), count / total if total else 0.0, 100 * count / most if most else 0.0)
