"""Labels that contradict what the model was sure of: held until a second person or an admin agrees."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, Engine, bindparam, delete, select, update

from classifiers.data.vouching import Hold, contradicts, is_vouched_for
from classifiers.types import Label
from worker.store.base.audit import note
from worker.store.base.schema import comments, labels
from worker.store.base.transactions import AnyRow, chunks, reading, row_ids, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLabel:
    """A label that does not teach yet, with its comment and the probability of spam that the model gave then."""

    id: int
    comment_id: int
    article_id: int
    label: Label
    reviewer: str
    at: datetime
    probability: float
    author: str | None
    text: str


def held_labels(engine: Engine, *, limit: int, after: int = 0) -> list[HeldLabel]:
    """Return held labels in the order in which they were given, from the one after ``after`` on."""
    statement = (
        select(labels, comments.c.article_id, comments.c.author, comments.c.text)
        .join(comments, comments.c.id == labels.c.comment_id)
        .where(labels.c.held.is_not(None), labels.c.id > after)
        .order_by(labels.c.id)
        .limit(limit)
    )
    with reading(engine) as connection:
        return [
            HeldLabel(
                id=row.id,
                comment_id=row.comment_id,
                article_id=row.article_id,
                label=row.label,
                reviewer=row.reviewer,
                at=row.created_at,
                probability=row.probability,
                author=row.author,
                text=row.text,
            )
            for row in connection.execute(statement)
        ]


def confirm(engine: Engine, comment_ids: Sequence[int], actor: str) -> list[int]:
    """Let the held labels of these comments teach, in the name of who has looked at them; return the comments."""
    confirmed: list[int] = []
    for some in chunks(row_ids(comment_ids)):
        with writing(engine) as connection:
            rows = _held_of(connection, some)
            chosen = labels.c.id.in_([row.id for row in rows])
            connection.execute(update(labels).where(chosen).values(held=None, confirmed_by=actor))
            for row in rows:
                details = {"comment": row.comment_id, "label": row.label, "reviewer": row.reviewer}
                note(connection, actor=actor, action="label confirm", details=details)
        confirmed += dict.fromkeys(row.comment_id for row in rows)
    return confirmed


def settle(connection: Connection, comment_ids: Iterable[int]) -> None:
    """Say anew which labels of these comments are held: where another person agrees, or no longer does."""
    ids = row_ids(comment_ids)
    rows = connection.execute(
        select(labels).where(labels.c.comment_id.in_(ids)).order_by(labels.c.comment_id, labels.c.id)
    )
    changed = [
        {"row": row.id, "why": why}
        for _, of_one in groupby(rows, key=lambda row: row.comment_id)
        for row, why in _holds(list(of_one))
        if row.held != why
    ]
    if changed:
        statement = update(labels).where(labels.c.id == bindparam("row")).values(held=bindparam("why"))
        connection.execute(statement, changed)


def _holds(opinions: Sequence[AnyRow]) -> Iterator[tuple[AnyRow, str | None]]:
    """Yield the labels of one comment, oldest first, each with why it is held."""
    newest = {row.reviewer: row.label for row in opinions}
    for row in opinions:
        agree = [reviewer for reviewer, label in newest.items() if label == row.label]
        free = row.confirmed_by is not None or not contradicts(row.label, row.probability) or is_vouched_for(agree)
        yield row, None if free else Hold.AGAINST_CHAMPION.value


def discard(connection: Connection, comment_ids: Sequence[int]) -> list[AnyRow]:
    """Delete the held labels of these comments; return what they were."""
    rows = _held_of(connection, comment_ids)
    connection.execute(delete(labels).where(labels.c.id.in_([row.id for row in rows])))
    return rows


def _held_of(connection: Connection, comment_ids: Sequence[int]) -> list[AnyRow]:
    held = select(labels).where(labels.c.comment_id.in_(comment_ids), labels.c.held.is_not(None))
    return list(connection.execute(held.order_by(labels.c.id)))
