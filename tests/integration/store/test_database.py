import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from classifiers.types import Label, Verdict
from tests.factories import judged, new_article, processed
from tests.servers import free_port
from worker.domain import State
from worker.errors import MisconfiguredError, UnavailableError
from worker.store.base.database import MIGRATIONS, check, connect, upgrade
from worker.store.base.schema import HEAD, metadata
from worker.store.base.transactions import reading, writing
from worker.store.figures.status import status
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels
from worker.store.moderation.search import Query, search

Open = Callable[[str], Engine]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root@localhost/x", "no url", ""])
def test_a_url_that_can_not_serve_is_refused(url: str) -> None:
    with pytest.raises(MisconfiguredError, match="sqlite:///"):
        connect(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_means_psycopg_3(scheme: str) -> None:
    assert connect(f"{scheme}://someone@localhost/winnow").url.drivername == "postgresql+psycopg"


def test_upgrade_makes_what_check_asks_for(empty_database_url: str, open_engine: Open) -> None:
    engine = open_engine(empty_database_url)
    with pytest.raises(MisconfiguredError, match="winnow db upgrade"):
        check(engine)

    upgrade(engine)
    upgrade(engine)

    check(engine)


def test_migrations_make_the_tables_that_the_code_knows(engine: Engine) -> None:
    with reading(engine) as connection:
        # The full-text search is the databases' own, each in its way; test_search.py holds it.
        of_their_own = re.compile("comment_(words|unspaced)")
        known = {"include_name": lambda name, *_: not of_their_own.search(name or "")}
        assert compare_metadata(MigrationContext.configure(connection, opts=known), metadata) == []
    scripts = ScriptDirectory.from_config(_config())
    assert scripts.get_current_head() == HEAD


def _config(migrations: Path = MIGRATIONS) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations))
    return config


def test_processes_may_upgrade_at_once(empty_database_url: str, open_engine: Open) -> None:
    code = "import sys; from worker.store.base.database import *; e = connect(sys.argv[1]); upgrade(e); check(e)"
    running = [
        subprocess.Popen([sys.executable, "-c", code, empty_database_url], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=600)[1] for process in running]

    assert [process.returncode for process in running] == [0] * 3, said
    check(open_engine(empty_database_url))


def test_a_database_behind_says_what_mends_it(engine: Engine) -> None:
    _set_version(engine, "0000")

    with pytest.raises(MisconfiguredError, match=r"0000.*winnow db upgrade"):
        check(engine)


def test_a_newer_database_is_neither_used_nor_downgraded(engine: Engine) -> None:
    _set_version(engine, "9999")

    for refused in (check, upgrade):
        with pytest.raises(MisconfiguredError, match="Upgrade Winnow"):
            refused(engine)


