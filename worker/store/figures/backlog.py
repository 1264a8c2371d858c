"""How much waits and for how long: three looks into partial indexes."""

from sqlalchemy import Engine, func, select

from worker.store.base.schema import PENDING, PROCESSING, articles
from worker.store.base.transactions import instant, reading
from worker.work.backpressure import Backlog


def backlog(engine: Engine, *, count_to: int) -> Backlog:
    """Return what waits, counted no further than ``count_to``."""
    some = select(articles.c.id).where(articles.c.state == PENDING).limit(count_to).subquery()
    with reading(engine) as connection:
        row = connection.execute(
            select(
                select(func.count()).select_from(some).scalar_subquery().label("pending"),
                select(func.min(articles.c.submitted_at)).where(articles.c.state == PENDING).scalar_subquery(),
                select(func.min(articles.c.leased_until)).where(articles.c.state == PROCESSING).scalar_subquery(),
                instant(connection),
            )
        ).one()
    pending, submitted_at, leased_until, now = row
    return Backlog(pending, _since(now, submitted_at), _since(now, leased_until))


def _since(now: object, then: object) -> float:
    return 0.0 if then is None else max(0.0, (now - then).total_seconds())  # type: ignore[operator]
