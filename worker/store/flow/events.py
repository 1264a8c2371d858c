"""Events that others are told of: written in the transaction that they tell of, delivered by the web service."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, select

from classifiers.types import Verdict
from worker.domain import Failed, Processed
from worker.store.base.schema import articles, comments, counters, deliveries, webhooks
from worker.store.base.transactions import AnyRow, insert, instant, writing

# Under this and a version, `counters` remembers that a promotion was told.
_ANNOUNCED = "announced champion "


class Event(StrEnum):
    """What can be told of."""

    ARTICLE_DONE = "article.done"
    COMMENT_SPAM = "comment.spam"
    MODEL_PROMOTED = "model.promoted"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell: ids, counts and codes, and never a text."""

    event: Event
    data: dict[str, Any]
    article_id: int | None = None


def announce_outcomes(connection: Connection, outcomes: Sequence[Processed | Failed]) -> None:
    """Tell who wants to know of a batch's outcomes; costs one look where nobody does."""
    hooks = _hooks(connection)
    if not hooks:
        return
    rows = select(articles.c.id, articles.c.external_id, articles.c.url).where(
        articles.c.id.in_([one.id for one in outcomes])
    )
    named = {row.id: {"id": row.id, "external_id": row.external_id, "url": row.url} for row in connection.execute(rows)}
    notices = [_outcome(one, named[one.id]) for one in outcomes if isinstance(one, Processed) or one.final]
    _tell(connection, hooks, [*notices, *_spam(connection, outcomes, hooks)])


def announce_champion(engine: Engine, version: str) -> bool:
    """Tell that a model was promoted, once for all processes that notice it; return whether this was the one.

    The first champion that a database sees was promoted by nobody, and is not told of.
    """
    with writing(engine) as connection:
        before = connection.scalars(select(counters.c.name).where(counters.c.name.startswith(_ANNOUNCED))).all()
        if _ANNOUNCED + version in before:
            return False
        connection.execute(counters.delete().where(counters.c.name.in_(before)))
        noted = insert(connection, counters).values(name=_ANNOUNCED + version, count=1)
        taken = connection.execute(noted.on_conflict_do_nothing(index_elements=["name"])).rowcount == 1
        if taken and before:
            _tell(connection, _hooks(connection), [Notice(Event.MODEL_PROMOTED, {"version": version})])
        return taken and bool(before)


def _hooks(connection: Connection) -> Sequence[AnyRow]:
    return connection.execute(select(webhooks.c.id, webhooks.c.events)).all()


def _outcome(outcome: Processed | Failed, article: dict[str, Any]) -> Notice:
    if isinstance(outcome, Failed):
        return Notice(Event.DEAD, {**article, "reason": outcome.reason.value}, outcome.id)
    verdicts = Counter(judged.prediction.verdict for judged in outcome.comments)
    counts = {verdict.value: verdicts[verdict] for verdict in Verdict}
    return Notice(Event.ARTICLE_DONE, {**article, "comments": counts, "model": outcome.model}, outcome.id)


def _spam(connection: Connection, outcomes: Sequence[Processed | Failed], hooks: Sequence[AnyRow]) -> Iterable[Notice]:
    if not any(Event.COMMENT_SPAM in hook.events for hook in hooks):
        return
    done = [one.id for one in outcomes if isinstance(one, Processed)]
    columns = comments.c
    spam = select(columns.id, columns.article_id, columns.probability, columns.reasons, columns.model).where(
        columns.article_id.in_(done), columns.verdict == Verdict.SPAM, ~columns.gone
    )
    for row in connection.execute(spam.order_by(columns.id)):
        data = {
            "id": row.id,
            "article_id": row.article_id,
            "probability": row.probability,
            "reasons": [code for code, _ in row.reasons],
            "model": row.model,
        }
        yield Notice(Event.COMMENT_SPAM, data, row.article_id)


def _tell(connection: Connection, hooks: Sequence[AnyRow], notices: Sequence[Notice]) -> None:
    now = connection.scalar(select(instant(connection)))
    rows = [
        {
            "webhook_id": hook.id,
            "event": one.event.value,
            "article_id": one.article_id,
            "data": one.data,
            "created_at": now,
            "due_at": now,
            "attempts": 0,
        }
        for hook in hooks
        for one in notices
        if one.event in hook.events
    ]
    if rows:
        connection.execute(deliveries.insert(), rows)
