"""Many rows in one go, by each database's fastest way.

PostgreSQL takes all rows as one JSON parameter, SQLite statements of a few hundred rows each: at the end of every
statement its full-text index writes down what it holds, which costs far more than the row itself.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC
from functools import cache
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Connection,
    Date,
    Insert,
    Table,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.types import TypeEngine

from worker.store.base.columns import CleanJson, UtcDateTime, clean_json

# Plain values, dates, aware times, and lists for JSON columns; no bytes. All rows have the same columns.
Rows = Sequence[Mapping[str, Any]]
# The parameter that `recordset` reads.
ROWS = "rows"

_QMARK = sqlite.dialect(paramstyle="qmark")
# Rows of one statement for SQLite: more brought nothing; the widest table stays under its 32,766 parameters.
_SQLITE_ROWS = 400


def upsert(connection: Connection, table: Table, key: tuple[str, ...], rows: Rows) -> None:
    """Insert rows; one whose key is there already takes its place. No key comes twice."""
    if not rows:
        return
    names = tuple(column.name for column in table.c if column.name in rows[0])
    if connection.dialect.name == "sqlite":
        _insert_in_sqlite(connection, table, rows, names, _sqlite_renewal(table, names, key))
    else:
        connection.execute(_postgres_upsert(table, names, key), {ROWS: as_json(rows)})


def insert_missing(connection: Connection, table: Table, key: tuple[str, ...], rows: Rows) -> set[int]:
    """Insert the rows, each with its id, whose key nobody else has inserted meanwhile; return the ids of those.

    SQLite's writer is alone: there, the caller has looked and no key is known.
    """
    names = tuple(column.name for column in table.c if column.name in rows[0])
    if connection.dialect.name == "sqlite":
        _insert_in_sqlite(connection, table, rows, names)
        return {row["id"] for row in rows}
    return set(connection.scalars(_postgres_insert_missing(table, names, key), {ROWS: as_json(rows)}))


def recordset(table: Table, names: Sequence[str]) -> TableValuedAlias:
    """Return PostgreSQL's view of the parameter ``rows``, which `as_json` makes: a table of these columns."""
    columns = [column(name, table.c[name].type) for name in names]
    rows = cast(bindparam(ROWS, type_=Text), JSON)
    return func.json_to_recordset(rows).table_valued(*columns).render_derived(name="incoming", with_types=True)


def as_json(rows: Rows) -> str:
    """Return rows as JSON that PostgreSQL takes: without NUL and lone surrogates."""
    sent = _json(rows)
    return (orjson.dumps(clean_json(rows)) if sent is None else sent).decode()


def as_tuples(table: Table, names: Sequence[str], rows: Rows) -> list[tuple[Any, ...]]:
    """Return rows as SQLite's driver takes them, each value as SQLAlchemy would store it."""
    taken = clean_json(rows) if _json(rows) is None else rows
    return list(zip(*(_stored(table.c[name].type, [row[name] for row in taken]) for name in names), strict=True))


def _json(rows: Rows) -> bytes | None:
    """Return rows as JSON, or None where a text among them must be cleaned: one look instead of one a value."""
    try:
        sent = orjson.dumps(rows)
    except TypeError:  # a lone surrogate
        return None
    return None if b"\\u0000" in sent else sent


def _stored(kind: TypeEngine[Any], values: list[Any]) -> list[Any]:
    if isinstance(kind, CleanJson):
        return [orjson.dumps(value).decode() for value in values]
    if isinstance(kind, UtcDateTime):
        return [value and value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds") for value in values]
    if isinstance(kind, Date):
        return [value and value.isoformat() for value in values]
    return values


@cache
def _postgres_upsert(table: Table, names: tuple[str, ...], key: tuple[str, ...]) -> Insert:
    statement = postgresql.insert(table).from_select(names, select(recordset(table, names)))
    renewed = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=renewed)


@cache
def _postgres_insert_missing(table: Table, names: tuple[str, ...], key: tuple[str, ...]) -> ReturningInsert[tuple[int]]:
    statement = postgresql.insert(table).from_select(names, select(recordset(table, names)))
    return statement.on_conflict_do_nothing(index_elements=key).returning(table.c.id)


def _insert_in_sqlite(
    connection: Connection, table: Table, rows: Rows, names: tuple[str, ...], renewal: str = ""
) -> None:
    tuples = as_tuples(table, names, rows)
    head = str(sqlite.insert(table).compile(dialect=_QMARK, column_keys=names))
    one = ", (" + ", ".join("?" * len(names)) + ")"
    for at in range(0, len(tuples), _SQLITE_ROWS):
        some = tuples[at : at + _SQLITE_ROWS]
        connection.exec_driver_sql(head + one * (len(some) - 1) + renewal, tuple(chain.from_iterable(some)))


@cache
def _sqlite_renewal(table: Table, names: tuple[str, ...], key: tuple[str, ...]) -> str:
    """Return the end of a statement whose rows take the place of those with the same key."""
    renewed = ", ".join(f"{name} = excluded.{name}" for name in names if name not in key)
    return f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {renewed}"  # nosec B608  - the schema's names
