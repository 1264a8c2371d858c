"""How things stand: how much is where, which model serves, and whether comments still score as in its training."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Engine

from classifiers.errors import ClassifierError
from classifiers.registry.artifact import Manifest
from classifiers.registry.versions import Registry
from worker.errors import UnavailableError
from worker.operations.resources import HeldSlice, SliceWeekResource, Status
from worker.store.base.transactions import reading
from worker.store.figures import score_counts
from worker.store.figures.held_counts import HeldCounts, held_counts
from worker.store.figures.slice_holds import list_holds
from worker.store.figures.slice_weeks import newest_estimates
from worker.store.figures.status import status as stored
from worker.store.flow.appeals import AppealCounts, appeal_counts
from worker.store.moderation.labels import Labels
from worker.work.service import Bell


def status(engine: Engine, registry: Registry, bell: Bell) -> Status:
    """Look at the store, the registry and the queue; the last two may be away, and what they would say is None."""
    now, champion, held = stored(engine), champion_of(registry), held_counts_of(engine)
    return Status(
        pending=now.pending,
        processing=now.processing,
        done=now.done,
        dead=now.dead,
        queue_depth=queue_depth(bell),
        oldest_pending_s=now.oldest_pending_s,
        first_done_at=now.first_done_at,
        last_done_at=now.last_done_at,
        errors=dict(now.errors),
        separations=dict(now.separations),
        declared=dict(now.declared),
        refusals=dict(now.refusals),
        verdicts=dict(now.verdicts),
        labels=now.labels,
        model=champion.version if champion else None,
        labels_since_training=labels_since_training(engine, champion),
        drift=drift(engine, champion),
        priors=dict(now.priors),
        held={why.value: count for why, count in held.labels.items()},
        held_reviewers=list(held.reviewers),
        appeals=_appeals(engine, champion),
        estimates=[SliceWeekResource.model_validate(one) for one in newest_estimates(engine)],
        slices_held=[HeldSlice.model_validate(one) for one in list_holds(engine)],
    )


def _appeals(engine: Engine, champion: Manifest | None) -> dict[str, int]:
    """Count the appeals against what the model in service decided, by what came of them."""
    counts = appeal_counts(engine).get(champion.version) if champion else None
    return asdict(counts or AppealCounts(0, 0, 0))


def held_counts_of(engine: Engine) -> HeldCounts:
    """Count the labels that teach nothing yet, and name who is held with all that he said."""
    with reading(engine) as connection:
        return held_counts(connection)


def champion_of(registry: Registry) -> Manifest | None:
    """Return the manifest of the model in service, or None where there is no telling."""
    try:
        return registry.manifest()
    except ClassifierError:
        return None


def labels_since_training(engine: Engine, champion: Manifest | None) -> int:
    """Count the labels that were given since a model was trained; all, where that can't be told."""
    try:
        trained = datetime.fromisoformat(champion.created) if champion else None
    except ValueError:
        trained = None
    return Labels(engine).count(since=trained)


def drift(engine: Engine, champion: Manifest | None) -> float | None:
    """Return how far a model's scores of the last week are from the weeks before, None where that is unknown."""
    return None if champion is None else score_counts.drift(engine, champion.version)


def queue_depth(bell: Bell) -> int | None:
    """Count the messages that wait, None where the broker is away."""
    try:
        return bell.depth()
    except UnavailableError:
        return None
