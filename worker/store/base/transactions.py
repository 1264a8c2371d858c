"""How the store reads and writes: one transaction a call, one clock, and driver errors made Winnow's own."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from sqlite3 import Error as SqliteError
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Table,
    bindparam,
    exc,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from worker.store.base.columns import UtcDateTime
from worker.store.base.faults import translate
from worker.store.base.schema import articles

# A row of whatever columns were asked for.
AnyRow = Row[*tuple[Any, ...]]
# Where a reader may read: in a transaction of its own, or in one that its caller has open.
Readable = Engine | Connection

# How long a writer waits for SQLite's one write lock, in ms; a batch holds it for some tens of ms.
SQLITE_BUSY_MS = 30_000
# Ids in one statement: far below SQLite's 32,766 and PostgreSQL's 65,535 parameters.
IDS_A_STATEMENT = 1000

_LARGEST_ID = 2**63 - 1


@contextmanager
def reading(store: Readable) -> Iterator[Connection]:
    """Open a transaction that only reads: one snapshot on SQLite, one a statement on PostgreSQL.

    In one that is open already nothing is opened: each costs PostgreSQL four messages beside its statement's.
    """
    if isinstance(store, Connection):
        yield store
        return
    with _translated(store), store.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes and commits at its end; SQLite takes its one write lock at the start.

    A SQLite transaction that reads first and asks for the lock later fails at once where another has written
    in between, whatever the busy timeout; ``BEGIN IMMEDIATE`` waits its turn instead.
    """
    with _translated(engine), engine.connect() as connection:
        connection.execution_options(winnow_writes=True)
        with connection.begin():
            yield connection


def pragma(engine: Engine, *statements: str) -> None:
    """Run SQLite's ``statements`` outside of any transaction, where the driver begins none; raises as the others do."""
    with _translated(engine), engine.connect() as connection:
        for statement in statements:
            try:
                connection.connection.execute(statement)
            except SqliteError as error:  # not SQLAlchemy's own call, and so not wrapped by it
                connection.invalidate()  # nobody gets a connection that is set halfway
                raise exc.OperationalError(statement, None, error) from error


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (exc.DBAPIError, exc.TimeoutError) as error:
        ours = translate(error, engine)
        if ours is None:
            raise
        raise ours from error


def instant(connection: Connection, after_s: float = 0.0) -> ColumnElement[datetime]:
    """Return the database's own time as an expression, ``after_s`` seconds from now.

    Leases are compared by one clock for all workers: PostgreSQL's. SQLite lives on one host and takes
    its clock. The subquery lets PostgreSQL read the clock once and use an index for what is compared with it.
    """
    offset = timedelta(seconds=after_s)
    if connection.dialect.name == "sqlite":
        return literal(datetime.now(UTC) + offset, UtcDateTime)
    return select((func.clock_timestamp() + bindparam(None, offset)).cast(UtcDateTime)).scalar_subquery()


def insert(connection: Connection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """Return the insert of this connection's database, which knows ON CONFLICT."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def lock(connection: Connection, *where: ColumnElement[bool], skip: bool = False) -> list[int]:
    """Lock the articles that meet ``where`` and return their ids; ``skip`` leaves out those that others hold.

    Everybody locks in the order of the keys, as submission must: no two transactions wait for each other.
    """
    statement = select(articles.c.id).where(*where).order_by(articles.c.key, articles.c.page)
    return list(connection.scalars(statement.with_for_update(skip_locked=skip)))


def row_ids(ids: Iterable[int]) -> list[int]:
    """Return the ids once each and in order, without those that no row can have."""
    return sorted({row for row in ids if 0 < row <= _LARGEST_ID})


def chunks(items: Sequence[Any], size: int = IDS_A_STATEMENT) -> Iterator[Sequence[Any]]:
    """Yield ``items`` in slices of at most ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
