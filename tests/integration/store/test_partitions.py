"""Raw pages in partitions by month: work goes on, ids tell the month, old months go at once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text, update

from tests.factories import judged, new_article, processed
from worker.domain import Arrival
from worker.errors import MisconfiguredError
from worker.store.base.partitions import first_id, following, is_partitioned, partition, turn_month
from worker.store.base.schema import articles, results
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.flow.retention import Dropped, Keep, retain
from worker.store.flow.submission import store

NOVEMBER, DECEMBER = date(2026, 11, 23), date(2026, 12, 2)


@pytest.fixture
def partitioned(database_url: str, open_engine: Callable[[str], Engine]) -> Engine:
    """A PostgreSQL with one article from before its partitions."""
    engine = open_engine(database_url)
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no partitions")
    done(engine, "before")
    assert partition(engine, NOVEMBER)
    return engine


def done(engine: Engine, name: str, content: str = "<p>Pears.</p>") -> int:
    (stored,) = store(engine, [new_article(name, content)], rung=True)
    claim = Inbox(engine).claim([stored.id], lease_s=60)
    assert Results(engine).commit(claim.token, [processed(stored.id, judged())]) == 1
    return stored.id


def age(engine: Engine, row: int, days: float) -> None:
    then = datetime.now(UTC) - timedelta(days=days)
    with engine.begin() as connection:
        connection.execute(update(articles).where(articles.c.id == row).values(submitted_at=then))
        connection.execute(update(results).where(results.c.article_id == row).values(done_at=then))


def pages(engine: Engine, name: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())


@pytest.mark.parametrize("month", [date(2026, 1, 31), date(2026, 11, 1), date(2026, 12, 31)])
def test_months_follow_one_another_without_a_gap(month: date) -> None:
    assert following(month).day == 1
    assert first_id(following(month)) - first_id(month) == 2**36


def test_sqlite_has_none(database_url: str, open_engine: Callable[[str], Engine]) -> None:
    engine = open_engine(database_url)
    if engine.dialect.name != "sqlite":
        pytest.skip("this is about SQLite")
    assert not is_partitioned(engine)
    with pytest.raises(MisconfiguredError, match="PostgreSQL"):
        partition(engine, NOVEMBER)


def test_work_goes_on_and_pages_lie_in_their_month(partitioned: Engine) -> None:
    row = done(partitioned, "after")
    assert first_id(NOVEMBER) < row < first_id(DECEMBER)
    assert (pages(partitioned, "raw_pages_before"), pages(partitioned, "raw_pages_2026_11")) == (1, 1)
    (again,) = store(partitioned, [new_article("before", "<p>Plums.</p>")], rung=True)
    assert (again.arrival, again.id) == (Arrival.REVISED, 1)
    assert not partition(partitioned, NOVEMBER)


def test_a_month_turns_once_and_no_id_comes_twice(partitioned: Engine) -> None:
    november = done(partitioned, "in November")
    turn_month(partitioned, DECEMBER)
    first = done(partitioned, "in December")
    turn_month(partitioned, DECEMBER)
    second = done(partitioned, "in December too")
    assert november < first_id(DECEMBER) < first < second
    assert pages(partitioned, "raw_pages_2026_12") == 2


def test_an_old_month_goes_at_once_and_takes_pages_that_change_again(partitioned: Engine) -> None:
    row = done(partitioned, "in November")
    age(partitioned, row, days=90)
    assert retain(partitioned, Keep(raw_s=30 * 86_400)) == Dropped(1, 0)
    assert (pages(partitioned, "raw_pages_before"), pages(partitioned, "raw_pages_2026_11")) == (1, 0)
    assert done(partitioned, "in November", "<p>Changed.</p>") == row


def test_a_month_with_a_page_that_waits_loses_only_the_others(partitioned: Engine) -> None:
    age(partitioned, done(partitioned, "in November"), days=90)
    (waiting,) = store(partitioned, [new_article("waiting")], rung=True)
    assert retain(partitioned, Keep(raw_s=30 * 86_400)) == Dropped(1, 0)
    assert len(Inbox(partitioned).claim([waiting.id], lease_s=60).articles) == 1
