"""The audit: who did what to the store by hand, and when; written in the transaction that does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from worker.store.base.schema import audit
from worker.store.base.transactions import instant, reading


@dataclass(frozen=True, slots=True)
class Entry:
    """One action by hand; ``details`` are of its own kind."""

    at: datetime
    actor: str
    action: str
    details: Mapping[str, Any]


def note(connection: Connection, *, actor: str, action: str, details: Mapping[str, Any]) -> None:
    """Write an entry; it is there exactly if the caller's transaction is."""
    row = {"actor": actor, "action": action, "details": dict(details), "comment_id": details.get("comment")}
    connection.execute(audit.insert().values(at=instant(connection), **row))


def entries(engine: Engine, *, limit: int = 100) -> list[Entry]:
    """Return the newest entries, the newest first."""
    columns = audit.c
    newest = select(columns.at, columns.actor, columns.action, columns.details).order_by(columns.id.desc())
    with reading(engine) as connection:
        return [Entry(*row) for row in connection.execute(newest.limit(limit))]
