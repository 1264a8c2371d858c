"""`winnow retrain` from moderators' labels in a real database: learnt, compared, promoted."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from classifiers.types import Label
from tests.factories import judged, new_article, processed
from worker.cli import app
from worker.store.inbox import Inbox
from worker.store.labels import Labels, NewLabel
from worker.store.results import Results

# What this site's spam is about, and its readers; the base knows of neither.
LURES = ("Otter blend tea set me free", "My cousin swears by otter blend tea", "Otter blend tea, the choice of many")
READERS = ("The second ferry was late again today", "My garden had frost last night", "Who repaired the old lamp here?")


def winnow(*arguments: str) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def labelled(engine: Engine) -> Engine:
    """A store with 60 labelled comments under six articles."""
    labels, inbox, results = Labels(engine), Inbox(engine), Results(engine)
    stored = inbox.submit([new_article(f"page {number}", f"<p>Page {number}.</p>") for number in range(6)])
    claim = inbox.claim([one.id for one in stored], lease_s=60)
    outcomes = []
    for number, one in enumerate(stored):
        lures = [judged(f"{lure}, {word} {number}.") for lure in LURES for word in ("calm", "sleep")][:5]
        readers = [judged(f"{said}, said {word} {number}.") for said in READERS for word in ("Eva", "Tom")][:5]
        outcomes.append(processed(one.id, *lures, *readers, title=f"Notes of week {number}"))
    results.commit(claim.token, outcomes)
    said = [NewLabel(n, Label.SPAM if (n - 1) % 10 < 5 else Label.HAM, f"reviewer {n % 2}") for n in range(1, 61)]
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
    fresh = tmp_path / "fresh.jsonl"
    fresh.write_text('{"text": "Otter blend tea made my friend calm."}\n')
    judge = ("classify", "--model-dir", models)
    verdict = CliRunner().invoke(app, judge, input=fresh.read_bytes())
    old = CliRunner().invoke(app, ("classify",), input=fresh.read_bytes())
    assert json.loads(verdict.stdout)["probability"] > json.loads(old.stdout)["probability"]
