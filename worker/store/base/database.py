"""Opening a database, bringing its schema up to date, and saying whether it is."""

import time
from contextlib import suppress
from pathlib import Path
from sqlite3 import SQLITE_BUSY
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError as SqliteError

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url, text
from sqlalchemy.pool import ConnectionPoolEntry

from worker.errors import MisconfiguredError, WinnowError
from worker.store.base.faults import shown, take_read_only_for_lost
from worker.store.base.schema import HEAD
from worker.store.base.transactions import SQLITE_BUSY_MS, pragma, reading, writing
from worker.store.base.versions import fits, schema_version

MIGRATIONS = Path(__file__).parent / "migrations"

_KNOWN = "Give sqlite:///path/to/file.db or postgresql://user:password@host/name."

# Seconds between two tries where SQLite itself does not wait.
_SQLITE_RETRY_S = 0.02

# libpq's own limits, in seconds (the last in ms): a vanished server is noticed, not waited for.
_POSTGRES_OPTIONS = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
    "application_name": "winnow",
    "client_encoding": "utf8",
    # No prepared statements: a pooler in transaction mode (pgbouncer) gives the next transaction another session.
    "prepare_threshold": None,
}

# Any number that other users of the same database are unlikely to take for their advisory locks.
_MIGRATION_LOCK = 0x57494E4E4F57


def connect(url: str) -> Engine:
    """Return an engine for ``url``; nothing is opened before its first use.

    ``postgresql://`` (or ``postgres://``) means psycopg 3, ``sqlite:///path`` a file. Raises
    MisconfiguredError where the URL is neither, and for SQLite in memory, which no second connection sees.
    """
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):
        raise MisconfiguredError(f"The database URL can't be read. {_KNOWN}") from None
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return _postgres(parsed.set(drivername="postgresql+psycopg"))
    if parsed.drivername == "sqlite":
        return _sqlite(parsed)
    raise MisconfiguredError(f"Winnow knows no database of the kind {parsed.drivername!r}. {_KNOWN}")


def upgrade(engine: Engine) -> None:
    """Bring the schema up to date; several processes may do it at once, and it is cheap where it is done.

    Raises MisconfiguredError where the database was written by a newer Winnow, UnavailableError where it
    can't be reached.
    """
    current = _look(engine)
    if fits(current):
        return
    _refuse_newer(engine.url, current)
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        _migrate(connection)


def check(engine: Engine) -> None:
    """Return where the schema is what this version needs; else raise MisconfiguredError with the cure."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and Path(file).parent.is_dir() and not Path(file).exists():
        raise MisconfiguredError(f"There is no database at {file}. Give another, or make it: winnow db upgrade")
    current = _look(engine)
    _refuse_newer(engine.url, current)
    if not fits(current):
        state = "has no schema yet" if current is None else f"is at schema {current}, and {HEAD} is needed"
        raise MisconfiguredError(f"The database {shown(engine.url)} {state}. Run: winnow db upgrade")


def prepare(engine: Engine) -> None:
    """Give a database without any schema its schema, and check any other (see :func:`check`)."""
    if _look(engine) is None:
        upgrade(engine)
    else:
        check(engine)


def close(engine: Engine) -> None:
    """Close all connections, once all that was written is in SQLite's one file, where nobody else reads it now."""
    if engine.dialect.name == "sqlite" and Path(str(engine.url.database)).exists():
        # A full disk or a file that went away costs nothing here: what was committed is in the log, and stays there.
        with suppress(exc.DBAPIError, WinnowError):
            pragma(engine, "PRAGMA wal_checkpoint(PASSIVE)")
    engine.dispose()


def _postgres(url: URL) -> Engine:
    engine = create_engine(
        url,
        # Several hosts, as SQLAlchemy writes them, must stay what they are in the URL.
        connect_args={name: value for name, value in _POSTGRES_OPTIONS.items() if name not in url.query},
        pool_size=5,
        max_overflow=5,
        pool_timeout=30,
        pool_pre_ping=True,
        json_serializer=_json,
        json_deserializer=orjson.loads,
        hide_parameters=True,  # an error must not print comments into a log
    )
    _refuse_unknown(engine)
    event.listen(engine, "handle_error", take_read_only_for_lost)
    return engine


def _refuse_unknown(engine: Engine) -> None:
    # Late: SQLite's users need no PostgreSQL.
    import psycopg  # noqa: PLC0415
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415

    _, arguments = engine.dialect.create_connect_args(engine.url)
    try:
        make_conninfo(**{name: value for name, value in arguments.items() if name != "context"})
    except psycopg.Error as error:
        raise MisconfiguredError(f"The database URL can't be used: {str(error).strip()}.") from None


def _sqlite(url: URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise MisconfiguredError("SQLite in memory can't be shared by Winnow's parts. Give sqlite:///path/file.db")
    engine = create_engine(
        url,
        connect_args={"timeout": SQLITE_BUSY_MS / 1000},
        json_serializer=_json,
        json_deserializer=orjson.loads,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _prepare_sqlite(connection: SqliteConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    _use_wal(connection)
    # FULL, not NORMAL: what was acknowledged to a producer must survive a power cut, not only our crash.
    # It costs one fsync a transaction, and a transaction holds a batch.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    # What is deleted, be it on somebody's wish, is overwritten, and does not stay in free pages of the file.
    connection.execute("PRAGMA secure_delete=ON")


def _use_wal(connection: SqliteConnection) -> None:
    """Switch a new file to its write-ahead log; where two processes do it at once, SQLite does not wait for either."""
    deadline = time.monotonic() + SQLITE_BUSY_MS / 1000
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except SqliteError as error:
            if error.sqlite_errorcode != SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_SQLITE_RETRY_S)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("winnow_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _look(engine: Engine) -> str | None:
    """Return the version of the schema; raises MisconfiguredError where the database can't hold every language."""
    with reading(engine) as connection:
        if engine.dialect.name == "postgresql":
            _refuse_encoding(engine.url, str(connection.execute(text("SHOW server_encoding")).scalar()))
        return schema_version(connection)


def _refuse_encoding(url: URL, encoding: str) -> None:
    if encoding != "UTF8":
        raise MisconfiguredError(
            f"The database {shown(url)} is in {encoding}, which can't hold every language. "
            "Make one in UTF8: createdb --encoding=UTF8 --template=template0 NAME"
        )


def _refuse_newer(url: URL, current: str | None) -> None:
    if current is not None and current > HEAD and not fits(current):
        raise MisconfiguredError(
            f"The database {shown(url)} is at schema {current}, newer than this Winnow knows ({HEAD}). "
            "Upgrade Winnow here: `winnow db upgrade` can't go back."
        )


def _migrate(connection: Connection) -> None:
    # Here, because Alembic takes a third of a second to import and most commands never migrate.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")
