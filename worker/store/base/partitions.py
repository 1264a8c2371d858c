"""Raw pages in partitions by month (PostgreSQL), so that a month is dropped at once and not row by row.

A row id says its month: ids of a month begin at ``first_id`` of it. Nothing else of the schema changes, and programs
that know nothing of partitions work on.
"""

from datetime import date, datetime

from sqlalchemy import Engine, text

from worker.errors import MisconfiguredError
from worker.store.base.transactions import reading, writing

# Ids that a month has: 2^36, seven times ten billion. Below 2^53 for 10,000 years, so that JSON carries them.
_MONTH_BITS = 36
_FIRST_YEAR = 2020

# Of two workers that turn the month at once, one must see what the other has done: an id is never given twice.
_TURN_LOCK = 0x57494E4D4F4E
# ms that a lock on a table in use is waited for: submissions wait behind it. The next hour tries again.
_LOCK_TIMEOUT_MS = 2000
_SEQUENCE = "pg_get_serial_sequence('articles', 'id')"

_BOUND = "ALTER TABLE raw_pages ADD CONSTRAINT raw_pages_bound CHECK (article_id < {bound}) NOT VALID"
_CHANGE_PLACES = (
    "ALTER TABLE raw_pages RENAME TO raw_pages_before",
    "CREATE TABLE raw_pages (LIKE raw_pages_before INCLUDING STORAGE INCLUDING INDEXES)"
    " PARTITION BY RANGE (article_id)",
    "ALTER TABLE raw_pages ADD FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE",
    "ALTER TABLE raw_pages ATTACH PARTITION raw_pages_before FOR VALUES FROM (MINVALUE) TO ({bound})",
    "ALTER TABLE raw_pages_before DROP CONSTRAINT raw_pages_bound",
)
_PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'raw_pages'::regclass ORDER BY 1"
# Whether a page of the partition must stay, and how many there are.
_KEPT = (
    "SELECT EXISTS (SELECT 1 FROM {name} JOIN articles ON articles.id = article_id LEFT JOIN results USING (article_id)"
    " WHERE articles.state <> 'done' OR results.done_at >= :limit), (SELECT count(*) FROM {name})"
)


def first_id(month: date) -> int:
    """Return the id below which all articles of earlier months are."""
    return ((month.year - _FIRST_YEAR) * 12 + month.month) << _MONTH_BITS


def following(month: date) -> date:
    """Return the first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def is_partitioned(engine: Engine) -> bool:
    """Say whether raw pages are in partitions."""
    if engine.dialect.name == "sqlite":
        return False
    with reading(engine) as connection:
        kind = connection.scalar(text("SELECT relkind FROM pg_class WHERE oid = 'raw_pages'::regclass"))
    return bool(kind == "p")


def partition(engine: Engine, today: date) -> bool:
    """Put raw pages into partitions by month; return False where they are already.

    What is stored becomes the first partition. It is checked while work goes on, and the tables change places in a
    moment. Raises MisconfiguredError on SQLite.
    """
    if engine.dialect.name == "sqlite":
        raise MisconfiguredError("SQLite has no partitions: they are for PostgreSQL (--database postgresql://...).")
    if is_partitioned(engine):
        return False
    bound = first_id(today)
    for statement in (_BOUND.format(bound=bound), "ALTER TABLE raw_pages VALIDATE CONSTRAINT raw_pages_bound"):
        _run(engine, statement)
    _run(engine, *(statement.format(bound=bound) for statement in _CHANGE_PLACES))
    turn_month(engine, today)
    return True


def turn_month(engine: Engine, today: date) -> None:
    """See to it that this month and the next have their partitions, and that new ids are of this month."""
    with writing(engine) as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _TURN_LOCK})
        for month in (today, following(today)):
            connection.execute(
                text(
                    f"CREATE TABLE IF NOT EXISTS {_name(month)} PARTITION OF raw_pages"
                    f" FOR VALUES FROM ({first_id(month)}) TO ({first_id(following(month))})"
                )
            )
        drawn = connection.scalar(text(f"SELECT nextval({_SEQUENCE})"))
        if drawn is not None and drawn < first_id(today):
            connection.execute(text(f"SELECT setval({_SEQUENCE}, :first)"), {"first": first_id(today)})


def empty_old(engine: Engine, limit: datetime) -> int:
    """Empty the partitions of which every article was done before ``limit``; return how many pages went."""
    with reading(engine) as connection:
        names = list(connection.scalars(text(_PARTITIONS)))
    return sum(_empty(engine, name, limit) for name in names)


def _empty(engine: Engine, name: str, limit: datetime) -> int:
    """Empty one; whoever is about to store a page in it waits, and stores it in the empty one."""
    with writing(engine) as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = {_LOCK_TIMEOUT_MS}"))
        connection.execute(text(f"LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE"))
        kept, count = connection.execute(text(_KEPT.format(name=name)), {"limit": limit}).one()
        if kept or not count:
            return 0
        # Not dropped: a page of that month may change once more, and its row must find a place.
        connection.execute(text(f"TRUNCATE {name}"))
        return int(count)


def _run(engine: Engine, *statements: str) -> None:
    with writing(engine) as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = {_LOCK_TIMEOUT_MS}"))
        for statement in statements:
            connection.execute(text(statement))


def _name(month: date) -> str:
    return f"raw_pages_{month:%Y_%m}"
