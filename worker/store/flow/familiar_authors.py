"""How many comments of an author a site has let through: what tells a newcomer from a regular."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, func, or_, select

from classifiers.types import Comment, Label, Verdict
from worker.ingest.sites import scope_of
from worker.store.base.any_of import any_of
from worker.store.base.schema import comments
from worker.store.base.transactions import reading


def with_earlier(engine: Engine, judged: Sequence[Comment]) -> list[Comment]:
    """Return comments with how many of their authors' their sites have let through (`Comment.earlier`).

    An author is known by his e-mail address where that is known, else by his name; who has neither is not looked for.
    """
    emails = sorted({one.email for one in judged if one.email})
    names = sorted({one.author for one in judged if one.author and not one.email})
    if not emails and not names:
        return list(judged)
    columns = comments.c
    by = (columns.site, columns.email, columns.author)
    chosen = select(*by, func.count().label("many")).group_by(*by)
    his = or_(any_of(columns.email, emails), any_of(columns.author, names))
    by_email: Counter[tuple[str | None, str]] = Counter()
    by_name: Counter[tuple[str | None, str]] = Counter()
    with reading(engine) as connection:
        for row in connection.execute(chosen.where(his, let_through(columns))):
            by_email[row.site, row.email or ""] += row.many
            by_name[row.site, row.author or ""] += row.many
    return [replace(one, earlier=_of(one, by_email, by_name)) for one in judged]


def let_through(columns: Any) -> ColumnElement[bool]:
    """Return the condition that a comment stands as allowed: by a moderator, or by the verdict where nobody said."""
    return or_(columns.decided == Label.HAM, and_(columns.decided.is_(None), columns.verdict == Verdict.ALLOW))


def _of(
    one: Comment, by_email: Counter[tuple[str | None, str]], by_name: Counter[tuple[str | None, str]]
) -> int | None:
    scope = scope_of(one.owner, one.site)
    if one.email:
        return by_email[scope, one.email]
    return by_name[scope, one.author] if one.author else None
