"""The plain-text benchmark's tables, printed and written as a page of the documentation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from separation_report import Result, foot, tables

HEAD = """# Separation of plain text, measured

`make bench-separate-text` prints these tables and writes this page; [separation.md](separation.md) says what the
columns mean. `plain-native` are texts as a crawl's extractor left them, labelled by humans; nothing was trained on
them. `plain-derived` are pages with their tags gone, furniture and all. The others are what common extractors make
of the labelled HTML pages: there the gold is the whole page's, and what the extractor dropped counts as missed.

The labeller that is shipped knows most of these pages, so each half of the sites is judged by one that was trained
on the other half. Headings, name lines and rules were worked out on `plain-derived` and looked over on
`plain-native`; those two are not blind to the rules. The peers read HTML, so each line comes to them as a paragraph.
"""

ATTEMPTS = """
## Targets and attempts

| target | {native} | {derived} |
|---|---|---|
| body F1 | >= .95: {native_body} | >= .90: {derived_body} |
| comments F1 | >= .90: {native_comments} | >= .88: {derived_comments} |
| leak | <= .05: {native_leak} | <= .03: {derived_leak} |
| items F1 | – | >= .80: {derived_items} |

2,000 texts of 14 kB a second: see the speed table.

What was tried for the figures that are missed:

* Comments without any cue (no heading, no name, no date) are told by the labeller alone. At a low bar for such
  sections it finds more of them and cuts long first-person articles in two; the bar now asks for evidence in sum
  and on every line.
* A labeller trained on what resiliparse, trafilatura and jusText make of the same pages too (`make text-model`) kept
  more of clean texts, and found no comments without cues on `plain-native` (comments .54). It was not shipped; a rule
  for short, clean texts does the first.
* Speed: one text at a time spent two thirds of its milliseconds on the fixed cost of array operations, so a
  batch's texts are read together. Reading marks (dates, names, headings) is what is left; a first look at a line's
  words and look-ups by first and last letter made it cheaper. A tighter look that keeps more lines from being read
  saved a tenth and lost sections, and was taken back.
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds for a set of texts, in batches and one by one."""

    name: str
    texts: int
    chars: int
    lines: int
    together: float
    alone: float


def write_report(
    path: Path, results: Sequence[Result], speeds: Sequence[Speed], versions: dict[str, str], where: str
) -> None:
    parts = [HEAD, *_speed_lines(speeds), *tables(results), _attempts(results), *foot(versions, where)]
    text = "\n".join(parts)
    print(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def _speed_lines(speeds: Sequence[Speed]) -> Iterator[str]:
    yield "## Speed\n"
    yield "One process, processor time, best of five rounds, caches emptied before each; batches of 64.\n"
    yield "| texts | kB a text | lines a text | ms a text | 14 kB texts/s | one by one: ms a text | 14 kB texts/s |"
    yield "|---|---|---|---|---|---|---|"
    for one in speeds:
        told = (f"{seconds / one.texts * 1000:.2f} | {one.chars / 14_000 / seconds:.0f}" for seconds in _both(one))
        sizes = f"{one.chars / one.texts / 1000:.1f} | {one.lines / one.texts:.0f}"
        yield f"| {one.name} ({one.texts}) | {sizes} | " + " | ".join(told) + " |"


def _both(speed: Speed) -> tuple[float, float]:
    return speed.together, speed.alone


def _attempts(results: Sequence[Result]) -> str:
    figures: dict[str, str] = {}
    for result, kind in zip(results, ("native", "derived"), strict=False):
        score = result.scores["Winnow"]
        figures[kind] = result.name
        told = (score["body"]["f1"], score["comments"]["f1"], score["leak"], score["items"]["f1"])
        for what, value in zip(("body", "comments", "leak", "items"), told, strict=True):
            figures[f"{kind}_{what}"] = "–" if value is None else f"**{value:.3f}**"
    return ATTEMPTS.format(**figures)
