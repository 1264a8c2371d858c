"""Requests that name themselves: the same request again is answered as it was the first time."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, delete, select

from classifiers.digests import digest
from worker.errors import RefusedError
from worker.reasons import Reason
from worker.store.base.schema import idempotency
from worker.store.base.transactions import insert, instant, reading, writing

# Seconds that an answer is kept: producers that try again do so within hours.
KEPT_S = 86_400.0


def once(engine: Engine, *, token_id: int, key: str, request: bytes, act: Callable[[], Any]) -> Any:
    """Return what ``act`` answers, or what it answered to the same ``key`` of the same token before.

    Two at the same moment both act; what they do must be harmless to do twice, as submission is. Raises RefusedError
    where the key came with another request.
    """
    known, asked = digest(key), digest(request)
    found = _answer(engine, token_id, known, asked)
    if found is not None:
        return found
    answer = act()
    with writing(engine) as connection:
        connection.execute(delete(idempotency).where(idempotency.c.answered_at < instant(connection, -KEPT_S)))
        row = {"token_id": token_id, "key": known, "request": asked, "answer": answer}
        statement = insert(connection, idempotency).values(**row, answered_at=instant(connection))
        connection.execute(statement.on_conflict_do_nothing())
    return answer


def _answer(engine: Engine, token_id: int, key: str, request: str) -> Any:
    columns = idempotency.c
    statement = select(columns.request, columns.answer).where(columns.token_id == token_id, columns.key == key)
    with reading(engine) as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    if row.request != request:
        raise RefusedError(Reason.SCHEMA, "this Idempotency-Key came with another request before; use a new one")
    return row.answer
