"""Bulk runs on damaged input, on a full disk, and where nothing can work."""

import resource
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.archives import page, record, response, warc
from tests.integration.bulk.corpus import crawl, job, rows, run
from worker.errors import UnavailableError


def test_damaged_input_costs_its_own_records(tmp_path: Path) -> None:
    lying = record(response(b"<p>A lie</p>"), "https://lie.example/", length=20)
    bomb = record(response(b" " * 30_000_000), "https://bomb.example/")
    whole = warc([page(0), lying, page(1), bomb, *map(page, range(2, 9))], ".gz")
    (tmp_path / "a.warc.gz").write_bytes(whole[:-40])
    out = tmp_path / "corpus"
    summary = run([tmp_path / "a.warc.gz"], job(out), part_bytes=300)
    urls = [row["url"] for row in rows(out, "articles") if not row["refusal"]]
    assert urls == [f"https://a.example/{number}" for number in range(8)]
    assert summary.counts.refused == {"DECODE": 2, "TOO_LARGE": 1}


def test_a_full_disk_is_said_and_the_same_command_goes_on(tmp_path: Path) -> None:
    rng = Random(7)
    words = [" ".join(rng.randbytes(4).hex() for _ in range(60_000)) for _ in range(40)]
    source, out = tmp_path / "a.warc", tmp_path / "corpus"
    pages = [record(response(f"<p>{text}</p>".encode()), f"https://n.example/{n}") for n, text in enumerate(words)]
    source.write_bytes(warc(pages))

    def quota() -> None:
        # Bytes that a file may have: more than the model's copy in memory has, and less than the articles.
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000_000, 9_000_000))

    asked = [sys.executable, "-m", "worker", "bulk", str(source), "--out", str(out), "--jobs", "1"]
    ran = subprocess.run(asked, capture_output=True, text=True, preexec_fn=quota, check=False)
    assert ran.returncode == 75, ran.stderr
    assert "there is no room for" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not list(out.rglob("*.unfinished"))
    assert not list(out.glob("manifest/*"))
    subprocess.run(asked, check=True, capture_output=True)
    assert len(rows(out, "articles")) == 40


def test_a_process_that_can_t_start_is_no_page_s_fault(tmp_path: Path) -> None:
    asked = job(tmp_path / "corpus")
    asked = asked.model_copy(update={"versions": asked.versions.model_copy(update={"model": "nowhere"})})
    with pytest.raises(UnavailableError, match="ended before it came to one"):
        run([crawl(tmp_path / "a.warc.gz", 2)], asked)
    assert not list((tmp_path / "corpus" / "manifest").glob("*"))
