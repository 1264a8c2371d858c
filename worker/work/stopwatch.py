"""How long the stages of a batch's work take."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from classifiers.types import Comment, Prediction
from worker.domain import Page, Separation
from worker.work.pipeline import JudgePort, Separate


class Stage(StrEnum):
    """A part of a batch's work."""

    SEPARATE = "separate"
    JUDGE = "judge"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Adds up the seconds that one batch spends in each stage, by the wall's clock or by another."""

    clock: Callable[[], float] = time.perf_counter
    seconds: defaultdict[Stage, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def running(self, stage: Stage) -> Iterator[None]:
        """Count the time of the block."""
        started = self.clock()
        try:
            yield
        finally:
            self.seconds[stage] += self.clock() - started

    def separate(self, separate: Separate) -> Separate:
        """Return ``separate`` with its time counted."""

        def timed(pages: Sequence[Page]) -> Sequence[Separation]:
            with self.running(Stage.SEPARATE):
                return separate(pages)

        return timed

    def judge(self, judge: JudgePort) -> "TimedJudge":
        """Return ``judge`` with its time counted."""
        return TimedJudge(judge, self)


@dataclass(frozen=True, slots=True)
class TimedJudge:
    """A judge whose time is counted."""

    inner: JudgePort
    watch: Stopwatch

    @property
    def version(self) -> str:
        """The model's name in the registry."""
        return self.inner.version

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        """Judge comments in order."""
        with self.watch.running(Stage.JUDGE):
            return self.inner.judge(comments)
