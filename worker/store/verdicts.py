"""What stands of a comment: a moderator's newest label where there is one, else the model's verdict."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, ScalarSelect, case, func, literal, select

from classifiers.types import Label, Verdict
from worker.store.schema import comments, labels

# What a moderator's label makes of a verdict.
OVERRIDES: Final = {Label.HAM: Verdict.ALLOW, Label.SPAM: Verdict.SPAM}


def newest_label() -> ScalarSelect[Any]:
    """Return the newest label of the comment of the surrounding statement, as an expression; null where it has none."""
    return (
        select(labels.c.label)
        .where(labels.c.comment_id == comments.c.id)
        .correlate(comments)
        .order_by(labels.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def standing_verdict() -> ColumnElement[Verdict]:
    """Return the verdict that counts for the comment of the surrounding statement, as an expression."""
    verdict = comments.c.verdict.type
    said = {label.value: literal(stands, verdict) for label, stands in OVERRIDES.items()}
    return case(said, value=newest_label(), else_=comments.c.verdict)


def count_standing(connection: Connection) -> Mapping[str, int]:
    """Count the comments that are shown by the verdict that counts.

    The labelled ones, which are few, are looked at a second time: no look-up for each of a million others.
    """
    shown = select(comments.c.verdict, func.count()).where(~comments.c.gone).group_by(comments.c.verdict)
    found = Counter({verdict: int(count) for verdict, count in connection.execute(shown)})
    labelled = (
        select(comments.c.verdict, newest_label().label("label"))
        .where(comments.c.id.in_(select(labels.c.comment_id)), ~comments.c.gone)
        .subquery()
    )
    moved = select(labelled.c.verdict, labelled.c.label, func.count()).group_by(labelled.c.verdict, labelled.c.label)
    for verdict, label, count in connection.execute(moved):
        found[verdict] -= count
        found[OVERRIDES[label]] += count
    return {verdict.value: found[verdict] for verdict in Verdict}


def verdict_by_copy() -> ColumnElement[Verdict]:
    """Return the verdict that counts, by the comment's own copy of its newest label: for many comments at once."""
    verdict = comments.c.verdict.type
    said = {label.value: literal(stands, verdict) for label, stands in OVERRIDES.items()}
    return case(said, value=comments.c.decided, else_=comments.c.verdict)
