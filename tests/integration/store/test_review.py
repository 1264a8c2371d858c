"""The review queue over each kind of database: what stands in it, in which order, and what takes it out."""

import pytest
from sqlalchemy import Engine, event

from classifiers.types import Label, Prediction, Verdict
from tests.factories import judged, new_article, processed
from worker.errors import RefusedError
from worker.store.figures.shadow_scores import ShadowScores
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels, NewLabel
from worker.store.moderation.review_cards import Shadow, cards, first_cards
from worker.store.moderation.review_queue import Order, QueuePart, ReviewQueue

PROBABILITIES = (0.35, 0.5, 0.62, 0.41, 0.58)


def review(text: str, probability: float, **more: object) -> object:
    return judged(text, verdict=Verdict.REVIEW, probability=probability, **more)  # type: ignore[arg-type]


def store(engine: Engine, name: str, *shown: object, **article: str) -> int:
    inbox = Inbox(engine)
    [submitted] = inbox.submit([new_article(name, content=f"<p>{name} {len(shown)}</p>", **article)])  # type: ignore[arg-type]
    claim = inbox.claim([submitted.id], lease_s=60)
    assert Results(engine).commit(claim.token, [processed(submitted.id, *shown)]) == 1  # type: ignore[arg-type]
    return submitted.id


@pytest.fixture
def queue(engine: Engine) -> ReviewQueue:
    return ReviewQueue(engine)


@pytest.fixture
def three_sources(engine: Engine) -> None:
    """Fifteen comments that wait, five from each of three sources, and two that don't."""
    for source, language in (("orchard", "en"), ("mill", "de"), ("", "")):
        some = (review(f"{source} {number}", one) for number, one in enumerate(PROBABILITIES))
        surplus = judged(f"{source} fine", probability=0.01)
        store(engine, source or "nowhere", *some, surplus, source=source, language=language)


def walk(queue: ReviewQueue, asked: QueuePart) -> list[int]:
    found: list[int] = []
    while True:
        page = queue.page(asked)
        found += [card.id for card in page.cards]
        if page.next is None:
            return found
        asked = QueuePart(
            order=asked.order, source=asked.source, language=asked.language, after=page.next, limit=asked.limit
        )


@pytest.mark.usefixtures("three_sources")
def test_what_the_model_doubts_most_stands_first(queue: ReviewQueue) -> None:
    page = queue.page(QueuePart(limit=9))

    assert [round(card.probability, 2) for card in page.cards] == [0.5] * 3 + [0.58] * 3 + [0.41] * 3
    assert {card.verdict for card in page.cards} == {Verdict.REVIEW}


@pytest.mark.usefixtures("three_sources")
@pytest.mark.parametrize("order", [Order.UNCERTAINTY, Order.NEWEST, Order.SOURCE, Order.LANGUAGE])
@pytest.mark.parametrize("limit", [1, 4, 100])
def test_pages_show_each_comment_once(queue: ReviewQueue, order: Order, limit: int) -> None:
    found = walk(queue, QueuePart(order=order, limit=limit))

    assert len(found) == len(set(found)) == 15
    assert found == walk(queue, QueuePart(order=order, limit=50))


@pytest.mark.usefixtures("three_sources")
def test_orders_and_filters(queue: ReviewQueue) -> None:
    by_source = queue.page(QueuePart(order=Order.SOURCE, limit=50)).cards
    newest = [card.id for card in queue.page(QueuePart(order=Order.NEWEST, limit=50)).cards]
    german = queue.page(QueuePart(language="de", limit=50)).cards

    assert [card.source for card in by_source] == [""] * 5 + ["mill"] * 5 + ["orchard"] * 5
    assert newest == sorted(newest, reverse=True)
    assert {card.source for card in german} == {"mill"}
    assert len(walk(queue, QueuePart(source="orchard", limit=2))) == 5
    assert dict(queue.choices(Order.SOURCE)) == {"": 5, "mill": 5, "orchard": 5}


@pytest.mark.usefixtures("three_sources")
def test_a_decision_takes_a_comment_out_and_undoing_it_puts_it_back(queue: ReviewQueue, labels: Labels) -> None:
    first = queue.page(QueuePart()).cards[0]

    labels.add(first.id, Label.SPAM, "ida")
    assert first.id not in walk(queue, QueuePart())
    assert queue.waiting().count == 14

    labels.undo(first.id, "ida")
    assert walk(queue, QueuePart())[0] == first.id
    assert queue.waiting().count == 15


