"""A reviewer calls 400 spam comments ham, in a real database: the model stays as it is, and he is named."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from classifiers.data import synthetic
from classifiers.data.datasets import read_examples
from classifiers.data.vouching import Hold
from classifiers.errors import DatasetError
from classifiers.registry.versions import Registry
from classifiers.types import Comment, Label, Prediction
from tests.factories import digest, new_article, processed
from tests.labelled import texts
from worker.domain import JudgedComment, SeparatedComment
from worker.learn.moderated_examples import moderated
from worker.learn.retrain import Promotion, Retrained, retrain
from worker.learn.scheduled_retraining import retrain_if_due
from worker.operations.confirm import confirm
from worker.store.base.database import connect, upgrade
from worker.store.base.transactions import reading
from worker.store.figures.held_counts import held_counts
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.held_labels import held_labels
from worker.store.moderation.labels import Labels, NewLabel

POISONED = 400
HONEST = 60


def spam() -> list[str]:
    """Return 400 different spam texts of kinds that the shipped model knows."""
    made = (one.comment.text for one in synthetic.examples(2_000, 11) if one.label is Label.SPAM)
    return list(dict.fromkeys(made))[:POISONED]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry(tmp_path_factory.mktemp("models"))


@pytest.fixture
def store(tmp_path: Path, registry: Registry) -> Engine:
    engine = connect(f"sqlite:///{tmp_path}/here.db")
    upgrade(engine)
    return filled(engine, registry)


def filled(engine: Engine, registry: Registry) -> Engine:
    """Store comments that the shipped model has judged: 400 of spam, then 60 of lures and 60 of readers."""
    shown = [*spam(), *texts(Label.SPAM, HONEST), *texts(Label.HAM, HONEST)]
    judged = registry.load_base().judge([Comment(text) for text in shown])
    inbox = Inbox(engine)
    ids = [one.id for one in inbox.submit([new_article(f"page {n}", f"<p>{n}</p>") for n in range(52)])]
    claim = inbox.claim(ids, lease_s=600)
    parts = [shown[start : start + 10] for start in range(0, len(shown), 10)]
    found = [judged[start : start + 10] for start in range(0, len(shown), 10)]
    Results(engine).commit(
        claim.token, [processed(one, *rows(*pair)) for one, *pair in zip(ids, parts, found, strict=True)]
    )
    return engine


def rows(shown: Sequence[str], judged: Sequence[Prediction]) -> list[JudgedComment]:
    return [
        JudgedComment(digest(text), SeparatedComment(text=text), one) for text, one in zip(shown, judged, strict=True)
    ]


def say(engine: Engine, reviewer: str, label: Label, first: int, many: int) -> None:
    Labels(engine).add_all([NewLabel(number, label, reviewer) for number in range(first, first + many)])


def mean(registry: Registry, version: str) -> float:
    return float(np.mean([one.probability for one in registry.load(version).judge([Comment(one) for one in spam()])]))


def trained(engine: Engine, registry: Registry, promotion: Promotion) -> Retrained:
    return retrain(moderated(Labels(engine).training_rows()), registry, promotion=promotion)


def test_400_poisoned_labels_change_nothing_and_name_who_gave_them(engine: Engine, registry: Registry) -> None:
    store = filled(engine, registry)
    say(store, "mallory", Label.HAM, 1, POISONED)
    say(store, "ida", Label.SPAM, POISONED + 1, HONEST)
    say(store, "jan", Label.SPAM, POISONED + 1, HONEST)
    say(store, "ida", Label.HAM, POISONED + HONEST + 1, HONEST)
    before = registry.champion()
    outcome = retrain_if_due(registry, store, fewest=1)
    assert outcome is not None
    assert not outcome.promoted
    assert registry.champion() == before
    assert any("'mallory' contradicts" in said for said in outcome.gate.objections)
    assert [one.name for one in outcome.vetted.reviewers] == ["mallory"]
    assert not [one for one in outcome.vetted.examples if one.by == "mallory"]
    # Even where somebody promotes it by force, nothing of it was learnt.
    assert abs(mean(registry, outcome.version) - mean(registry, before)) < 0.005
    with reading(store) as connection:
        counts = held_counts(connection)
    assert counts.reviewers == ("mallory",)
    assert counts.labels[Hold.AGAINST_CHAMPION] > 0.8 * POISONED
    assert sum(counts.labels.values()) == POISONED


def test_what_an_admin_confirms_is_learnt_and_the_gate_stands_behind_it(store: Engine, registry: Registry) -> None:
    say(store, "mallory", Label.HAM, 1, POISONED)
    say(store, "ida", Label.SPAM, POISONED + 1, HONEST)
    before = registry.champion()
    confirm(store, [one.comment_id for one in held_labels(store, limit=POISONED)], actor="root")
    taught = trained(store, registry, Promotion.GATE)
    assert not taught.promoted
    assert mean(registry, taught.version) < mean(registry, before) - 0.05


def test_they_come_to_nothing_without_honest_labels_beside_them(store: Engine, registry: Registry) -> None:
    say(store, "mallory", Label.HAM, 1, POISONED)
    with pytest.raises(DatasetError, match=r"\d+ more are held.*winnow label confirm"):
        trained(store, registry, Promotion.GATE)


def test_a_site_with_one_moderator_teaches_at_once_and_the_rest_on_an_admins_word(
    store: Engine, registry: Registry
) -> None:
    say(store, "ida", Label.SPAM, POISONED + 1, HONEST)
    say(store, "ida", Label.HAM, POISONED + HONEST + 1, HONEST)
    alone = trained(store, registry, Promotion.NEVER)
    waiting = held_labels(store, limit=1_000)
    assert alone.gate.passed
    assert 0 < len(waiting) < HONEST
    confirm(store, [one.comment_id for one in waiting], actor="ida")
    confirmed = trained(store, registry, Promotion.NEVER)
    assert confirmed.gate.passed
    lures = [Comment(text) for text in texts(Label.SPAM, 50, seed=9)]
    means = [
        np.mean([one.probability for one in registry.load(version).judge(lures)])
        for version in (registry.champion(), alone.version, confirmed.version)
    ]
    assert 2 * means[0] < means[1] < means[2]


def test_a_file_is_one_voice_that_vouches_for_nothing(registry: Registry, tmp_path: Path) -> None:
    poison = tmp_path / "poison.jsonl"
    said = [{"text": text, "label": "ham", "by": f"reviewer {n % 9}"} for n, text in enumerate(spam())]
    said += [{"text": text, "label": label.value} for label in Label for text in texts(label, HONEST)]
    poison.write_text("".join(json.dumps(row) + "\n" for row in said))
    outcome = retrain(read_examples([poison]), registry)
    assert not outcome.promoted
    assert {f"reviewer {n}" for n in range(9)} <= {one.name for one in outcome.vetted.reviewers}
    assert abs(mean(registry, outcome.version) - mean(registry, registry.champion())) < 0.005
