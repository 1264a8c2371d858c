"""Events that others are told of: written in the transaction that they tell of, delivered by the web service."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, select

from classifiers.types import Label, Verdict
from worker.domain import Failed, Processed
from worker.store.base.any_of import any_of
from worker.store.base.narrowed import WHOLE
from worker.store.base.schema import articles, comments, counters, deliveries, webhooks
from worker.store.base.standing_verdicts import OVERRIDES
from worker.store.base.transactions import AnyRow, insert, instant, writing

# Characters of a comment's identity that name it to others.
GUID_CHARS = 32
# Under this and a version, `counters` remembers that a promotion was told.
_ANNOUNCED = "announced champion "


class Event(StrEnum):
    """What can be told of."""

    ARTICLE_DONE = "article.done"
    COMMENT_SPAM = "comment.spam"
    COMMENT_LABELLED = "comment.labelled"
    VERDICT_CHANGED = "comment.verdict_changed"
    MODEL_PROMOTED = "model.promoted"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell: ids, counts and codes, and never a text; ``owner`` is whose it is, None of all sites."""

    event: Event
    data: dict[str, Any]
    article_id: int | None = None
    owner: str | None = None


def announce_outcomes(connection: Connection, outcomes: Sequence[Processed | Failed]) -> None:
    """Tell who wants to know of a batch's outcomes; costs one look where nobody does."""
    hooks = _hooks(connection)
    if not hooks:
        return
    columns = articles.c
    rows = select(columns.id, columns.external_id, columns.url, columns.owner).where(
        columns.id.in_([one.id for one in outcomes])
    )
    known = {row.id: row for row in connection.execute(rows)}
    notices = [_outcome(one, known[one.id]) for one in outcomes if isinstance(one, Processed) or one.final]
    _tell(connection, hooks, [*notices, *_spam(connection, outcomes, hooks)])


def announce_labels(connection: Connection, changed: Mapping[int, tuple[Label | None, Label | None]]) -> None:
    """Tell of labels that were given or taken back: by a comment's id, what counted before and what counts now."""
    hooks = _hooks(connection)
    moved = {one: labels for one, labels in changed.items() if labels[0] is not labels[1]}
    if not moved or not _anybody(hooks, Event.COMMENT_LABELLED, Event.VERDICT_CHANGED):
        return
    notices = []
    for row in _comments(connection, list(moved)):
        before, after = moved[row.id]
        data = {**_named(row), "before": before, "after": after}
        notices.append(Notice(Event.COMMENT_LABELLED, data, row.article_id, row.owner))
        stood, stands = (OVERRIDES[label] if label else row.verdict for label in (before, after))
        notices += _changed(row, stood, stands)
    _tell(connection, hooks, notices)


def announce_verdicts(connection: Connection, changed: Mapping[int, tuple[Verdict, Verdict]]) -> None:
    """Tell of comments that another model judged otherwise: by a comment's id, its verdicts before and now."""
    hooks = _hooks(connection)
    if not changed or not _anybody(hooks, Event.VERDICT_CHANGED):
        return
    rows = _comments(connection, list(changed))
    _tell(connection, hooks, [notice for row in rows for notice in _changed(row, *changed[row.id])])


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


def _changed(row: AnyRow, stood: Verdict, stands: Verdict) -> list[Notice]:
    if stood is stands:
        return []
    data = {**_named(row), "before": stood, "after": stands}
    return [Notice(Event.VERDICT_CHANGED, data, row.article_id, row.owner)]


def _named(row: AnyRow) -> dict[str, Any]:
    """Name a comment by our ids, and by what the Akismet door's answer named it by (`X-akismet-guid`)."""
    return {"id": row.id, "article_id": row.article_id, "guid": row.asked_as or row.identity[:GUID_CHARS]}


def _comments(connection: Connection, ids: Sequence[int]) -> Sequence[AnyRow]:
    columns = comments.c
    named = (columns.id, columns.article_id, columns.identity, columns.asked_as, columns.verdict, columns.owner)
    chosen = select(*named)
    return connection.execute(chosen.where(any_of(columns.id, ids)).order_by(columns.id)).all()


def _anybody(hooks: Sequence[AnyRow], *events: Event) -> bool:
    return any(event in hook.events for hook in hooks for event in events)


def _hooks(connection: Connection) -> Sequence[AnyRow]:
    # All of them, whoever labels: a moderator of one site is heard by who is told of every site.
    asked = select(webhooks.c.id, webhooks.c.events, webhooks.c.sites)
    return connection.execute(asked, execution_options=WHOLE).all()


def _outcome(outcome: Processed | Failed, row: AnyRow) -> Notice:
    article = {"id": row.id, "external_id": row.external_id, "url": row.url}
    if isinstance(outcome, Failed):
        return Notice(Event.DEAD, {**article, "reason": outcome.reason.value}, outcome.id, row.owner)
    verdicts = Counter(judged.prediction.verdict for judged in outcome.comments)
    counts = {verdict.value: verdicts[verdict] for verdict in Verdict}
    data = {**article, "comments": counts, "model": outcome.model}
    return Notice(Event.ARTICLE_DONE, data, outcome.id, row.owner)


def _spam(connection: Connection, outcomes: Sequence[Processed | Failed], hooks: Sequence[AnyRow]) -> Iterable[Notice]:
    if not _anybody(hooks, Event.COMMENT_SPAM):
        return
    done = [one.id for one in outcomes if isinstance(one, Processed)]
    columns = comments.c
    named = (columns.id, columns.article_id, columns.owner, columns.probability, columns.reasons, columns.model)
    spam = select(*named).where(columns.article_id.in_(done), columns.verdict == Verdict.SPAM, ~columns.gone)
    for row in connection.execute(spam.order_by(columns.id)):
        data = {
            "id": row.id,
            "article_id": row.article_id,
            "probability": row.probability,
            "reasons": [code for code, _ in row.reasons],
            "model": row.model,
        }
        yield Notice(Event.COMMENT_SPAM, data, row.article_id, row.owner)


def _is_told(hook: AnyRow, notice: Notice) -> bool:
    """Tell whether a webhook wants to hear of this, and may."""
    return notice.event in hook.events and (hook.sites is None or notice.owner in hook.sites.split())


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
        if _is_told(hook, one)
    ]
    if rows:
        connection.execute(deliveries.insert(), rows)
