"""Versions of the schema: which one a database has, and whether this program works with it."""

from sqlalchemy import Connection, inspect, text

from worker.store.base.schema import HEAD


def schema_version(connection: Connection) -> str | None:
    """Return the version of a database's schema, or None where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def fits(version: str | None) -> bool:
    """Whether this program works with a schema: it is the program's own, or a newer one that only added to it."""
    return version is not None and version >= HEAD and version[0] == HEAD[0]
