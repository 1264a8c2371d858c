"""How many comments of an author a site has let through: what tells a newcomer from a regular."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

import orjson
from sqlalchemy import Column, ColumnElement, Engine, FromClause, Select, Text, and_, bindparam, func, or_, select

from classifiers.types import Comment, Label, Verdict
from worker.ingest.sites import scope_of
from worker.store.base.asked_rows import asked_rows
from worker.store.base.schema import comments
from worker.store.base.transactions import reading

# What is told of each author who is asked about.
_COLUMNS: Final = dict.fromkeys(("site", "email", "author"), Text)


def with_earlier(engine: Engine, judged: Sequence[Comment], enough: int) -> list[Comment]:
    """Return comments with how many of their authors' their sites have let through (`Comment.earlier`).

    An author is known by his e-mail address where that is known, else by his name; who has neither is not looked for.
    Nobody's are counted further than ``enough``: many sign with one name, and all would be read for each of them.
    """
    wanted = [_author(one) for one in judged]
    authors = [one for one in dict.fromkeys(wanted) if one is not None]
    if not authors:
        return list(judged)
    asked = {"asked": orjson.dumps(authors).decode(), "enough": enough}
    with reading(engine) as connection:
        found = connection.execute(_statement(connection.dialect.name), asked)
        many = {authors[place]: by_email + by_name for place, by_email, by_name in found}
    return [
        one if author is None else replace(one, earlier=many[author])
        for one, author in zip(judged, wanted, strict=True)
    ]


def let_through(columns: Any) -> ColumnElement[bool]:
    """Return the condition that a comment stands as allowed: by a moderator, or by the verdict where nobody said."""
    return or_(columns.decided == Label.HAM, and_(columns.decided.is_(None), columns.verdict == Verdict.ALLOW))


def _author(one: Comment) -> tuple[str | None, str | None, str | None] | None:
    """Return where somebody writes, and what he is known by there: his address, else his name; None without either."""
    if not (one.email or one.author):
        return None
    return scope_of(one.owner, one.site), one.email or None, None if one.email else one.author


@cache
def _statement(dialect: str) -> Select[Any]:
    """Return the statement that looks up each of ``asked``, which is JSON: his place, and the counts by both."""
    his = asked_rows(dialect, _COLUMNS)
    return select(his.c.place, _many(comments.c.email, his.c.email, his), _many(comments.c.author, his.c.author, his))


def _many(known_by: Column[Any], value: ColumnElement[Any], his: FromClause) -> ColumnElement[int]:
    same = known_by == value, comments.c.site.is_not_distinct_from(his.c.site), let_through(comments.c)
    some = select(comments.c.id).where(*same).limit(bindparam("enough")).correlate(his).subquery()
    return select(func.count()).select_from(some).correlate(his).scalar_subquery()
