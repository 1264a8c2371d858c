"""PostgreSQL behind pgbouncer in transaction mode: each transaction may run in another session."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import absent
from tests.databases import Databases, DatabaseServers
from tests.factories import new_article, processed
from tests.servers import AbsentError, pgbouncer
from worker.domain import State
from worker.store.base.database import check, close, connect, upgrade
from worker.store.figures.status import status
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results

pytestmark = pytest.mark.postgres

# Producers, each with connections of its own, and what each submits: enough for psycopg to prepare statements.
PRODUCERS = 16
EACH = 20
# Fewer than the producers, so that they share.
SESSIONS = 4


@pytest.fixture
def databases(database_kinds: DatabaseServers) -> Databases:
    try:
        return database_kinds.databases("postgresql-15")
    except AbsentError as error:
        absent(error)


@pytest.fixture
def pooled_url(empty_database_url: str) -> Iterator[str]:
    try:
        with pgbouncer(empty_database_url, sessions=SESSIONS) as url:
            yield url
    except AbsentError as error:
        absent(error)


def test_many_at_once_submit_and_work(pooled_url: str) -> None:
    engine = connect(pooled_url)
    upgrade(engine)
    check(engine)

    def produce(number: int) -> list[int]:
        own = connect(pooled_url)
        inbox, results, done = Inbox(own), Results(own), []
        for article in range(EACH):
            (row,) = inbox.submit([new_article(f"{number}-{article}")])
            claim = inbox.claim([row.id], lease_s=60)
            results.commit(claim.token, [processed(row.id)])
            done.append(row.id)
        close(own)
        return done

    with ThreadPoolExecutor(PRODUCERS) as pool:
        ids = [row for rows in pool.map(produce, range(PRODUCERS)) for row in rows]
    assert len(set(ids)) == PRODUCERS * EACH
    assert set(Inbox(engine).states(ids).values()) == {State.DONE}
    assert status(engine).done == PRODUCERS * EACH
    close(engine)
