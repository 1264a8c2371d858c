"""What the worker does with its parts: take articles in, work through them, sweep up what was lost.

The parts are arguments; nothing here knows Celery or a database.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from classifiers.types import Comment
from worker.domain import Arrival, Claim, ClaimedArticle, DueArticle, Failed, NewArticle, Place, Submitted
from worker.errors import UnavailableError
from worker.observability.traces import span
from worker.reasons import Reason
from worker.work import pipeline
from worker.work.by_site import JudgeOf, by_model
from worker.work.pipeline import Outcome, Recall, Separate
from worker.work.ruling import Ruling, ruled_outcome
from worker.work.stopwatch import Stage, Stopwatch

Answer = TypeVar("Answer")

_TO_WORK_ON = (Arrival.NEW, Arrival.REVISED)
# Messages in the queue from which on sweeping rings for few more: most will be worked on anyway.
SHORT_QUEUE = 50
# Seconds beyond a lease for which an article in a long queue is taken for one that waits its turn.
CROWDED_PATIENCE_S = 10.0
# Rows that one sweep rings for: a backlog is fed in steps, as the queue grows short again.
SWEEP_ARTICLES = 20_000
# Articles that wait, in batches, from which on short ones go into larger batches: what a batch costs is shared by more.
BEHIND = 16
# Times the batch size that such a batch holds, and bytes that it may come to: what a child takes in at once is bounded.
LARGER = 4
LARGER_BYTES = 1_000_000
# Seconds that finished work waits for a database that restarts, at first and at most between two tries.
STORE_PAUSE_S = (0.2, 2.0)
STORE_PATIENCE_S = 10.0
# Times the longest lease of these settings: a lease beyond was given by a clock that has been set back, not by a worker
# with longer leases.
LEASE_SLACK = 10


class InboxPort(Protocol):
    """The part of the store that articles come in through."""

    def submit(self, articles: Sequence[NewArticle], *, rung: bool = False) -> list[Submitted]:
        """Store a batch; the same article again changes nothing. ``rung`` where the caller rings next."""

    def refuse(self, reason: Reason, count: int = 1) -> None:
        """Count what was turned away."""

    def claim(self, ids: Sequence[int], *, lease_s: float, tried: range) -> Claim:
        """Lease those that are pending and were attempted as often as ``tried`` holds."""

    def release(self, claim_token: str) -> int:
        """Put back what is still leased, its attempt not counted."""

    def expire(self, *, max_attempts: int, longest_lease_s: float) -> list[int]:
        """Take back leases that are over; none is given for longer than ``longest_lease_s``."""

    def due(self, *, limit: int, again_after_s: float) -> list[DueArticle]:
        """List what has to be rung for."""

    def mark_rung(self, ids: Sequence[int]) -> None:
        """Note that it was."""

    def mark_unrung(self, ids: Sequence[int]) -> None:
        """Note that it could not be done."""

    def take_sweep(self, interval_s: float) -> bool:
        """Say whether this worker is the one that sweeps now."""


class ResultsPort(Protocol):
    """The part of the store that outcomes go to."""

    def commit(self, claim_token: str, outcomes: Sequence[Outcome]) -> int:
        """Store a batch's outcomes in one transaction; those whose lease was lost are dropped."""


class Bell(Protocol):
    """The queue: rings for articles by their ids."""

    def ring(self, batches: Sequence[Sequence[int]]) -> None:
        """Send one message a batch; raises UnavailableError."""

    def ring_last(self, ids: Sequence[int]) -> None:
        """Send one message an article for its last attempt; raises UnavailableError."""

    def depth(self) -> int:
        """Count the messages that wait; raises UnavailableError."""


class QuarantinePort(Protocol):
    """Where an article has its last attempt."""

    @property
    def longest_s(self) -> int:
        """Seconds after which an answer is there for certain."""

    def process(self, article: ClaimedArticle) -> Outcome:
        """Return the article's outcome, whatever it does; raises UnavailableError where it was not begun."""


class HandedBackError(BaseException):
    """The work in hand is to be given back at once; no Exception, so that no handler takes it for the article's."""


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """How much, how long and how often; times in seconds."""

    batch_size: int
    lease_s: float
    max_attempts: int
    sweep_interval_s: float


