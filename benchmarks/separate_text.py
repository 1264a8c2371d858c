"""How well and how fast Winnow takes plain texts apart, beside its peers.

    python benchmarks/separate_text.py --comments COMMENTS.jsonl.gz... [--data ../shared/data/pages]
        [--scorer ../shared/bench/score_pages.py] [--weights build/text-crossed] [--peers .venv-peers/bin/python]
        [--report docs/benchmarks/separation-text.md] [--quick]

Prints a table a set and writes the report. The labeller that is shipped was trained on most of these pages, so here
each text is judged by one that has seen neither its site nor its extractor; ``--weights`` keeps these between runs, and
``--quick`` holds out the sites alone. Nothing was trained on ``plain-native``: the shipped labeller judges it.
"""

import argparse
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import sklearn
import train_text_model
from pages import read_rows
from separate import EVERYTHING, as_prediction, load_scorer, run_peer, worst_pages
from separation_report import Result, tables
from text_corpus import number_of, part_of, read_pages, site_of
from text_first import Block, other_blocks
from text_languages import LAYOUTS, extracted_texts
from text_report import LANGUAGES, Speed, write_report
from text_threads import THREADS
from train_text_model import Example

from benchmarks.throughput.documents import Writer, long_text
from worker.domain import Format, Page
from worker.separate.language.dates import find_time
from worker.separate.text import separation as text
from worker.separate.text.line_model import LineWeights, load_weights, read_weights
from worker.separate.text.separation import separate_texts
from worker.separate.text.short_lines import read_shape

TRAINED = ("dragnet", "silver-comments", "wcxb", "scrapinghub", "readability", "plain-derived", "plain-extracted")
BODIES = ("fundus", "wcxb-kinds", "wcxb", "scrapinghub", "readability")
FORUMS = ("web-forum", "forum-silver")
PEERS = ("trafilatura", "resiliparse", "readability-lxml")
# The extractors that keep names, dates and headings, and those that drop them; readability-lxml keeps no comments.
KEEPING = ("html2text", "w3m", "lynx", "inscriptis", "resiliparse-all", "resiliparse-main", "soup")
DROPPING = ("trafilatura", "trafilatura-recall", "trafilatura-markdown", "boilerpy3", "justext")
# They are held out a group at a time, of either kind some in each.
GROUPS = (
    ("html2text", "resiliparse-main", "trafilatura", "boilerpy3", "readability"),
    ("w3m", "inscriptis", "trafilatura-markdown", "resiliparse-all"),
    ("lynx", "soup", "justext", "trafilatura-recall"),
)
# Characters of the texts that show whether time grows with length alone, and of all of one size.
SIZES = (10_000, 20_000, 40_000)
TIMED_CHARS = 2_000_000
# Articles that a worker takes at once.
BATCH = 64
ROUNDS = 3
# Made-up texts with 60 comments each, as in the benchmark of throughput.
LONG_TEXTS, SEED = 256, 8
Row = dict[str, Any]


