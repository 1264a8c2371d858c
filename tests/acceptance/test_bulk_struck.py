"""Bulk runs that are struck: pages that end their process, and runs and processes that are killed."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import psutil
import pytest

from tests.archives import page, record, response, warc
from tests.integration.bulk.corpus import crawl, files, job, rows, run
from worker.operations.bulk.job import Limits

pytestmark = pytest.mark.acceptance

FAULTS = {3: "segv", 20: "hang", 21: "memory", 22: "greed", 23: "kill", 24: "exit", 40: "error"}
REASONS = {3: "CRASH", 20: "TIMEOUT", 21: "MEMORY", 22: "MEMORY", 23: "MEMORY", 24: "CRASH", 40: "CRASH"}


def command(source: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "worker", "bulk", str(source), "--out", str(out), "--part-mb", "1", *options]


def test_a_page_may_die_and_its_shard_may_not(tmp_path: Path) -> None:
    source, out = crawl(tmp_path / "a.warc.gz", 50, faults=FAULTS), tmp_path / "corpus"
    asked = job(out, module="tests.bulk_faults")
    # So many that the first page of a process is not late by the clock, on a machine however busy.
    asked = asked.model_copy(update={"limits": Limits(time_s=10, memory_bytes=2_000_000_000, page_bytes=2_000_000)})
    summary = run([source], asked, part_bytes=1 << 20)
    found = {int(row["url"].rpartition("/")[2]): row for row in rows(out, "articles")}
    assert len(found) == 50
    assert {number: row["refusal"] for number, row in found.items() if row["refusal"]} == REASONS
    assert all(found[number]["digest"] and found[number]["key"] for number in REASONS)
    assert len(rows(out, "comments")) == 2 * (50 - len(REASONS))
    assert summary.counts.refused == {"CRASH": 3, "TIMEOUT": 1, "MEMORY": 3}
    assert summary.counts.pages == 50
    well = crawl(tmp_path / "well.warc.gz", 50)
    run([well], job(tmp_path / "well"), part_bytes=1 << 20)
    beside = {row["url"]: row["body"] for row in rows(tmp_path / "well", "articles")}
    assert all(row["body"] == beside[row["url"]] for row in found.values() if not row["refusal"])


def test_a_killed_run_loses_and_doubles_nothing(tmp_path: Path) -> None:
    rng = Random(16)
    noise = [
        record(response(f"<p>{rng.randbytes(9_000).hex()}</p>".encode()), f"https://n.example/{n}") for n in range(300)
    ]
    source = tmp_path / "a.warc.gz"
    source.write_bytes(warc([*noise, *map(page, range(60))], ".gz"))
    undisturbed, struck = tmp_path / "undisturbed", tmp_path / "struck"
    subprocess.run(command(source, undisturbed), check=True, capture_output=True)
    assert len(files(undisturbed)) > 4
    for strike in range(10):
        process = subprocess.Popen(command(source, struck), stderr=subprocess.DEVNULL)
        _until_at_work(process, struck, rng.randrange(0, 2 + strike))
        process.kill()
        process.wait()
    subprocess.run(command(source, struck), check=True, capture_output=True)
    assert files(struck) == files(undisturbed)
    assert not list(struck.rglob("*.unfinished"))


def _until_at_work(process: "subprocess.Popen[bytes]", out: Path, shards: int) -> None:
    """Wait until so many files stand, or the run has ended: where exactly it is struck is chance."""
    while process.poll() is None and len(list(out.glob("*/*"))) < shards:
        time.sleep(0.02)


def test_a_process_at_the_pages_that_is_killed_from_outside_costs_no_page(tmp_path: Path) -> None:
    source = crawl(tmp_path / "a.warc.gz", 400)
    run([source], job(tmp_path / "undisturbed"), part_bytes=1 << 20)
    process = subprocess.Popen(command(source, tmp_path / "struck", "--jobs", "1"), stderr=subprocess.DEVNULL)
    while process.poll() is None and not (struck := _at_pages(process.pid)):
        time.sleep(0.01)
    os.kill(struck, signal.SIGKILL)
    assert process.wait() == 0
    assert files(tmp_path / "struck") == files(tmp_path / "undisturbed")


def _at_pages(pid: int) -> int:
    """Return the process at the pages once it has opened the input; 0 before."""
    for child in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.Error):
            if any(one.path.endswith(".warc.gz") for one in child.open_files()):
                return child.pid
    return 0
