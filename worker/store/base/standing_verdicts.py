"""What stands of a comment: a moderator's newest label where there is one, else the model's verdict."""

from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, case, literal, select

from classifiers.types import Label, Verdict
from worker.store.base.schema import comments, labels

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
    verdicts = {label.value: literal(stands, verdict) for label, stands in OVERRIDES.items()}
    return case(verdicts, value=newest_label(), else_=comments.c.verdict)


def verdict_by_copy() -> ColumnElement[Verdict]:
    """Return the verdict that counts, by the comment's own copy of its newest label: for many comments at once."""
    verdict = comments.c.verdict.type
    verdicts = {label.value: literal(stands, verdict) for label, stands in OVERRIDES.items()}
    return case(verdicts, value=comments.c.decided, else_=comments.c.verdict)
