from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine

from tests.factories import new_article, processed
from worker.domain import Arrival, DueArticle, Failed, State, Submitted
from worker.reasons import Reason
from worker.store.base.schema import articles, sweeps
from worker.store.base.transactions import writing
from worker.store.figures.status import status
from worker.store.flow.dead_letters import DeadLetters
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results

HOUR_S = 3600.0


def submit(inbox: Inbox, *names: str) -> list[int]:
    return [submitted.id for submitted in inbox.submit([new_article(name) for name in names])]


def test_the_same_article_twice_is_one_row(inbox: Inbox) -> None:
    [first] = inbox.submit([new_article()])
    [second] = inbox.submit([new_article()])

    assert first.arrival is Arrival.NEW
    assert second == Submitted(first.id, Arrival.UNCHANGED)


def test_new_content_is_a_revision_that_waits_again(inbox: Inbox, results: Results) -> None:
    [row] = submit(inbox, "one")
    claim = inbox.claim([row], lease_s=HOUR_S)
    results.commit(claim.token, [processed(row)])

    [revised] = inbox.submit([new_article(content="<p>More pears.</p>", title="More")])

    assert revised == Submitted(row, Arrival.REVISED)
    [article] = inbox.claim([row], lease_s=HOUR_S).articles
    assert (article.source.raw, article.source.title, article.attempt) == (b"<p>More pears.</p>", "More", 1)


def test_a_batch_may_hold_an_article_more_than_once(inbox: Inbox) -> None:
    batch = [
        new_article("a"),
        new_article("b"),
        new_article("a"),
        new_article("a", "new"),
        new_article("a", "new"),
    ]

    submitted = inbox.submit(batch)

    assert [one.arrival for one in submitted] == [
        Arrival.NEW,
        Arrival.NEW,
        Arrival.UNCHANGED,
        Arrival.REVISED,
        Arrival.UNCHANGED,
    ]
    assert submitted[0].id == submitted[2].id == submitted[3].id == submitted[4].id
    [article] = inbox.claim([submitted[0].id], lease_s=HOUR_S).articles
    assert article.source.raw == b"new"


def test_pages_of_a_thread_are_articles_of_their_own(inbox: Inbox) -> None:
    first, second = inbox.submit([new_article(page=1), new_article(page=2)])

    assert first.id != second.id


def test_nothing_submitted_is_nothing_stored(inbox: Inbox, engine: Engine) -> None:
    assert inbox.submit([]) == []
    assert status(engine).pending == 0


def test_a_large_batch_is_one_transaction(inbox: Inbox, engine: Engine) -> None:
    batch = [new_article(f"article-{number}") for number in range(1200)]

    ids = [submitted.id for submitted in inbox.submit(batch)]

    assert len(set(ids)) == status(engine).pending == 1200
    assert {submitted.arrival for submitted in inbox.submit(batch)} == {Arrival.UNCHANGED}
    assert set(inbox.states(ids).values()) == {State.PENDING}


def test_a_claim_brings_the_article_as_it_came(inbox: Inbox) -> None:
    fetched = datetime(2026, 10, 1, 12, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))
    article = new_article(
        content="\x00\udc80" + "pear " * 5000,
        title="Pears",
        published="today",
        language="en",
        fetched_at=fetched,
        charset="koi8-r",
    )
    [submitted] = inbox.submit([article])

    [claimed] = inbox.claim([submitted.id], lease_s=HOUR_S).articles

    assert (claimed.id, claimed.attempt) == (submitted.id, 1)
    assert claimed.source == article.source
    assert claimed.source.fetched_at is not None
    assert claimed.source.fetched_at.tzinfo is UTC


def test_an_article_is_claimed_once(inbox: Inbox) -> None:
    ids = submit(inbox, "a", "b")

    first = inbox.claim([ids[0], ids[0]], lease_s=HOUR_S)
    second = inbox.claim(ids, lease_s=HOUR_S)
    third = inbox.claim(ids, lease_s=HOUR_S)

    assert [[article.id for article in claim.articles] for claim in (first, second, third)] == [
        [ids[0]],
        [ids[1]],
        [],
    ]
    assert len({first.token, second.token, third.token}) == 3


def test_ids_that_no_row_can_have_are_left_out(inbox: Inbox) -> None:
    assert inbox.claim([0, -1, 12345, 2**70], lease_s=HOUR_S).articles == ()
    assert inbox.states([0, -1, 12345, 2**70]) == {}
    inbox.mark_rung([2**70])


