"""Whoever changes a feature can serve at once: a small model is trained without any data."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from classifiers.data import synthetic
from classifiers.errors import ModelIntegrityError
from classifiers.features import shape
from classifiers.features.shape import Text
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from classifiers.training.development import train_development
from classifiers.types import Comment, Verdict

SCRIPT = Path(__file__).parents[4] / "scripts" / "dev_model.py"


def test_where_a_feature_counts_otherwise_the_shipped_model_is_refused_and_a_small_one_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = shape.text_columns

    def otherwise(*arguments):
        rows = count(*arguments)
        rows[:, Text.WORDS] /= 2
        return rows

    monkeypatch.setattr(shape, "text_columns", otherwise)
    registry = Registry(tmp_path)
    with pytest.raises(ModelIntegrityError, match=r"\(words\): run `winnow retrain`"):
        registry.load()
    trained = train_development(per_language=6)
    version = registry.promote(registry.register(trained.model, trained.policy, Provenance()))
    assert registry.load().version == version


def test_the_command_makes_a_champion_that_tells_spam_from_ham(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, SCRIPT, tmp_path], capture_output=True, text=True, check=True, timeout=300)
    registry = Registry(tmp_path)
    assert registry.champion() in done.stdout
    unseen = synthetic.examples(5, seed=77)
    found = registry.load().judge([example.comment for example in unseen])
    ham = [one.verdict for one, example in zip(found, unseen, strict=True) if not example.is_spam]
    spam = [one.verdict for one, example in zip(found, unseen, strict=True) if example.is_spam]
    assert ham.count(Verdict.SPAM) <= 0.01 * len(ham)
    assert spam.count(Verdict.ALLOW) <= 0.05 * len(spam)
    assert registry.load().judge([Comment("")])[0].probability < 1
    assert json.loads((tmp_path / "aliases.json").read_text())["champion"] == registry.champion()
