"""How a bulk run goes: a bar over its shards on a terminal, a line a minute in a pipe."""

import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from worker.cli.errors import say
from worker.cli.terminal import progress_bar
from worker.work.interval import Interval

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from worker.operations.bulk.counts import Counts
    from worker.operations.bulk.job import Row
    from worker.operations.bulk.run import Begun
    from worker.operations.bulk.summary import Summary

# Seconds between two lines where there is no terminal to draw on.
LINE_S = 60.0


class Shown:
    """Hears how a run goes, from any thread, and shows it on standard error."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.shards = self.shards_done = 0
        self._clock, self._started = clock, clock()
        self._pause = Interval(LINE_S, clock)
        self._pause.begin()
        self._lock = threading.Lock()
        self._counts: Counts | None = None
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Draw where there is a terminal."""
        if sys.stderr.isatty():
            self._bar = _bar()
            self._bar.start()
            self._task = self._bar.add_task("shards", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def begun(self, begun: "Begun") -> None:
        """Hear how much there is to do, and name what can't be read."""
        self.shards, self.shards_done = begun.shards, begun.done
        for name, error in begun.refused:
            say(f"{name}: {error} [{error.reason.value}]")
        if begun.done:
            say(f"{begun.done:,} of {begun.shards:,} shards were done before")
        self._started = self._clock()
        self._draw()

    def counted(self, counts: "Counts") -> None:
        """Hear of pages."""
        with self._lock:
            self._counts = counts if self._counts is None else self._counts + counts
            self._draw()

    def done(self, _row: "Row") -> None:
        """Hear of a shard that is done."""
        with self._lock:
            self.shards_done += 1
            self._draw()

    def summary_line(self, summary: "Summary") -> str:
        """Say what came of all of it."""
        counts = summary.counts
        refused = ", ".join(f"{count:,} {reason}" for reason, count in counts.refused.most_common())
        passed = ", ".join(f"{count:,} {reason}" for reason, count in counts.passed_over.most_common())
        verdicts = counts.verdicts
        line = f"{counts.pages:,} pages, {counts.comments:,} comments: {verdicts['spam']:,} spam, "
        line += f"{verdicts['review']:,} for review"
        line += f"; refused: {refused}" if refused else ""
        line += f"; passed over: {passed}" if passed else ""
        rate = summary.pages_this_time / summary.seconds_this_time if summary.seconds_this_time else 0.0
        return f"{line}; {summary.pages_this_time:,} pages in this run, {rate:,.0f} a second"

    def _draw(self) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task, description=self._line(), completed=self.shards_done, total=self.shards or None
            )
        elif self._pause.over:
            self._pause.begin()
            say(f"{self.shards_done:,} of {self.shards:,} shards: {self._line()}")

    def _line(self) -> str:
        if self._counts is None:
            return "no page yet"
        seconds = max(self._clock() - self._started, 1e-9)
        rates = f"{self._counts.pages / seconds:,.0f} pages/s, {self._counts.comments / seconds:,.0f} comments/s"
        return f"{rates}, {self._counts.spam_share:.1%} spam"


def _bar() -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return progress_bar(*columns)
