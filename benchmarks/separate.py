"""How well and how fast Winnow separates bodies from comments, beside its peers.

    python benchmarks/separate.py [--data ../shared/data/pages] [--scorer ../shared/bench/score_pages.py]
                                  [--peers .venv-peers/bin/python] [--report docs/benchmarks/separation.md]
                                  [--every 1]

Prints one table a set and writes the report. The network that tells bodies was trained on most of these pages,
so Winnow's rows come from networks trained anew, each on one half of the sites, that judge the other half:
what they see here they never saw before. ``--every 8`` measures the peers, and
Winnow beside them, on each eighth page of a set, and Winnow on all pages as well.
Without the data folder there is nothing to measure.
"""

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import selectolax
import train_body
from pages import read_rows
from separation_cost import measure_cost
from separation_gold import authors, doubts, falsely
from separation_report import Result, write_report

from worker.domain import Format, Page, Separation
from worker.ingest.markup import mended
from worker.separate.html import body
from worker.separate.html import separation as html
from worker.separate.text.separation import separate_text

SETS = ("dragnet", "silver-comments", "forum-silver", "wcxb", "scrapinghub", "readability", "trafilatura",
        "fundus", "wcxb-kinds", "web-forum", "plain-native", "plain-derived")  # fmt: skip
PEERS = ("trafilatura", "readability-lxml", "resiliparse", "newspaper4k")
EVERYTHING = "everything is body"
WINNOW = "Winnow"
Row = dict[str, Any]


def separate(row: Row) -> Separation:
    if row.get("html") is None:
        return separate_text(Page(content=row["text"], format=Format.TEXT))
    return html.separate_html(Page(content=mended(row["html"]), format=Format.HTML, url=row.get("url")))


def as_prediction(separation: Separation) -> Row:
    comments = [{"author": c.author, "posted_raw": c.posted_raw, "text": c.text} for c in separation.comments]
    head = {"title": separation.title, "byline": separation.byline, "published": separation.published}
    return {"body": "\n\n".join(separation.body), "comments": comments, **head}


def winnow(rows: Iterable[Row], halves: tuple[train_body.Trained, train_body.Trained]) -> dict[str, Row]:
    """What Winnow finds, with networks and router that saw no page of the half of the sites that a row is of."""
    found = {}
    for row in rows:
        trained = halves[train_body.half_of_site(train_body.site_of(row))]
        html.load_weights = {body.ARTICLES: trained.articles, body.OTHERS: trained.others}.__getitem__
        html.load_router = partial(getattr, trained, "router")
        found[row["id"]] = as_prediction(separate(row))
    return found


def run_peer(peer: str, rows: list[Row], python: Path) -> tuple[dict[str, Row], Row]:
    """The peer's predictions, and the last line that it prints: seconds and version."""
    pages = "".join(json.dumps({"id": row["id"], "html": row["html"]}) + "\n" for row in rows)
    script = Path(__file__).with_name("peer.py")
    done = subprocess.run(
        [str(python), str(script), peer], input=pages, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    *lines, last = done.stdout.splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}, json.loads(last)


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def measure(name: str, args: argparse.Namespace, scorer: ModuleType, versions: dict[str, str]) -> Result:
    """Winnow on all of a set's pages, and beside its peers on those that are asked for."""
    pages = read_rows(args.data / f"{name}.jsonl.gz")
    ours = winnow(pages, args.weights)
    rows = pages[:: args.every]
    found = {WINNOW: {row["id"]: ours[row["id"]] for row in rows}}
    if rows[0].get("html") is None:
        found[EVERYTHING] = {row["id"]: {"body": row["text"], "comments": []} for row in rows}
    else:
        for peer in PEERS:
            found[peer], last = run_peer(peer, rows, args.peers)
            versions[peer] = last["version"]
    scores = {tool: scorer.score(rows, predictions) for tool, predictions in found.items()}
    whole = scorer.score(pages, ours)
    signed, false = authors(pages, ours, scorer).share, falsely(pages, ours, scorer).share
    return Result(name, scores, whole, worst_pages(pages, ours, scorer), doubts(pages, ours, scorer), signed, false)


def worst_pages(rows: list[Row], predictions: dict[str, Row], scorer: ModuleType) -> list[tuple[str, str]]:
    """The ids of the ten pages on which Winnow does worst, and what went wrong there."""
    judged = sorted(judge(row, predictions[row["id"]], scorer) for row in rows)
    return [(page, why) for score, page, why in judged[:10] if score < 1]


def judge(row: Row, prediction: Row, scorer: ModuleType) -> tuple[float, str, str]:
    score = scorer.score([row], {row["id"]: prediction})
    parts, low = [], 1.0
    for what in ("body", "comments"):
        if score[what]["n"]:
            p, r, f1 = (score[what][key] for key in ("p", "r", "f1"))
            low = min(low, f1)
            missed, extra = ("much missed" if r < 0.8 else ""), ("much that isn't" if p < 0.8 else "")
            parts.append(f"{what} {f1:.2f}" + "".join(f", {word}" for word in (missed, extra) if word))
    if score["false_comments"]["rate"]:
        low = min(low, 0.0)
        parts.append("comments found where the gold has none")
    for kind, wanted in (("with", 1), ("without", 0)):
        count = score["segments"].get(kind, 0)
        if count and not (row.get("body") or score["comments"]["n"]):
            share = score["segments"].get(f"{kind}_found", 0) / count
            low = min(low, 1 - abs(wanted - share))
            parts.append(f"{share:.0%} of the texts {kind} found")
    return low, str(row["id"]), "; ".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pages"))
    parser.add_argument("--scorer", type=Path, default=Path("../shared/bench/score_pages.py"))
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers/bin/python"))
    parser.add_argument("--report", type=Path, default=Path("docs/benchmarks/separation.md"))
    parser.add_argument("--every", type=int, default=1, help="peers read one page in so many")
    args = parser.parse_args()
    for path, what in ((args.data, "The labelled pages are"), (args.scorer, "The scorer is")):
        if not path.exists():
            sys.exit(f"{what} not at {path}: name the place with --data or --scorer; nothing was measured.")
    if not args.peers.exists():
        sys.exit(f"The peers' Python is not at {args.peers}: run `make bench-separate`, which installs it.")
    shipped = html.load_weights, html.load_router
    rows = read_rows(args.data / "dragnet.jsonl.gz")
    cost = measure_cost(rows, lambda: float(run_peer("trafilatura", rows, args.peers)[1]["seconds"]))
    args.weights = train_body.crossed(list(train_body.load(args.data)))
    versions = {"selectolax": selectolax.__version__, "Python": platform.python_version()}
    results = [measure(name, args, load_scorer(args.scorer), versions) for name in SETS]
    html.load_weights, html.load_router = shipped
    where = f"{date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} cores"
    write_report(args.report, results, cost, versions, where)


if __name__ == "__main__":
    main()
