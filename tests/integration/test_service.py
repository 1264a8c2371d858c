"""Submitting, processing and sweeping over a real store."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.factories import new_article
from tests.fakes import RecordingBell, WordJudge
from worker.domain import Page, Separation, State
from worker.errors import UnavailableError
from worker.reasons import Reason
from worker.separate import separate
from worker.service import Limits, Service, StoredNotRungError
from worker.store.dead_letters import DeadLetters
from worker.store.inbox import Inbox
from worker.store.results import Results


@pytest.fixture
def bell() -> RecordingBell:
    return RecordingBell()


@pytest.fixture
def make(engine: Engine, bell: RecordingBell) -> Callable[..., Service]:
    def service(**parts: object) -> Service:
        limits = Limits(batch_size=2, lease_s=0.0, max_attempts=3, sweep_interval_s=0.0)
        inbox, results = Inbox(engine), Results(engine)
        return Service(**{"inbox": inbox, "results": results, "bell": bell, "separate": separate,
                          "judge": WordJudge, "limits": limits, **parts})  # type: ignore[arg-type]  # fmt: skip

    return service


def test_what_is_submitted_is_rung_for_in_batches_and_processed_once(
    make: Callable[..., Service], bell: RecordingBell, engine: Engine
) -> None:
    service = make()
    stored = service.submit([new_article(f"Body of article {number}.") for number in range(5)])
    assert sorted(one for batch in bell.rung for one in batch) == sorted(one.id for one in stored)
    assert [len(batch) for batch in bell.rung] == [2, 2, 1]
    assert [service.process(batch) for batch in bell.rung] == [2, 2, 1]
    assert [service.process(batch) for batch in bell.rung] == [0, 0, 0]
    assert len(list(Results(engine).export())) == 5


def test_the_same_article_again_rings_for_nothing(make: Callable[..., Service], bell: RecordingBell) -> None:
    service = make()
    service.submit([new_article("Body.")])
    service.submit([new_article("Body.")])
    assert len(bell.rung) == 1


class MuteBell(RecordingBell):
    """A queue that is out of reach."""

    def ring(self, batches: Sequence[Sequence[int]]) -> None:
        raise UnavailableError("the broker can't be reached")


def test_a_queue_out_of_reach_loses_nothing(make: Callable[..., Service], bell: RecordingBell) -> None:
    with pytest.raises(StoredNotRungError) as error:
        make(bell=MuteBell()).submit([new_article("Body.")])
    assert make().sweep() == 1
    assert bell.rung == [[error.value.stored[0].id]]


def test_a_lost_claim_is_swept_up_alone_and_dies_after_its_last_attempt(
    make: Callable[..., Service], bell: RecordingBell, engine: Engine
) -> None:
    service = make()
    ids = [one.id for one in service.submit([new_article("Body one."), new_article("Body two.")])]
    for _ in range(3):
        Inbox(engine).claim(ids, lease_s=-1.0)  # a worker that took them and was never heard of again
        bell.rung.clear()
        service.sweep()
        assert bell.rung in ([[one] for one in sorted(ids)], [])
    assert set(Inbox(engine).states(ids).values()) == {State.DEAD}
    assert {letter.reason for letter in DeadLetters(engine).list()} == {Reason.CRASH}


def test_a_page_that_always_crashes_is_dead_at_exactly_its_last_attempt(
    make: Callable[..., Service], engine: Engine
) -> None:
    def crash(page: Page) -> Separation:
        raise KeyError("planted")

    service = make(separate=crash)
    ids = [one.id for one in service.submit([new_article("Body.")])]
    seen = []
    for _ in range(4):
        service.process(ids)
        seen.append(Inbox(engine).states(ids)[ids[0]])
    assert seen == [State.PENDING, State.PENDING, State.DEAD, State.DEAD]
    (letter,) = DeadLetters(engine).list()
    assert (letter.reason, letter.attempts) == (Reason.CRASH, 3)


def test_a_long_queue_is_not_rung_into(make: Callable[..., Service], engine: Engine) -> None:
    crowded = RecordingBell([[number] for number in range(100)])
    Inbox(engine).submit([new_article("Body.")])
    assert make(bell=crowded).sweep() == 0
    assert len(crowded.rung) == 100


def test_one_of_many_sweeps_an_interval(make: Callable[..., Service], engine: Engine, tmp_path: Path) -> None:
    Inbox(engine).submit([new_article("Body.")])
    limits = Limits(batch_size=2, lease_s=60, max_attempts=3, sweep_interval_s=3600)
    assert [make(limits=limits).sweep() for _ in range(3)] == [1, 0, 0]
