"""How many labels do not teach yet, by why, and whose word is held altogether."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from classifiers.data.vouching import Hold, too_often
from worker.store.base.schema import labels


@dataclass(frozen=True, slots=True)
class HeldCounts:
    """Labels by why they are held, and the reviewers who are held with all that they said."""

    labels: Mapping[Hold, int]
    reviewers: tuple[str, ...]


def held_counts(connection: Connection) -> HeldCounts:
    """Count; it costs what is held, and what those said who are held often."""
    columns = labels.c
    against = _by_reviewer(connection, columns.held.is_not(None))
    suspects = [reviewer for reviewer, held in against.items() if too_often(held, held)]
    given = _by_reviewer(connection, columns.reviewer.in_(suspects)) if suspects else {}
    held = tuple(sorted(one for one in suspects if too_often(against[one], given[one])))
    counts = {
        Hold.AGAINST_CHAMPION: sum(against.values()),
        Hold.HELD_REVIEWER: sum(given[one] - against[one] for one in held),
    }
    return HeldCounts(counts, held)


def _by_reviewer(connection: Connection, chosen: ColumnElement[bool]) -> dict[str, int]:
    """Count the comments that each reviewer has such labels of."""
    counted = func.count(labels.c.comment_id.distinct())
    rows = connection.execute(select(labels.c.reviewer, counted).where(chosen).group_by(labels.c.reviewer))
    return {reviewer: int(count) for reviewer, count in rows}
