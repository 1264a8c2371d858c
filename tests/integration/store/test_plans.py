"""What work asks of the database must not grow with what is stored: no statement reads a whole table."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, event

from tests.factories import judged, new_article, processed
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results

LARGE = "articles|raw_pages|results|comments|labels|tombstones"


@contextmanager
def said_to(engine: Engine) -> Iterator[list[tuple[str, object]]]:
    """Collect the statements that are sent to a database, with their parameters."""
    said: list[tuple[str, object]] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        said.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def plan(connection: Connection, statement: str, parameters: object) -> str:
    """Return how the database would go about a statement."""
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    return "\n".join(str(row) for row in connection.exec_driver_sql(explain + statement, parameters))  # type: ignore[arg-type]


@pytest.mark.parametrize("crawls", [1, 2])
def test_the_work_on_an_article_reads_no_whole_table(
    engine: Engine, inbox: Inbox, results: Results, crawls: int
) -> None:
    with said_to(engine) as said:
        for crawl in range(crawls):
            [stored] = inbox.submit([new_article(content=f"The mill turns, {crawl}.")])
            claim = inbox.claim([stored.id], lease_s=3600)
            assert results.commit(claim.token, [processed(stored.id, judged("First."), judged(f"Second {crawl}."))])
    asked = [one for one in said if re.match(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", one[0])]
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
        plans = {statement: plan(connection, statement, parameters) for statement, parameters in asked}
    whole = re.compile(rf"\bSCAN ({LARGE})\b(?! USING)|Seq Scan on ({LARGE})\b")
    assert {statement: shown for statement, shown in plans.items() if whole.search(shown)} == {}
    assert len(plans) >= 6
