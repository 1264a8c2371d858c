"""Drift over each kind of database: a service against its own weeks before."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from classifiers.types import Verdict
from tests.factories import judged
from tests.integration.store.test_review import store
from worker.store.base.schema import comments, results
from worker.store.base.transactions import writing
from worker.store.figures.running_counts import KEPT_DAYS, settle
from worker.store.figures.score_counts import FEWEST_DAYS, LATE_DAYS, drift

A_DAY = 100
TODAY = datetime.now(UTC)


def day_of(engine: Engine, ago: int, *, spam: float, doubt: bool = False) -> None:
    """Store a day's comments, which came so many days ago: a share of them spam, or what the model can't tell."""
    lures = round(A_DAY * spam)
    sure = (Verdict.REVIEW, 0.6) if doubt else (Verdict.SPAM, 0.999)
    said = [judged(f"Lure {ago} {n}.", verdict=sure[0], probability=sure[1]) for n in range(lures)]
    said += [judged(f"Word {ago} {n}.", probability=0.002 + 0.02 * (n % 5 == 0)) for n in range(A_DAY - lures)]
    article = store(engine, f"day {ago}", *said)
    then = TODAY - timedelta(days=ago)
    with writing(engine) as connection:
        connection.execute(update(results).where(results.c.article_id == article).values(done_at=then))
        connection.execute(update(comments).where(comments.c.article_id == article).values(day=then.date()))


@pytest.fixture
def weeks(engine: Engine) -> Engine:
    """Two ordinary weeks before the last."""
    for ago in range(LATE_DAYS, LATE_DAYS + FEWEST_DAYS):
        day_of(engine, ago, spam=0.1)
    return engine


def test_it_says_nothing_before_it_knows_what_is_normal_here(engine: Engine) -> None:
    for ago in range(LATE_DAYS + FEWEST_DAYS - 1):
        day_of(engine, ago, spam=0.1)
    assert drift(engine, "base-1", TODAY.date()) is None
    day_of(engine, LATE_DAYS + FEWEST_DAYS - 1, spam=0.1)
    assert drift(engine, "base-1", TODAY.date()) == 0
    assert drift(engine, "another", TODAY.date()) is None


def test_a_wave_of_spam_that_is_known_rings_nothing(weeks: Engine) -> None:
    for ago in range(LATE_DAYS):
        day_of(weeks, ago, spam=0.6)
    assert (drift(weeks, "base-1", TODAY.date()) or 0) < 0.1


def test_spam_of_a_kind_that_is_in_doubt_rings(weeks: Engine) -> None:
    for ago in range(LATE_DAYS):
        day_of(weeks, ago, spam=0.2, doubt=True)
    assert (drift(weeks, "base-1", TODAY.date()) or 0) > 0.25


def test_what_was_counted_together_long_ago_is_normal_too(weeks: Engine) -> None:
    with writing(weeks) as connection:
        long_ago = (TODAY - timedelta(days=KEPT_DAYS + 9)).date()
        connection.execute(update(comments).values(day=long_ago))
    for _ in range(2):  # adds up what was appended, then counts old days together
        settle(weeks)
    for ago in range(3):
        day_of(weeks, ago, spam=0.1)
    assert drift(weeks, "base-1", TODAY.date()) == 0