class Crossed:
    """Labellers that haven't seen a half of the sites and a group of extractors; made where they aren't kept yet."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._learnt_from: tuple[list[Example], list[Block]] | None = None

    def weights(self, half: int, group: int | None) -> LineWeights:
        path = self._args.weights / f"half-{half}-group-{group}.npz"
        if not path.exists():
            self._args.weights.mkdir(parents=True, exist_ok=True)
            path.write_bytes(train_text_model.as_bytes(self._train(half, GROUPS[group] if group is not None else ())))
        return read_weights(path.read_bytes())

    def _train(self, half: int, unseen: Sequence[str]) -> LineWeights:
        pages, others = self._learnt_from = self._learnt_from or self._read()
        return train_text_model.fit(
            [page for page in pages if part_of(page.site, 2) != half and page.by not in unseen],
            [block for block in others if part_of(block.site, 2) != half],
        )

    def _read(self) -> tuple[list[Example], list[Block]]:
        trained, bodies, forums = (
            [self._args.data / f"{name}.jsonl.gz" for name in names] for names in (TRAINED, BODIES, FORUMS)
        )
        pages = train_text_model.examples(read_pages(trained), self._args.comments)
        return pages, other_blocks(bodies, forums, self._args.comments)


def predict(rows: Sequence[Row], weights: LineWeights) -> dict[str, Row]:
    text.load_weights = partial(_same, weights)
    told = separate_texts([Page(content=row["text"], format=Format.TEXT) for row in rows])
    return {row["id"]: as_prediction(separation) for row, separation in zip(rows, told, strict=True)}


def _same(weights: LineWeights) -> LineWeights:
    return weights


def cross_fitted(rows: Sequence[Row], sites: dict[str, str], crossed: Crossed, *, quick: bool) -> dict[str, Row]:
    """What labellers tell that haven't seen a text's site, nor, unless it shall be quick, its extractor."""
    parts: dict[tuple[int, int | None], list[Row]] = {}
    for row in rows:
        half = part_of(number_of(site_of(row, sites)), 2)
        group = None if quick else next((at for at, group in enumerate(GROUPS) if row.get("by") in group), 0)
        parts.setdefault((half, group), []).append(row)
    found: dict[str, Row] = {}
    for part, mine in parts.items():
        found |= predict(mine, crossed.weights(*part))
    return found


def with_told_authors(rows: Sequence[Row], scorer: ModuleType) -> list[Row]:
    """The rows without the gold authors that don't stand in the text: no reading of it can tell them."""
    return [row | {"comment_items": _told(row, scorer)} if row.get("comment_items") else row for row in rows]


def _told(row: Row, scorer: ModuleType) -> list[Row]:
    text = scorer.fold(row["text"])
    return [
        item if scorer.fold(item.get("author")) in text else item | {"author": None} for item in row["comment_items"]
    ]


def as_html(row: Row) -> Row:
    """A text as a peer can read it: a paragraph a line."""
    lines = (f"<p>{escape(line)}</p>" for line in row["text"].split("\n") if line.strip())
    return {"id": row["id"], "html": f"<html><body><article>{''.join(lines)}</article></body></html>"}


def measure(name: str, rows: list[Row], own: dict[str, Row], scorer: ModuleType, peers: dict[str, Any]) -> Result:
    everything = {row["id"]: {"body": row["text"], "comments": []} for row in rows}
    found = {"Winnow": own, EVERYTHING: everything, **peers}
    scores = {tool: scorer.score(rows, told) for tool, told in found.items()}
    return Result(name, scores, scores["Winnow"], worst_pages(rows, own, scorer), [])


def run_peers(rows: list[Row], python: Path, versions: dict[str, str]) -> dict[str, Any]:
    found = {}
    for peer in PEERS:
        found[peer], last = run_peer(peer, [as_html(row) for row in rows], python)
        versions[peer] = last["version"]
    return found


def by_extractor(name: str, rows: list[Row], own: dict[str, Row], scorer: ModuleType) -> Result:
    """A row an extractor, and one for those that keep names and those that drop them."""
    groups = {"names kept": KEEPING, "names dropped": DROPPING}
    groups |= {by: (by,) for by in sorted({row["by"] for row in rows})}
    scores = {
        label: scorer.score([row for row in rows if row["by"] in extractors], own)
        for label, extractors in groups.items()
    }
    return Result(name, scores, scorer.score(rows, own), worst_pages(rows, own, scorer), [])


def by_language(rows: list[Row], own: dict[str, Row], scorer: ModuleType) -> Result:
    """A row a language and one a layout of the pages."""
    groups = {language: [row for row in rows if row["lang"] == language] for language in THREADS}
    groups |= {layout: [row for row in rows if f"-{layout}@" in row["id"]] for layout in LAYOUTS}
    scores = {label: scorer.score(some, own) for label, some in groups.items()}
    return Result(LANGUAGES, scores, scorer.score(rows, own), worst_pages(rows, own, scorer), [])


