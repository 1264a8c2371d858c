"""What a driver's error means: told by its code and by what is there, never by its words, which others translate."""

import os
from pathlib import Path
from sqlite3 import SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_ERROR, SQLITE_NOTADB, SQLITE_READONLY
from typing import Final

from sqlalchemy import URL, Engine, exc
from sqlalchemy.engine import ExceptionContext

from worker.errors import MisconfiguredError, UnavailableError, WinnowError
from worker.store.base.versions import fits, schema_version

# PostgreSQL: undefined_table, undefined_column, invalid_schema_name.
_SCHEMA_MISSING: Final = frozenset({"42P01", "42703", "3F000"})
_INSUFFICIENT_PRIVILEGE: Final = "42501"
# What a primary says that was made a replica under our feet.
_READ_ONLY: Final = "25006"
# SQLite's extended codes hold the plain one in their lowest byte.
_SQLITE_PLAIN: Final = 0xFF

# Our own mistakes, not the database's: they stay visible as what they are.
_BUGS = (exc.IntegrityError, exc.DataError, exc.ProgrammingError, exc.NotSupportedError)


def translate(error: exc.DBAPIError | exc.TimeoutError, engine: Engine) -> WinnowError | None:
    """Return Winnow's error for a driver's, or None where it is a defect of Winnow's own."""
    where = f"The database {shown(engine.url)}"
    cause = _first_line(error, engine.url)
    code = sqlstate(error.orig) if isinstance(error, exc.DBAPIError) else None
    plain = _sqlite_code(error) if isinstance(error, exc.DBAPIError) else None
    if (code in _SCHEMA_MISSING or plain == SQLITE_ERROR) and _lacks_schema(engine):
        return MisconfiguredError(f"{where} lacks Winnow's schema ({cause}). Run: winnow db upgrade")
    if code == _INSUFFICIENT_PRIVILEGE:
        return MisconfiguredError(f"{where} refuses what Winnow must do ({cause}). Grant it, or be its owner.")
    if plain is not None and (fault := _file_fault(plain, Path(str(engine.url.database)))):
        return MisconfiguredError(fault)
    if isinstance(error, _BUGS):
        return None
    cure = "try again later" if code or plain else "try again later, or correct WINNOW_DATABASE_URL"
    return UnavailableError(f"{where} can't be used now: {cause}. Nothing was stored; {cure}.")


def shown(url: URL) -> str:
    """Return a database's URL without its password, wherever that stands."""
    query = {name: value for name, value in url.query.items() if name not in ("password", "sslpassword")}
    return url.set(query=query).render_as_string(hide_password=True)


def sqlstate(error: BaseException | None) -> str | None:
    """Return PostgreSQL's code of an error; None where it is SQLite's, or no server answered."""
    return getattr(error, "sqlstate", None)


def take_read_only_for_lost(context: ExceptionContext) -> None:
    """Give up every connection to a server that writes nothing any more: the next one goes where it can write."""
    if sqlstate(context.original_exception) == _READ_ONLY:
        context.is_disconnect = True


def _sqlite_code(error: exc.DBAPIError) -> int | None:
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & _SQLITE_PLAIN


def _lacks_schema(engine: Engine) -> bool:
    """Look whether the schema is at fault: a table that is missing from the right one is our own mistake."""
    try:
        with engine.connect() as connection:
            return not fits(schema_version(connection))
    except exc.DBAPIError:
        return False


def _file_fault(code: int, file: Path) -> str | None:
    """Say what is wrong with SQLite's file for good; None where it may be better later."""
    if code == SQLITE_NOTADB:
        return f"{file} is no SQLite database. Give another file."
    if code == SQLITE_CORRUPT:
        return f"The database {file} is damaged. Restore a backup (docs/operations.md)."
    if code not in (SQLITE_CANTOPEN, SQLITE_READONLY):
        return None
    if not file.parent.is_dir():
        return f"There is no folder {file.parent} for the database {file.name}. Make it, or give another."
    if file.is_dir():
        return f"{file} is a folder, and the database must be a file. Give another."
    if not os.access(file.parent, os.W_OK) or (file.exists() and not os.access(file, os.R_OK | os.W_OK)):
        return f"This user may not write to the database {file} and its folder. Change their permissions."
    return None


def _first_line(error: exc.DBAPIError | exc.TimeoutError, url: URL) -> str:
    text = str(error.orig if isinstance(error, exc.DBAPIError) else error)
    line = text.strip().partition("\n")[0].rstrip(". ")
    return line.replace(str(url.password), "***") if url.password else line
