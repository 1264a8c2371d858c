"""How the last days' comments score, and whether they still score as in training."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from classifiers.model.drift import CUTS, ScoreCounts, psi
from worker.store.base.transactions import reading
from worker.store.figures.running_counts import Subject, total


def recent_scores(engine: Engine, model: str, today: date | None = None) -> ScoreCounts:
    """Count the scores of one model of today and yesterday (UTC) between the cuts of :mod:`classifiers.model.drift`."""
    last = today or datetime.now(UTC).date()
    scores = total(Subject.COMMENT, "name", "score", since=last - timedelta(days=1))
    with reading(engine) as connection:
        found = {score: int(count) for name, score, count in connection.execute(scores) if name == model}
    return ScoreCounts(tuple(found.get(place, 0) for place in range(len(CUTS) + 1)))


def drift(engine: Engine, model: str, training: Sequence[int]) -> float | None:
    """Return the population stability index of the last two days' scores of a model against those of its training.

    ``training`` is the manifest's ``scores``. None where either says too little: fewer than a hundred comments, or a
    model whose manifest holds no scores.
    """
    return psi(training, recent_scores(engine, model).counts)
