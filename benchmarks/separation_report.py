"""The separation benchmark's tables, printed and written as a page of the documentation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from separation_cost import Cost

HEAD = """# Separation of body and comments, measured

`make bench-separate` prints these tables and writes this page. Body and comments are macro F1 of words; "false"
is the share of comment-free pages on which comments were reported, "leak" the share of the comments' five-word
runs left in the body, "items" the F1 of single comments, "author" the share of them with the right author;
"with", "without" and "in comments" are the shares of texts found in body, body and comments.

Winnow's body network was trained on most of these pages. Its HTML rows here come from networks trained on one
half of the sites and judging the other, so the network saw none of them before. Class names, phrases and rules
were worked out on these same sets, mostly from the failures on one half of the sites: those rows are not blind.
The plain-text rows use the labeller as it is shipped, which knows these pages; [separation-text.md](separation-text.md)
judges it on sites that it hasn't seen. `silver-comments` and
`forum-silver` have a gold made by selectors, which flatters tools that read class names.
"""


ATTEMPTS = Path(__file__).with_name("separation_attempts.md")

WITHOUT_FAULTS = "author, without the gold's faults"
FALSE_AGAIN = "false, where the pages were read again"
# The figures to reach, by set: what is measured, the bar, and whether the figure must stay below it.
BARS: tuple[tuple[str, str, float, bool], ...] = (
    ("dragnet", "body", 0.94, False), ("dragnet", "comments", 0.965, False), ("dragnet", "false", 0.025, True),
    ("dragnet", FALSE_AGAIN, 0.025, True),
    ("dragnet", "leak", 0.005, True), ("dragnet", "items", 0.88, False), ("dragnet", WITHOUT_FAULTS, 0.97, False),
    ("silver-comments", "body", 0.975, False), ("silver-comments", "comments", 0.95, False),
    ("silver-comments", "leak", 0.003, True), ("silver-comments", "items", 0.97, False),
    ("silver-comments", "author", 0.93, False), ("forum-silver", "body", 0.90, False),
    ("forum-silver", "comments", 0.90, False), ("forum-silver", "leak", 0.02, True),
    ("forum-silver", "items", 0.90, False), ("forum-silver", "author", 0.95, False), ("web-forum", "body", 0.90, False),
    ("web-forum", "comments", 0.92, False), ("web-forum", "items", 0.95, False), ("web-forum", "author", 0.95, False),
    ("wcxb", "body", 0.94, False), ("fundus", "body", 0.955, False), ("scrapinghub", "body", 0.965, False),
    ("readability", "body", 0.975, False), ("trafilatura", "with", 0.96, False),
    ("trafilatura", "without", 0.07, True), ("trafilatura", "in comments", 0.85, False),
)  # fmt: skip
# The same for the body on pages of one kind, and for what is told rightly of those pages that the gold tells it of.
MORE_BARS: tuple[tuple[str, str, float], ...] = (
    ("wcxb", "article", 0.965), ("wcxb-kinds", "documentation", 0.94), ("wcxb-kinds", "product", 0.87),
    ("wcxb-kinds", "service", 0.84), ("wcxb-kinds", "listing", 0.76), ("wcxb-kinds", "collection", 0.75),
    ("wcxb-kinds", "forum", 0.90), ("wcxb", "title", 0.85), ("wcxb", "byline", 0.75), ("wcxb", "published", 0.90),
    ("fundus", "title", 0.93), ("fundus", "byline", 0.92), ("fundus", "published", 0.97),
)  # fmt: skip
COLUMNS = ("body", "comments", "false", "leak", "items", "author", "with", "without", "in comments")


@dataclass(frozen=True, slots=True)
class Result:
    """One set: each tool's scores side by side, Winnow's on all pages, its worst pages, what to know of the gold.

    ``authors`` is the share of right ones without the gold's faults, ``false`` that of false sections without them.
    """

    name: str
    scores: dict[str, dict[str, Any]]
    whole: dict[str, Any]
    worst: list[tuple[str, str]]
    doubts: list[str]
    authors: float | None = None
    false: float | None = None


def write_report(path: Path, results: list[Result], cost: Cost, versions: dict[str, str], where: str) -> None:
    attempts = ATTEMPTS.read_text(encoding="utf-8")
    parts = [HEAD, *_cost_lines(cost), *_bar_lines(results, cost), attempts, *tables(results), *foot(versions, where)]
    text = "\n".join(parts)
    print(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def _cost_lines(cost: Cost) -> Iterator[str]:
    yield "## Speed and memory\n"
    yield f"One process, side by side, medians of five rounds over {cost.pages} pages of dragnet, CPU time.\n"
    yield "| | ms a page | pages/s |\n|---|---|---|"
    names = (("selectolax, bare parse", "parse"), ("Winnow", "winnow"), ("trafilatura, default", "trafilatura"))
    for name, key in names:
        yield f"| {name} | {cost.seconds[key] * 1000:.2f} | {1 / cost.seconds[key]:.0f} |"
    yield (
        "\nTime by size, one make of page: "
        + ", ".join(f"{kb:.0f} kB {s * 1000:.1f} ms" for kb, s in cost.by_size)
        + "."
    )
    yield "\nResident memory by pages: " + ", ".join(f"{done} {mb:.0f} MB" for done, mb in cost.memory) + "."


def _bar_lines(results: list[Result], cost: Cost) -> Iterator[str]:
    """Each figure to reach beside what came out."""
    figures = {
        (result.name, column): figure
        for result in results
        for column, figure in zip(COLUMNS, _figures(result.whole), strict=True)
    }
    figures |= {(result.name, WITHOUT_FAULTS): result.authors for result in results}
    figures |= {(result.name, FALSE_AGAIN): result.false for result in results}
    yield "\n## Targets\n\n| what | target | result | |\n|---|---|---|---|"
    for name, column, bar, below in BARS:
        found = figures.get((name, column))
        if found is not None:
            yield _bar(f"{name}, {column}", bar, found, below=below)
    more = {(result.name, key): value for result in results for key, value in _more(result.whole)}
    for name, key, bar in MORE_BARS:
        if (name, key) in more:
            yield _bar(f"{name}, {key}", bar, more[name, key], below=False)
    yield _bar("time, times a bare parse", 8, cost.seconds["winnow"] / cost.seconds["parse"], below=True)
    yield _bar("time, trafilatura's by Winnow's", 6, cost.seconds["trafilatura"] / cost.seconds["winnow"], below=False)
    growth = max(two[1] / one[1] for one, two in pairwise(cost.by_size))
    yield _bar("time of twice the page", 2.5, growth, below=True)
    yield _bar(
        "memory after the last page, by that after the first", 1.1, cost.memory[-1][1] / cost.memory[0][1], below=True
    )


def _bar(what: str, bar: float, found: float, *, below: bool) -> str:
    met = found <= bar if below else found >= bar
    return f"| {what} | {'<=' if below else '>='} {bar:g} | {found:.3f} | {'' if met else 'missed'} |"


def tables(results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        count = result.whole["pages"]
        yield f"\n## {result.name} ({count} pages)\n"
        yield "| tool | pages | " + " | ".join(COLUMNS) + " |\n|---|" + "---|" * (len(COLUMNS) + 1)
        rows = dict(result.scores)
        if any(score["pages"] < count for score in rows.values()):
            rows = {"Winnow, all pages": result.whole} | rows
        for tool, score in rows.items():
            yield f"| {tool} | {score['pages']} | " + " | ".join(_cells(score)) + " |"
        told = ", ".join(f"{key} {value:.3f}" for key, value in _more(result.whole))
        if told:
            yield f"\nWinnow's body on pages of a kind, and share of pages of which it tells this rightly: {told}."
        for doubt in result.doubts:
            yield "\n" + doubt
        if result.worst:
            yield "\nWinnow's worst pages: " + "; ".join(f"`{page}` ({why})" for page, why in result.worst) + "."


def _cells(score: dict[str, Any]) -> Iterator[str]:
    return map(_figure, _figures(score))


def _figures(score: dict[str, Any]) -> Iterator[float | None]:
    """The figures of one tool on one set, in the order of ``COLUMNS``."""
    segments = score["segments"]
    yield score["body"]["f1"]
    yield score["comments"]["f1"]
    yield score["false_comments"]["rate"]
    yield score["leak"]
    yield score["items"]["f1"]
    yield score["items"]["author"]
    for kind in ("with", "without", "comments"):
        count = segments.get(kind)
        yield segments.get(f"{kind}_found", 0) / count if count else None


def _more(score: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """The body's F1 on pages of each kind, and the share of pages with the right title, byline and day."""
    yield from ((kind, f1) for kind, (f1, _) in score["kinds"].items())
    yield from ((key, share) for key, (share, _) in score["meta"].items())


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def foot(versions: dict[str, str], where: str) -> Iterator[str]:
    yield "\n## Made with\n"
    yield f"{where}; " + ", ".join(f"{name} {version}" for name, version in sorted(versions.items())) + "."
