"""Dead letters: articles that could not be processed, kept with their reason and their bytes as they came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import zstandard
from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, select, update

from worker.domain import Format, State
from worker.errors import NotFoundError
from worker.reasons import Reason
from worker.store.base.audit import note
from worker.store.base.schema import DEAD, articles, raw_pages, results
from worker.store.base.transactions import IDS_A_STATEMENT, AnyRow, chunks, instant, lock, reading, row_ids, writing


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which dead letters are meant: those that meet all that is given; ``older_than_s`` is since they died."""

    ids: Sequence[int] | None = None
    reason: Reason | None = None
    source: str | None = None
    older_than_s: float | None = None


EVERY = Choice()


class DeadLetters:
    """The dead letters: looked at, sent through once more, or given up."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(self, chosen: Choice = EVERY, *, limit: int = 100, after: int = 0) -> list[DeadLetter]:
        """Return at most ``limit`` of the chosen in the order of their ids, of those behind ``after``."""
        statement = _letters().where(articles.c.id > after).order_by(articles.c.id).limit(limit)
        with reading(self._engine) as connection:
            return [_letter(row) for row in connection.execute(statement.where(*_chosen(connection, chosen)))]

    def show(self, letter_id: int) -> tuple[DeadLetter, bytes]:
        """Return a dead letter and its bytes as they came; raises NotFoundError where it is none."""
        statement = _letters(raw_pages.c.raw).join(raw_pages).where(articles.c.id.in_(row_ids([letter_id])))
        with reading(self._engine) as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            raise NotFoundError(f"There is no dead letter {letter_id}. See: winnow dead list")
        return _letter(row), zstandard.decompress(row.raw)

    def count(self, chosen: Choice) -> int:
        """Return how many dead letters are chosen."""
        statement = select(func.count()).select_from(articles).where(articles.c.state == DEAD)
        with reading(self._engine) as connection:
            return int(connection.scalar(statement.where(*_chosen(connection, chosen))) or 0)

    def replay(self, chosen: Choice, *, actor: str, limit: int = IDS_A_STATEMENT) -> Sequence[int]:
        """Put at most ``limit`` of the chosen back to pending with no attempt counted, and note who did it.

        Returns the ids that were put back, for which nobody has rung yet. What isn't dead is left as it is:
        doing it twice does it once.
        """
        with writing(self._engine) as connection:
            wanted = _letters().with_only_columns(articles.c.id).where(*_chosen(connection, chosen))
            some = list(connection.scalars(wanted.order_by(articles.c.id).limit(min(limit, IDS_A_STATEMENT))))
            held = sorted(lock(connection, articles.c.state == DEAD, articles.c.id.in_(some)))
            if held:
                connection.execute(update(articles).where(articles.c.id.in_(held)).values(_REPLAYED))
                note(connection, actor=actor, action="dead replay", details={"ids": held})
        return held

    def discard(self, ids: Sequence[int], *, actor: str) -> int:
        """Give up these dead letters, note who did it, and return how many they were.

        An article that has a result from an earlier revision falls back to it and is done, so labels on its
        comments stay; any other is removed with its bytes.
        """
        discarded = 0
        for some in chunks(row_ids(ids)):
            with writing(self._engine) as connection:
                locked = lock(connection, articles.c.state == DEAD, articles.c.id.in_(some))
                held = articles.c.id.in_(locked)
                with_result = articles.c.id.in_(select(results.c.article_id))
                kept = connection.execute(update(articles).where(held, with_result).values(_FALLEN_BACK))
                removed = connection.execute(delete(articles).where(held, ~with_result))
                if locked:
                    note(connection, actor=actor, action="dead discard", details={"ids": sorted(locked)})
                discarded += kept.rowcount + removed.rowcount
        return discarded


_NO_ERROR: dict[str, Any] = {"error_reason": None, "error_message": None, "dead_at": None}
_REPLAYED = _NO_ERROR | {"state": State.PENDING, "attempts": 0, "rung_at": None}
_FALLEN_BACK = _NO_ERROR | {"state": State.DONE}


def _chosen(connection: Connection, choice: Choice) -> Iterator[ColumnElement[bool]]:
    if choice.ids is not None:
        yield articles.c.id.in_(row_ids(choice.ids))
    if choice.reason is not None:
        yield articles.c.error_reason == choice.reason.value
    if choice.source is not None:
        yield articles.c.source == choice.source
    if choice.older_than_s is not None:
        yield articles.c.dead_at < instant(connection, -choice.older_than_s)


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
