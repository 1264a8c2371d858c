"""One decision on many comments: what it would do, what it did, and how it is taken back as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Engine, func, select, update

from classifiers.types import Label, Verdict
from worker.errors import NotFoundError
from worker.store.base.audit import note
from worker.store.base.narrowed import seen_by
from worker.store.base.schema import bulk_decisions, comments
from worker.store.base.transactions import AnyRow, instant, reading, row_ids, writing
from worker.store.moderation.labels import Labels, NewLabel
from worker.store.moderation.review_cards import Card, read_cards
from worker.store.moderation.search import Query, ids_statement

# Comments that one decision takes: what more there is takes another look.
MOST_AT_ONCE: Final = 10_000
# Comments that a preview shows, and records that the list of them does.
_SAMPLES: Final = 8
_RECORDS: Final = 50


@dataclass(frozen=True, slots=True)
class Preview:
    """What a decision would take: how many (no further than `MOST_AT_ONCE` + 1), what the model says of them, some of
    them, and ``newest``, the highest id among them: what comes in later is not part of it.
    """

    count: int
    verdicts: Mapping[Verdict, int]
    sources: int
    samples: tuple[Card, ...]
    newest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkDecision:
    """What was decided of which comments, by whom; ``count`` is how many it labelled."""

    id: int
    label: Label
    filters: Mapping[str, str]
    count: int
    by: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None


def preview(engine: Engine, query: Query) -> Preview:
    """Return what a decision on all that is found would take: comments that nobody has decided."""
    with reading(engine) as connection:
        some = ids_statement(_undecided(query), connection.dialect.name).limit(MOST_AT_ONCE + 1)
        ids: Sequence[int] = connection.scalars(some).all()
        chosen = some.subquery("chosen")
        counted = (
            select(comments.c.verdict, func.count())
            .where(comments.c.id.in_(select(chosen.c.id)))
            .group_by(comments.c.verdict)
        )
        verdicts = {Verdict(verdict): int(many) for verdict, many in connection.execute(counted)}
        sources = select(func.count(comments.c.source.distinct())).where(comments.c.id.in_(select(chosen.c.id)))
        samples = read_cards(connection, ids[:_SAMPLES])
        return Preview(len(ids), verdicts, connection.scalar(sources) or 0, tuple(samples), ids[0] if ids else 0)


def decide_all(engine: Engine, query: Query, label: Label, *, newest: int, by: str) -> BulkDecision:
    """Label all that is found up to the id ``newest`` and that nobody has decided, and keep a record of it."""
    upto = replace(_undecided(query), before=newest + 1)
    with reading(engine) as connection:
        ids = connection.scalars(ids_statement(upto, connection.dialect.name).limit(MOST_AT_ONCE)).all()
    with writing(engine) as connection:
        row = {"label": label, "filters": filters_of(query), "count": 0, "reviewer": by, "at": instant(connection)}
        row["sites"] = seen_by(connection)
        made = connection.execute(bulk_decisions.insert().values(**row)).inserted_primary_key
        assert made is not None
    decided = Labels(engine).decide([NewLabel(one, label, by) for one in ids], {}, bulk=made[0])
    with writing(engine) as connection:
        mine = bulk_decisions.c.id == made[0]
        connection.execute(update(bulk_decisions).where(mine).values(count=len(decided.changes)))
        details = {"decision": made[0], "label": label.value, "comments": len(decided.changes)}
        note(connection, actor=by, action="label many", details=details)
    return bulk_decision(engine, made[0])


def undo_all(engine: Engine, decision_id: int, *, by: str) -> int:
    """Take a decision back as a whole; return how many comments stand again as they did before.

    What somebody said of one of them since then stays. Doing it twice does it once. Raises NotFoundError.
    """
    made = bulk_decision(engine, decision_id)
    if made.undone_at is not None:
        return 0
    undone = Labels(engine).take_back_bulk(decision_id, by)
    with writing(engine) as connection:
        mine = bulk_decisions.c.id == decision_id
        connection.execute(update(bulk_decisions).where(mine).values(undone_by=by, undone_at=instant(connection)))
        note(connection, actor=by, action="unlabel many", details={"decision": decision_id, "comments": len(undone)})
    return len(undone)


def bulk_decision(engine: Engine, decision_id: int) -> BulkDecision:
    """Return a decision; raises NotFoundError where there is none of this id."""
    one = select(bulk_decisions).where(bulk_decisions.c.id.in_(row_ids([decision_id])))
    with reading(engine) as connection:
        row = connection.execute(one).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no decision {decision_id}.")
    return _record(row)


def records(engine: Engine) -> list[BulkDecision]:
    """Return the newest decisions, the newest first."""
    newest = select(bulk_decisions).order_by(bulk_decisions.c.id.desc()).limit(_RECORDS)
    with reading(engine) as connection:
        return [_record(row) for row in connection.execute(newest)]


def filters_of(query: Query) -> dict[str, str]:
    """Return what a search asks for as the fields of its address; what it does not ask for is left out."""
    fields = {name: value for name, value in asdict(query).items() if name not in ("before", "limit", "undecided")}
    fields["q"] = fields.pop("words")
    return {name: _field(value) for name, value in fields.items() if value not in (None, "", False)}


def _field(value: object) -> str:
    if value is True:
        return "1"
    return value.isoformat() if isinstance(value, date) else str(value)


def _undecided(query: Query) -> Query:
    return replace(query, undecided=True, before=None)


def _record(row: AnyRow) -> BulkDecision:
    fields: dict[str, Any] = row._asdict()
    del fields["sites"]  # who reads it is one of them
    return BulkDecision(by=fields.pop("reviewer"), **fields)
