"""How well and how fast Winnow takes plain texts apart, beside its peers.

    python benchmarks/separate_text.py --comments COMMENTS.jsonl.gz... [--data ../shared/data/pages]
        [--scorer ../shared/bench/score_pages.py] [--extracted build/extracted.jsonl.gz] [--weights build/text-halves]
        [--peers .venv-peers/bin/python] [--report docs/benchmarks/separation-text.md]

Prints a table a set and writes the report. The labeller that is shipped was trained on most of these pages, so
here each half of the sites is judged by one that was trained on the other half, and on the comments, as the shipped
one is; ``--weights`` keeps the two between runs. Nothing was trained on ``plain-native``: the shipped labeller
judges it.
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
from separation_report import Result
from text_corpus import Comments, read_pages, site_of
from text_report import Speed, write_report

from benchmarks.throughput.documents import Writer, long_text
from worker.domain import Format, Page
from worker.separate.language.dates import find_time
from worker.separate.text import separation as text
from worker.separate.text.line_model import LineWeights, load_weights, read_weights
from worker.separate.text.separation import separate_texts
from worker.separate.text.short_lines import read_shape

TRAINED = ("dragnet", "silver-comments", "wcxb", "scrapinghub", "readability", "plain-derived")
PEERS = ("trafilatura", "resiliparse", "readability-lxml")
# Characters of the texts that show whether time grows with length alone, and of all of one size.
SIZES = (10_000, 20_000, 40_000)
TIMED_CHARS = 2_000_000
# Articles that a worker takes at once.
BATCH = 64
# Each so many-th text of the extractors' is judged: a page has several.
EXTRACTED_STEP = 8
ROUNDS = 3
# Made-up texts with 60 comments each, as in the benchmark of throughput.
LONG_TEXTS, SEED = 256, 8
Row = dict[str, Any]


def half_weights(args: argparse.Namespace) -> tuple[LineWeights, LineWeights]:
    """The labellers for either half of the sites, each trained on the other; made where they aren't kept yet."""
    kept = [args.weights / f"half-{half}.npz" for half in (0, 1)]
    if not all(path.exists() for path in kept):
        paths = [args.data / f"{name}.jsonl.gz" for name in TRAINED]
        examples = train_text_model.examples(read_pages(paths), Comments(args.comments))
        args.weights.mkdir(parents=True, exist_ok=True)
        for half, path in enumerate(kept):
            learnt = train_text_model.fit([one for one in examples if train_text_model.part_of(one.site, 2) != half])
            path.write_bytes(train_text_model.as_bytes(learnt))
    first, second = (read_weights(path.read_bytes()) for path in kept)
    return first, second


def predict(rows: Sequence[Row], weights: LineWeights) -> dict[str, Row]:
    text.load_weights = partial(_same, weights)
    told = separate_texts([Page(content=row["text"], format=Format.TEXT) for row in rows])
    return {row["id"]: as_prediction(separation) for row, separation in zip(rows, told, strict=True)}


def _same(weights: LineWeights) -> LineWeights:
    return weights


def cross_fitted(rows: Sequence[Row], sites: dict[str, str], halves: tuple[LineWeights, LineWeights]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for half, weights in enumerate(halves):
        mine = [row for row in rows if _half_of(site_of(row, sites)) == half]
        found |= predict(mine, weights)
    return found


def _half_of(site: str) -> int:
    return train_text_model.part_of(train_text_model.number_of(site), 2)


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


def extracted_sets(path: Path) -> Iterator[tuple[str, list[Row]]]:
    """The extractors' texts, a set each; the comments are gold only as far as the extractor kept them."""
    rows = read_rows(path)
    for by in sorted({row["by"] for row in rows}):
        yield f"by {by}", [row for row in rows if row["by"] == by and row.get("comments") is not None][::EXTRACTED_STEP]


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
    halves, shipped, scorer = half_weights(args), load_weights(), load_scorer(args.scorer)
    native, derived = sets["plain-native"], sets["plain-derived"]
    yield measure("plain-native", native, predict(native, shipped), scorer, run_peers(native, args.peers, versions))
    own = cross_fitted(derived, sites, halves)
    yield measure("plain-derived", derived, own, scorer, run_peers(derived, args.peers, versions))
    yield measure("plain-derived, shipped", derived, predict(derived, shipped), scorer, {})
    for name, rows in extracted_sets(args.extracted):
        yield measure(name, rows, cross_fitted(rows, sites, halves), scorer, {})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pages"))
    parser.add_argument("--comments", nargs="+", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, default=Path("../shared/bench/score_pages.py"))
    parser.add_argument("--extracted", type=Path, default=Path("build/extracted.jsonl.gz"))
    parser.add_argument("--weights", type=Path, default=Path("build/text-halves"))
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers/bin/python"))
    parser.add_argument("--report", type=Path, default=Path("docs/benchmarks/separation-text.md"))
    args = parser.parse_args()
    for path in (args.data, args.scorer, args.extracted, args.peers):
        if not path.exists():
            sys.exit(f"{path} is not there: run `make bench-separate-text DATA=...`, which makes what can be made.")
    sets = {name: read_rows(args.data / f"{name}.jsonl.gz") for name in ("plain-native", "plain-derived")}
    timed = list(speeds(sets))
    versions = {"scikit-learn": sklearn.__version__, "Python": platform.python_version()}
    told = list(results(args, versions, sets))
    write_report(args.report, told, timed, versions, f"{date.today().isoformat()}, {platform.machine()}")


if __name__ == "__main__":
    main()
