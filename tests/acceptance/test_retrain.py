"""`winnow retrain` from moderators' labels in a real database: learnt, compared, promoted."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from classifiers.types import Label
from tests.factories import judged, new_article, processed
from tests.labelled import texts
from worker.cli import app
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels, NewLabel


def winnow(*arguments: str) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def labelled(engine: Engine) -> Engine:
    """A store with 120 labelled comments under six articles."""
    labels, inbox, results = Labels(engine), Inbox(engine), Results(engine)
    stored = inbox.submit([new_article(f"page {number}", f"<p>Page {number}.</p>") for number in range(6)])
    claim = inbox.claim([one.id for one in stored], lease_s=60)
    lures, readers = texts(Label.SPAM, 60), texts(Label.HAM, 60)
    outcomes = [
        processed(one.id, *map(judged, [*lures[n::6], *readers[n::6]]), title=f"Notes of week {n}")
        for n, one in enumerate(stored)
    ]
    results.commit(claim.token, outcomes)
    said = [NewLabel(n, Label.SPAM if (n - 1) % 20 < 10 else Label.HAM, f"reviewer {n % 2}") for n in range(1, 121)]
    labels.add_all(said)
    return engine


def test_retraining_takes_labels_from_the_store_gates_and_promotes(labelled: Engine, tmp_path: Path) -> None:
    url, models = labelled.url.render_as_string(hide_password=False), str(tmp_path / "models")
    before = winnow("model", "list", "--model-dir", models, "--json").stdout

    trained = winnow("retrain", "--database", url, "--model-dir", models)

    assert trained.exit_code == 0, trained.output
    assert "gate: passed" in trained.stdout
    models_now = [
        json.loads(line) for line in winnow("model", "list", "--model-dir", models, "--json").stdout.splitlines()
    ]
    assert [one["aliases"] for one in models_now] == [["previous"], ["champion"]]
    assert json.loads(before)["version"] == models_now[0]["version"] == models_now[1]["parent"]
    assert (
        json.loads(winnow("status", "--json", "--database", url, "--model-dir", models).stdout)["model"]
        == models_now[1]["version"]
    )
    assert "<svg" in next((tmp_path / "models").glob("versions/*/report.html")).read_text()
    fresh = tmp_path / "fresh.jsonl"
    fresh.write_text('{"text": "They say otter blend tea made my friend calm."}\n')
    judge = ("classify", "--model-dir", models)
    verdict = CliRunner().invoke(app, judge, input=fresh.read_bytes())
    old = CliRunner().invoke(app, ("classify",), input=fresh.read_bytes())
    assert json.loads(verdict.stdout)["probability"] > json.loads(old.stdout)["probability"]
