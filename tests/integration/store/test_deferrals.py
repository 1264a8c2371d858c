"""What is set aside: out of the queue for everybody, or for who is not sure."""

import pytest
from sqlalchemy import Engine

from classifiers.types import Verdict
from tests.factories import judged, new_article, processed
from worker.store.base.audit import entries
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.deferrals import deferrals_of, leave_to_others, resume, snooze
from worker.store.moderation.review_queue import Order, QueuePart, ReviewQueue


@pytest.fixture
def three(inbox: Inbox, results: Results) -> list[int]:
    [new] = inbox.submit([new_article("page", "<p>page</p>")])
    claim = inbox.claim([new.id], lease_s=60)
    shown = [judged(text, verdict=Verdict.REVIEW, probability=0.5) for text in ("One.", "Two.", "Three.")]
    results.commit(claim.token, [processed(new.id, *shown)])
    return [1, 2, 3]


def queue(engine: Engine, reviewer: str, order: Order = Order.UNCERTAINTY, *, aside: bool = False) -> list[int]:
    page = ReviewQueue(engine).page(QueuePart(order=order, reviewer=reviewer, aside=aside))
    return sorted(card.id for card in page.cards)


@pytest.mark.usefixtures("three")
def test_who_is_not_sure_leaves_a_comment_to_others(engine: Engine) -> None:
    assert leave_to_others(engine, [1, 99], by="ida") == [1]
    assert (queue(engine, "ida"), queue(engine, "jan")) == ([2, 3], [1, 2, 3])
    assert (queue(engine, "ida", aside=True), queue(engine, "jan", aside=True)) == ([1], [])
    [deferral] = deferrals_of(engine, [1, 2])[1]
    assert (deferral.reviewer, deferral.until) == ("ida", None)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("order", [Order.UNCERTAINTY, Order.NEWEST, Order.SOURCE, Order.LANGUAGE])
def test_what_sleeps_is_in_nobodys_queue_until_it_wakes(engine: Engine, order: Order) -> None:
    snooze(engine, [1], by="ida")
    snooze(engine, [2], by="ida", seconds=-1)  # which is over already
    assert queue(engine, "ida", order) == queue(engine, "jan", order) == [2, 3]
    assert queue(engine, "jan", order, aside=True) == [1]
    assert set(deferrals_of(engine, [1, 2])) == {1}


@pytest.mark.usefixtures("three")
def test_own_deferrals_are_taken_back_and_noted(engine: Engine) -> None:
    snooze(engine, [1], by="ida")
    leave_to_others(engine, [1], by="ida")  # the later word counts
    assert queue(engine, "jan") == [1, 2, 3]
    assert resume(engine, [1, 2], by="jan") == []
    assert resume(engine, [1, 2], by="ida") == [1]
    assert queue(engine, "ida") == [1, 2, 3]
    assert [entry.action for entry in entries(engine)] == ["resume", "unsure", "snooze"]
