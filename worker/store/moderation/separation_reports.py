"""Cases: articles whose separation a moderator called wrong, kept to be looked at."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Engine, Select, func, select, update

from worker.errors import NotFoundError
from worker.store.base.audit import note
from worker.store.base.schema import articles, cases, results
from worker.store.base.transactions import instant, reading, row_ids, writing

LONGEST_NOTE: Final = 2000


class SeparationFault(StrEnum):
    """What is wrong with a separation."""

    BODY = "body"
    MISSED_COMMENTS = "missed-comments"
    NOT_COMMENTS = "not-comments"
    CUT_WRONG = "cut-wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparationReport:
    """One article that was separated wrongly, as a moderator says; ``revision`` is the one that was looked at."""

    id: int
    article_id: int
    title: str | None
    url: str | None
    kind: SeparationFault
    note: str
    revision: int
    user: str
    at: datetime
    closed_at: datetime | None


class SeparationReports:
    """The cases: opened by moderators, closed by who has looked at them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, article_id: int, kind: SeparationFault, remark: str, *, user: str) -> None:
        """Keep an article as a case; raises NotFoundError where there is no such article."""
        with writing(self._engine) as connection:
            revision = connection.scalar(select(articles.c.revision).where(articles.c.id.in_(row_ids([article_id]))))
            if revision is None:
                raise NotFoundError(f"There is no article {article_id}.")
            row = {"article_id": article_id, "kind": kind.value, "note": remark[:LONGEST_NOTE], "revision": revision}
            connection.execute(cases.insert().values(**row, user=user, at=instant(connection)))
            note(connection, actor=user, action="case open", details={"article": article_id, "kind": kind.value})

    def close(self, case_id: int, *, user: str) -> None:
        """Say that a case has been looked at; doing it twice does it once."""
        with writing(self._engine) as connection:
            closing = update(cases).where(cases.c.id.in_(row_ids([case_id])), cases.c.closed_at.is_(None))
            if connection.execute(closing.values(closed_at=instant(connection))).rowcount:
                note(connection, actor=user, action="case close", details={"case": case_id})

    def list(self, *, article_id: int | None = None, limit: int = 100) -> list[SeparationReport]:
        """Return the newest cases, those that are open before the others."""
        statement = _cases().order_by(cases.c.closed_at.is_not(None), cases.c.id.desc()).limit(limit)
        if article_id is not None:
            statement = statement.where(cases.c.article_id.in_(row_ids([article_id])))
        with reading(self._engine) as connection:
            return [_case(row) for row in connection.execute(statement)]


def _cases() -> Select[Any]:
    title = func.coalesce(articles.c.title, results.c.title).label("title")
    joined = cases.join(articles).outerjoin(results, results.c.article_id == articles.c.id)
    return select(cases, title, articles.c.url).select_from(joined)


def _case(row: Any) -> SeparationReport:
    return SeparationReport(
        id=row.id,
        article_id=row.article_id,
        title=row.title,
        url=row.url,
        kind=SeparationFault(row.kind),
        note=row.note,
        revision=row.revision,
        user=row.user,
        at=row.at,
        closed_at=row.closed_at,
    )
