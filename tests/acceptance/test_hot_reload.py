"""A worker takes a new champion while it works, and serves on beside one that is damaged."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from classifiers.model.policy import Policy
from classifiers.registry import artifact
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from tests.factories import new_article
from worker.bootstrap import Winnow, wire
from worker.domain import State
from worker.queue.embedded import EMBEDDED_BROKER, embedded_worker
from worker.store.figures.work_counts import RELOAD_FAILURES, counted
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results

PAGE = """<html><body><article><h1>The mill {n}</h1><p>The mill was sold in spring, and the miller left.</p></article>
<ol class="comment-list"><li class="comment depth-1" id="comment-1">
<div class="comment-author"><b class="fn">Ida</b></div>
<div class="comment-content"><p>My uncle ground his wheat there for years.</p></div></li></ol></body></html>"""
# What is promised, and what a busy machine may add to it.
WITHIN_S = 5.0
PATIENCE_S = 300.0


@pytest.fixture
def winnow(tmp_path: Path) -> Iterator[Winnow]:
    made = wire(
        database_url=f"sqlite:///{tmp_path}/here.db",
        model_dir=tmp_path / "models",
        broker_url=EMBEDDED_BROKER,
        heartbeat_file=tmp_path / "beat",
        sweep_interval_s=0.5,
    )
    made.service.judge()
    with embedded_worker(made.app):
        yield made


def judged_by(winnow: Winnow, number: int) -> str:
    """Send one article through the worker; return the model that judged it."""
    [one] = winnow.service.submit([new_article(f"mill {number}", PAGE.format(n=number))])
    deadline = time.monotonic() + PATIENCE_S
    while Inbox(winnow.engine).states([one.id])[one.id] is not State.DONE:
        assert time.monotonic() < deadline, "the article was not processed"
        time.sleep(0.05)
    [article] = [article for article in Results(winnow.engine).export() if article.id == one.id]
    return article.model


def promoted(registry: Registry, policy: Policy) -> str:
    """Make a model champion that differs from the shipped one in its cut-offs alone; return its version."""
    return registry.promote(registry.register(registry.load_base().model, policy, Provenance()))


def test_a_new_champion_serves_within_seconds_and_a_damaged_one_never(winnow: Winnow, tmp_path: Path) -> None:
    registry = Registry(tmp_path / "models")
    base = registry.champion()
    assert judged_by(winnow, 0) == base
    first = promoted(registry, Policy(0.4, 0.99))
    since, number = time.monotonic(), 1
    while judged_by(winnow, number) != first:
        assert time.monotonic() - since < WITHIN_S + PATIENCE_S
        number += 1
    damaged = promoted(registry, Policy(0.5, 0.99))
    path = registry.root / "versions" / damaged / artifact.MODEL_NAME
    path.write_bytes(path.read_bytes()[:-1])
    time.sleep(1.5)  # longer than two looks at the registry are apart
    assert judged_by(winnow, number + 1) == first
    assert counted(winnow.engine)[RELOAD_FAILURES] == 1
    registry.rollback()
    time.sleep(1.5)
    assert judged_by(winnow, number + 2) == first
    assert set(Inbox(winnow.engine).states(list(range(1, number + 4))).values()) == {State.DONE}
