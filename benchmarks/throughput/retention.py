"""What it costs to drop articles that are older than they are kept, row by row, beside those that stay."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import select, update

from benchmarks.throughput.bench import Bench
from benchmarks.throughput.figures import Figure, Spread
from benchmarks.throughput.growth import stored
from benchmarks.throughput.rounds import ROUNDS
from worker.bootstrap import Winnow
from worker.store.base.any_of import any_of
from worker.store.base.schema import articles, results
from worker.store.flow.retention import Keep, retain

ARTICLES_A_ROUND = 2_000
OLD, KEPT_S = datetime(2020, 1, 1, tzinfo=UTC), 365 * 86_400.0


def retention(bench: Bench, sizes: list[int]) -> Iterator[Figure]:
    """Let some articles grow old in each of the largest stores, and drop them as a worker does every hour."""
    for database in ("SQLite", "PostgreSQL"):
        winnow = stored(bench, database, sizes[-1])
        rates = [_round(winnow) for _ in range(ROUNDS)]
        winnow.engine.dispose()
        yield Figure(f"articles dropped when their time is over, row by row beside {sizes[-1]:,}, {database}", "",
                     Spread.of(rates), True, 0, "/s", "with their comments, results, bytes and counts")  # fmt: skip


def _round(winnow: Winnow) -> float:
    oldest = select(articles.c.id).order_by(articles.c.id).limit(ARTICLES_A_ROUND)
    with winnow.engine.begin() as connection:
        ids = connection.scalars(oldest).all()
        connection.execute(update(articles).where(any_of(articles.c.id, ids)).values(submitted_at=OLD))
        connection.execute(update(results).where(any_of(results.c.article_id, ids)).values(done_at=OLD))
    begun = time.perf_counter()
    dropped = retain(winnow.engine, Keep(articles_s=KEPT_S))
    seconds = time.perf_counter() - begun
    assert dropped.articles == ARTICLES_A_ROUND, dropped
    return dropped.articles / seconds