def test_a_lease_that_is_over_is_put_back(inbox: Inbox) -> None:
    busy, late = submit(inbox, "busy", "late")
    inbox.claim([busy], lease_s=HOUR_S)
    inbox.claim([late], lease_s=-1)

    assert inbox.expire(max_attempts=5, longest_lease_s=HOUR_S) == [late]
    assert inbox.expire(max_attempts=5, longest_lease_s=HOUR_S) == []
    assert inbox.states([busy, late]) == {busy: State.PROCESSING, late: State.PENDING}
    assert inbox.claim([late], lease_s=HOUR_S).articles[0].attempt == 2


def test_what_a_clock_that_was_set_back_wrote_holds_nothing_up(inbox: Inbox, engine: Engine) -> None:
    held, rung = submit(inbox, "held", "rung")
    inbox.claim([held], lease_s=3 * HOUR_S)
    later = datetime.now(UTC) + timedelta(hours=2)
    with writing(engine) as connection:
        connection.execute(articles.update().where(articles.c.id == rung).values(rung_at=later))
        connection.execute(sweeps.update().values(swept_at=later))

    assert inbox.take_sweep(HOUR_S)
    assert inbox.expire(max_attempts=5, longest_lease_s=HOUR_S) == [held]
    assert [due.id for due in inbox.due(limit=10, again_after_s=HOUR_S)] == [held, rung]


def test_an_article_that_always_ends_its_worker_dies_at_exactly_so_many_attempts(
    inbox: Inbox, dead_letters: DeadLetters
) -> None:
    [row] = submit(inbox, "poison")
    for _ in range(2):
        inbox.claim([row], lease_s=-1)
        assert inbox.expire(max_attempts=3, longest_lease_s=HOUR_S) == [row]

    inbox.claim([row], lease_s=-1)

    assert inbox.expire(max_attempts=3, longest_lease_s=HOUR_S) == []
    [letter] = dead_letters.list()
    assert (letter.id, letter.reason, letter.attempts) == (row, "CRASH", 3)


def test_due_is_what_was_never_rung_then_what_was_rung_long_ago(inbox: Inbox) -> None:
    first, second, third = submit(inbox, "a", "b", "c")
    inbox.mark_rung([first])

    assert inbox.due(limit=10, again_after_s=HOUR_S) == [DueArticle(second, 0), DueArticle(third, 0)]
    assert inbox.due(limit=1, again_after_s=HOUR_S) == [DueArticle(second, 0)]
    assert [due.id for due in inbox.due(limit=10, again_after_s=-1)] == [second, third, first]


def test_what_is_not_pending_is_not_due(inbox: Inbox, results: Results) -> None:
    busy, done, dead = submit(inbox, "busy", "done", "dead")
    claim = inbox.claim([busy, done, dead], lease_s=HOUR_S)
    results.commit(claim.token, [processed(done), Failed(dead, Reason.EMPTY, "Nothing in it.", final=True)])

    assert inbox.due(limit=10, again_after_s=-1) == []


def test_what_is_put_back_is_rung_for_at_once(inbox: Inbox, results: Results) -> None:
    late, failed = submit(inbox, "late", "failed")
    inbox.mark_rung([late, failed])
    inbox.claim([late], lease_s=-1)
    claim = inbox.claim([failed], lease_s=HOUR_S)
    results.commit(claim.token, [Failed(failed, Reason.TIMEOUT, "Too slow.", final=False)])
    inbox.expire(max_attempts=5, longest_lease_s=HOUR_S)

    assert inbox.due(limit=10, again_after_s=HOUR_S) == [DueArticle(late, 1), DueArticle(failed, 1)]


def test_one_sweep_an_interval(inbox: Inbox) -> None:
    assert [inbox.take_sweep(HOUR_S) for _ in range(3)] == [True, False, False]
    assert inbox.take_sweep(-1)


@pytest.mark.parametrize("count", [1, 5])
def test_refusals_are_counted_by_reason(inbox: Inbox, engine: Engine, count: int) -> None:
    inbox.refuse(Reason.TOO_LARGE, count)
    inbox.refuse(Reason.TOO_LARGE)
    inbox.refuse(Reason.SCHEMA)

    assert status(engine).refusals == {"TOO_LARGE": count + 1, "SCHEMA": 1}
