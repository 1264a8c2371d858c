"""The queue of one site: what belongs to it, in every order, and how much waits there."""

import pytest
from sqlalchemy import Engine

from tests.integration.store.test_owners import add, come_in
from worker.store.moderation.bulk_decisions import preview
from worker.store.moderation.review_queue import Order, QueuePart, ReviewQueue
from worker.store.moderation.search import Query, search

ORCHARD, ELSEWHERE = "orchard.example", "default"


@pytest.fixture
def waiting(engine: Engine) -> dict[str, set[int]]:
    """Five comments that wait on a site of its own, and four on what no site owns."""
    mine = come_in(engine, *(f"https://{ORCHARD}/{number}" for number in range(5)))
    others = come_in(engine, *(f"https://mill.example/{number}" for number in range(4)))
    add(engine, ORCHARD)
    return {ORCHARD: set(mine), ELSEWHERE: set(others)}


@pytest.mark.parametrize("order", [Order.UNCERTAINTY, Order.NEWEST, Order.SOURCE, Order.LANGUAGE])
@pytest.mark.parametrize("site", [ORCHARD, ELSEWHERE])
def test_a_site_has_a_queue_of_its_own(engine: Engine, waiting: dict[str, set[int]], order: Order, site: str) -> None:
    first = ReviewQueue(engine).page(QueuePart(order=order, site=site, limit=3))
    second = ReviewQueue(engine).page(QueuePart(order=order, site=site, limit=3, after=first.next or ""))
    shown = [card.article_id for card in (*first.cards, *second.cards)]
    assert (set(shown), len(shown)) == (waiting[site], len(waiting[site]))
    assert second.next is None


def test_what_waits_on_a_site_is_counted_and_searched(engine: Engine, waiting: dict[str, set[int]]) -> None:
    queue = ReviewQueue(engine)
    assert [queue.waiting(site).count for site in ("", ORCHARD, ELSEWHERE, "x")] == [9, 5, 4, 0]
    assert queue.waiting("x").oldest_s is None
    assert {card.article_id for card in search(engine, Query(site=ORCHARD)).cards} == waiting[ORCHARD]
    assert preview(engine, Query(site=ORCHARD, waiting=True)).count == 5
