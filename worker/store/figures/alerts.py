"""What has been told of that is not over: a row a thing, which whoever tells has to write first."""

from collections.abc import Collection

from sqlalchemy import Engine, delete, select

from worker.store.base.schema import alerts
from worker.store.base.transactions import insert, instant, reading, writing


def announced(engine: Engine) -> frozenset[str]:
    """Return the keys of what has been told of and is not over."""
    with reading(engine) as connection:
        return frozenset(connection.scalars(select(alerts.c.key)))


def claim(engine: Engine, key: str) -> bool:
    """Say whether this is to be told by who asks: to one asker alone, until it is over."""
    with writing(engine) as connection:
        now = connection.scalar(select(instant(connection)))
        made = insert(connection, alerts).values(key=key, told_at=now).on_conflict_do_nothing()
        return connection.execute(made).rowcount == 1


def end(engine: Engine, keys: Collection[str]) -> None:
    """Note that these are over, or could not be told: they are told when they are there again."""
    if keys:
        with writing(engine) as connection:
            connection.execute(delete(alerts).where(alerts.c.key.in_(keys)))
