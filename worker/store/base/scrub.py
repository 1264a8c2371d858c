"""Making deleted rows unreadable, too: in SQLite's pages, its text indices and its write-ahead log.

PostgreSQL leaves that to its own vacuum: docs/cli.md says so.
"""

from sqlalchemy import Engine

from worker.store.base.transactions import SQLITE_BUSY_MS, pragma, writing

# SQLite's text indices; their deleted terms stay in segments until these are merged.
_INDICES = ("comment_words", "comment_unspaced")


def scrub(engine: Engine) -> None:
    """Merge SQLite's text indices without what was deleted, and empty its write-ahead log into the file.

    Freed pages are overwritten as they are freed (``secure_delete``, set on every connection). Raises UnavailableError
    where the database can't be reached; on PostgreSQL nothing is done.
    """
    if engine.dialect.name != "sqlite":
        return
    with writing(engine) as connection:
        for index in _INDICES:
            connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608  # nosec B608  - our names
    pragma(engine, "PRAGMA wal_checkpoint(TRUNCATE)")


def empty_log(engine: Engine) -> None:
    """Empty SQLite's write-ahead log into the file, so that what was deleted of late stands in neither.

    Where somebody else reads or writes just now, nobody is kept waiting, and it is left for the next time.
    """
    if engine.dialect.name == "sqlite":
        pragma(
            engine, "PRAGMA busy_timeout=0", "PRAGMA wal_checkpoint(TRUNCATE)", f"PRAGMA busy_timeout={SQLITE_BUSY_MS}"
        )
