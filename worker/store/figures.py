"""The store's figures for operators: counted in SQL, each time they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select

from worker.store.schema import comments, deliveries, labels
from worker.store.transactions import reading


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts: comments by model and verdict, labels by kind, webhooks' deliveries that wait and that were given up."""

    comments: Mapping[tuple[str, str], int]
    labels: Mapping[str, int]
    deliveries_waiting: int
    deliveries_failed: int


def figures(engine: Engine) -> Figures:
    """Return the figures; counting the comments reads an entry for each."""
    with reading(engine) as connection:
        judged = select(comments.c.model, comments.c.verdict, func.count()).where(~comments.c.gone)
        counted = connection.execute(judged.group_by(comments.c.model, comments.c.verdict))
        said = connection.execute(select(labels.c.label, func.count()).group_by(labels.c.label))
        return Figures(
            comments={(model, verdict.value): int(count) for model, verdict, count in counted},
            labels={label.value: int(count) for label, count in said},
            deliveries_waiting=_deliveries(connection, over=False),
            deliveries_failed=_deliveries(connection, over=True),
        )


def _deliveries(connection: Connection, *, over: bool) -> int:
    columns = deliveries.c
    chosen = columns.due_at.is_(None) if over else columns.due_at.is_not(None)
    statement = select(func.count()).select_from(deliveries).where(chosen, columns.delivered_at.is_(None))
    return int(connection.scalar(statement) or 0)
