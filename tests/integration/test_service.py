"""Submitting, processing and sweeping over a real store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.factories import new_article
from tests.fakes import RecordingBell, WordJudge
from worker.domain import ClaimedArticle, DueArticle, Failed, Page, Separation, State
from worker.errors import UnavailableError
from worker.reasons import Reason
from worker.separate import separate_together
from worker.store.figures.backlog import backlog
from worker.store.figures.status import status
from worker.store.flow.dead_letters import DeadLetters
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.work.backpressure import BackPressure, BusyError
from worker.work.pipeline import Outcome
from worker.work.service import BEHIND, LARGER, HandedBackError, Service, StoredNotRungError, WorkLimits


@dataclass(frozen=True)
class DirectQuarantine:
    """A quarantine in the test's own process; the real one has its own tests."""

    ends: Reason | None = None
    longest_s: int = 1

    def process(self, article: ClaimedArticle) -> Outcome:
        if self.ends is None:
            raise UnavailableError("no process can be started")
        return Failed(article.id, self.ends, "It is planted.", final=False)


@pytest.fixture
def bell() -> RecordingBell:
    return RecordingBell()


@pytest.fixture
def make(engine: Engine, bell: RecordingBell) -> Callable[..., Service]:
    def service(**parts: object) -> Service:
        limits = WorkLimits(batch_size=2, lease_s=0.0, max_attempts=3, sweep_interval_s=0.0)
        inbox, results = Inbox(engine), Results(engine)
        return Service(**{"inbox": inbox, "results": results, "bell": bell, "separate": separate_together,
                          "judge": WordJudge, "limits": limits, "quarantine": DirectQuarantine(), **parts})  # type: ignore[arg-type]  # fmt: skip

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


def test_where_much_waits_short_articles_are_rung_for_in_larger_batches(
    make: Callable[..., Service], bell: RecordingBell
) -> None:
    some = [new_article(f"Body of article {number}.") for number in range(2 * LARGER + 1)]
    waiting = 2 * BEHIND - 1
    service = make(waiting=lambda: waiting)
    service.submit(some[:2])
    waiting += 1
    service.submit([*some, some[-1]])  # two known already, one twice
    assert [len(batch) for batch in bell.rung] == [2, 2 * LARGER - 1]
    assert [service.process(batch) for batch in bell.rung] == [2, 2 * LARGER - 1]


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
    assert sorted(bell.rung_last) == sorted(ids)
    assert set(Inbox(engine).states(ids).values()) == {State.DEAD}
    assert {letter.reason for letter in DeadLetters(engine).list()} == {Reason.CRASH}


def test_a_page_that_always_crashes_is_dead_at_exactly_its_last_attempt(
    make: Callable[..., Service], bell: RecordingBell, engine: Engine
) -> None:
    def crash(pages: Sequence[Page]) -> list[Separation]:
        raise KeyError("planted")

    service = make(separate=crash, quarantine=DirectQuarantine(Reason.MEMORY))
    (row,) = [one.id for one in service.submit([new_article("Body.")])]
    assert [service.process_last(row), service.process([row]), service.process([row])] == [0, 1, 1]
    assert service.process([row]) == 0, "the last attempt is not for a worker's own process"
    service.sweep()
    assert bell.rung_last == [row]
    assert [service.process_last(row), service.process_last(row)] == [1, 0]
    (letter,) = DeadLetters(engine).list()
    assert (letter.reason, letter.attempts) == (Reason.MEMORY, 3)


def test_a_quarantine_that_can_not_begin_counts_no_attempt(make: Callable[..., Service], engine: Engine) -> None:
    service = make(limits=WorkLimits(batch_size=2, lease_s=60.0, max_attempts=1, sweep_interval_s=0.0))
    (row,) = [one.id for one in service.submit([new_article("Body.")])]
    for _ in range(3):
        with pytest.raises(UnavailableError):
            service.process_last(row)
    assert Inbox(engine).due(limit=9, again_after_s=60) == [DueArticle(row, 0)]


def test_work_that_is_handed_back_is_pending_and_not_counted(make: Callable[..., Service], engine: Engine) -> None:
    def asked(pages: Sequence[Page]) -> list[Separation]:
        raise HandedBackError

    ids = [one.id for one in make().submit([new_article("Body one."), new_article("Body two.")])]
    assert make(separate=asked).process(ids) == 0
    assert Inbox(engine).due(limit=9, again_after_s=60) == [DueArticle(row, 0) for row in sorted(ids)]
    assert make().process(ids) == 2


class RestartingResults(Results):
    """A database that is away for the first commits."""

    away = 2

    def commit(self, claim_token: str, outcomes: Sequence[Outcome]) -> int:
        self.away -= 1
        if self.away >= 0:
            raise UnavailableError("the database system is starting up")
        return super().commit(claim_token, outcomes)


def test_a_database_that_restarts_does_not_cost_the_work(make: Callable[..., Service], engine: Engine) -> None:
    service = make(results=RestartingResults(engine))
    ids = [one.id for one in service.submit([new_article("Body.")])]
    assert service.process(ids) == 1
    assert Inbox(engine).states(ids) == {ids[0]: State.DONE}


def test_submission_is_refused_as_a_whole_while_too_much_waits(make: Callable[..., Service], engine: Engine) -> None:
    pressure = BackPressure(
        max_pending=3,
        max_pending_age_s=3600,
        min_free_bytes=0,
        look=lambda: backlog(engine, count_to=3),
        free_bytes=lambda: None,
        clock=lambda: 0.0,
    )
    service = make(admit=pressure.admit)
    ids = [one.id for one in service.submit([new_article("one"), new_article("two")])]
    with pytest.raises(BusyError, match="more than 3") as refused:
        service.submit([new_article("three"), new_article("four")])
    assert refused.value.exit_code == 75
    assert status(engine).pending == 2
    assert service.process(ids) == 2
    later = replace(pressure)
    later.admit(3)
    with pytest.raises(BusyError):
        later.admit(1)


def test_a_long_queue_is_rung_into_for_few_at_a_time(make: Callable[..., Service], engine: Engine) -> None:
    crowded = RecordingBell([[number] for number in range(100)])
    Inbox(engine).submit([new_article(f"Body {number}.") for number in range(5)])
    service = make(bell=crowded)
    assert [service.sweep() for _ in range(4)] == [2, 2, 1, 0], "what was just rung for waits its turn"
    assert len(crowded.rung) == 103


def test_one_of_many_sweeps_an_interval(make: Callable[..., Service], engine: Engine, tmp_path: Path) -> None:
    Inbox(engine).submit([new_article("Body.")])
    limits = WorkLimits(batch_size=2, lease_s=60, max_attempts=3, sweep_interval_s=3600)
    assert [make(limits=limits).sweep() for _ in range(3)] == [1, 0, 0]
