"""Campaigns over each kind of database."""

import pytest
from sqlalchemy import Engine

from classifiers.types import Verdict
from tests.factories import judged
from tests.integration.store.test_review import store
from worker.store.moderation.campaigns import Campaigns
from worker.store.moderation.review_cards import cards
from worker.store.moderation.review_queue import Order, QueuePart, ReviewQueue

ADVERT = "Buy the finest orchard ladders in town today at half the price and climb to the very top of any tree you like"


@pytest.fixture
def campaigns(engine: Engine) -> Campaigns:
    return Campaigns(engine)


def advert(number: int) -> object:
    return judged(f"{ADVERT} number{number}", author=f"A{number}", verdict=Verdict.REVIEW, probability=0.5)


def test_the_same_text_over_many_articles_is_one_campaign(engine: Engine, campaigns: Campaigns) -> None:
    for number in range(6):
        other = judged(f"What I saw on day {number} was {number} {['pears', 'plums', 'figs'][number % 3]} in a row.")
        store(engine, f"article {number}", advert(number), other)

    assert campaigns.catch_up() == 12
    assert campaigns.catch_up() == 0

    found = ReviewQueue(engine).page(QueuePart(order=Order.CAMPAIGN)).cards
    assert len(found) == 6
    assert {card.campaign for card in found} == {1}
    assert {card.alike for card in found} == {6}
    assert ReviewQueue(engine).choices(Order.CAMPAIGN) == [("1", 6)]


def test_later_copies_join(engine: Engine, campaigns: Campaigns) -> None:
    for number in range(3):
        store(engine, f"article {number}", advert(number))
        campaigns.catch_up()

    assert {(card.campaign, card.alike) for card in cards(engine, [1, 2, 3])} == {(1, 3)}


def test_short_texts_and_single_ones_are_no_campaign(engine: Engine, campaigns: Campaigns) -> None:
    for number in range(3):
        store(engine, f"article {number}", judged("Thanks for this!", author=f"A{number}"))
    store(engine, "other", judged("A single remark that nobody else has made about the ladders."))
    campaigns.catch_up()

    assert {(card.campaign, card.alike) for card in cards(engine, [1, 2, 3, 4])} == {(None, 1)}
