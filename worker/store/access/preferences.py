"""What somebody chose for the desk: a language and a time zone, by name, whoever proved the name."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Engine, delete, select

from worker.store.base.schema import preferences
from worker.store.base.transactions import insert, reading, writing


@dataclass(frozen=True, slots=True)
class Preferences:
    """A language (BCP 47) and a time zone (IANA); "" where nothing was chosen."""

    language: str = ""
    zone: str = ""


def preferences_of(engine: Engine, name: str) -> Preferences:
    """Return what somebody chose."""
    with reading(engine) as connection:
        chosen = select(preferences.c.language, preferences.c.zone).where(preferences.c.user == name)
        row = connection.execute(chosen).one_or_none()
    return Preferences(row.language, row.zone) if row else Preferences()


def keep_preferences(engine: Engine, name: str, chosen: Preferences) -> None:
    """Keep what somebody chose."""
    with writing(engine) as connection:
        statement = insert(connection, preferences).values(user=name, **asdict(chosen))
        connection.execute(statement.on_conflict_do_update(index_elements=["user"], set_=asdict(chosen)))


def forget_preferences(connection: Connection, name: str) -> None:
    """Forget what somebody chose who is let in no more."""
    connection.execute(delete(preferences).where(preferences.c.user == name))
