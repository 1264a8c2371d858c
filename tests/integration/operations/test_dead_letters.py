"""Dead letters come back, or are given up, alike through every door."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.doors import AwayBell, Doors, bury
from worker.domain import State
from worker.errors import MisconfiguredError
from worker.operations.discard import discard
from worker.operations.replay import AT_ONCE, replay
from worker.reasons import Reason
from worker.store.flow.dead_letters import Choice, DeadLetters

pytestmark = pytest.mark.redis

Door = Callable[[Doors, list[int]], object]

ONE_BY_ONE: dict[str, Door] = {
    "cli": lambda way, ids: [way.cli("dead", "replay", str(one)) for one in ids],
    "api": lambda way, ids: [way.api().post(f"/api/v1/dead-letters/{one}/replay") for one in ids],
    "client": lambda way, ids: [replayed(way, one) for one in ids],
}
A_CLASS: dict[str, Door] = {
    "cli": lambda way, _: way.cli("dead", "replay", "--class", "TIMEOUT", "--rate", "10000"),
    "desk": lambda way, _: way.desk().send("/desk/dashboard/replay", reason="TIMEOUT"),
}
GIVEN_UP: dict[str, Door] = {
    "cli": lambda way, ids: way.cli("dead", "discard", *map(str, ids)),
    "api": lambda way, ids: [way.api().delete(f"/api/v1/dead-letters/{one}") for one in ids],
    "client": lambda way, ids: [discarded(way, one) for one in ids],
}


def replayed(way: Doors, letter: int) -> None:
    with way.client() as client:
        assert client.replay(letter)
        assert not client.replay(letter)


def discarded(way: Doors, letter: int) -> None:
    with way.client() as client:
        client.discard(letter)


@pytest.mark.parametrize("door", A_CLASS)
def test_a_class_is_rung_for_in_batches_of_the_service(opened: Callable[[], Doors], door: str) -> None:
    way = opened()
    ids = bury(way.engine, 900)
    bury(way.engine, 3, Reason.DECODE)
    A_CLASS[door](way, ids)
    assert [len(batch) for batch in way.rung()] == [64] * 14 + [4]
    assert way.states(ids) == {State.PENDING}
    assert [one for entry in way.audited("dead replay") for one in entry["ids"]] == ids
    assert DeadLetters(way.engine).count(Choice()) == 3


@pytest.mark.parametrize("door", ONE_BY_ONE)
def test_one_comes_back_once(opened: Callable[[], Doors], door: str) -> None:
    way = opened()
    first, second, _ = bury(way.engine, 3)
    ONE_BY_ONE[door](way, [first, second])
    ONE_BY_ONE["cli"](way, [first])
    assert way.rung() == [[first], [second]]
    assert [entry["ids"] for entry in way.audited("dead replay")] == [[first], [second]]
    assert DeadLetters(way.engine).count(Choice()) == 1


@pytest.mark.parametrize("door", GIVEN_UP)
def test_what_is_given_up_is_gone_and_noted(opened: Callable[[], Doors], door: str) -> None:
    way = opened()
    first, second, third = bury(way.engine, 3)
    GIVEN_UP[door](way, [first, second])
    assert [letter.id for letter in DeadLetters(way.engine).list()] == [third]
    assert sorted(one for entry in way.audited("dead discard") for one in entry["ids"]) == [first, second]
    assert way.rung() == []


def test_who_waits_gets_a_thousand_and_is_told_of_the_rest(opened: Callable[[], Doors]) -> None:
    way = opened()
    bury(way.engine, AT_ONCE + 2)
    shown = way.desk().send("/desk/dashboard/replay", reason="TIMEOUT").text
    assert "1,000 articles are pending again. 2 more of the kind are left" in shown
    assert sum(map(len, way.rung())) == AT_ONCE
    again = replay(way.engine, way.site.winnow.service, Choice(reason=Reason.TIMEOUT), actor="test")
    assert (len(again.ids), again.left, again.not_rung) == (2, 0, None)


def test_a_rate_is_kept_by_pauses_between_whole_batches(opened: Callable[[], Doors]) -> None:
    way = opened()
    ids = bury(way.engine, 200)
    pauses: list[float] = []
    done = replay(
        way.engine, way.site.winnow.service, Choice(ids=ids), actor="test", rate=100, pause=pauses.append
    )  # fmt: skip
    assert list(done.ids) == ids
    assert pauses == [0.64, 0.64, 0.64]
    assert [len(batch) for batch in way.rung()] == [64, 64, 64, 8]


def test_where_the_broker_is_away_they_are_pending_all_the_same(opened: Callable[[], Doors]) -> None:
    way = opened()
    ids, bell = bury(way.engine, 150), AwayBell()
    away = replace(way.site.winnow.service, bell=bell)  # type: ignore[arg-type]
    done = replay(way.engine, away, Choice(ids=ids), actor="test", rate=100, pause=lambda _: None)
    assert (list(done.ids), done.not_rung, bell.tried) == (ids, "the broker is away", 1)
    assert way.states(ids) == {State.PENDING}


def test_nobody_means_all_of_them_by_mistake(opened: Callable[[], Doors]) -> None:
    way = opened()
    bury(way.engine, 1)
    for act in (lambda: replay(way.engine, way.site.winnow.service, Choice(), actor="test"),
                lambda: discard(way.engine, Choice(), actor="test")):  # fmt: skip
        with pytest.raises(MisconfiguredError):
            act()
    assert DeadLetters(way.engine).count(Choice()) == 1
