"""Dropping what need not be kept any longer: workers do it every hour, and whoever asks for it is noted."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from worker.store.base.audit import note
from worker.store.base.partitions import is_partitioned, turn_month
from worker.store.base.scrub import empty_log
from worker.store.base.transactions import writing
from worker.store.flow.retention import Dropped, Keep
from worker.store.flow.retention import retain as drop


def retain(engine: Engine, keep: Keep, *, actor: str | None = None) -> Dropped:
    """Drop what is older, from SQLite's log too; where pages are in partitions by month, see that there is a next one.

    ``actor`` is who asked for it, None where a worker does it by itself.
    """
    if is_partitioned(engine):
        turn_month(engine, datetime.now(UTC).date())
    dropped = drop(engine, keep)
    empty_log(engine)
    if actor is not None:
        details = {"articles": dropped.articles, "raw": dropped.raw, "comments": dropped.comments}
        with writing(engine) as connection:
            note(connection, actor=actor, action="retain", details=details)
    return dropped
