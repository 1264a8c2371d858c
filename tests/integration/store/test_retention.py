"""What retention drops and what it leaves, on each database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select, update

from classifiers.types import Label, Verdict
from tests.factories import judged, new_article, processed
from worker.domain import Failed, State
from worker.operations import sites
from worker.operations.sites import SiteChange
from worker.reasons import Reason
from worker.store.base.schema import appeals, articles, comments, raw_pages, results
from worker.store.flow import retention
from worker.store.flow.appeals import enter
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.flow.retention import Dropped, Keep, retain
from worker.store.moderation.labels import Labels

DAY_S = 86_400.0


@pytest.fixture
def finish(engine: Engine) -> Callable[..., int]:
    """Store an article that was done so many days ago."""

    def finished(name: str, *, days_ago: float) -> int:
        (stored,) = Inbox(engine).submit([new_article(name)])
        claim = Inbox(engine).claim([stored.id], lease_s=60)
        Results(engine).commit(claim.token, [processed(stored.id, judged(f"Praise of {name}."))])
        _age(engine, stored.id, days_ago)
        return stored.id

    return finished


def _age(engine: Engine, row: int, days: float) -> None:
    then = datetime.now(UTC) - timedelta(days=days)
    with engine.begin() as connection:
        connection.execute(update(articles).where(articles.c.id == row).values(submitted_at=then))
        connection.execute(update(results).where(results.c.article_id == row).values(done_at=then))


def _ids(engine: Engine, column: object) -> set[int]:
    with engine.connect() as connection:
        return set(connection.scalars(select(column)))  # type: ignore[call-overload]


def test_keeps_everything_where_nothing_is_said(engine: Engine, finish: Callable[..., int]) -> None:
    row = finish("old", days_ago=900)
    assert retain(engine, Keep()) == Dropped(0, 0)
    assert _ids(engine, raw_pages.c.article_id) == {row}


def test_drops_the_bytes_of_what_was_done_long_ago(engine: Engine, finish: Callable[..., int]) -> None:
    old, recent = finish("old", days_ago=31), finish("recent", days_ago=29)
    assert retain(engine, Keep(raw_s=30 * DAY_S)) == Dropped(1, 0)
    assert _ids(engine, raw_pages.c.article_id) == {recent}
    assert _ids(engine, results.c.article_id) == {old, recent}


def test_drops_whole_articles_with_their_comments(engine: Engine, finish: Callable[..., int]) -> None:
    finish("old", days_ago=400)
    recent = finish("recent", days_ago=2)
    assert retain(engine, Keep(raw_s=365 * DAY_S, articles_s=365 * DAY_S)) == Dropped(0, 1)
    for column in (articles.c.id, raw_pages.c.article_id, results.c.article_id, comments.c.article_id):
        assert _ids(engine, column) == {recent}


def test_keeps_an_article_whose_comment_is_labelled(engine: Engine, finish: Callable[..., int]) -> None:
    row = finish("labelled", days_ago=400)
    (comment,) = _ids(engine, comments.c.id)
    Labels(engine).add(comment, Label.HAM, "ida")
    assert retain(engine, Keep(articles_s=DAY_S)) == Dropped(0, 0)
    assert _ids(engine, articles.c.id) == {row}


@pytest.mark.parametrize("alone", [False, True])
def test_keeps_a_comment_while_an_appeal_is_open(engine: Engine, finish: Callable[..., int], alone: bool) -> None:
    row, keep = finish("appealed", days_ago=400), Keep(alone_s=DAY_S) if alone else Keep(articles_s=DAY_S)
    (comment,) = _ids(engine, comments.c.id)
    with engine.begin() as connection:
        connection.execute(update(comments).values(verdict=Verdict.SPAM))
        if alone:
            day = datetime.now(UTC).date() - timedelta(days=400)
            connection.execute(update(comments).values(asked_as="asked", day=day))
            connection.execute(update(results).values(reason=Reason.ALONE.value))
    enter(engine, comment, "I keep bees.", by="jan")
    assert retain(engine, keep) == Dropped(0, 0)
    assert _ids(engine, comments.c.article_id) == {row}
    with engine.begin() as connection:  # what a label does, which would keep it itself
        connection.execute(update(appeals).values(outcome=Label.SPAM))
    assert retain(engine, keep) == (Dropped(0, 0, comments=1) if alone else Dropped(0, 1))


def test_keeps_what_waits_and_what_is_dead(engine: Engine) -> None:
    waiting, dead = (one.id for one in Inbox(engine).submit([new_article("waiting"), new_article("dead")]))
    claim = Inbox(engine).claim([dead], lease_s=60)
    Results(engine).commit(claim.token, [Failed(dead, Reason.EMPTY, "the page is empty", final=True)])
    for row in (waiting, dead):
        _age(engine, row, days=900)
    assert retain(engine, Keep(raw_s=0, articles_s=0)) == Dropped(0, 0)
    assert Inbox(engine).states([waiting, dead]) == {waiting: State.PENDING, dead: State.DEAD}


def test_goes_through_all_slices(engine: Engine, finish: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "ROWS_AT_ONCE", 2)
    for number in range(5):
        finish(f"old {number}", days_ago=10)
    assert retain(engine, Keep(raw_s=DAY_S)).raw == 5
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(raw_pages)) == 0


@pytest.mark.parametrize(
    ("of_all", "left"), [(20.0, {"a.example"}), (400.0, {"a.example", "default"}), (None, {"a.example", "default"})]
)
def test_what_blogs_asked_about_goes_by_its_sites_own_days(
    engine: Engine, finish: Callable[..., int], of_all: float | None, left: set[str]
) -> None:
    for name, days in (("a.example", "50"), ("b.example", "30")):
        sites.add(engine, name, SiteChange(), actor="test")
        sites.change(engine, name, SiteChange(akismet_retain_days=days), actor="test")
    day = datetime.now(UTC).date() - timedelta(days=40)
    for owner in ("default", "a.example", "b.example"):
        row = finish(owner, days_ago=40)
        with engine.begin() as connection:
            connection.execute(
                update(comments).where(comments.c.article_id == row).values(asked_as=owner, day=day, owner=owner)
            )
            connection.execute(update(results).values(reason=Reason.ALONE.value))
    dropped = retain(engine, Keep(alone_s=None if of_all is None else of_all * DAY_S))
    with engine.connect() as connection:
        assert set(connection.scalars(select(comments.c.owner))) == left
    assert dropped.comments == 3 - len(left)
