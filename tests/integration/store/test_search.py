"""Full-text search over each kind of database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from classifiers.types import Label, Verdict
from tests.factories import judged
from tests.integration.store.test_plans import said_to
from tests.integration.store.test_review import store
from worker.store.base.transactions import writing
from worker.store.figures.daily_counts import DAYS, trends
from worker.store.moderation.labels import Labels
from worker.store.moderation.search import Query, everything, ids_statement, search


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
def test_what_is_all_in_sight_is_not_looked_for_twice(engine: Engine) -> None:
    asked = {}
    for words in ("rare", "pears", "buy"):
        with said_to(engine) as said:
            found = search(engine, Query(words=words, limit=1))
        asked[words] = (found.count, sum("matching" in statement for statement, _ in said))
    assert asked == {"rare": (0, 1), "pears": (2, 2), "buy": (1, 1)}
    # The second page counts what is found on all of them.
    assert search(engine, Query(words="pears", limit=1, before=2)).count == 2


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


@pytest.fixture
def unspaced(engine: Engine) -> None:
    store(
        engine,
        "three",
        judged("我昨天在果园买了很好的梨。", author="王小明"),
        judged("この梨はとても甘いです。ｶﾀｶﾅも。", author="Ida"),
        judged("과수원에서 배를 샀어요.", author="Bo"),
        judged("新しいiPhone15手機を買った", author="Bo"),
    )


@pytest.mark.usefixtures("stored", "unspaced")
@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("果园", "我昨天"),
        ("好的梨", "我昨天"),
        ("小明", "我昨天"),
        ("昨天 梨", "我昨天"),
        ("とても甘い", "この梨"),
        ("カタカナ", "この梨"),
        ("す", "この梨"),
        ("과수원", "과수원"),
        ("샀어요", "과수원"),
        ("배", "과수원"),
        ("iphone15", "新しい"),
        ("iphone15手", "新しい"),
        ("iPhone15 手機", "新しい"),
        ("いiPhone15手機を", "新しい"),
    ],
)
def test_words_are_found_where_no_blank_parts_them(engine: Engine, words: str, begins: str) -> None:
    [found] = texts(engine, words=words)
    assert found.startswith(begins)


@pytest.mark.usefixtures("stored", "unspaced")
@pytest.mark.parametrize("words", ["园果", "果园 とても", "天在園", "手機iphone15", "梨 pears"])
def test_what_no_text_says_is_not_found(engine: Engine, words: str) -> None:
    assert texts(engine, words=words) == []


@pytest.mark.usefixtures("stored", "unspaced")
def test_the_index_of_pairs_follows_changes_and_erasure(engine: Engine) -> None:
    assert len(texts(engine, words="梨")) == 2
    store(engine, "three", judged("林檎だけです。", author="Ida"))
    assert texts(engine, words="梨") == []
    assert texts(engine, words="林檎") == ["林檎だけです。"]
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM articles"))
    assert texts(engine, words="林檎") == []


def test_a_long_unspaced_comment_is_stored(engine: Engine) -> None:
    store(engine, "one", judged("".join(chr(0x4E00 + number * 7 % 20_000) for number in range(200_000))))

    assert len(texts(engine, words="一")) == 1


@pytest.mark.usefixtures("stored")
def test_trends_count_what_stands(engine: Engine, labels: Labels) -> None:
    labels.add(2, Label.HAM, "ida")
    labels.add(1, Label.SPAM, "ida")

    found = trends(engine)

    assert len(found.days) == DAYS
    assert found.days[-1].articles == 2
    assert dict(found.days[-1].verdicts) == {Verdict.ALLOW: 3, Verdict.SPAM: 1}
    assert [(one.source, one.comments, one.spam) for one in found.sources] == [("orchard", 3, 1), ("mill", 1, 0)]


def test_a_rare_word_is_not_looked_for_in_all_comments(engine: Engine) -> None:
    """PostgreSQL guesses that any word is in one of two hundred comments: it must not walk through them for it."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite's full-text index is asked first as it is")
    many = 20_000
    with writing(engine) as connection:
        for statement in (
            "INSERT INTO articles (id, key, page, format, content_hash, revision, state, attempts, submitted_at)"
            " VALUES (1, 'k', 1, 'html', 'h', 1, 'done', 1, now())",
            "INSERT INTO comments (article_id, identity, position, depth, kind, gone, verdict, probability, model,"
            " links, reasons, text) SELECT 1, 'c' || i, i, 0, 'comment', false, 'allow', 0.1, 'base-1', '[]', '[]',"
            f" CASE i WHEN 7 THEN 'quagga' ELSE 'pears plums ' || i END FROM generate_series(1, {many}) AS i",
            "ANALYZE comments",
        ):
            connection.execute(text(statement))
        statement = ids_statement(Query(words="quagga"), "postgresql").limit(26).compile(connection)
        explain = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
        [plan] = connection.exec_driver_sql(explain, statement.params).scalar_one()
    read = [node["Actual Rows"] * node["Actual Loops"] for node in scans(plan["Plan"])]
    assert read
    assert sum(read) < many / 100


def scans(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the nodes of a plan that read rows of a table or an index."""
    if "Scan" in node["Node Type"]:
        yield node
    for child in node.get("Plans", ()):
        yield from scans(child)
