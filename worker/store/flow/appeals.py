"""Appeals: what authors say against the decision that a comment is spam, until somebody has looked again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, exists, func, select, update

from classifiers.reasons import ReasonCode
from classifiers.types import Label, Verdict
from worker.errors import ConflictError, NotFoundError
from worker.store.base.any_of import any_of
from worker.store.base.audit import note
from worker.store.base.schema import appeals, comments
from worker.store.base.standing_verdicts import verdict_by_copy
from worker.store.base.transactions import AnyRow, instant, reading, row_ids, writing
from worker.store.flow.events import announce_verdicts

# Characters of what an author says.
LONGEST_WORDS: Final = 2_000
_REASON: Final = [ReasonCode.APPEAL.value, "Its author asked for another look."]


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against a decision; ``outcome`` is the label that closed it, None while it is open."""

    id: int
    comment_id: int
    words: str
    entered_by: str
    at: datetime
    outcome: Label | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class AppealCounts:
    """How many appeals there were against what a model decided: still open, granted (ham) and dismissed (spam)."""

    open: int
    granted: int
    dismissed: int


def enter(engine: Engine, comment_id: int, words: str, *, by: str) -> Appeal:
    """Note an appeal, and put the comment back into the review queue, whoever decided; one that is open stays as it is.

    Raises NotFoundError where there is no such comment, ConflictError where it does not stand as spam.
    """
    with writing(engine) as connection:
        row = _stands(connection, comment_id)
        known = _open(connection, comment_id)
        if known is not None:
            return known
        if row.gone or row.stands is not Verdict.SPAM:
            raise ConflictError(f"Comment {comment_id} does not stand as spam: there is nothing to appeal against.")
        values = {
            "comment_id": row.id, "model": row.model, "verdict": row.verdict, "decided": row.decided,
            "words": words.strip()[:LONGEST_WORDS], "entered_by": by, "at": instant(connection),
        }  # fmt: skip
        connection.execute(appeals.insert().values(values))
        _put_back(connection, row)
        note(connection, actor=by, action="appeal", details={"comment": row.id})
        announce_verdicts(connection, {row.id: (Verdict.SPAM, Verdict.REVIEW)})
        made = _open(connection, comment_id)
    assert made is not None  # it was just written
    return made


def keep_open(connection: Connection, article_ids: Iterable[int]) -> None:
    """Have comments of these articles wait on whose appeals are open, though they were just judged again."""
    if not connection.scalar(select(exists().where(_IS_OPEN))):
        return
    shown = comments.c.verdict != Verdict.REVIEW
    chosen = select(comments).join(appeals).where(_IS_OPEN, shown, any_of(comments.c.article_id, article_ids))
    for row in connection.execute(chosen).all():
        _put_back(connection, row)


def open_among(connection: Connection, comment_ids: Iterable[int]) -> set[int]:
    """Return those of these comments against whose decisions an appeal is open."""
    return set(
        connection.scalars(select(appeals.c.comment_id).where(_IS_OPEN, any_of(appeals.c.comment_id, comment_ids)))
    )


def without_open(
    connection: Connection, changed: Mapping[int, tuple[Verdict, Verdict]]
) -> dict[int, tuple[Verdict, Verdict]]:
    """Return what was judged otherwise, by comment, without what `keep_open` has waiting whatever a model says."""
    kept = open_among(connection, changed) if changed else set()
    return {comment_id: verdicts for comment_id, verdicts in changed.items() if comment_id not in kept}


def close(connection: Connection, labelled: Mapping[int, tuple[Label, str]]) -> None:
    """Close the open appeals of comments that were labelled: by comment, what was said, and by whom."""
    if not labelled:
        return
    chosen = select(appeals.c.id, appeals.c.comment_id).where(_IS_OPEN, any_of(appeals.c.comment_id, labelled))
    for row in connection.execute(chosen).all():
        outcome, by = labelled[row.comment_id]
        values = {"outcome": outcome, "closed_by": by, "closed_at": instant(connection)}
        connection.execute(update(appeals).where(appeals.c.id == row.id).values(values))


def appeals_of(engine: Engine, comment_id: int) -> list[Appeal]:
    """Return a comment's appeals, the oldest first."""
    with reading(engine) as connection:
        rows = connection.execute(_of(comment_id).order_by(appeals.c.id)).all()
    return [_appeal(row) for row in rows]


def appeal_counts(engine: Engine) -> dict[str, AppealCounts]:
    """Count the appeals by the model that had judged."""
    counted = (_many(appeals.c.outcome.is_(None)), *(_many(appeals.c.outcome == label) for label in Label))
    chosen = select(appeals.c.model, *counted).group_by(appeals.c.model).order_by(appeals.c.model)
    with reading(engine) as connection:
        return {model: AppealCounts(*counts) for model, *counts in connection.execute(chosen)}


_IS_OPEN: Final = appeals.c.outcome.is_(None)


def _many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _stands(connection: Connection, comment_id: int) -> AnyRow:
    chosen = select(comments, verdict_by_copy().label("stands")).where(comments.c.id.in_(row_ids([comment_id])))
    row = connection.execute(chosen.with_for_update()).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no comment {comment_id}; `winnow export` shows their ids.")
    return row


def _put_back(connection: Connection, row: AnyRow) -> None:
    """Have a comment wait in the queue: its verdict is that a person shall look, and no label counts until one did."""
    reasons = [_REASON, *(one for one in row.reasons if one[0] != _REASON[0])]
    values: dict[str, Any] = {"verdict": Verdict.REVIEW, "decided": None, "reasons": reasons}
    connection.execute(update(comments).where(comments.c.id == row.id).values(values))


def _of(comment_id: int) -> Any:
    return select(appeals).where(appeals.c.comment_id.in_(row_ids([comment_id])))


def _open(connection: Connection, comment_id: int) -> Appeal | None:
    row = connection.execute(_of(comment_id).where(_IS_OPEN)).one_or_none()
    return None if row is None else _appeal(row)


def _appeal(row: AnyRow) -> Appeal:
    return Appeal(row.id, row.comment_id, row.words, row.entered_by, row.at, row.outcome, row.closed_by)
