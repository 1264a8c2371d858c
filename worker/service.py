"""What the worker does with its parts: take articles in, work through them, sweep up what was lost.

The parts are arguments; nothing here knows Celery or a database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from worker import pipeline
from worker.domain import Arrival, Claim, DueArticle, Failed, NewArticle, Submitted
from worker.errors import UnavailableError
from worker.pipeline import Judge, Outcome, Separate
from worker.reasons import Reason

# Messages in the queue from which on sweeping rings for no more: they will be worked on anyway.
SHORT_QUEUE = 50
# Rows that one sweep rings for: a backlog is fed in steps, as the queue grows short again.
SWEEP_ARTICLES = 20_000


class Inbox(Protocol):
    """The part of the store that articles come in through."""

    def submit(self, articles: Sequence[NewArticle]) -> list[Submitted]:
        """Store a batch; the same article again changes nothing."""

    def refuse(self, reason: Reason, count: int = 1) -> None:
        """Count what was turned away."""

    def claim(self, ids: Sequence[int], *, lease_s: float) -> Claim:
        """Lease those that are pending."""

    def expire(self, *, max_attempts: int) -> list[int]:
        """Take back leases that are over."""

    def due(self, *, limit: int, again_after_s: float) -> list[DueArticle]:
        """List what has to be rung for."""

    def mark_rung(self, ids: Sequence[int]) -> None:
        """Note that it was."""

    def take_sweep(self, interval_s: float) -> bool:
        """Say whether this worker is the one that sweeps now."""


class Results(Protocol):
    """The part of the store that outcomes go to."""

    def commit(self, claim_token: str, outcomes: Sequence[Outcome]) -> int:
        """Store a batch's outcomes in one transaction; those whose lease was lost are dropped."""


class Bell(Protocol):
    """The queue: rings for articles by their ids."""

    def ring(self, batches: Sequence[Sequence[int]]) -> None:
        """Send one message a batch; raises UnavailableError."""

    def depth(self) -> int:
        """Count the messages that wait; raises UnavailableError."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how long and how often; times in seconds."""

    batch_size: int
    lease_s: float
    max_attempts: int
    sweep_interval_s: float


@dataclass(frozen=True, slots=True)
class Service:
    """Winnow's work over a store, a queue and a model."""

    inbox: Inbox
    results: Results
    bell: Bell
    separate: Separate
    judge: Callable[[], Judge]
    limits: Limits
    # What is raised inside the work when its time is up.
    time_is_up: type[Exception] = TimeoutError

    def submit(self, articles: Sequence[NewArticle]) -> list[Submitted]:
        """Persist, then ring.

        Raises UnavailableError with nothing stored, or StoredNotRungError where only the queue is out of reach.
        """
        stored = self.inbox.submit(articles)
        fresh = sorted({one.id for one in stored if one.arrival is not Arrival.UNCHANGED})
        if fresh:
            try:
                self.bell.ring(batches(fresh, self.limits.batch_size))
            except UnavailableError as error:
                raise StoredNotRungError(stored, str(error)) from None
            self.inbox.mark_rung(fresh)
        return stored

    def process(self, ids: Sequence[int]) -> int:
        """Claim, work, commit: one transaction a batch; returns how many outcomes were stored."""
        claim = self.inbox.claim(ids, lease_s=self.limits.lease_s)
        if not claim.articles:
            return 0
        outcomes = pipeline.process(
            claim.articles, separate=self.separate, judge=self.judge(), time_is_up=self.time_is_up
        )
        spent = {one.id for one in claim.articles if one.attempt >= self.limits.max_attempts}
        return self.results.commit(claim.token, [_last_word(outcome, spent) for outcome in outcomes])

    def sweep(self) -> int:
        """Take back what was lost and ring for what nobody rings for; returns how many articles were rung for.

        One of all workers does it each interval, and only while the queue is short.
        """
        if not self.inbox.take_sweep(self.limits.sweep_interval_s):
            return 0
        self.inbox.expire(max_attempts=self.limits.max_attempts)
        if self.bell.depth() > SHORT_QUEUE:
            return 0
        due = self.inbox.due(limit=SWEEP_ARTICLES, again_after_s=self.limits.lease_s)
        if due:
            self.bell.ring(_apart(due, self.limits.batch_size))
            self.inbox.mark_rung([one.id for one in due])
        return len(due)


class StoredNotRungError(UnavailableError):
    """The articles are stored, and only the queue could not be told: a worker's sweeper will find them."""

    def __init__(self, stored: list[Submitted], cause: str) -> None:
        count = len(stored)
        super().__init__(f"{count} articles are stored, and workers will find them once they run; but {cause}")
        self.stored = stored


def batches(ids: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut ids into batches of at most ``size``, in order."""
    return [ids[at : at + size] for at in range(0, len(ids), size)]


def _apart(due: Sequence[DueArticle], size: int) -> list[Sequence[int]]:
    """Ring for each article that failed before alone, so that it takes no neighbour down with it."""
    fresh = [one.id for one in due if not one.attempts]
    return [*batches(fresh, size), *([one.id] for one in due if one.attempts)]


def _last_word(outcome: Outcome, spent: set[int]) -> Outcome:
    return replace(outcome, final=True) if isinstance(outcome, Failed) and outcome.id in spent else outcome
