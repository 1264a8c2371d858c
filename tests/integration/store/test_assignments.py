"""Comments that somebody is to look at: given, filtered, taken back, and nobody's again where somebody leaves."""

import pytest
from sqlalchemy import Engine, text

from classifiers.types import Label
from tests.integration.store.test_bulk_decisions import stored, waiting
from tests.integration.store.test_plans import plan, said_to
from worker.store.access.users import Users
from worker.store.base.audit import entries
from worker.store.base.schema import comments
from worker.store.base.transactions import writing
from worker.store.moderation.assignments import NOBODY, assign, assignments_of, take_back, waiting_for
from worker.store.moderation.bulk_decisions import preview
from worker.store.moderation.comment_history import history
from worker.store.moderation.labels import Labels
from worker.store.moderation.review_queue import Order, QueuePart, ReviewQueue
from worker.store.moderation.search import Query, search

PASSWORD = "correct horse battery"


@pytest.fixture
def three(engine: Engine) -> list[int]:
    return stored(engine, *(waiting(text) for text in ("One.", "Two.", "Three.")))


def held(engine: Engine, ids: list[int]) -> dict[int, str]:
    return {one: given.assignee for one, given in assignments_of(engine, ids).items()}


def queue(engine: Engine, assignee: str = "", order: Order = Order.UNCERTAINTY) -> list[int]:
    page = ReviewQueue(engine).page(QueuePart(order=order, assignee=assignee, reviewer="ida"))
    return sorted(card.id for card in page.cards)


@pytest.mark.parametrize("order", [Order.UNCERTAINTY, Order.NEWEST, Order.SOURCE, Order.LANGUAGE])
def test_what_is_given_to_somebody_is_his_part_of_the_queue(engine: Engine, three: list[int], order: Order) -> None:
    assert assign(engine, [*three[:2], 99], "jan", by="ida") == three[:2]
    assert held(engine, three) == dict.fromkeys(three[:2], "jan")
    assert queue(engine, "jan", order) == three[:2]
    assert (queue(engine, "ida", order), queue(engine, "", order)) == ([], three)  # nothing is out of the queue by it
    assert [card.id for card in search(engine, Query(assignee="jan")).cards] == [three[1], three[0]]
    assert preview(engine, Query(assignee="jan", waiting=True)).count == 2


def test_what_is_decided_waits_for_nobody(engine: Engine, labels: Labels, three: list[int]) -> None:
    assign(engine, three, "jan", by="ida")
    labels.add(three[0], Label.SPAM, "jan")
    assert (waiting_for(engine, "jan"), waiting_for(engine, "ida")) == (2, 0)


def test_what_is_somebodys_is_not_asked_of_each_that_waits(engine: Engine, three: list[int]) -> None:
    # Beside two thousand that wait, so that each database has reason to choose.
    names = ", ".join(one.name for one in comments.columns if one.name not in ("id", "identity"))
    copies = f"SELECT 'copy ' || i, {names} FROM n, comments WHERE id = {three[0]}"
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
    with writing(engine) as connection:
        connection.execute(text(f"INSERT INTO comments (identity, {names}) {numbers} {copies}"))
    assign(engine, three[:2], "jan", by="ida")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    with said_to(engine) as said:
        assert waiting_for(engine, "jan") == 2
    with engine.connect() as connection:
        [shown] = [plan(connection, *one) for one in said if "count" in one[0]]
    # Nothing is asked once for each that waits; which of the two PostgreSQL goes through first, it weighs by itself.
    assert ("CORRELATED" in shown, "SubPlan" in shown) == (False, False)
    assert engine.dialect.name != "sqlite" or "SEARCH comments USING INTEGER PRIMARY KEY" in shown


def test_giving_the_same_twice_changes_nothing(engine: Engine, three: list[int]) -> None:
    assert assign(engine, three, NOBODY, by="ida") == []
    assert assign(engine, three, "jan", by="ida") == three
    assert assign(engine, three, "jan", by="jan") == []
    assert [entry.actor for entry in entries(engine)] == ["ida"] * 3


def test_taking_back_gives_back_to_who_had_it_once(engine: Engine, three: list[int]) -> None:
    one = three[0]
    assign(engine, [one], "jan", by="ida")
    assign(engine, three, "eve", by="ida")
    assert take_back(engine, three, by="jan") == []  # who did not give takes nothing back

    assert take_back(engine, three, by="ida") == three
    assert held(engine, three) == {one: "jan"}
    assert take_back(engine, three, by="ida") == []
    assert held(engine, three) == {one: "jan"}


def test_what_another_gave_away_since_stays(engine: Engine, three: list[int]) -> None:
    assign(engine, three, "jan", by="ida")
    assign(engine, three[:1], "eve", by="jan")
    assert take_back(engine, three, by="ida") == three[1:]
    assert held(engine, three) == {three[0]: "eve"}


def test_it_is_in_the_history_of_its_comment(engine: Engine, three: list[int]) -> None:
    assign(engine, three[:1], "jan", by="ida")
    take_back(engine, three[:1], by="ida")
    told = [(event.action, event.actor, event.details.get("to")) for event in history(engine, three[0])]
    assert told == [("unassign", "ida", None), ("assign", "ida", "jan")]


def test_who_leaves_has_nothing_to_look_at(engine: Engine, three: list[int]) -> None:
    for name in ("ida", "jan"):
        Users(engine).add(name, PASSWORD, actor="test")
    assign(engine, three, "jan", by="ida")
    assign(engine, three[:1], "ida", by="jan")  # and jan had it before
    Users(engine).remove("jan", actor="test")

    assert held(engine, three) == {three[0]: "ida"}
    assert take_back(engine, three, by="jan") == []
    assert Users(engine).colleagues() == ["ida"]


def test_colleagues_are_who_has_a_role_or_is_here(engine: Engine) -> None:
    users = Users(engine)
    users.add("jan", PASSWORD, actor="test")
    users.open_session("proxied")  # whom a proxy lets in, without a role
    assert users.colleagues() == ["jan", "proxied"]
