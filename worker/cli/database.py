"""``winnow db``: the database's schema."""

from worker.cli.group import group
from worker.cli.options import Database
from worker.cli.terminal import print_line

app = group("Bring the database's schema up to date, or check it.")


@app.command()
def upgrade(database: Database = None) -> None:
    """Bring the schema up to date; safe to run again, and by several processes at once.

    Example: `winnow db upgrade --database postgresql://winnow@db/winnow`
    """
    from worker.settings import load_settings  # noqa: PLC0415
    from worker.store.base import database as store  # noqa: PLC0415

    store.upgrade(store.connect(load_settings({"database_url": database}).database_url))
    print_line("The database is up to date.")


@app.command()
def check(database: Database = None) -> None:
    """Say whether the database can be reached and its schema is the one that this version needs.

    Example: `winnow db check`
    """
    from worker.settings import load_settings  # noqa: PLC0415
    from worker.store.base import database as store  # noqa: PLC0415

    store.check(store.connect(load_settings({"database_url": database}).database_url))
    print_line("The database is up to date.")


@app.command()
def partition(database: Database = None) -> None:
    """Keep articles' bytes in partitions by month from now on (PostgreSQL), so that a month is dropped at once.

    For 10 million articles a month and more. Workers go on meanwhile; from then on they turn the months themselves.

    Example: `winnow db partition --database postgresql://winnow@db/winnow`
    """
    from datetime import UTC, datetime  # noqa: PLC0415

    from worker.settings import load_settings  # noqa: PLC0415
    from worker.store.base import database as store  # noqa: PLC0415
    from worker.store.base import partitions  # noqa: PLC0415

    engine = store.connect(load_settings({"database_url": database}).database_url)
    store.check(engine)
    done = partitions.partition(engine, datetime.now(UTC).date())
    print_line("Partitioned by month." if done else "It is partitioned by month already.")
