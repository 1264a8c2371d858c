"""Bulk runs on damaged input, on a full disk, and where nothing can work."""

import resource
import subprocess
import sys
from pathlib import Path
from random import Random
from shutil import which

import pytest

from tests.archives import page, parquet_file, record, response, warc
from tests.integration.bulk.corpus import crawl, job, rows, run
from tests.process import environment
from worker.errors import UnavailableError

# A process whose mounts are its own, where the kernel lets anybody have one.
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
ROOM = (
    bool(which("unshare"))
    and not subprocess.run(
        [*NAMESPACE, "sh", "-c", "mount -t tmpfs tmpfs /mnt"], capture_output=True, check=False
    ).returncode
)


def _long(number: int) -> bytes:
    rng = Random(number)
    words = " ".join(rng.randbytes(4).hex() for _ in range(20_000))
    return record(response(f"<p>{words}</p>".encode()), f"https://n.example/{number}")


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


def test_a_corrupt_parquet_page_costs_its_row_group_and_no_footer_its_file(tmp_path: Path) -> None:
    given = [{"url": f"https://a.example/{n}", "text": Random(n).randbytes(2_000).hex()} for n in range(30)]
    raw = bytearray(parquet_file(given, group=10))
    middle = len(raw) // 2
    raw[middle - 100 : middle + 100] = b"\xff" * 200
    (tmp_path / "a.parquet").write_bytes(raw)
    (tmp_path / "b.parquet").write_bytes(raw[:-30])
    out = tmp_path / "corpus"
    summary = run([tmp_path / "a.parquet", tmp_path / "b.parquet"], job(out))
    whole = {row["url"] for row in rows(out, "articles") if not row["refusal"]}
    assert whole >= {given[number]["url"] for number in (*range(10), *range(20, 30))}
    assert summary.counts.refused == {"DECODE": 1}
    assert summary.files_refused == {str(tmp_path / "b.parquet"): "DECODE"}


@pytest.mark.skipif(not ROOM, reason="no file system of one's own can be mounted here")
def test_a_disk_that_is_full_keeps_what_is_done(tmp_path: Path) -> None:
    source = tmp_path / "a.warc"
    source.write_bytes(warc([*map(page, range(40)), *(_long(number) for number in range(40))]))
    script = """
        mount -t tmpfs -o size=3m tmpfs "$1" || exit 99
        shift; "$@"; code=$?
        find /dev/null corpus -name '*.unfinished' -o -path '*/manifest/*.json'
        exit $code
    """
    (tmp_path / "corpus").mkdir()
    asked = [sys.executable, "-m", "worker", "bulk", "a.warc", "--out", "corpus", "--jobs", "1", "--part-mb", "1"]
    command = [*NAMESPACE, "sh", "-c", script, "sh", "corpus", *asked]
    ran = subprocess.run(command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert ran.returncode == 75, ran.stderr
    assert "there is no room for" in ran.stderr
    assert ran.stdout.splitlines(), "nothing was done before the disk was full"
    assert all(line.endswith(".json") for line in ran.stdout.splitlines())


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
