"""Input of bulk runs, and what came out of one."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyarrow import parquet

from tests.archives import page, record, response, warc
from worker.ingest.formats.reader import COLUMNS
from worker.operations.bulk.job import Job, Kind, Limits, Shard
from worker.operations.bulk.local_engine import run_local
from worker.operations.bulk.run import Begun, Watch, bulk
from worker.operations.bulk.summary import Summary
from worker.operations.bulk.versions import versions
from worker.settings import load_settings
from worker.work.installed_models import open_registry

HUSH = Watch(lambda _: None, lambda _: None, lambda _: None)
COMMENTS = (
    ("Ida", "At last, a ferry that runs on Sundays too."),
    (
        "Cheap Pills",
        "Buy cheap viagra pills online, casino bonus http://cheap-pills.example/buy http://casino.example/",
    ),
)


def talk(number: int, said: str = "") -> bytes:
    """Return the record of a page with two comments; ``said`` stands in its body."""
    remarks = "".join(
        f'<li class="comment" id="comment-{index}"><div class="comment-author"><b class="fn">{author}</b></div>'
        f'<div class="comment-metadata"><time>May {index + 1}, 2026 at 8:00 am</time></div>'
        f'<div class="comment-content"><p>{text}</p></div></li>'
        for index, (author, text) in enumerate(COMMENTS)
    )
    body = f"<p>The ferry number {number} starts in May and has two decks. {said}</p>" * 2
    html = (
        f"<html><body><article class='post'><h1>Ferry {number}</h1><div class='entry-content'>{body}</div></article>"
        f"<div id='comments'><h2>2 comments</h2><ol class='comment-list'>{remarks}</ol></div></body></html>"
    )
    return record(response(html.encode()), f"https://a.example/{number}")


def crawl(path: Path, count: int, *, faults: dict[int, str] | None = None) -> Path:
    """Write a WARC file of so many pages, those of ``faults`` with a fault of ``tests.faults``."""
    named = {number: f"FAULT:{fault}." for number, fault in (faults or {}).items()}
    path.write_bytes(warc([talk(number, named.get(number, "")) for number in range(count)], ".gz"))
    return path


def job(out: Path, *, module: str = "worker.operations.bulk.pages_process", **changes: Any) -> Job:
    """Return a job with the shipped model."""
    settings = load_settings({"model_dir": out.parent / "models"})
    version = open_registry(settings).verify().version
    made = Job(
        out=out,
        model_dir=settings.model_dir,
        public_key=None,
        limits=Limits(time_s=5, memory_bytes=2_000_000_000, page_bytes=2_000_000),
        versions=versions(version),
        columns=COLUMNS,
        read_as=None,
        kind=Kind.PARQUET,
        only_ham=False,
        text_only=False,
        command=(sys.executable, "-m", module),
    )
    return made.model_copy(update=changes)


def run(
    inputs: Sequence[Path | str], asked: Job, *, part_bytes: int = 4_000, redo: bool = False, jobs: int = 2
) -> Summary:
    """Run it in this process; what works at pages are processes all the same."""

    def engine(shards, given, note):  # type: ignore[no-untyped-def]
        return run_local(shards, given, note, jobs=jobs)

    return bulk([str(one) for one in inputs], asked, engine, HUSH, part_bytes=part_bytes, redo=redo)


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    """Return all rows of a table, in the order of the input."""
    found = [row for path in sorted((out / table).glob("*.parquet")) for row in parquet.read_table(path).to_pylist()]
    return sorted(found, key=lambda row: (row.get("url") or "", row.get("article") or "", row.get("position", 0)))


def files(out: Path) -> dict[str, bytes]:
    """Return all files of the corpus with their bytes."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for table in ("articles", "comments")
        for path in sorted((out / table).iterdir())
    }


__all__ = ["Begun", "Shard", "page"]
