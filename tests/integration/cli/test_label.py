"""`winnow label` as a moderator uses it."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from worker.cli import app

TEXT = """Bridge opens on Monday

The council opens the new bridge on Monday, after three years of work.

Comments

2 responses to “Bridge opens on Monday”

  1. Ann Avatar

    The bridge should have come first, as I said to everybody who asked me.

  2. Bob Avatar

    Who pays for all of this in the end, I wonder?

Leave a Reply
"""


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_DATABASE_URL", "sqlite:///here.db")
    Path("bridge.txt").write_text(TEXT)
    assert winnow("run", "bridge.txt").exit_code == 0


def winnow(*arguments: str) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def exported() -> list[tuple[int, str, str | None]]:
    (article,) = [json.loads(line) for line in winnow("export").stdout.splitlines()]
    return [(one["id"], one["verdict"], one["label"]) for one in article["comments"]]


def test_a_label_beats_the_model_and_can_be_taken_back() -> None:
    assert exported() == [(1, "allow", None), (2, "allow", None)]
    assert winnow("label", "2", "spam", "--by", "ida").stdout == "comment 2: no label -> spam\n"
    assert exported() == [(1, "allow", None), (2, "spam", "spam")]
    assert winnow("label", "add", "2", "ham").stdout == "comment 2: spam -> ham\n"
    assert winnow("label", "undo", "2").stdout == "comment 2: ham -> spam\n"
    assert exported()[1] == (2, "spam", "spam")
    now = json.loads(winnow("status", "--json").stdout)
    assert (now["labels"], now["labels_since_training"]) == (1, 1)
    assert now["verdicts"] == {"allow": 1, "review": 0, "spam": 1}


def test_wrong_use_is_a_sentence() -> None:
    assert winnow("label", "77", "spam").exit_code == 66
    assert winnow("label", "undo", "1").exit_code == 66
    assert winnow("label", "1", "perhaps").exit_code == 2
    assert winnow("label", "nonsense").exit_code == 2


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_what_is_exported_can_be_imported_and_names_its_comment(kind: str) -> None:
    winnow("label", "1", "ham", "--by", "ida")
    winnow("label", "2", "spam", "--by", "jan")
    said = winnow("label", "export", *(["--csv"] if kind == "csv" else [])).stdout
    Path(f"labels.{kind}").write_text(said)
    rows = list(csv.DictReader(io.StringIO(said))) if kind == "csv" else [json.loads(x) for x in said.splitlines()]
    assert [(str(row["comment"]), row["label"], row["by"]) for row in rows] == [
        ("1", "ham", "ida"),
        ("2", "spam", "jan"),
    ]
    assert rows[1]["text"].startswith("Who pays")
    for comment in ("1", "2"):
        winnow("label", "undo", comment)
    assert winnow("label", "import", f"labels.{kind}").stdout == "2 labels taken, 0 rows refused\n"
    assert exported() == [(1, "allow", "ham"), (2, "spam", "spam")]
    assert winnow("label", "export", *(["--csv"] if kind == "csv" else [])).stdout.count("\n") == said.count("\n")


def test_rows_that_can_not_be_used_are_named_and_all_others_taken() -> None:
    Path("labels.csv").write_text("comment,label,text\n1,spam,\n2,maybe,\nx,ham,\n9,ham,\n2,spam,Something else\n")
    imported = winnow("label", "import", "labels.csv", "--by", "ida")
    assert imported.exit_code == 65
    assert imported.stdout == "1 labels taken, 4 rows refused\n"
    for said in ("labels.csv:3", "labels.csv:4", "no comment 9", "comment 2 has another text"):
        assert said in imported.stderr
    assert winnow("label", "import", "none.csv").exit_code == 1


def test_conflicts_are_listed() -> None:
    winnow("label", "1", "ham", "--by", "ida")
    winnow("label", "1", "spam", "--by", "jan")
    lines = winnow("label", "conflicts").stdout.splitlines()
    assert [line.split("\t")[:3] for line in lines] == [["1", "ham", "ida"], ["1", "spam", "jan"]]
    assert len(winnow("label", "conflicts", "--json").stdout.splitlines()) == 2
    assert winnow("label", "export").stdout == ""
