"""The tables of exact records, printed, and written as a page of the documentation."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.records.score import Score

HEAD = """# Exact records, measured

`make bench-records` prints these tables and writes this page. A comment is exact where all that the gold tells of it
is right: the author (folded), the time (to the less exact of both wordings, the day at least), the text (F1 of words
from .95 on) and whom it answers, where the gold tells parents. Records are matched one to one from a likeness of .7
on. "exact" is their F1. "without faults of the gold" leaves out the records in which the gold's name has an address or
a date beside it or is cut off, or its time can't be read as one day. "pages" is the share of pages on which all records
are exact and none is too many, "posts and authors" that of pages on which each is found, none is too many and each
author is right; "again" is the same where the gold's faults are set aside: names with more beside them or scripts for
them, posts that the gold cut off, or whose buttons and signatures it took for text. The rest counts what is wrong.

The command takes any labelled threads: JSON Lines (`{id, url, html, comment_items: [{author, date, text, parent?}]}`),
or a folder in the layout of WEB-FORUM-52; it fetches nothing. These are development pages, on which rules were worked
out: none of it is blind. trafilatura and resiliparse tell comments as one text, of which each line counts as a record.
harvest-webforum tells many authors by the address of their page, which counts as wrong here, and the opening post too,
which counts as one record too many on each page whose gold leaves it out.
"""
TARGET, PAGES_TARGET = 0.92, 0.85
# By set and tool.
Results = Mapping[str, Mapping[str, Score]]
_WRONG = ("author", "time", "text", "parent", "missed", "extra")


def write_report(
    path: Path | None, results: Mapping[str, Mapping[str, Score]], versions: Mapping[str, str], on: str
) -> None:
    """Print the tables, and write the page where there is a path."""
    text = "\n".join([HEAD, *tables(results), *_foot(versions, on)])
    print(text)
    if path is not None:
        path.write_text(text + "\n", encoding="utf-8")


def tables(results: Results) -> Iterator[str]:
    """A table a set."""
    for name, scores in results.items():
        first = next(iter(scores.values()))
        yield f"## {name} ({first.pages} pages, {first.gold} records)\n"
        yield (
            "| tool | exact | without faults of the gold | pages | posts and authors | again | "
            + " | ".join(_WRONG)
            + " |"
        )
        yield "|---|" + "---|" * (5 + len(_WRONG))
        for tool, one in scores.items():
            wrong = " | ".join(str(one.wrong[what]) for what in _WRONG)
            whole, signed = one.whole_pages / max(one.pages, 1), one.signed_pages / max(one.pages, 1)
            shares = (one.f1, one.f1_excused, whole, signed, one.signed_again / max(one.pages, 1))
            yield f"| {tool} | " + " | ".join(f"{share:.3f}" for share in shares) + f" | {wrong} |"
        ours = scores.get("Winnow")
        if ours is not None:
            met = "reached" if ours.f1_excused >= TARGET else "missed"
            yield f"\nTarget for Winnow, without faults of the gold: {TARGET}; {met}."
            met = "reached" if ours.signed_pages >= PAGES_TARGET * ours.pages else "missed"
            yield f"Target for pages with all posts and authors right: {PAGES_TARGET}; {met}.\n"


def _foot(versions: Mapping[str, str], on: str) -> Iterator[str]:
    yield "## Made with\n"
    yield f"{on}; " + ", ".join(f"{name} {version}" for name, version in sorted(versions.items())) + "."
