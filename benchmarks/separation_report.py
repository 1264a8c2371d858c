"""The separation benchmark's tables, printed and written as a page of the documentation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEAD = """# Separation of body and comments, measured

`make bench-separate` prints these tables and writes this page. Body and comments are macro F1 of words; "false"
is the share of comment-free pages on which comments were reported, "leak" the share of the comments' five-word
runs left in the body, "items" the F1 of single comments, "author" the share of them with the right author;
"with", "without" and "in comments" are the shares of texts found in body, body and comments.

Winnow's body network was trained on most of these pages. Its HTML rows here come from networks trained on one
half of the sites and judging the other, so the network saw none of them before. Class names, phrases and rules
were worked out on these same sets, mostly from the failures on one half of the sites: those rows are not blind.
The plain-text rows use the labeller as it is shipped, which knows these pages. `silver-comments` and
`forum-silver` have a gold made by selectors, which flatters tools that read class names.
"""


@dataclass(frozen=True, slots=True)
class Result:
    """One set: each tool's scores, and Winnow's worst pages with what went wrong."""

    name: str
    scores: dict[str, dict[str, Any]]
    worst: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Speed:
    """Median seconds a page by tool, over that many pages."""

    pages: int
    seconds: dict[str, float]


def write_report(path: Path, results: list[Result], speed: Speed, versions: dict[str, str], where: str) -> None:
    text = "\n".join([HEAD, *_speed_lines(speed), *tables(results), *foot(versions, where)])
    print(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def _speed_lines(speed: Speed) -> Iterator[str]:
    ours, parse, theirs = (speed.seconds[name] for name in ("winnow", "parse", "trafilatura"))
    yield "## Speed\n"
    yield f"One process, side by side, medians of five rounds over {speed.pages} pages of dragnet.\n"
    yield "| | ms a page | pages/s |\n|---|---|---|"
    for name, seconds in (("selectolax, bare parse", parse), ("Winnow", ours), ("trafilatura, default", theirs)):
        yield f"| {name} | {seconds * 1000:.2f} | {1 / seconds:.0f} |"
    yield f"\nWinnow takes {ours / parse:.1f} x the bare parse, trafilatura {theirs / ours:.1f} x Winnow's time."


def tables(results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        pages = next(iter(result.scores.values()))["pages"]
        yield f"\n## {result.name} ({pages} pages)\n"
        yield "| tool | body | comments | false | leak | items | author | with | without | in comments |"
        yield "|---|---|---|---|---|---|---|---|---|---|"
        for tool, score in result.scores.items():
            yield f"| {tool} | " + " | ".join(_cells(score)) + " |"
        if result.worst:
            yield "\nWinnow's worst pages: " + "; ".join(f"`{page}` ({why})" for page, why in result.worst) + "."


def _cells(score: dict[str, Any]) -> Iterator[str]:
    segments = score["segments"]
    yield _figure(score["body"]["f1"])
    yield _figure(score["comments"]["f1"])
    yield _figure(score["false_comments"]["rate"])
    yield _figure(score["leak"])
    yield _figure(score["items"]["f1"])
    yield _figure(score["items"]["author"])
    for kind in ("with", "without", "comments"):
        count = segments.get(kind)
        yield _figure(segments.get(f"{kind}_found", 0) / count if count else None)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def foot(versions: dict[str, str], where: str) -> Iterator[str]:
    yield "\n## Made with\n"
    yield f"{where}; " + ", ".join(f"{name} {version}" for name, version in sorted(versions.items())) + "."
