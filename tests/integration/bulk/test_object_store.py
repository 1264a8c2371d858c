"""Bulk runs whose input is in an object store: a real local server that speaks S3."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import boto3
import pytest

from tests.archives import page, parquet_file, record, response, warc
from tests.integration.bulk.corpus import files, rows, talk
from tests.process import environment
from tests.servers import free_port, s3_server

BUCKET = "crawl"
KEY = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}


class Store:
    """A bucket of a server of its own, and commands that are told of it as AWS's tools are."""

    def __init__(self, url: str, log: Path) -> None:
        self.log = log
        self._given = {**KEY, "AWS_ENDPOINT_URL": url}
        named = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        self._client: Any = boto3.client("s3", endpoint_url=url, **named)
        self._client.create_bucket(Bucket=BUCKET)

    def put(self, key: str, content: bytes) -> None:
        self._client.put_object(Bucket=BUCKET, Key=key, Body=content)

    def start(self, folder: Path, *arguments: str, **given: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "worker", *arguments]
        told = {**environment(folder), **self._given, **given}
        piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=folder, env=told, **piped)

    def run(self, folder: Path, *arguments: str, **given: str) -> "subprocess.CompletedProcess[str]":
        process = self.start(folder, *arguments, **given)
        said, warned = process.communicate()
        return subprocess.CompletedProcess(arguments, process.returncode, said, warned)

    def bulk(self, folder: Path, *arguments: str, **given: str) -> "subprocess.CompletedProcess[str]":
        return self.run(folder, "bulk", *arguments, "--part-mb", "1", "--jobs", "2", **given)

    def answers(self, key: str) -> list[int]:
        """Return the status of each answer to a request for an object's bytes."""
        asked = f'"GET /{BUCKET}/{key} '
        return [int(line.split()[-2]) for line in self.log.read_text().splitlines() if asked in line]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with s3_server() as (url, log):
        yield Store(url, log)


def archive(seed: int) -> bytes:
    """Return an archive of some megabytes: pages with comments among long ones."""
    rng = Random(seed)
    long = [
        record(response(f"<p>{rng.randbytes(60_000).hex()}</p>".encode()), f"https://n.example/{n}") for n in range(40)
    ]
    return warc([*long[:20], *map(talk, range(10)), *long[20:], *map(page, range(100, 110))], ".gz")


def compared(out: Path, table: str) -> list[dict[str, Any]]:
    """Return a table's rows without what tells where they were read."""
    apart = ("id", "article", "file")
    found = [{name: value for name, value in row.items() if name not in apart} for row in rows(out, table)]
    return sorted(found, key=repr)


def test_objects_give_the_rows_of_files_and_only_parts_of_them_are_fetched(tmp_path: Path, store: Store) -> None:
    raw = archive(16)
    table = parquet_file([{"url": f"https://p.example/{n}", "text": f"The ferry {n} starts in May."} for n in range(9)])
    files = {
        "a.warc.gz": raw,
        "in/b.parquet": table,
        "in/c.jsonl": b'{"url": "https://c.example/", "text": "A mill."}\n',
    }
    for key, content in files.items():
        store.put(key, content)
        (tmp_path / key).parent.mkdir(exist_ok=True)
        (tmp_path / key).write_bytes(content)
    store.put("in/notes", b"nothing that is read")
    local = store.bulk(tmp_path, "*.warc.gz", "in", "--out", "local")
    assert local.returncode == 0, local.stderr
    for number, names in enumerate(
        (["s3://crawl/a.warc.gz", "s3://crawl/in"], ["s3://crawl/*.warc.gz", "s3://crawl/in/"])
    ):
        out = tmp_path / f"remote{number}"
        ran = store.bulk(tmp_path, *names, "--out", out.name)
        assert ran.returncode == 0, ran.stderr
        for table_name in ("articles", "comments"):
            assert compared(out, table_name) == compared(tmp_path / "local", table_name)
        assert {row["file"] for row in rows(out, "articles")} == {f"s3://crawl/{key}" for key in files}
        assert len(list((out / "manifest").iterdir())) == len(list((tmp_path / "local/manifest").iterdir())) > 4
    assert set(store.answers("a.warc.gz")) == {206}, "an object was fetched as a whole"


