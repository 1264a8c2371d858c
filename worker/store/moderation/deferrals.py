"""Comments that are set aside: for everybody until some time, or for one moderator who is not sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Engine, and_, delete, exists, or_, select

from worker.store.base.audit import note
from worker.store.base.schema import comments, deferrals
from worker.store.base.transactions import Readable, chunks, insert, instant, reading, row_ids, writing

# Seconds that a comment sleeps for everybody: until about this time tomorrow.
SNOOZE_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class Deferral:
    """Who set a comment aside, and until when; None where he is not sure and leaves it to others."""

    reviewer: str
    until: datetime | None


def snooze(engine: Engine, comment_ids: Sequence[int], *, by: str, seconds: float = SNOOZE_S) -> list[int]:
    """Take comments out of everybody's queue for so long; return those that there are."""
    return _defer(engine, comment_ids, by, seconds, "snooze")


def leave_to_others(engine: Engine, comment_ids: Sequence[int], *, by: str) -> list[int]:
    """Take comments out of one moderator's queue, who is not sure; return those that there are."""
    return _defer(engine, comment_ids, by, None, "unsure")


def resume(engine: Engine, comment_ids: Sequence[int], *, by: str) -> list[int]:
    """Put back what this moderator set aside; return which comments those were."""
    own = and_(deferrals.c.comment_id.in_(row_ids(comment_ids)), deferrals.c.reviewer == by)
    with writing(engine) as connection:
        found = list(connection.scalars(select(deferrals.c.comment_id).where(own)))
        connection.execute(delete(deferrals).where(own))
        for one in found:
            note(connection, actor=by, action="resume", details={"comment": one})
    return found


def deferrals_of(store: Readable, comment_ids: Sequence[int]) -> Mapping[int, tuple[Deferral, ...]]:
    """Return who set these comments aside, by their ids; what has slept long enough is left out."""
    found: dict[int, list[Deferral]] = {}
    with reading(store) as connection:
        holds = or_(deferrals.c.until.is_(None), deferrals.c.until > instant(connection))
        chosen = select(deferrals).where(deferrals.c.comment_id.in_(row_ids(comment_ids)), holds)
        for row in connection.execute(chosen.order_by(deferrals.c.reviewer)):
            found.setdefault(row.comment_id, []).append(Deferral(row.reviewer, row.until))
    return {one: tuple(those) for one, those in found.items()}


def is_deferred(now: ColumnElement[datetime], reviewer: str) -> ColumnElement[bool]:
    """Return the condition that a comment sleeps, or that this moderator left it to others."""
    own = and_(deferrals.c.until.is_(None), deferrals.c.reviewer == reviewer)
    return exists().where(deferrals.c.comment_id == comments.c.id, or_(own, deferrals.c.until > now))


def _defer(engine: Engine, comment_ids: Sequence[int], by: str, seconds: float | None, action: str) -> list[int]:
    done: list[int] = []
    for some in chunks(row_ids(comment_ids)):
        with writing(engine) as connection:
            known = list(connection.scalars(select(comments.c.id).where(comments.c.id.in_(some))))
            if not known:
                continue
            until = None if seconds is None else connection.scalar(select(instant(connection, seconds)))
            rows = [{"comment_id": one, "reviewer": by, "until": until} for one in known]
            statement = insert(connection, deferrals).values(rows)
            keys = [deferrals.c.comment_id, deferrals.c.reviewer]
            again = statement.on_conflict_do_update(index_elements=keys, set_={"until": statement.excluded.until})
            connection.execute(again)
            for one in known:
                note(connection, actor=by, action=action, details={"comment": one})
            done += known
    return done
