"""Submitting, processing and sweeping over a real store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from classifiers.types import Comment, Prediction, Verdict
from tests.factories import new_article
from tests.fakes import RecordingBell, WordJudge
from worker.domain import (
    ClaimedArticle,
    DueArticle,
    Failed,
    Format,
    NewArticle,
    Page,
    Place,
    Separation,
    Source,
    State,
)
from worker.errors import UnavailableError
from worker.ingest.accept import accept
from worker.ingest.thread import GivenComment, Thread, write_thread
from worker.reasons import Reason
from worker.separate import separate_together
from worker.store.base.histories import with_histories
from worker.store.base.schema import comments
from worker.store.base.transactions import reading
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
                          "judge": lambda *_: WordJudge(), "limits": limits, "quarantine": DirectQuarantine(), **parts})  # type: ignore[arg-type]  # fmt: skip

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


@dataclass(frozen=True)
class RememberingJudge:
    """A model that allows who has written before."""

    version: str = "remembering"

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        known = [one.history is not None and one.history.author is not None for one in comments]
        return [Prediction(0.1, Verdict.ALLOW) if one else Prediction(0.6, Verdict.REVIEW) for one in known]


def thread(*texts: str) -> bytes:
    said = [GivenComment(text=text, author="Ida", author_url="https://ida.example") for text in texts]
    return write_thread(Thread(comments=said))


def page_of(name: str, *texts: str) -> NewArticle:
    source = Source(raw=thread(*texts), format=Format.THREAD, url=f"https://orchard.example/{name}")
    return accept(source, max_bytes=10_000)


def verdicts(engine: Engine) -> dict[str, Verdict]:
    with reading(engine) as connection:
        return {row.text: row.verdict for row in connection.execute(comments.select())}


def remembering(make: Callable[..., Service], engine: Engine) -> Service:
    return make(judge=lambda *_: RememberingJudge(), recall=partial(with_histories, engine))


def test_who_has_written_before_is_known_once_that_is_stored(make: Callable[..., Service], engine: Engine) -> None:
    service = remembering(make, engine)
    ids = [one.id for one in service.submit([page_of("one", "First."), page_of("two", "At once.")])]
    service.process(ids)
    [later] = service.submit([page_of("three", "Later.", "And again.")])
    service.process([later.id])
    expected = {"First.": Verdict.REVIEW, "At once.": Verdict.REVIEW}
    assert verdicts(engine) == expected | {"Later.": Verdict.ALLOW, "And again.": Verdict.ALLOW}


def test_a_message_that_comes_twice_and_a_page_that_is_crawled_again_change_no_verdict(
    make: Callable[..., Service], engine: Engine
) -> None:
    service = remembering(make, engine)
    [stored] = service.submit([page_of("one", "First.")])
    assert [service.process([stored.id]) for _ in range(2)] == [1, 0]
    service.submit([page_of("one", "First.", "Second.")])
    service.process([stored.id])
    assert verdicts(engine) == {"First.": Verdict.REVIEW, "Second.": Verdict.REVIEW}


def test_a_lease_that_was_lost_is_no_past(make: Callable[..., Service], engine: Engine) -> None:
    service = remembering(make, engine)
    [stored] = service.submit([page_of("one", "First.")])
    Inbox(engine).claim([stored.id], lease_s=-1.0)  # a worker that was never heard of again
    service.sweep()
    service.process([stored.id])
    assert verdicts(engine) == {"First.": Verdict.REVIEW}


def test_a_store_that_restarts_is_waited_for_when_it_is_asked_for_the_past(
    make: Callable[..., Service], engine: Engine
) -> None:
    left = iter([True, False])

    def recall(asked: Sequence[Comment], places: Sequence[Place]) -> Sequence[Comment]:
        if next(left):
            raise UnavailableError("the database is away")
        return with_histories(engine, asked, places)

    service = make(judge=lambda *_: RememberingJudge(), recall=recall)
    [stored] = service.submit([page_of("one", "First.")])
    assert service.process([stored.id]) == 1
    assert verdicts(engine) == {"First.": Verdict.REVIEW}
