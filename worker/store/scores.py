"""How the last day's comments score, and whether they still score as in training."""

from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import Engine, case, func, select

from classifiers.drift import CUTS, ScoreCounts, psi
from worker.store.schema import comments, results
from worker.store.transactions import instant, reading

DAY_S = 86_400.0


def recent_scores(engine: Engine, model: str, *, seconds: float = DAY_S) -> ScoreCounts:
    """Count the scores of one model in so many seconds between the cuts of :mod:`classifiers.drift`."""
    edges = (0.0, *CUTS, 2.0)  # no probability reaches 2
    bins = [
        func.sum(case(((comments.c.probability >= low) & (comments.c.probability < high), 1), else_=0))
        for low, high in pairwise(edges)
    ]
    with reading(engine) as connection:
        row = connection.execute(
            select(*bins)
            .select_from(comments.join(results, results.c.article_id == comments.c.article_id))
            .where(results.c.done_at >= instant(connection, -seconds), comments.c.model == model, ~comments.c.gone)
        ).one()
    return ScoreCounts(tuple(int(count or 0) for count in row))


def drift(engine: Engine, model: str, training: Sequence[int]) -> float | None:
    """Return the population stability index of the last day's scores of a model against those of its training.

    ``training`` is the manifest's ``scores``. None where either says too little: fewer than a hundred comments, or a
    model whose manifest holds no scores.
    """
    return psi(training, recent_scores(engine, model).counts)
