"""Dead letters: articles that could not be processed, kept with their reason and their bytes as they came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import zstandard
from sqlalchemy import ColumnElement, Engine, Select, delete, select, update

from worker.domain import Format, State
from worker.errors import NotFoundError
from worker.reasons import Reason
from worker.store.schema import DEAD, articles, raw_pages, results
from worker.store.transactions import AnyRow, chunks, lock, reading, row_ids, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """An article that is dead, and why; ``reason`` is a code of `worker.reasons`."""

    id: int
    external_id: str | None
    url: str | None
    source: str | None
    format: Format
    reason: str
    message: str
    attempts: int
    submitted_at: datetime
    dead_at: datetime


class DeadLetters:
    """The dead letters: looked at, sent through once more, or given up."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(self, *, reason: Reason | None = None, limit: int = 100, after: int = 0) -> list[DeadLetter]:
        """Return at most ``limit`` dead letters in the order of their ids, of those behind ``after``."""
        statement = _letters().where(articles.c.id > after).order_by(articles.c.id).limit(limit)
        if reason is not None:
            statement = statement.where(articles.c.error_reason == reason.value)
        with reading(self._engine) as connection:
            return [_letter(row) for row in connection.execute(statement)]

    def show(self, letter_id: int) -> tuple[DeadLetter, bytes]:
        """Return a dead letter and its bytes as they came; raises NotFoundError where it is none."""
        statement = _letters(raw_pages.c.raw).join(raw_pages).where(articles.c.id.in_(row_ids([letter_id])))
        with reading(self._engine) as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            raise NotFoundError(f"There is no dead letter {letter_id}. See: winnow dead list")
        return _letter(row), zstandard.decompress(row.raw)

    def replay(self, chosen: Sequence[int] | Reason) -> Sequence[int]:
        """Put the chosen dead letters (by ids, or all of a reason) back to pending with no attempt counted.

        Returns the ids that were put back, for which nobody has rung yet. What isn't dead is left as it is:
        doing it twice does it once.
        """
        replayed: list[int] = []
        for condition in _conditions(chosen):
            with writing(self._engine) as connection:
                held = lock(connection, articles.c.state == DEAD, condition)
                for some in chunks(held):
                    connection.execute(update(articles).where(articles.c.id.in_(some)).values(_REPLAYED))
                replayed.extend(held)
        return sorted(replayed)

    def discard(self, ids: Sequence[int]) -> int:
        """Give up these dead letters and return how many they were.

        An article that has a result from an earlier revision falls back to it and is done, so labels on its
        comments stay; any other is removed with its bytes.
        """
        discarded = 0
        for condition in _conditions(ids):
            with writing(self._engine) as connection:
                held = articles.c.id.in_(lock(connection, articles.c.state == DEAD, condition))
                with_result = articles.c.id.in_(select(results.c.article_id))
                kept = connection.execute(update(articles).where(held, with_result).values(_FALLEN_BACK))
                removed = connection.execute(delete(articles).where(held, ~with_result))
                discarded += kept.rowcount + removed.rowcount
        return discarded


_NO_ERROR: dict[str, Any] = {"error_reason": None, "error_message": None, "dead_at": None}
_REPLAYED = _NO_ERROR | {"state": State.PENDING, "attempts": 0, "rung_at": None}
_FALLEN_BACK = _NO_ERROR | {"state": State.DONE}


def _conditions(chosen: Sequence[int] | Reason) -> Sequence[ColumnElement[bool]]:
    """Return what selects the chosen rows, in as many transactions as their number asks for."""
    if isinstance(chosen, Reason):
        return [articles.c.error_reason == chosen.value]
    return [articles.c.id.in_(some) for some in chunks(row_ids(chosen))]


def _letters(*more: ColumnElement[Any]) -> Select[Any]:
    return select(articles, *more).where(articles.c.state == DEAD)


def _letter(row: AnyRow) -> DeadLetter:
    return DeadLetter(
        id=row.id,
        external_id=row.external_id,
        url=row.url,
        source=row.source,
        format=row.format,
        reason=row.error_reason,
        message=row.error_message,
        attempts=row.attempts,
        submitted_at=row.submitted_at,
        dead_at=row.dead_at,
    )
