"""Who is to look at a comment: given to somebody, and taken back by whoever gave it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Engine, func, null, select, update

from worker.store.base.audit import note
from worker.store.base.schema import assignments, comments, waiting
from worker.store.base.transactions import Readable, chunks, insert, instant, reading, row_ids, writing

# Whom a comment is given to that nobody is to look at in particular.
NOBODY: Final = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is to look at a comment, who said so, and when."""

    assignee: str
    by: str
    at: datetime


def assign(engine: Engine, comment_ids: Sequence[int], assignee: str, *, by: str) -> list[int]:
    """Give comments to somebody, or to `NOBODY`; return those that changed hands."""
    done: list[int] = []
    for some in chunks(row_ids(comment_ids)):
        with writing(engine) as connection:
            # In one order, whoever gives the same away at the same time.
            known = sorted(connection.scalars(select(comments.c.id).where(comments.c.id.in_(some))))
            had = _holders(connection, known)
            changed = [one for one in known if had.get(one, NOBODY) != assignee]
            if changed:
                _give(connection, {one: had.get(one, NOBODY) for one in changed}, assignee, by)
            done += changed
    return done


def take_back(engine: Engine, comment_ids: Sequence[int], *, by: str) -> list[int]:
    """Give comments back to who had them before this moderator gave them away; return those that there were.

    Doing it twice does it once, and what somebody else has given away since then stays.
    """
    columns = assignments.c
    given = columns.comment_id.in_(row_ids(comment_ids)), columns.given_by == by, columns.before.is_not(None)
    with writing(engine) as connection:
        held = select(columns.comment_id, columns.before).where(*given).order_by(columns.comment_id)
        rows = connection.execute(held.with_for_update())
        before = {row.comment_id: row.before for row in rows}
        connection.execute(update(assignments).where(*given).values(assignee=columns.before, before=null()))
        for one, assignee in before.items():
            _note(connection, one, assignee, by)
    return sorted(before)


def assignments_of(store: Readable, comment_ids: Sequence[int]) -> Mapping[int, Assignment]:
    """Return who is to look at these comments, those that somebody is to."""
    columns = assignments.c
    chosen = select(columns.comment_id, columns.assignee, columns.given_by, columns.at)
    held = columns.comment_id.in_(row_ids(comment_ids)), columns.assignee != NOBODY
    with reading(store) as connection:
        return {row[0]: Assignment(*row[1:]) for row in connection.execute(chosen.where(*held))}


def waiting_for(engine: Engine, assignee: str) -> int:
    """Count the comments of the queue that somebody is to look at."""
    counted = select(func.count()).select_from(comments).where(waiting, is_assigned(assignee))
    with reading(engine) as connection:
        return connection.scalar(counted) or 0


def is_assigned(assignee: str) -> ColumnElement[bool]:
    """Return the condition that somebody is to look at a comment.

    Asked of somebody's comments and not of each that waits: those are few beside a queue.
    """
    return comments.c.id.in_(select(assignments.c.comment_id).where(assignments.c.assignee == assignee))


def _holders(connection: Connection, ids: Sequence[int]) -> Mapping[int, str]:
    columns = assignments.c
    chosen = select(columns.comment_id, columns.assignee).where(columns.comment_id.in_(ids))
    chosen = chosen.order_by(columns.comment_id)
    return {row.comment_id: row.assignee for row in connection.execute(chosen.with_for_update())}


def _give(connection: Connection, before: Mapping[int, str], assignee: str, by: str) -> None:
    at = connection.scalar(select(instant(connection)))
    rows = [
        {"comment_id": one, "assignee": assignee, "before": had, "given_by": by, "at": at}
        for one, had in before.items()
    ]
    statement = insert(connection, assignments).values(rows)
    new = {name: statement.excluded[name] for name in ("assignee", "before", "given_by", "at")}
    connection.execute(statement.on_conflict_do_update(index_elements=[assignments.c.comment_id], set_=new))
    for one in before:
        _note(connection, one, assignee, by)


def _note(connection: Connection, comment_id: int, assignee: str, by: str) -> None:
    action = "assign" if assignee else "unassign"
    note(connection, actor=by, action=action, details={"comment": comment_id, **({"to": assignee} if assignee else {})})