@dataclass(frozen=True, slots=True)
class Service:
    """Winnow's work over a store, a queue and a model."""

    inbox: InboxPort
    results: ResultsPort
    bell: Bell
    separate: Separate
    judge: JudgeOf
    limits: WorkLimits
    quarantine: QuarantinePort
    # The rules in force, for what another process has judged; `judge` has applied them to all else.
    ruling: Callable[[], Ruling] = Ruling
    # Raises UnavailableError where so many articles must wait.
    admit: Callable[[int], None] = lambda _: None
    # Articles that waited when it was last looked.
    waiting: Callable[[], int] = lambda: 0
    # Drops what need not be kept any longer.
    retain: Callable[[], object] = lambda: None
    # Adds up what the store has counted since the last sweep.
    settle: Callable[[], object] = lambda: None
    # What is raised inside the work when its time is up.
    time_is_up: type[Exception] = TimeoutError
    # Around the work: where HandedBackError may be raised.
    at_work: Callable[[], AbstractContextManager[None]] = nullcontext
    # Finds what was on comments' sites before them; without it, they are judged by themselves and their pages.
    recall: Recall | None = None
    # Told how long a batch's stages took, in seconds.
    note_times: Callable[[Mapping[Stage, float]], None] = lambda _: None

    def submit(self, articles: Sequence[NewArticle]) -> list[Submitted]:
        """Persist, then ring.

        Raises UnavailableError with nothing stored, or StoredNotRungError where only the queue is out of reach.
        """
        self.admit(len(articles))
        with span("submit", articles=len(articles)):
            return self._submit(articles)

    def _submit(self, articles: Sequence[NewArticle]) -> list[Submitted]:
        # Rung for already: where this process ends before it rings, the sweeper does when a lease is over.
        stored = self.inbox.submit(articles, rung=True)
        fresh = sorted({one.id for one in stored if one.arrival in _TO_WORK_ON})
        if fresh:
            try:
                self.bell.ring(self._batches(fresh, stored, articles))
            except UnavailableError as error:
                with suppress(UnavailableError):
                    self.inbox.mark_unrung(fresh)
                raise StoredNotRungError(stored, str(error)) from None
        return stored

    def _batches(
        self, fresh: Sequence[int], stored: Sequence[Submitted], articles: Sequence[NewArticle]
    ) -> list[Sequence[int]]:
        """Small batches while workers are idle, since they answer soon; larger ones while much waits."""
        fewest = self.limits.batch_size
        if self.waiting() < BEHIND * fewest:
            return batches(fresh, fewest)
        sizes = {one.id: len(article.source.raw) for one, article in zip(stored, articles, strict=True)}
        return larger_batches([(row, sizes[row]) for row in fresh], fewest)

    def process(self, ids: Sequence[int]) -> int:
        """Claim, work, commit: one transaction a batch; returns how many outcomes were stored.

        What has only its last attempt left is not touched: that one is for `process_last`.
        """
        tried = range(self.limits.max_attempts - 1)
        claim = self.inbox.claim(ids, lease_s=self.limits.lease_s, tried=tried)
        return self._work(claim, self._process) if claim.articles else 0

    def process_last(self, article_id: int) -> int:
        """Give an article its last attempt, in quarantine; returns how many outcomes were stored."""
        last = self.limits.max_attempts - 1
        claim = self.inbox.claim([article_id], lease_s=self._last_lease_s, tried=range(last, last + 1))
        return self._work(claim, self._quarantine) if claim.articles else 0

    @property
    def _last_lease_s(self) -> float:
        return max(self.limits.lease_s, self.quarantine.longest_s + STORE_PATIENCE_S)

    def _work(self, claim: Claim, work: Callable[[Claim, Stopwatch], list[Outcome]]) -> int:
        watch = Stopwatch()
        try:
            with self.at_work(), span("work", articles=len(claim.articles)):
                outcomes = work(claim, watch)
        except HandedBackError:
            self.inbox.release(claim.token)
            return 0
        with watch.running(Stage.STORE), span("store", articles=len(outcomes)):
            stored = self._store(claim.token, outcomes)
        with suppress(UnavailableError):  # the work is stored; its times are counted with the next
            self.note_times(watch.seconds)
        return stored

    def _process(self, claim: Claim, watch: Stopwatch) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for model, places in by_model(self.judge, [article.owner for article in claim.articles]):
            outcomes += pipeline.process(
                [claim.articles[place] for place in places],
                separate=watch.separate(self.separate),
                judge=watch.judge(model),
                time_is_up=self.time_is_up,
                recall=self._recall(watch),
            )
        return outcomes

    def _recall(self, watch: Stopwatch) -> Recall | None:
        """Return what finds comments' past, its time counted; a database that only restarts is waited for."""
        recall = self.recall
        if recall is None:
            return None

        def patiently(comments: Sequence[Comment], places: Sequence[Place]) -> Sequence[Comment]:
            with watch.running(Stage.STORE):
                return _patiently(lambda: recall(comments, places))

        return patiently

    def _quarantine(self, claim: Claim, _: Stopwatch) -> list[Outcome]:
        (article,) = claim.articles
        try:
            outcome = self.quarantine.process(article)
        except UnavailableError:
            self.inbox.release(claim.token)  # not the article's doing
            raise
        if isinstance(outcome, Failed):
            return [replace(outcome, final=True)]
        return [ruled_outcome(outcome, self.ruling())]

    def _store(self, token: str, outcomes: Sequence[Outcome]) -> int:
        """Store what was worked out; a database that only restarts does not cost the work."""
        return _patiently(lambda: self.results.commit(token, outcomes))

    def sweep(self) -> int:
        """Take back what was lost and ring for what nobody rings for; returns how many articles were rung for.

        One of all workers does it each interval, and gently while the queue is long.
        """
        if not self.inbox.take_sweep(self.limits.sweep_interval_s):
            return 0
        self.settle()
        self.inbox.expire(max_attempts=self.limits.max_attempts, longest_lease_s=LEASE_SLACK * self._last_lease_s)
        due = self._due(crowded=self.bell.depth() > SHORT_QUEUE)
        if due:
            last = self.limits.max_attempts - 1
            self.bell.ring(_apart([one for one in due if one.attempts < last], self.limits.batch_size))
            self.bell.ring_last([one.id for one in due if one.attempts >= last])
            self.inbox.mark_rung([one.id for one in due])
        return len(due)

    def _due(self, *, crowded: bool) -> list[DueArticle]:
        """List what to ring for: all that nobody rings for, or, where the queue is long, the oldest few of it.

        A queue that never grows short must not starve what a broker once forgot.
        """
        if crowded:
            return self.inbox.due(limit=self.limits.batch_size, again_after_s=self.limits.lease_s + CROWDED_PATIENCE_S)
        return self.inbox.due(limit=SWEEP_ARTICLES, again_after_s=self.limits.lease_s)


