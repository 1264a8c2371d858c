"""What became of one comment: who said what of it and when, and what moderators noted for one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, func, select

from worker.errors import NotFoundError
from worker.store.base.audit import note
from worker.store.base.schema import audit, comment_notes, comments
from worker.store.base.transactions import Readable, instant, reading, row_ids, writing

LONGEST_NOTE: Final = 2_000
# Events that are shown, the newest.
_MOST_EVENTS: Final = 200


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to a comment by hand; ``details`` are of the action's own kind."""

    at: datetime
    actor: str
    action: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """What a moderator wrote beside a comment."""

    at: datetime
    author: str
    text: str


def write_note(engine: Engine, comment_id: int, remark: str, *, by: str) -> None:
    """Keep a note; an empty one is none. Raises NotFoundError where there is no such comment."""
    if not remark.strip():
        return
    with writing(engine) as connection:
        if connection.scalar(select(comments.c.id).where(comments.c.id.in_(row_ids([comment_id])))) is None:
            raise NotFoundError(f"There is no comment {comment_id}.")
        row = {"comment_id": comment_id, "author": by, "text": remark.strip()[:LONGEST_NOTE]}
        connection.execute(comment_notes.insert().values(**row, at=instant(connection)))
        # Not its text: that goes with the comment, and the audit stays.
        note(connection, actor=by, action="note", details={"comment": comment_id})


def notes_of(engine: Engine, comment_id: int) -> list[Note]:
    """Return a comment's notes, the oldest first."""
    columns = comment_notes.c
    chosen = select(columns.at, columns.author, columns.text).where(columns.comment_id.in_(row_ids([comment_id])))
    with reading(engine) as connection:
        return [Note(*row) for row in connection.execute(chosen.order_by(columns.id))]


def note_counts(store: Readable, comment_ids: Sequence[int]) -> Mapping[int, int]:
    """Return how many notes these comments have, those that have any."""
    columns = comment_notes.c
    chosen = select(columns.comment_id, func.count()).where(columns.comment_id.in_(row_ids(comment_ids)))
    with reading(store) as connection:
        return {one: int(many) for one, many in connection.execute(chosen.group_by(columns.comment_id))}


def history(engine: Engine, comment_id: int) -> list[Event]:
    """Return what was done to a comment by hand, the newest first."""
    columns = audit.c
    chosen = select(columns.at, columns.actor, columns.action, columns.details)
    mine = chosen.where(columns.comment_id.in_(row_ids([comment_id]))).order_by(columns.id.desc())
    with reading(engine) as connection:
        return [Event(*row) for row in connection.execute(mine.limit(_MOST_EVENTS))]
