"""Shadow mode: a challenger scores what the champion judged; stored for comparison, never acted on."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import structlog

from classifiers.errors import ClassifierError
from classifiers.types import Comment, Prediction
from worker.domain import Place, Processed
from worker.work.interval import Interval
from worker.work.pipeline import JudgePort, Outcome, Recall, to_classify

# Seconds between two looks at the registry.
LOOK_S = 5.0

log = structlog.get_logger(__name__)


class OutcomeStore(Protocol):
    """Where outcomes are stored."""

    def commit(self, claim_token: str, outcomes: Sequence[Outcome]) -> int:
        """Store a batch's outcomes."""


@dataclass(slots=True)
class Challenger:
    """Loads the challenger, and another when one is named; there may be none, or one that can't be opened."""

    name: Callable[[], str | None]
    load: Callable[[str], JudgePort]
    clock: Callable[[], float] = time.monotonic
    _judge: JudgePort | None = field(default=None, init=False)
    _name: str | None = field(default=None, init=False)
    _interval: Interval = field(init=False)

    def __post_init__(self) -> None:
        self._interval = Interval(LOOK_S, self.clock)

    def current(self) -> JudgePort | None:
        """Return the model that scores in the shadow, if there is one."""
        if self._interval.over:
            self._interval.begin()
            self._look()
        return self._judge

    def _look(self) -> None:
        try:
            name = self.name()
            if name != self._name:
                self._name, self._judge = name, None
                self._judge = self.load(name) if name else None
        except ClassifierError as error:
            log.error("challenger_refused", error=str(error))


@dataclass(frozen=True, slots=True)
class Shadowed:
    """Results that a challenger scores once they are stored; whatever it does, they stay as they are."""

    results: OutcomeStore
    challenger: Callable[[], JudgePort | None]
    note: Callable[[str, Sequence[tuple[Processed, Sequence[Prediction]]]], int]
    # Finds the past that the champion judged with, too.
    recall: Recall = lambda comments, _: comments
    # Tells the versions that are sites' own: the challenger would not take their place.
    of_sites: Callable[[], Collection[str]] = tuple

    def commit(self, claim_token: str, outcomes: Sequence[Outcome]) -> int:
        """Store a batch's outcomes, then what the challenger says of them."""
        stored = self.results.commit(claim_token, outcomes)
        try:
            of_sites = self.of_sites()
            processed = [outcome for outcome in outcomes if isinstance(outcome, Processed)]
            self._score([one for one in processed if one.model not in of_sites])
        except Exception:
            log.exception("shadow_failed")
        return stored

    def _score(self, processed: Sequence[Processed]) -> None:
        judge = self.challenger()
        if judge is None:
            return
        comments = [comment for one in processed for comment in self._comments(one)]
        predictions, scored, start = judge.judge(comments), [], 0
        for one in processed:
            scored.append((one, predictions[start : start + len(one.comments)]))
            start += len(one.comments)
        self.note(judge.version, scored)

    def _comments(self, one: Processed) -> Sequence[Comment]:
        judged = tuple(comment.comment for comment in one.comments)
        comments = to_classify(replace(one.separation, comments=judged), str(one.id), one.url, one.shift, one.owner)
        if one.before is None:
            return comments
        return self.recall(comments, [Place(one.url, one.before)] * len(comments))
