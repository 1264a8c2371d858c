"""How many comments come out exact: author, time, text and parent all right.

    python -m benchmarks.records --data FILE-OR-FOLDER... [--peers .venv-peers/bin/python] [--report FILE]

``--data`` takes JSON Lines, or a folder in WEB-FORUM-52's layout; nothing is fetched. ``make bench-records`` runs it on
the labelled pages beside this repository.
"""

import argparse
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from benchmarks.records.gold import Record, Thread, read_threads
from benchmarks.records.report import write_report
from benchmarks.records.score import Score, score
from worker.domain import Format, Page
from worker.ingest.markup import mended
from worker.separate import separate

PEERS = ("harvest-webforum", "trafilatura", "resiliparse")


def winnow(threads: list[Thread]) -> dict[str, list[Record]]:
    return {thread.id: _records(thread) for thread in threads}


def _records(thread: Thread) -> list[Record]:
    found = separate(Page(content=mended(thread.html), format=Format.HTML, url=thread.url))
    comments = [Record(one.text, one.author, one.posted_at or one.posted_raw, one.parent) for one in found.comments]
    return [Record("\n\n".join(found.body), found.byline, found.published), *comments] if thread.opening else comments


def peer(name: str, threads: list[Thread], python: Path) -> tuple[dict[str, list[Record]], str]:
    """What a peer found, and its version; a page on which it fails counts as empty."""
    pages = "".join(json.dumps({"id": one.id, "url": one.url, "html": one.html}) + "\n" for one in threads)
    script = Path(__file__).with_name("peer.py")
    done = subprocess.run(
        [str(python), str(script), name], input=pages, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    *lines, last = done.stdout.splitlines()
    rows = map(json.loads, lines)
    return {row["id"]: [Record(*record) for record in row["records"]] for row in rows}, json.loads(last)["version"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers/bin/python"))
    parser.add_argument("--report", type=Path)
    args = parser.parse_args()
    for path in args.data:
        if not path.exists():
            sys.exit(
                f"There are no labelled threads at {path}: name a file or folder with --data; nothing was measured."
            )
    if not args.peers.exists():
        sys.exit(f"The peers' Python is not at {args.peers}: run `make bench-records`, which installs it.")
    versions: dict[str, str] = {}
    results: dict[str, dict[str, Score]] = {}
    for path in args.data:
        threads = read_threads(path)
        of_set = results[path.name.partition(".")[0]] = {"Winnow": score(threads, winnow(threads))}
        for name in PEERS:
            found, versions[name] = peer(name, threads, args.peers)
            of_set[name] = score(threads, found)
    write_report(args.report, results, versions, date.today().isoformat())


if __name__ == "__main__":
    main()