def time_texts(name: str, contents: Sequence[str]) -> Speed:
    """The best of rounds over texts, batched as in a worker and one by one, without what caches remember."""
    pages = [Page(content=content, format=Format.TEXT) for content in contents]
    rounds = [(_seconds(pages, BATCH), _seconds(pages, 1)) for _ in range(ROUNDS)]
    together, alone = (min(times) for times in zip(*rounds, strict=True))
    lines = sum(1 for content in contents for line in content.split("\n") if line.strip())
    return Speed(name, len(pages), sum(map(len, contents)), lines, together, alone)


def speeds(sets: dict[str, list[Row]]) -> Iterator[Speed]:
    """The sets as they are, texts with 60 comments each, then texts of one size each, made of the sets end to end."""
    for name, rows in sets.items():
        yield time_texts(name, [row["text"] for row in rows])
    writer = Writer(Random(SEED))
    yield time_texts("60 comments each", [long_text(writer)["text"] for _ in range(LONG_TEXTS)])
    every = "\n".join(row["text"] for rows in sets.values() for row in rows)
    for size in SIZES:
        cuts = range(0, min(len(every), TIMED_CHARS) - size, size)
        yield time_texts(f"{size // 1000} kB each", [every[at : at + size] for at in cuts])


def _seconds(pages: Sequence[Page], batch: int) -> float:
    read_shape.cache_clear()
    find_time.cache_clear()
    start = time.process_time()
    for at in range(0, len(pages), batch):
        separate_texts(pages[at : at + batch])
    return time.process_time() - start


def results(args: argparse.Namespace, versions: dict[str, str], sets: dict[str, list[Row]]) -> Iterator[Result]:
    sites: dict[str, str] = {}
    for name in TRAINED:
        for row in read_rows(args.data / f"{name}.jsonl.gz"):
            site_of(row, sites)
    crossed, shipped, scorer = Crossed(args), load_weights(), load_scorer(args.scorer)
    native, derived = sets["plain-native"], sets["plain-derived"]
    extracted = with_told_authors(read_rows(args.data / "plain-extracted.jsonl.gz"), scorer)
    own = cross_fitted(extracted, sites, crossed, quick=args.quick)
    yield by_extractor(
        f"plain-extracted, sites{'' if args.quick else ' and extractors'} held out", extracted, own, scorer
    )
    own = cross_fitted(derived, sites, crossed, quick=args.quick)
    peers = {} if args.quick else run_peers(derived, args.peers, versions)
    yield measure("plain-derived", derived, own, scorer, peers)
    yield measure("plain-derived, shipped", derived, predict(derived, shipped), scorer, {})
    peers = {} if args.quick else run_peers(native, args.peers, versions)
    yield measure("plain-native", native, predict(native, shipped), scorer, peers)
    if not args.quick:
        told = extracted_texts(args.peers)
        yield by_language(told, predict(told, shipped), scorer)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pages"))
    parser.add_argument("--comments", nargs="+", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, default=Path("../shared/bench/score_pages.py"))
    parser.add_argument("--weights", type=Path, default=Path("build/text-crossed"))
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers/bin/python"))
    parser.add_argument("--report", type=Path, default=Path("docs/benchmarks/separation-text.md"))
    parser.add_argument("--quick", action="store_true", help="hold out the sites alone, run no peers, write no report")
    args = parser.parse_args()
    for path in (args.data, args.scorer, *(() if args.quick else (args.peers,))):
        if not path.exists():
            sys.exit(f"{path} is not there: run `make bench-separate-text DATA=...`, which makes what can be made.")
    sets = {name: read_rows(args.data / f"{name}.jsonl.gz") for name in ("plain-native", "plain-derived")}
    timed = list(speeds(sets))
    if args.quick:
        print("\n".join(tables(list(results(args, {}, sets)))))
        return
    versions = {"scikit-learn": sklearn.__version__, "Python": platform.python_version()}
    told = list(results(args, versions, sets))
    write_report(args.report, told, timed, versions, f"{date.today().isoformat()}, {platform.machine()}")


if __name__ == "__main__":
    main()