def test_a_second_run_does_only_the_objects_that_have_changed(tmp_path: Path, store: Store) -> None:
    store.put("twice/a.jsonl", b'{"text": "The ferry starts in May."}\n')
    store.put("twice/b.jsonl", b'{"text": "The mill burned down."}\n')
    wanted = ("2 pages in this run", "0 pages in this run", "1 pages in this run")
    for number, told in enumerate(wanted):
        if number == 2:
            store.put("twice/b.jsonl", b'{"text": "The hall burned down."}\n')
        ran = store.bulk(tmp_path, "s3://crawl/twice", "--out", "corpus")
        assert ran.returncode == 0, ran.stderr
        assert told in ran.stderr
    assert sorted(row["body"] for row in rows(tmp_path / "corpus", "articles"))[1] == "The hall burned down."


def test_what_is_not_there_is_named_and_a_store_out_of_reach_ends_the_run(tmp_path: Path, store: Store) -> None:
    store.put("one.jsonl", b'{"text": "The ferry starts in May."}\n')
    ran = store.bulk(tmp_path, "s3://crawl/one.jsonl", "s3://crawl/two.jsonl", "s3://other/*.warc", "--out", "corpus")
    assert ran.returncode == 65, ran.stderr
    assert "s3://crawl/two.jsonl: it can't be read: No such file or directory [SCHEMA]" in ran.stderr
    assert "s3://other/*.warc: it can't be read" in ran.stderr
    assert len(rows(tmp_path / "corpus", "articles")) == 1
    nowhere = f"http://127.0.0.1:{free_port()}"
    ran = store.bulk(tmp_path, "s3://crawl/one.jsonl", "--out", "none", AWS_ENDPOINT_URL=nowhere, AWS_MAX_ATTEMPTS="1")
    assert ran.returncode == 75, ran.stderr
    assert "s3://crawl/one.jsonl can't be fetched" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not list((tmp_path / "none").rglob("*.parquet"))


def test_a_store_that_goes_away_costs_no_row(tmp_path: Path) -> None:
    port, raw = free_port(), archive(17)
    one_at_a_time = ("bulk", "s3://crawl/a.warc.gz", "--out", "corpus", "--part-mb", "1", "--jobs", "1")
    with s3_server(port) as (url, log):
        first = Store(url, log)
        first.put("a.warc.gz", raw)
        ran = first.start(tmp_path, *one_at_a_time, AWS_MAX_ATTEMPTS="1")
        while not list(tmp_path.glob("corpus/manifest/*")) and ran.poll() is None:
            time.sleep(0.01)
    _, said = ran.communicate()
    assert ran.returncode == 75, said
    assert "s3://crawl/a.warc.gz can't be fetched" in said
    before = len(list(tmp_path.glob("corpus/manifest/*")))
    assert not list(tmp_path.rglob("*.unfinished"))
    with s3_server(port) as (url, log):
        again = Store(url, log)
        again.put("a.warc.gz", raw)
        ran_again = again.run(tmp_path, *one_at_a_time)
        assert ran_again.returncode == 0, ran_again.stderr
        assert f"{before} of " in ran_again.stderr
        assert again.bulk(tmp_path, "s3://crawl/a.warc.gz", "--out", "undisturbed").returncode == 0
    assert files(tmp_path / "corpus") == files(tmp_path / "undisturbed")


def test_submit_queues_an_object_record_by_record(tmp_path: Path, store: Store) -> None:
    store.put("queue/a.warc.gz", warc([page(number) for number in range(5)], ".gz"))
    asked = ("submit", "s3://crawl/queue", "--json", "--database", "sqlite:///here.db", "--broker", "memory://")
    ran = store.run(tmp_path, *asked)
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 5
    ran = store.run(tmp_path, *asked[:1], "s3://crawl/queue/b.warc.gz", *asked[2:])
    assert ran.returncode == 65
    assert "s3://crawl/queue/b.warc.gz" in ran.stderr


def test_a_corpus_is_not_written_to_a_store(tmp_path: Path, store: Store) -> None:
    ran = store.bulk(tmp_path, "s3://crawl/a.warc.gz", "--out", "s3://crawl/corpus")
    assert ran.returncode == 78
    assert "a corpus is written to a folder" in ran.stderr
    assert not list(tmp_path.glob("s3*"))
