"""What is wrong with a database is told by its code and by what is there, with the cure that mends it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, exc, text

from tests.conftest import absent
from tests.databases import DatabaseServers, PostgresDatabases
from tests.factories import new_article
from tests.servers import AbsentError
from worker.errors import MisconfiguredError, UnavailableError
from worker.store.base.database import check, close, connect, prepare, upgrade
from worker.store.base.transactions import reading, writing
from worker.store.figures.status import status
from worker.store.flow.inbox import Inbox

Open = Callable[[str], Engine]


@pytest.fixture
def postgres(database_kinds: DatabaseServers) -> PostgresDatabases:
    try:
        found = database_kinds.databases("postgresql-15")
    except AbsentError as error:
        absent(error)
    assert isinstance(found, PostgresDatabases)
    return found


def test_a_database_without_schema_is_told_from_a_defect_of_ours(empty_database_url: str, open_engine: Open) -> None:
    engine = open_engine(empty_database_url)
    with pytest.raises(MisconfiguredError, match=r"lacks Winnow's schema .*winnow db upgrade"):
        status(engine)
    upgrade(engine)
    with pytest.raises((exc.ProgrammingError, UnavailableError)) as ours, reading(engine) as connection:
        connection.execute(text("SELECT * FROM pears"))
    assert "db upgrade" not in str(ours.value)


@pytest.mark.postgres
@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
@pytest.mark.parametrize("act", [upgrade, check, prepare])
def test_a_database_that_can_not_hold_every_language_is_refused(
    postgres: PostgresDatabases, open_engine: Open, encoding: str, act: Callable[[Engine], None]
) -> None:
    url = postgres.empty(f"template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'")
    engine = open_engine(url)
    with pytest.raises(MisconfiguredError, match=rf"is in {encoding}, .*createdb --encoding=UTF8"):
        act(engine)
    engine.dispose()
    postgres.drop(url)


@pytest.mark.postgres
def test_a_role_that_is_not_there_does_not_want_for_a_schema(postgres: PostgresDatabases, open_engine: Open) -> None:
    url = postgres.upgraded()
    engine = open_engine(url.replace("postgres@", "nobody_there:s3cret@"))
    with pytest.raises(UnavailableError, match="correct WINNOW_DATABASE_URL") as error:
        check(engine)
    assert "s3cret" not in str(error.value)
    postgres.drop(url)


@pytest.mark.postgres
def test_a_role_without_rights_is_told_which(postgres: PostgresDatabases, open_engine: Open) -> None:
    url = postgres.upgraded()
    with writing(open_engine(url)) as connection:
        connection.execute(text("DROP ROLE IF EXISTS guest"))
        connection.execute(text("CREATE ROLE guest LOGIN"))
        connection.execute(text("GRANT SELECT ON alembic_version TO guest"))
    guest = open_engine(url.replace("postgres@", "guest@"))
    check(guest)
    with pytest.raises(MisconfiguredError, match=r"refuses what Winnow must do \(permission denied for table"):
        status(guest)
    empty = postgres.empty()
    with pytest.raises(MisconfiguredError, match=r"refuses what Winnow must do \(permission denied for schema"):
        upgrade(open_engine(empty.replace("postgres@", "guest@")))


@pytest.mark.parametrize("parameter", ["colour=blue", "prepare_threshold=5"])
def test_a_parameter_that_means_nothing_is_named(parameter: str) -> None:
    with pytest.raises(MisconfiguredError, match=parameter.partition("=")[0]) as error:
        connect(f"postgresql://me:s3cret@localhost/winnow?{parameter}")
    assert "s3cret" not in str(error.value)


def test_a_password_is_hidden_wherever_it_stands(open_engine: Open) -> None:
    engine = open_engine("postgresql://me@127.0.0.1:1/winnow?password=s3cret")
    with pytest.raises(UnavailableError) as error:
        check(engine)
    assert "s3cret" not in str(error.value)


@pytest.mark.postgres
def test_connections_to_a_server_that_became_read_only_are_given_up(
    postgres: PostgresDatabases, open_engine: Open
) -> None:
    url = postgres.upgraded()
    engine = open_engine(url)
    name = engine.url.database
    sessions = [session(engine)]
    with writing(open_engine(url)) as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    engine.dispose()
    sessions.append(session(engine))
    with pytest.raises(UnavailableError, match="read-only"):
        Inbox(engine).submit([new_article()])
    with writing(open_engine(url.replace(f"/{name}", "/postgres"))) as connection:
        connection.execute(text(f"ALTER DATABASE {name} RESET default_transaction_read_only"))
    assert len(Inbox(engine).submit([new_article()])) == 1, "the old connection is still in use"
    sessions.append(session(engine))
    assert len(set(sessions)) == 3
    engine.dispose()
    postgres.drop(url)


def session(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


@pytest.mark.parametrize("act", [upgrade, check, prepare, status])
def test_a_file_that_can_not_be_sqlites_is_told_for_what_it_is(
    act: Callable[[Engine], object], tmp_path: Path, open_engine: Open
) -> None:
    (tmp_path / "notes.txt").write_text("These are notes, and no database. " * 100)
    (tmp_path / "folder").mkdir()
    for file, said in (
        ("nowhere/here.db", "There is no folder .*nowhere"),
        ("notes.txt", "notes.txt is no SQLite database"),
        ("folder", "folder is a folder"),
    ):
        with pytest.raises(MisconfiguredError, match=said):
            act(open_engine(f"sqlite:///{tmp_path / file}"))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder", "notes.txt"]


def test_a_damaged_file_is_told_for_what_it_is(tmp_path: Path, open_engine: Open) -> None:
    file = tmp_path / "here.db"
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    close(engine)
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(MisconfiguredError, match=r"here\.db is damaged\. Restore a backup"):
        status(engine)


def test_what_is_closed_is_in_one_file(tmp_path: Path, open_engine: Open) -> None:
    file = tmp_path / "here.db"
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    with reading(engine):  # another thread's connection, which nobody gave back
        Inbox(engine).submit([new_article()])
    close(engine)
    (tmp_path / "copy.db").write_bytes(file.read_bytes())
    assert status(open_engine(f"sqlite:///{tmp_path / 'copy.db'}")).pending == 1
    close(open_engine(f"sqlite:///{tmp_path / 'never.db'}"))
    assert not (tmp_path / "never.db").exists()
