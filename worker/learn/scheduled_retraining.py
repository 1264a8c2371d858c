"""Retraining on a schedule: only where moderators have said enough that is new."""

from datetime import datetime

import structlog
from sqlalchemy import Engine

from classifiers.errors import ClassifierError
from classifiers.registry.aliases import ALIASES, CHALLENGER, CHAMPION, alias_of
from classifiers.registry.site_targets import target_asked
from classifiers.registry.versions import Registry
from worker.learn.moderated_examples import moderated
from worker.learn.report import render
from worker.learn.retrain import Retrained, retrain
from worker.operations.promote import promote
from worker.store.base.narrowed import narrowed
from worker.store.moderation.labels import Labels

log = structlog.get_logger(__name__)


# Whom the audit names where a retraining promotes by itself.
ACTOR = "schedule"


def retrain_sites_if_due(registry: Registry, engine: Engine, *, fewest: int) -> list[Retrained]:
    """Retrain, likewise, the model of each site that somebody has trained one for; what is wrong with one is logged."""
    done = []
    for site in registry.sites():
        try:
            outcome = retrain_if_due(registry, engine, fewest=fewest, site=site)
        except ClassifierError as error:
            log.warning("not_retrained", site=site, error=str(error))
        else:
            done += [outcome] if outcome else []
    return done


def retrain_if_due(registry: Registry, engine: Engine, *, fewest: int, site: str | None = None) -> Retrained | None:
    """Retrain, and promote what the gate lets through, where at least ``fewest`` labels came since the last time.

    With a ``site``, it is about that one's model and labels alone.
    """
    labels = Labels(engine if site is None else narrowed(engine, [site]))
    last = datetime.fromisoformat(registry.manifest(newest(registry, site)).created)
    fresh = labels.count(since=last)
    if fresh < fewest:
        log.info("retraining_not_due", site=site, new_labels=fresh, needed=fewest)
        return None
    outcome = retrain(
        moderated(labels.training_rows()),
        registry,
        report=render,
        promote=lambda version: promote(registry, engine, version, actor=ACTOR, site=site),
        site=site,
        target=None if site is None else target_asked(registry, site),
    )
    log.info(
        "retrained",
        site=site,
        model=outcome.version,
        champion=outcome.champion,
        promoted=outcome.promoted,
        labels=len(outcome.curated.examples),
        disputed=outcome.curated.disputed,
    )
    return outcome


def newest(registry: Registry, site: str | None = None) -> str:
    """Return the version that was made last of champion and challenger: what it saw is not new.

    A site's may have been rolled back to the one for all, and then it is the one before.
    """
    aliases = registry.aliases()
    looked_at = (CHAMPION, CHALLENGER) if site is None else ALIASES
    chosen = [aliases[name] for name in (alias_of(one, site) for one in looked_at) if name in aliases]
    return max(chosen, key=lambda version: registry.manifest(version).created)