def _patiently(ask: Callable[[], Answer]) -> Answer:
    """Return what the store answers; one that is away is asked again, for some seconds."""
    deadline, (pause, longest) = time.monotonic() + STORE_PATIENCE_S, STORE_PAUSE_S
    while True:
        try:
            return ask()
        except UnavailableError:
            if time.monotonic() + pause > deadline:
                raise
        time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  - jitter, no secret
        pause = min(pause * 2, longest)


class StoredNotRungError(UnavailableError):
    """The articles are stored, and only the queue could not be told: a worker's sweeper will find them."""

    def __init__(self, stored: list[Submitted], cause: str) -> None:
        count = len(stored)
        super().__init__(f"{count} articles are stored, and workers will find them once they run; but {cause}")
        self.stored = stored


def batches(ids: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut ids into batches of at most ``size``, in order."""
    return [ids[at : at + size] for at in range(0, len(ids), size)]


def larger_batches(sized: Sequence[tuple[int, int]], fewest: int) -> list[Sequence[int]]:
    """Cut (id, bytes) into batches of ``fewest`` ids, and of up to `LARGER` times as many where they are short."""
    cut: list[list[int]] = []
    size = 0
    for row, more in sized:
        size += more
        full = not cut or len(cut[-1]) >= LARGER * fewest or (len(cut[-1]) >= fewest and size > LARGER_BYTES)
        if full:
            cut.append([])
            size = more
        cut[-1].append(row)
    return list(cut)


def _apart(due: Sequence[DueArticle], size: int) -> list[Sequence[int]]:
    """Ring for each article that failed before alone, so that it takes no neighbour down with it."""
    fresh = [one.id for one in due if not one.attempts]
    return [*batches(fresh, size), *([one.id] for one in due if one.attempts)]