def test_a_schema_that_a_newer_winnow_added_to_serves_on(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE newer_things (id INTEGER)"))
        connection.execute(text("ALTER TABLE articles ADD COLUMN newer_thing TEXT"))
    try:
        _set_version(engine, HEAD[0] + "999")
        check(engine)
        upgrade(engine)
        inbox = Inbox(engine)
        (one,) = inbox.submit([new_article()])
        claim = inbox.claim([one.id], lease_s=60)
        assert Results(engine).commit(claim.token, [processed(one.id)]) == 1
    finally:
        with writing(engine) as connection:
            connection.execute(text("DROP TABLE newer_things"))
            connection.execute(text("ALTER TABLE articles DROP COLUMN newer_thing"))


def test_what_is_stored_is_there_after_a_later_migration(
    empty_database_url: str, open_engine: Open, tmp_path: Path
) -> None:
    engine = open_engine(empty_database_url)
    upgrade(engine)
    inbox, results = Inbox(engine), Results(engine)
    done, waiting = inbox.submit([new_article("a", source="orchard", language="en"), new_article("b")])
    claim = inbox.claim([done.id], lease_s=60)
    results.commit(claim.token, [processed(done.id, judged("Kept 保存済み."))])
    [kept] = [comment for article in results.export() for comment in article.comments]
    Labels(engine).add(kept.id, Label.HAM, "ida")

    _migrate(engine, _later(tmp_path, 'op.add_column("comments", sa.Column("mood", sa.Text))'))

    check(engine)
    assert inbox.states([done.id, waiting.id]) == {done.id: State.DONE, waiting.id: State.PENDING}
    [same] = [comment for article in results.export() for comment in article.comments]
    assert (same.text, same.verdict, same.label) == ("Kept 保存済み.", Verdict.ALLOW, Label.HAM)
    assert [card.text for card in search(engine, Query(words="保存")).cards] == ["Kept 保存済み."]
    assert (status(engine).done, status(engine).labels, status(engine).verdicts["allow"]) == (1, 1, 1)


_MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    {change}
"""


def _later(folder: Path, change: str) -> Path:
    """Return the migrations of a later Winnow, which adds one."""
    migrations = folder / "migrations"
    shutil.copytree(MIGRATIONS, migrations)
    revision = f"{int(HEAD) + 1:04}"
    later = _MIGRATION.format(revision=revision, before=HEAD, change=change)
    (migrations / "versions" / f"v{revision}_later.py").write_text(later)
    return migrations


def _migrate(engine: Engine, migrations: Path) -> None:
    with writing(engine) as connection:
        config = _config(migrations)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _set_version(engine: Engine, version: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def test_without_the_schema_a_call_says_what_mends_it(empty_database_url: str, open_engine: Open) -> None:
    inbox = Inbox(open_engine(empty_database_url))

    with pytest.raises(MisconfiguredError, match="winnow db upgrade"):
        inbox.states([1])
    with pytest.raises(MisconfiguredError, match="winnow db upgrade"):
        inbox.submit([new_article()])


def test_a_server_that_is_away_is_one_sentence_without_the_password(open_engine: Open) -> None:
    engine = open_engine(f"postgresql://winnow:geheim@127.0.0.1:{free_port()}/winnow")

    with pytest.raises(UnavailableError) as caught:
        Inbox(engine).submit([new_article()])

    assert "geheim" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_checking_a_missing_file_does_not_make_it(tmp_path: Path, open_engine: Open) -> None:
    path = tmp_path / "typo.db"

    with pytest.raises(MisconfiguredError, match="no database at"):
        check(open_engine(f"sqlite:///{path}"))
    assert not path.exists()


def test_sqlite_is_durable_and_lets_readers_read(tmp_path: Path, open_engine: Open) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/winnow.db")

    with reading(engine) as connection:
        pragmas = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert pragmas == ["wal", 2, 1, 30_000]


# Fills SQLite's log with rows while the file may not grow, as on a full disk; then does to the engine what it is told.
_FULL = """
import resource, sys
from pathlib import Path
from sqlalchemy import text
from worker.errors import UnavailableError
from worker.store.base.database import close, connect
from worker.store.base.scrub import scrub
from worker.store.base.transactions import pragma, writing

file = Path(sys.argv[1])
engine = connect(f"sqlite:///{file}")
pragma(engine, "PRAGMA wal_autocheckpoint=0")
with writing(engine) as connection:
    connection.execute(text("CREATE TABLE filler (words TEXT)"))
    connection.execute(text("INSERT INTO filler VALUES (:words)"), [{"words": "x" * 1000}] * 500)
# Beyond the log's own size nothing may be written, and the file holds less than the log.
resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, resource.RLIM_INFINITY))
try:
    {"close": close, "scrub": scrub}[sys.argv[2]](engine)
except UnavailableError as error:
    print(error)
print("ended")
"""


@pytest.mark.parametrize("what", ["close", "scrub"])
def test_a_full_disk_ends_no_command_with_a_traceback(tmp_path: Path, open_engine: Open, what: str) -> None:
    file = tmp_path / "winnow.db"
    upgrade(open_engine(f"sqlite:///{file}"))

    ended = subprocess.run([sys.executable, "-c", _FULL, str(file), what], capture_output=True, text=True, check=False)

    assert (ended.stderr, ended.stdout.splitlines()[-1:]) == ("", ["ended"])
    assert ("can't be used now" in ended.stdout) == (what == "scrub")
    with reading(open_engine(f"sqlite:///{file}")) as connection:
        assert connection.execute(text("SELECT count(*) FROM filler")).scalar() == 500