def test_what_is_gone_waits_no_more(engine: Engine, queue: ReviewQueue) -> None:
    store(engine, "one", review("stays", 0.5), review("goes", 0.5))
    store(engine, "one", review("stays", 0.5))

    assert [card.text for card in queue.page(QueuePart()).cards] == ["stays"]


def test_a_card_brings_its_article_and_what_it_answers(engine: Engine, queue: ReviewQueue, labels: Labels) -> None:
    article = store(
        engine,
        "one",
        judged("First!", probability=0.1),
        review("Buy pears", 0.5, parent=0, links=("https://shop.example/",)),
        source="orchard",
        title="Pears",
        language="en",
    )
    [card] = queue.page(QueuePart()).cards

    assert (card.title, card.source, card.language, card.url) == (
        "Pears", "orchard", "en", "https://orchard.example/one"
    )  # fmt: skip
    assert (card.answers, card.lead, card.alike) == ("First!", "A harvest of pears.\n\nIt was large.", 1)
    assert card.links == ("https://shop.example/",)
    assert (card.decision, card.stands) == (None, Verdict.REVIEW)

    labels.add(card.id, Label.HAM, "ida")
    [decided] = cards(engine, [card.id])
    assert decided.decision is not None
    assert (decided.decision.reviewer, decided.stands) == ("ida", Verdict.ALLOW)
    assert [one.text for one in first_cards(engine, article, limit=2)[0]] == ["First!", "Buy pears"]


def test_a_card_says_what_the_challenger_says(engine: Engine, queue: ReviewQueue) -> None:
    shown = review("Buy pears", 0.5)
    article = store(engine, "one", shown)
    said = [(processed(article, shown), [Prediction(0.9, Verdict.SPAM)])]  # type: ignore[arg-type]
    assert ShadowScores(engine).note("challenger-1", said) == 1  # type: ignore[arg-type]

    assert queue.page(QueuePart()).cards[0].shadow == Shadow("challenger-1", Verdict.SPAM, 0.9)


@pytest.mark.parametrize("mark", ["x", "1", "0.1\x1f2\x1f3", "\x1f", "nan\x1f"])
def test_a_mark_of_another_order_is_refused(queue: ReviewQueue, mark: str) -> None:
    with pytest.raises(RefusedError, match="first page"):
        queue.page(QueuePart(after=mark))


def test_the_second_moderator_is_told(engine: Engine, labels: Labels, queue: ReviewQueue) -> None:
    store(engine, "one", review("a", 0.5), review("b", 0.5))
    one, two = (card.id for card in queue.page(QueuePart()).cards)
    labels.add(one, Label.HAM, "ida")

    late = labels.decide([NewLabel(one, Label.SPAM, "jan"), NewLabel(two, Label.SPAM, "jan")], seen={})

    assert (late.overtaken, [change.comment_id for change in late.changes]) == ((one,), [two])
    [shown] = cards(engine, [one])
    assert shown.decision is not None
    assert shown.decision.reviewer == "ida"
    insisted = labels.decide([NewLabel(one, Label.SPAM, "jan")], seen={one: shown.decision.id})
    assert insisted.overtaken == ()
    assert [(change.before, change.after) for change in insisted.changes] == [(Label.HAM, Label.SPAM)]


@pytest.mark.parametrize("order", Order)
def test_an_index_answers_each_order(engine: Engine, queue: ReviewQueue, order: Order) -> None:
    """A page must not sort what waits, however much that is."""
    said: list[tuple[str, object]] = []
    listener = lambda *args: said.append((args[2], args[3]))  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    queue.page(QueuePart(order=order))
    event.remove(engine, "before_cursor_execute", listener)
    [(statement, values)] = [one for one in said if "ORDER BY" in one[0] and "LIMIT" in one[0]][:1]

    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
            connection.exec_driver_sql("SET enable_bitmapscan = off")
            connection.exec_driver_sql("SET enable_sort = off")
        plan = "\n".join(str(row) for row in connection.exec_driver_sql(explain + statement, values))

    assert "ix_waiting" in plan or "ix_comments_campaign" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
