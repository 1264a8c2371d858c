"""The filters: one line out for each line in, in order, ids echoed as they came."""

import gzip
import json
from pathlib import Path

import pytest
import zstandard
from typer.testing import CliRunner

from worker.cli import app


def through(command: str, *lines: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(app, [command], input="".join(line + "\n" for line in lines))
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("command", ["separate", "classify"])
def test_empty_input_is_fine(command: str) -> None:
    assert through(command) == []


def test_separate_answers_each_line_in_order() -> None:
    page = "<h1>Pears</h1><p>The pears are ripe this week, and the orchard is open to all who want to pick.</p>"
    found = through(
        "separate",
        json.dumps({"id": 7, "html": page, "url": "https://orchard.example/"}),
        "not json",
        json.dumps({"id": "x"}),
        json.dumps({"id": ["a"], "text": "Plain words about plums."}),
        json.dumps({"id": None, "text": " "}),
        json.dumps({"id": 1.5, "html": "<div>" * 40_000}),
    )
    assert [row["id"] for row in found] == [7, None, "x", ["a"], None, 1.5]
    assert {"id", "title", "body", "comments", "reason", "declared_comments"} <= set(found[0])
    assert found[0]["title"] == "Pears"
    assert "The pears are ripe" in str(found[0]["body"])
    codes = [row["error"]["code"] if "error" in row else None for row in found]  # type: ignore[index,call-overload]
    assert codes == [None, "SCHEMA", "SCHEMA", None, "EMPTY", "DEPTH"]


def test_classify_answers_each_line_in_order() -> None:
    found = through(
        "classify",
        json.dumps({"id": 1, "text": "Thank you, I had wondered about that bridge.", "author": "Ann"}),
        "[]",
        json.dumps({"id": "b", "author": "no text"}),
        json.dumps({"id": 2, "text": "casino slots viagra http://win.example", "links": ["http://win.example"],
                    "author": "best casino", "author_url": "http://win.example", "page": 3,
                    "article": {"title": "Bridge", "body": "The bridge opens.", "language": "en"}}),
    )  # fmt: skip
    assert [row["id"] for row in found] == [1, None, "b", 2]
    assert [("error" in row) for row in found] == [False, True, True, False]
    assert set(found[0]) == {"id", "probability", "verdict", "model"}
    assert found[3]["probability"] > found[0]["probability"]  # type: ignore[operator]


def test_a_page_is_judged_together_however_long_the_input() -> None:
    lines = [json.dumps({"id": number, "text": f"Comment {number}", "page": number // 300}) for number in range(700)]
    assert [row["id"] for row in through("classify", *lines)] == list(range(700))


def test_pages_are_read_from_files_and_folders(tmp_path: Path) -> None:
    page = "<h1>Pears</h1><p>The pears are <b>ripe</b> this week, and the orchard is open to all who want to pick.</p>"
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.html").write_text(page)
    (tmp_path / "in/b.jsonl.gz").write_bytes(
        gzip.compress(b"".join(json.dumps({"id": name, "html": page}).encode() + b"\n" for name in "xy") + b"[]\n")
    )
    (tmp_path / "in/c.pdf").write_bytes(b"%PDF-1.4")
    results = [CliRunner().invoke(app, ["separate", str(tmp_path / "in"), "--jobs", jobs]) for jobs in ("1", "2")]
    assert [result.exit_code for result in results] == [0, 0]
    assert results[0].stdout == results[1].stdout
    rows = [json.loads(line) for line in results[0].stdout.splitlines()]
    assert [row["id"] for row in rows] == [f"{tmp_path}/in/a.html", "x", "y", f"{tmp_path}/in/b.jsonl.gz:3"]
    assert "error" in rows.pop()
    assert {row["title"] for row in rows} == {"Pears"}
    assert "are **ripe** this" in rows[0]["body_markdown"]
    assert "1 .pdf was passed over" in results[0].stderr


def test_only_the_text_is_printed_where_that_is_asked_for(tmp_path: Path) -> None:
    page = "<h1>Pears</h1><p>The pears are <b>ripe</b> this week, and the orchard is open to all who want to pick.</p>"
    (tmp_path / "a.html").write_text(page)
    result = CliRunner().invoke(app, ["separate", str(tmp_path / "a.html"), str(tmp_path / "none.html"), "--text"])
    assert "The pears are ripe this week" in result.stdout
    assert "{" not in result.stdout
    assert result.stdout.endswith("\n\f\n")
    assert "none.html" in result.stderr


def test_comments_are_judged_from_files_by_several_processes_alike(tmp_path: Path) -> None:
    rows = [json.dumps({"id": number, "text": f"Comment {number}", "page": number // 40}) for number in range(700)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jsonl").write_text("\n".join(rows[:300]))
    (tmp_path / "in/b.jsonl.zst").write_bytes(zstandard.compress("\n".join(rows[300:]).encode()))
    results = [CliRunner().invoke(app, ["classify", str(tmp_path / "in"), "--jobs", jobs]) for jobs in ("1", "2")]
    assert [result.exit_code for result in results] == [0, 0]
    assert results[0].stdout == results[1].stdout
    assert [json.loads(line)["id"] for line in results[0].stdout.splitlines()] == list(range(700))


def test_reasons_come_where_they_are_asked_for_and_change_nothing_else() -> None:
    rows = [
        {"text": "Who pays for all of this?"},
        {"text": "casino slots viagra http://win.example", "author": "casino"},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    plain, explained = (
        [json.loads(line) for line in CliRunner().invoke(app, ["classify", *options], input=lines).stdout.splitlines()]
        for options in ((), ("--explain",))
    )
    assert [{name: one[name] for name in one if name != "reasons"} for one in explained] == plain
    assert [bool(one["reasons"]) for one in explained] == [False, True]
    assert all("reasons" not in one for one in plain)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["classify", str(tmp_path / "none.jsonl")])
    assert result.exit_code == 66
    assert "none.jsonl" in result.stderr
