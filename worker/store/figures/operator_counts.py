"""The store's figures for operators: kept in SQL, read each time they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select

from classifiers.data.vouching import Hold
from worker.store.base.schema import deliveries
from worker.store.base.transactions import reading
from worker.store.figures.held_counts import held_counts
from worker.store.figures.running_counts import Subject, sums_by


@dataclass(frozen=True, slots=True)
class OperatorCounts:
    """Counts: comments by model and verdict, labels by kind, webhooks' deliveries that wait and that were given up.

    ``held`` counts labels that teach nothing yet, by why.
    """

    comments: Mapping[tuple[str, str], int]
    labels: Mapping[str, int]
    held: Mapping[Hold, int]
    deliveries_waiting: int
    deliveries_failed: int


def operator_counts(engine: Engine) -> OperatorCounts:
    """Return the figures."""
    with reading(engine) as connection:
        judged = connection.execute(sums_by(Subject.COMMENT, "name", "verdict"))
        labels = connection.execute(sums_by(Subject.LABEL, "name"))
        return OperatorCounts(
            comments={(model, verdict): int(count) for model, verdict, count in judged},
            labels={label: int(count) for label, count in labels},
            held=held_counts(connection).labels,
            deliveries_waiting=_deliveries(connection, over=False),
            deliveries_failed=_deliveries(connection, over=True),
        )


def _deliveries(connection: Connection, *, over: bool) -> int:
    columns = deliveries.c
    chosen = columns.due_at.is_(None) if over else columns.due_at.is_not(None)
    statement = select(func.count()).select_from(deliveries).where(chosen, columns.delivered_at.is_(None))
    return int(connection.scalar(statement) or 0)
