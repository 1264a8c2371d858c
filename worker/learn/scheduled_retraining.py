"""Retraining on a schedule: only where moderators have said enough that is new."""

from datetime import datetime

import structlog
from sqlalchemy import Engine

from classifiers.registry.versions import CHALLENGER, Registry
from worker.learn.moderated_examples import moderated
from worker.learn.report import render
from worker.learn.retrain import Retrained, retrain
from worker.operations.promote import promote
from worker.store.moderation.labels import Labels

log = structlog.get_logger(__name__)


# Whom the audit names where a retraining promotes by itself.
ACTOR = "schedule"


def retrain_if_due(registry: Registry, engine: Engine, *, fewest: int) -> Retrained | None:
    """Retrain, and promote what the gate lets through, where at least ``fewest`` labels came since the last time."""
    labels = Labels(engine)
    last = datetime.fromisoformat(registry.manifest(newest(registry)).created)
    fresh = labels.count(since=last)
    if fresh < fewest:
        log.info("retraining_not_due", new_labels=fresh, needed=fewest)
        return None
    outcome = retrain(
        moderated(labels.training_rows()),
        registry,
        report=render,
        promote=lambda version: promote(registry, engine, version, actor=ACTOR),
    )
    log.info(
        "retrained",
        model=outcome.version,
        champion=outcome.champion,
        promoted=outcome.promoted,
        labels=len(outcome.curated.examples),
        disputed=outcome.curated.disputed,
    )
    return outcome


def newest(registry: Registry) -> str:
    """Return the version that was made last of champion and challenger: what it saw is not new."""
    aliases = registry.aliases()
    chosen = [aliases[name] for name in ("champion", CHALLENGER) if name in aliases]
    return max(chosen, key=lambda version: registry.manifest(version).created)
