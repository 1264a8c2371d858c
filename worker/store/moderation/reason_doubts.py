"""Reasons that moderators called senseless, and how often each reason was right."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, delete, select

from classifiers.types import Label, Verdict
from worker.errors import NotFoundError
from worker.store.base.audit import note
from worker.store.base.narrowed import WHOLE
from worker.store.base.schema import comments, labels, reason_doubts, rules
from worker.store.base.transactions import Readable, instant, reading, row_ids, writing
from worker.work.rule import PREFIX

# The newest labels that precision is told from: enough for a share, and a bound on the work.
_LABELS: Final = 20_000


@dataclass(frozen=True, slots=True)
class ReasonPrecision:
    """How a reason did on comments that people judged: ``right`` of ``judged`` were spam and nobody doubted it.

    Of a rule that lets comments through, the right ones were ham.
    """

    code: str
    judged: int
    right: int
    doubted: int

    @property
    def precision(self) -> float:
        """The share that was right."""
        return self.right / self.judged


def doubt(engine: Engine, comment_id: int, code: str, *, by: str) -> None:
    """Note that a reason says nothing of this comment; twice does it once.

    Raises NotFoundError where the comment has no such reason.
    """
    with writing(engine) as connection:
        given = connection.scalar(select(comments.c.reasons).where(comments.c.id.in_(row_ids([comment_id]))))
        if code not in {given_code for given_code, _ in given or ()}:
            raise NotFoundError(f"Comment {comment_id} has no reason {code}; reload the page.")
        if _is_doubted(connection, comment_id, code):
            return
        row = {"comment_id": comment_id, "code": code, "reviewer": by, "at": instant(connection)}
        connection.execute(reason_doubts.insert().values(**row))
        note(connection, actor=by, action="reason doubt", details={"comment": comment_id, "reason": code})


def believe(engine: Engine, comment_id: int, code: str, *, by: str) -> None:
    """Take a doubt back, whoever had it."""
    with writing(engine) as connection:
        if not _is_doubted(connection, comment_id, code):
            return
        table = reason_doubts.c
        connection.execute(delete(reason_doubts).where(table.comment_id == comment_id, table.code == code))
        note(connection, actor=by, action="reason believe", details={"comment": comment_id, "reason": code})


def doubted(store: Readable, comment_ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
    """Return the codes that were doubted, by comment."""
    table = reason_doubts.c
    found: dict[int, set[str]] = {}
    with reading(store) as connection:
        rows = connection.execute(
            select(table.comment_id, table.code).where(table.comment_id.in_(row_ids(comment_ids)))
        )
        for comment_id, code in rows:
            found.setdefault(comment_id, set()).add(code)
    return {one: frozenset(codes) for one, codes in found.items()}


def precisions(engine: Engine) -> list[ReasonPrecision]:
    """Return how each reason did on the comments that were labelled or doubted last, the least right first."""
    table = reason_doubts.c
    allowing = select(rules.c.name).where(rules.c.verdict == Verdict.ALLOW)
    newest = select(labels.c.comment_id).order_by(labels.c.id.desc()).limit(_LABELS)
    columns = select(comments.c.id, comments.c.reasons, comments.c.decided)
    with reading(engine) as connection:
        doubts = {(row.comment_id, row.code) for row in connection.execute(select(table.comment_id, table.code))}
        labelled = connection.execute(columns.where(comments.c.id.in_(newest), comments.c.decided.is_not(None))).all()
        others = connection.execute(
            columns.where(comments.c.id.in_(select(table.comment_id)), comments.c.decided.is_(None))
        ).all()
        # A rule for all sites is no single one's row, and decides there all the same.
        of_ham = frozenset(PREFIX + name for name in connection.scalars(allowing, execution_options=WHOLE))
    return precisions_of(
        [(row.id, [code for code, _ in row.reasons], row.decided) for row in (*labelled, *others)], doubts, of_ham
    )


def precisions_of(
    judged: Iterable[tuple[int, Sequence[str], Label | None]],
    doubts: set[tuple[int, str]],
    of_ham: Collection[str] = (),
) -> list[ReasonPrecision]:
    """Count how each reason did: a doubted one is judged wrong, whatever the comment is; else the label tells.

    Those ``of_ham`` are rules that let comments through: they are right where it is ham.
    """
    counts: dict[str, list[int]] = {}
    for comment_id, codes, label in judged:
        for code in codes:
            is_doubted = (comment_id, code) in doubts
            if label is None and not is_doubted:
                continue
            row = counts.setdefault(code, [0, 0, 0])
            row[0] += 1
            row[1] += label is (Label.HAM if code in of_ham else Label.SPAM) and not is_doubted
            row[2] += is_doubted
    found = [ReasonPrecision(code, *row) for code, row in counts.items()]
    return sorted(found, key=lambda one: (one.precision, one.code))


def _is_doubted(connection: Connection, comment_id: int, code: str) -> bool:
    table = reason_doubts.c
    one = select(table.code).where(table.comment_id.in_(row_ids([comment_id])), table.code == code)
    return connection.scalar(one) is not None
