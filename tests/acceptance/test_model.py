"""`winnow model`, `winnow rescore` and the exit codes of `winnow retrain`, as an operator uses them."""

import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from classifiers.data.datasets import Example
from classifiers.registry.versions import Registry
from classifiers.types import Label
from tests.integration.cli.test_label import TEXT
from tests.labelled import examples
from worker.bootstrap import wire
from worker.cli import app

FLIPPED = {Label.HAM: Label.SPAM, Label.SPAM: Label.HAM}


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_DATABASE_URL", "sqlite:///here.db")


def winnow(*arguments: str) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def write(path: str, rows: list[Example]) -> None:
    lines = [{"text": row.comment.text, "label": row.label, "by": row.by, "author": row.comment.author} for row in rows]
    Path(path).write_text("\n".join(map(json.dumps, lines)))


def test_a_model_goes_from_labels_through_the_shadow_into_service_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    write("labels.jsonl", examples(60))
    trained = winnow("retrain", "labels.jsonl", "--no-labels", "--promote", "never")
    assert trained.exit_code == 0
    assert "registered, not promoted" in trained.stdout
    report = next(Path("models/versions").glob("*/report.html"))
    assert report.parent.name in trained.stdout
    base = json.loads(winnow("model", "show").stdout)["version"]

    monkeypatch.setenv("WINNOW_SHADOW", "true")
    Path("bridge.txt").write_text(TEXT)
    assert winnow("run", "bridge.txt").exit_code == 0
    compared = json.loads(winnow("model", "compare", "--json").stdout)
    assert (compared["model"], sum(compared["verdicts"].values())) == (report.parent.name, 2)
    assert "labelled" in winnow("model", "compare").stdout

    assert winnow("model", "promote").exit_code == 0
    assert json.loads(winnow("status", "--json").stdout)["model"] == report.parent.name
    assert winnow("rescore", "--since", "2999-01-01").stdout.startswith("0 articles")
    assert winnow("rescore").stdout == f"1 articles judged again by {report.parent.name}.\nallow -> allow: 2 comments\n"
    assert winnow("rescore").stdout.startswith("0 articles")
    assert winnow("model", "verify").exit_code == 0
    assert winnow("model", "rollback").stdout.startswith(base)


def test_a_gate_that_says_no_has_an_exit_code_of_its_own() -> None:
    known = synthetic_english(200)
    write("flipped.jsonl", [Example(one.comment, FLIPPED[one.label], "site", by="mallory") for one in known])
    refused = winnow("retrain", "flipped.jsonl", "--no-labels", "--confirmed-by", "ada")
    assert refused.exit_code == 3
    assert "gate: not passed" in refused.stdout
    assert json.loads(winnow("model", "list", "--json").stdout.splitlines()[0])["aliases"] == ["champion"]
    assert (
        winnow("retrain", "flipped.jsonl", "--no-labels", "--confirmed-by", "ada", "--promote", "sometimes").exit_code
        == 78
    )
    assert (
        winnow("retrain", "flipped.jsonl", "--no-labels", "--confirmed-by", "ada", "--time-limit", "1").exit_code == 75
    )


def synthetic_english(count: int) -> list[Example]:
    from classifiers.data import synthetic  # noqa: PLC0415

    return [one for one in synthetic.examples(count, 7) if one.language == "en"]


def test_where_a_key_is_configured_only_signed_models_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in ("genpkey -algorithm ed25519 -out key.pem", "pkey -in key.pem -pubout -out key.pub"):
        subprocess.run(["openssl", *command.split()], check=True, capture_output=True)
    write("labels.jsonl", examples(30))
    winnow("retrain", "labels.jsonl", "--no-labels", "--promote", "never")
    monkeypatch.setenv("WINNOW_MODEL_PUBLIC_KEY", "key.pub")
    [version] = [path.name for path in Path("models/versions").iterdir()]
    for command in (("promote",), ("promote", version), ("sign", version)):
        refused = winnow("model", *command)
        assert (refused.exit_code, "WINNOW_MODEL_SIGNING_KEY" in refused.stderr) == (1, True)
    monkeypatch.setenv("WINNOW_MODEL_SIGNING_KEY", "key.pem")
    refused = winnow("model", "promote")  # who wrote these aliases, nobody knows
    assert (refused.exit_code, "winnow model promote VERSION" in refused.stderr) == (1, True)
    assert winnow("model", "promote", version).exit_code == 1  # nor who trained this
    assert winnow("model", "sign", version).exit_code == 0
    assert winnow("model", "promote", version).exit_code == 0
    assert winnow("model", "verify").exit_code == 0


def test_a_worker_registers_a_new_base_as_challenger_and_keeps_the_champion(tmp_path: Path) -> None:
    write("labels.jsonl", examples(30))
    winnow("retrain", "labels.jsonl", "--no-labels", "--promote", "force")
    champion = Registry(tmp_path / "models").champion()
    # What a registry looks like whose champion stands on an older release: it has never seen today's base.
    base = Registry(tmp_path / "models").manifest("previous").version
    (tmp_path / "models" / "aliases.json").write_text(json.dumps({"champion": champion}))
    (tmp_path / "models" / "versions" / base).rename(tmp_path / "gone")

    wire().after_fork()

    assert Registry(tmp_path / "models").aliases() == {"champion": champion, "challenger": base}
