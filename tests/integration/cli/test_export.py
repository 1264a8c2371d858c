"""`winnow export`: conversations, and flat tables of comments or of articles, in every kind of file."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator, Sequence
from typing import Any

import polars
import pytest
from typer.testing import CliRunner

from tests.integration.bulk.corpus import COMMENTS as SAID
from worker.cli import app
from worker.operations.export import COMMENTS
from worker.operations.row_files import FileKind, write


def page(number: int) -> str:
    remarks = "".join(
        f'<li class="comment" id="comment-{index}"><div class="comment-author"><b class="fn">{author}</b></div>'
        f'<div class="comment-metadata"><time>May {index + 1}, 2026 at 8:00 am</time></div>'
        f'<div class="comment-content"><p>{text}</p></div></li>'
        for index, (author, text) in enumerate(SAID)
    )
    body = f"<p>The ferry number {number} starts in <b>May</b> and has two decks for bicycles.</p>" * 2
    return (
        f"<html><body><article class='post'><h1>Ferry {number}</h1><div class='entry-content'>{body}</div></article>"
        f"<div id='comments'><h2>2 comments</h2><ol class='comment-list'>{remarks}</ol></div></body></html>"
    )


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("export")
    rows = [
        {"id": f"p{n}", "url": f"https://a.example/{n}", "html": page(n), "source": "north" if n < 2 else "south"}
        for n in range(3)
    ]
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    url = f"sqlite:///{folder}/winnow.db"
    ran = CliRunner().invoke(app, ["run", str(folder / "pages.jsonl"), "--database", url])
    assert ran.exit_code == 0, ran.output
    return url


def export(database: str, *options: str) -> bytes:
    ran = CliRunner().invoke(app, ["export", "--database", database, *options])
    assert ran.exit_code == 0, ran.output
    return ran.stdout_bytes


def read(kind: str, raw: bytes) -> list[dict[str, Any]]:
    if kind == "parquet":
        return polars.read_parquet(io.BytesIO(raw)).to_dicts()
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(raw.decode())))
    return [json.loads(line) for line in raw.splitlines()]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_a_row_a_comment_in_every_kind_of_file(database: str, kind: str) -> None:
    rows = read(kind, export(database, "--rows", "comments", "--format", kind))
    assert tuple(rows[0]) == COMMENTS.names
    assert len(rows) == 6
    assert {row["author"] for row in rows} == {author for author, _ in SAID}
    spam = read(
        kind, export(database, "--rows", "comments", "--format", kind, "--verdict", "spam", "--source", "north")
    )
    assert [(row["verdict"], row["source"]) for row in spam] == [("spam", "north")] * 2
    ham = read(kind, export(database, "--rows", "comments", "--format", kind, "--only-ham"))
    assert {row["verdict"] for row in ham} == {"allow"}


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_a_row_an_article_in_every_kind_of_file(database: str, kind: str) -> None:
    rows = read(kind, export(database, "--rows", "articles", "--format", kind))
    assert [row["external_id"] for row in rows] == ["p0", "p1", "p2"]
    assert [str(row["comments"]) for row in rows] == ["2", "2", "2"]
    assert [str(row["spam"]) for row in rows] == ["1", "1", "1"]
    assert "starts in **May** and" in rows[0]["body_markdown"]
    assert [row["external_id"] for row in read(kind, export(database, "--rows", "articles", "--source", "south",
                                                            "--format", kind))] == ["p2"]  # fmt: skip


@pytest.mark.parametrize("rows", [(), ("--rows", "articles"), ("--rows", "comments")])
def test_days_and_sources_choose(database: str, rows: Sequence[str]) -> None:
    assert export(database, *rows, "--until", "2020-01-01") == b""
    assert export(database, *rows, "--since", "2120-01-01") == b""
    assert export(database, *rows, "--source", "nowhere") == b""
    whole = export(database, *rows)
    assert whole
    assert export(database, *rows, "--since", "2020-01-01T12:30:00", "--until", "2120-01-01") == whole


@pytest.mark.parametrize(
    ("options", "told"),
    [(["--format", "csv"], "add --rows comments"), (["--verdict", "spam"], "add --rows comments"),
     (["--rows", "articles", "--verdict", "spam"], "--verdict is for tables of comments")],
)  # fmt: skip
def test_what_goes_not_together_is_said(database: str, options: list[str], told: str) -> None:
    ran = CliRunner().invoke(app, ["export", "--database", database, *options])
    assert ran.exit_code == 2
    assert told in " ".join(ran.output.split())


def peak(kind: FileKind, count: int) -> int:
    row = dict.fromkeys(COMMENTS.names) | {"id": 1, "links": ["https://a.example/"], "text": "A remark. " * 20}

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(count):
            yield row | {"id": number, "reasons": [], "probability": 0.5}

    tracemalloc.start()
    try:
        for _ in write(kind, COMMENTS, rows()):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", list(FileKind))
def test_memory_is_that_of_some_rows_however_many_there_are(kind: FileKind) -> None:
    peak(kind, 10)  # what is imported and remembered once
    assert peak(kind, 30_000) < 1.2 * peak(kind, 10_000) + 100_000  # bytes: three rows of JSON make no ratio
