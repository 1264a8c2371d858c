"""What the store holds, counted while it changes, so that asking costs the same beside a thousand rows and a million.

Triggers append what changes to `count_changes`, in the transaction that changes it: nobody waits for another's sum, and
nothing is looked for. `settle` adds that up now and then.
"""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    Engine,
    Select,
    Subquery,
    TextClause,
    bindparam,
    cast,
    func,
    or_,
    select,
    text,
    union_all,
)

from worker.store.base.schema import count_changes, running_counts
from worker.store.base.transactions import reading, writing

# Days that can be told apart; what is older is counted together, so that the table stays small.
KEPT_DAYS: Final = 31
# The day of all that is older.
BEFORE: Final = date(1970, 1, 1)

# Any number of our own: one process at a time adds up.
_LOCK: Final = 0x57494E54414C

# Every name in these statements is the schema's.
_KEY: Final = "subject, day, name, verdict, stands, score"
_ADDED: Final = f"ON CONFLICT ({_KEY}) DO UPDATE SET count = running_counts.count + excluded.count"  # nosec B608
# Beside all that it is, a comment is one of its source's.
_ADD_UP: Final = (
    f"INSERT INTO running_counts ({_KEY}, count) SELECT {_KEY}, sum(count) FROM ("  # noqa: S608  # nosec B608
    f"SELECT {_KEY}, count FROM {{appended}} UNION ALL "
    "SELECT 'source', day, source, '', stands, -1, count FROM {appended} WHERE subject = 'comment'"
    f") AS changed WHERE true GROUP BY {_KEY} {_ADDED}"
)
_ADD_UP_SQLITE: Final = (_ADD_UP.format(appended="count_changes"), "DELETE FROM count_changes")
# One statement: what others append meanwhile is left for the next time.
_ADD_UP_POSTGRES: Final = (
    f"WITH appended AS (DELETE FROM count_changes RETURNING *) {_ADD_UP.format(appended='appended')}",  # noqa: S608  # nosec B608
)
_FOLD: Final = (
    f"INSERT INTO running_counts ({_KEY}, count) SELECT subject, :before, name, verdict, stands, score, sum(count)"  # noqa: S608  # nosec B608
    f" FROM running_counts WHERE day > :before AND day < :limit GROUP BY subject, name, verdict, stands, score {_ADDED}"
)
_FOLDED: Final = "DELETE FROM running_counts WHERE count = 0 OR day > :before AND day < :limit"


class Subject(StrEnum):
    """What is counted, and what a row's ``name`` is.

    ARTICLE: articles that have a result, by its reason code; ``verdict`` says whether as many comments were found as
    the page declares (all, fewer or more; empty where it declares none). COMMENT: comments that are shown, by the
    model; with its ``verdict``, the one that ``stands`` (a moderator's before the model's), and ``score``, the
    probability's place between the cuts of :mod:`classifiers.model.drift`. SOURCE: the same comments by their source
    and what stands.
    LABEL: labels by their kind.
    """

    ARTICLE = "article"
    COMMENT = "comment"
    SOURCE = "source"
    LABEL = "label"


def sums_by(subject: Subject, *by: str, since: date | None = None) -> Select[Any]:
    """Return the statement that adds up ``count`` by these columns, of all days or of those from ``since``."""
    counted = _counted(subject, since)
    columns = [counted.c[name] for name in by]
    added = func.sum(counted.c["count"])
    return select(*columns, added.label("count")).group_by(*columns).having(added != 0)


def count_of(subject: Subject, **only: str) -> ColumnElement[int]:
    """Return how many there are, as an expression; ``only`` those with these values."""
    counted = _counted(subject, None)
    chosen = [counted.c[name] == value for name, value in only.items()]
    added = cast(func.coalesce(func.sum(counted.c["count"]), 0), BigInteger)
    return select(added).where(*chosen).scalar_subquery()


def settle(engine: Engine) -> None:
    """Add up what writers appended, and count old days together; cheap where there is nothing to do."""
    limit = datetime.now(UTC).date() - timedelta(days=KEPT_DAYS)
    with reading(engine) as connection:
        appended = connection.scalar(select(select(count_changes.c.day).exists()))
        aged = connection.scalar(select(select(running_counts.c.day).where(_is_old(limit)).exists()))
    if not (appended or aged):
        return
    with writing(engine) as connection:
        if not _is_ours(connection):
            return
        if appended:
            for statement in _ADD_UP_SQLITE if connection.dialect.name == "sqlite" else _ADD_UP_POSTGRES:
                connection.execute(text(statement))
        if aged:
            for statement in (_FOLD, _FOLDED):
                connection.execute(_with_days(statement, limit))


def _is_old(limit: date) -> ColumnElement[bool]:
    """Ask for each subject apart: so it is a look into the key's index."""
    day = running_counts.c.day
    return or_(*((running_counts.c.subject == one.value) & (day > BEFORE) & (day < limit) for one in Subject))


def _with_days(statement: str, limit: date) -> TextClause:
    return text(statement).bindparams(bindparam("before", BEFORE, Date), bindparam("limit", limit, Date))


def _counted(subject: Subject, since: date | None) -> Subquery:
    """All rows of a subject: in one statement, so that one snapshot has each once."""
    settled, changed = select(running_counts).where(running_counts.c.subject == subject.value), _changes(subject)
    if since is not None:
        settled, changed = settled.where(running_counts.c.day >= since), changed.where(count_changes.c.day >= since)
    return union_all(settled, changed).subquery()


def _changes(subject: Subject) -> Select[Any]:
    columns, by_source = count_changes.c, subject is Subject.SOURCE
    name = columns.source.label("name") if by_source else columns.name
    of = Subject.COMMENT if by_source else subject
    chosen = (columns.subject, columns.day, name, columns.verdict, columns.stands, columns.score, columns["count"])
    return select(*chosen).where(columns.subject == of.value)


def _is_ours(connection: Connection) -> bool:
    if connection.dialect.name == "sqlite":
        return True  # its write lock is held
    return bool(connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}))
