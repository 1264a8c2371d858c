"""Full-text search over each kind of database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from classifiers.types import Label, Verdict
from tests.factories import judged
from tests.integration.store.test_review import store
from worker.store.labels import Labels
from worker.store.search import Query, everything, search
from worker.store.transactions import writing
from worker.store.trends import DAYS, trends


@pytest.fixture
def stored(engine: Engine) -> None:
    store(
        engine,
        "one",
        judged("The café sells ripe pears.", author="Ida"),
        judged("Cheap pears, buy now!", author="Pear Shop", verdict=Verdict.SPAM, probability=0.99),
        judged("Unrelated.", author="Bo"),
        source="orchard",
    )
    store(engine, "two", judged("Пила и груши", author="Олег"), source="mill")


def texts(engine: Engine, **query: object) -> list[str]:
    return [card.text for card in search(engine, Query(**query)).cards]  # type: ignore[arg-type]


@pytest.mark.usefixtures("stored")
def test_words_and_phrases_are_found_the_newest_first(engine: Engine) -> None:
    assert texts(engine, words="pears") == ["Cheap pears, buy now!", "The café sells ripe pears."]
    assert texts(engine, words='"ripe pears"') == ["The café sells ripe pears."]
    assert texts(engine, words='"pears ripe"') == []
    assert texts(engine, words="PEARS cheap") == ["Cheap pears, buy now!"]
    assert texts(engine, words="груши") == ["Пила и груши"]
    assert texts(engine, words="ida") == ["The café sells ripe pears."]
    assert len(texts(engine)) == 4


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    "words", ['"', "' OR 1=1 --", "pears AND (", "NEAR(", "pears*", "!!!", "-pears:", '"" x:y', "\\"]
)
def test_what_looks_like_an_operator_is_only_text(engine: Engine, words: str) -> None:
    assert isinstance(texts(engine, words=words), list)


@pytest.mark.usefixtures("stored")
def test_filters(engine: Engine, labels: Labels) -> None:
    labels.add(3, Label.SPAM, "ida")

    assert texts(engine, verdict=Verdict.SPAM) == ["Unrelated.", "Cheap pears, buy now!"]
    assert texts(engine, verdict=Verdict.ALLOW, source="orchard") == ["The café sells ripe pears."]
    assert texts(engine, source="mill") == ["Пила и груши"]
    assert len(texts(engine, reason="WORDS")) == 4
    assert texts(engine, reason="WORD%") == []
    assert texts(engine, model="other") == []
    today = datetime.now(UTC).date()
    assert len(texts(engine, since=today, until=today)) == 4
    assert texts(engine, until=today - timedelta(days=1)) == []


@pytest.mark.usefixtures("stored")
def test_pages_go_on_where_the_last_ended(engine: Engine) -> None:
    first = search(engine, Query(limit=3))
    second = search(engine, Query(limit=3, before=first.next))

    assert [card.id for card in (*first.cards, *second.cards)] == [4, 3, 2, 1]
    assert second.next is None
    assert [card.id for card in everything(engine, Query(words="pears"))] == [2, 1]


@pytest.mark.usefixtures("stored")
def test_the_index_follows_changes_and_erasure(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE comments SET text = 'Only plums.' WHERE id = 1"))
        connection.execute(text("DELETE FROM comments WHERE id = 2"))

    assert texts(engine, words="pears") == []
    assert texts(engine, words="plums") == ["Only plums."]
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM articles"))
    assert texts(engine, words="plums") == []


def test_a_comment_longer_than_an_index_takes_is_stored(engine: Engine) -> None:
    long = " ".join(f"word{number}" for number in range(150_000))
    store(engine, "one", judged(long))

    assert len(texts(engine, words="word77")) == 1


@pytest.mark.usefixtures("stored")
def test_trends_count_what_stands(engine: Engine, labels: Labels) -> None:
    labels.add(2, Label.HAM, "ida")
    labels.add(1, Label.SPAM, "ida")

    found = trends(engine)

    assert len(found.days) == DAYS
    assert found.days[-1].articles == 2
    assert dict(found.days[-1].verdicts) == {Verdict.ALLOW: 3, Verdict.SPAM: 1}
    assert [(one.source, one.comments, one.spam) for one in found.sources] == [("orchard", 3, 1), ("mill", 1, 0)]
