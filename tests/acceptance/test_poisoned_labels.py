"""Label sets that are meant to spoil the model, through the real training and the real gate."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.data import synthetic
from classifiers.data.datasets import Example
from classifiers.errors import DatasetError, ModelIntegrityError
from classifiers.model.policy import Policy
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from classifiers.types import Comment, Label
from tests.labelled import examples, texts
from worker.errors import UnavailableError
from worker.learn.report import render
from worker.learn.retrain import Promotion, retrain, within

FLIPPED = {Label.HAM: Label.SPAM, Label.SPAM: Label.HAM}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(tmp_path / "models")


def known(count: int, *, by: str, flipped: bool = False) -> list[Example]:
    """Comments of kinds that the base knows, in English."""
    rows = [one for one in synthetic.examples(3 * count, 7) if one.language == "en"]
    return [
        Example(one.comment, FLIPPED[one.label] if flipped else one.label, "site", one.group, "en", by=by)
        for one in rows[: 2 * count]
    ]


def refused(registry: Registry, labels: Sequence[Example]) -> bool:
    before = registry.champion()
    outcome = retrain(labels, registry)
    assert outcome.promoted == outcome.gate.passed
    assert (registry.champion() == before) == (not outcome.promoted)
    assert registry.resolve("challenger" if not outcome.promoted else "champion") == outcome.version
    return not outcome.promoted


def test_honest_labels_are_promoted_and_teach(registry: Registry) -> None:
    # Of the lures the shipped model is sure that a third are ham: somebody else has agreed to those.
    assert not refused(registry, [replace(one, held=False) for one in examples(60, by="ida")])
    new = registry.load().judge([Comment(text) for text in texts(Label.SPAM, 50, seed=9)])
    old = registry.load_base().judge([Comment(text) for text in texts(Label.SPAM, 50, seed=9)])
    assert sum(one.probability for one in new) > sum(one.probability for one in old) + 10


def test_honest_labels_teach_without_anybody_elses_word_too(registry: Registry) -> None:
    assert not refused(registry, examples(60, by="ida"))
    lures = [Comment(text) for text in texts(Label.SPAM, 50, seed=9)]
    new, old = registry.load().judge(lures), registry.load_base().judge(lures)
    assert sum(one.probability for one in new) > sum(one.probability for one in old) + 5


def test_one_reviewers_flipped_labels_are_not_promoted(registry: Registry) -> None:
    before = registry.champion()
    with pytest.raises(DatasetError, match="more are held, as they contradict the champion"):
        retrain(known(100, by="mallory", flipped=True), registry)
    assert registry.champion() == before
    # Confirmed or not, the gate stands behind it.
    assert refused(registry, [replace(one, held=False) for one in known(100, by="mallory", flipped=True)])


def test_one_reviewers_flipped_labels_beside_honest_ones_are_not_promoted(registry: Registry) -> None:
    honest = [*known(100, by="ida"), *examples(60, by="ida")]
    assert refused(
        registry, [*honest, *known(160, by="mallory", flipped=True)[200:], *known(100, by="mallory", flipped=True)]
    )


def test_a_flood_of_near_copies_alone_is_too_little_to_learn_from(registry: Registry) -> None:
    flood = [
        Example(Comment(f"{texts(Label.HAM, 1)[0]} No {n}", author=f"Reader {n}"), Label.SPAM, "site", by="mallory")
        for n in range(500)
    ]
    with pytest.raises(DatasetError, match="too few"):
        retrain(flood, registry)


def test_a_flood_of_spam_that_is_called_ham_is_not_promoted(registry: Registry) -> None:
    sold = "Buy cheap viagra and casino chips online at http://pills.example/buy, best price, free bonus today"
    flood = [
        Example(Comment(f"{sold}, no {n}", author=f"Cheap pills {n}"), Label.HAM, "site", by="mallory")
        for n in range(500)
    ]
    outcome = retrain([*flood, *examples(60, by="ida")], registry)
    assert not outcome.promoted
    assert any("500 near-copies" in said for said in outcome.gate.objections)


def test_a_flood_against_ham_weighs_as_much_as_one_label(registry: Registry) -> None:
    said = texts(Label.HAM, 40, seed=5)
    flood = [
        Example(Comment(f"{said[0]} No {n}", author=f"Reader {n}"), Label.SPAM, "site", by="mallory")
        for n in range(500)
    ]
    outcome = retrain([*flood, *examples(60, by="ida")], registry, promotion=Promotion.FORCE)
    assert sum(one.by == "mallory" for one in outcome.curated.examples) == 1
    verdicts = [one.verdict.value for one in registry.load().judge([Comment(text) for text in said[1:]])]
    assert "spam" not in verdicts


@pytest.mark.parametrize("made_with", [{"features": []}, {"features": ["length 1 2 3"]}])
def test_retraining_is_the_way_out_of_another_version(registry: Registry, made_with: dict[str, list[str]]) -> None:
    old = registry.promote(registry.register(registry.load_base().model, Policy(0.4, 0.99), Provenance()))
    manifest = registry.root / "versions" / old / "manifest.json"
    values = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(values | made_with))
    with pytest.raises(ModelIntegrityError, match="winnow retrain"):
        registry.load()
    assert retrain(examples(40), registry, promotion=Promotion.FORCE).version == registry.load().version != old


def test_the_same_labels_and_seed_give_the_same_bytes(registry: Registry, tmp_path: Path) -> None:
    other = Registry(tmp_path / "other")
    first = retrain(examples(40), registry, promotion=Promotion.NEVER, report=render)
    second = retrain(examples(40), other, promotion=Promotion.NEVER, report=render)
    assert first.version == second.version
    models = [where.root / "versions" / first.version / "model.joblib" for where in (registry, other)]
    assert models[0].read_bytes() == models[1].read_bytes()
    assert not first.promoted
    page = registry.report(first.version).read_text()
    assert page.count("<svg") == 10
    assert not re.search(r"(src|href)\s*=|@import|url\(|<script", page)


@pytest.mark.parametrize("step", ["reading labels", "training", "comparing"])
def test_the_time_limit_ends_any_step_with_nothing_changed(registry: Registry, step: str) -> None:
    now = [0.0]

    def advance(name: str, done: int, total: int | None) -> None:
        assert total is None or done <= total
        if name == step:
            now[0] = 100.0

    clock: Callable[[], float] = lambda: now[0]  # noqa: E731
    with pytest.raises(UnavailableError, match="--time-limit"):
        retrain(examples(30), registry, advance=within(10.0, advance, clock=clock))
    assert len(registry.versions()) == 1
