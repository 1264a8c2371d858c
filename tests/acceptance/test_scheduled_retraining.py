"""The scheduled retraining: through a real worker, and only where enough is new."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from classifiers.registry.versions import Registry
from classifiers.types import Label
from tests.factories import judged, new_article, processed
from tests.labelled import texts
from worker.bootstrap import wire
from worker.learn.scheduled_retraining import retrain_if_due
from worker.queue.config import RETRAIN_QUEUE, RETRAIN_TASK
from worker.queue.embedded import EMBEDDED_BROKER
from worker.store.base.audit import entries
from worker.store.base.database import connect, upgrade
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels, NewLabel


@pytest.fixture
def store(tmp_path: Path) -> Engine:
    """A database with 120 labelled comments."""
    engine = connect(f"sqlite:///{tmp_path}/here.db")
    upgrade(engine)
    inbox = Inbox(engine)
    ids = [one.id for one in inbox.submit([new_article(f"page {n}", f"<p>{n}</p>") for n in range(6)])]
    claim = inbox.claim(ids, lease_s=60)
    lures, readers = texts(Label.SPAM, 60), texts(Label.HAM, 60)
    Results(engine).commit(
        claim.token, [processed(one, *map(judged, [*lures[n::6], *readers[n::6]])) for n, one in enumerate(ids)]
    )
    said = [NewLabel(n, Label.SPAM if (n - 1) % 20 < 10 else Label.HAM, "ida") for n in range(1, 121)]
    Labels(engine).add_all(said)
    return engine


def test_it_waits_until_enough_is_new(store: Engine, tmp_path: Path) -> None:
    registry = Registry(tmp_path / "models")
    before = registry.champion()
    assert retrain_if_due(registry, store, fewest=121) is None
    outcome = retrain_if_due(registry, store, fewest=120)
    assert outcome is not None
    assert registry.champion() == outcome.version
    [told] = [one for one in entries(store, limit=1000) if one.action == "model promote"]
    assert (told.actor, dict(told.details)) == ("schedule", {"before": before, "after": outcome.version})
    assert retrain_if_due(registry, store, fewest=1) is None


def test_the_task_retrains_and_promotes(store: Engine, tmp_path: Path) -> None:
    models = tmp_path / "models"
    winnow = wire(
        database_url=str(store.url), model_dir=models, broker_url=EMBEDDED_BROKER, heartbeat_file=tmp_path / "beat"
    )
    before = winnow.registry.champion()
    winnow.app.tasks[RETRAIN_TASK]()
    assert winnow.registry.champion() != before
    assert winnow.registry.manifest().parent == before


def test_beat_sends_it_to_a_queue_of_its_own(tmp_path: Path) -> None:
    app = wire(broker_url=EMBEDDED_BROKER, retrain_interval_s=3600.0).app
    [entry] = app.conf.beat_schedule.values()
    assert (entry["task"], entry["schedule"]) == (RETRAIN_TASK, 3600.0)
    assert app.amqp.router.route({}, RETRAIN_TASK)["queue"].name == RETRAIN_QUEUE
