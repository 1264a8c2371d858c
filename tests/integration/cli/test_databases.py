"""What commands say of a database that is not there, and that what they wrote is in the one file."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from worker.cli import app


def winnow(*arguments: str) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_BROKER_URL", "redis://127.0.0.1:1/0")  # nobody listens there
    (tmp_path / "page.txt").write_text("The tide tables are out\n\nThey cost two crowns, as they did last year.\n")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    ["export", "status", "dead list", "dead replay --class EMPTY", "erase --author x", "rescore", "retain --days 9"],
)
def test_who_only_asks_hears_that_there_is_none_and_makes_none(command: str, folder: Path) -> None:
    told = winnow(*command.split(), "--database", "sqlite:///none.db")
    assert told.exit_code == 78
    assert "There is no database at none.db" in told.output
    assert "try again" not in told.output
    assert sorted(one.name for one in folder.iterdir()) == ["page.txt"]


@pytest.mark.parametrize("command", ["run page.txt", "submit page.txt", "export", "status", "db upgrade", "db check"])
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///nowhere/here.db", "There is no folder nowhere for the database here.db"),
        ("sqlite:///page.txt", "page.txt is no SQLite database"),
        ("sqlite:///.", "is a folder"),
        ("postgresql://me:s3cret@127.0.0.1:1/winnow?colour=blue", "colour"),
    ],
)
def test_a_database_that_can_not_be_is_told_for_what_it_is(command: str, url: str, said: str, folder: Path) -> None:
    told = winnow(*command.split(), "--database", url)
    assert told.exit_code == 78
    assert said in told.output
    assert "try again" not in told.output
    assert "s3cret" not in told.output
    assert sorted(one.name for one in folder.iterdir()) == ["page.txt"]


def test_after_a_run_the_one_file_can_be_copied(folder: Path) -> None:
    assert winnow("run", "page.txt", "--database", "sqlite:///here.db").exit_code == 0
    shutil.copy(folder / "here.db", folder / "copy.db")
    exported = winnow("export", "--database", "sqlite:///copy.db").stdout
    assert json.loads(exported)["external_id"] == "page.txt"
