"""What one test came to: its books, its faults, and whether it met its target."""

import math
import statistics
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from tests.chaos.books import Books, balance
from tests.chaos.stage import DRAIN_S, Stage, Strike


@dataclass(frozen=True)
class Verdict:
    """One line of the report; ``figures`` are what the test measured beside its books, with their units."""

    test: str
    under: str
    target: str
    met: bool
    books: Books | None
    faults: Mapping[str, int]
    struck: int
    recovery_s: tuple[float, float] | None
    figures: Mapping[str, Any] = field(default_factory=dict)
    took_s: float = 0.0
    skipped: str = ""

    def line(self) -> str:
        """Say it in one line."""
        return f"{self.test:4} {self.outcome:7} {self.under}: {'; '.join(self.parts())} ({self.took_s:.0f} s)"

    @property
    def outcome(self) -> str:
        """Whether the target was met."""
        return "skipped" if self.skipped else "met" if self.met else "MISSED"

    def parts(self) -> Iterator[str]:
        """Yield what there is to tell."""
        if self.skipped:
            yield self.skipped
        if self.books:
            yield told(self.books)
        if self.faults:
            count = sum(self.faults.values())
            yield f"{self.struck} of {count} faults struck work in flight"
            yield ", ".join(f"{times} × {kind}" for kind, times in self.faults.items())
        if self.recovery_s:
            middle, longest = self.recovery_s
            yield f"what was in flight was done {middle:.1f} s (median), {longest:.1f} s (longest) later"
        yield from (f"{name} {value}" for name, value in self.figures.items())

    def demand(self, also: bool, **figures: Any) -> "Verdict":
        """Return it with more figures, and met only if ``also`` holds."""
        return replace(self, met=self.met and also, figures={**self.figures, **figures})

    def as_json(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        return asdict(self)


def told(books: Books) -> str:
    """Say in words what the books hold."""
    return (
        f"{books.acknowledged:,} acknowledged = {books.done:,} done + {books.dead:,} dead; {books.lost} lost, "
        f"{books.doubled} doubled, {books.from_nowhere} from nowhere, {books.broken} broken, "
        f"{books.falsely_dead} falsely dead"
    )


def recovery(stage: Stage) -> tuple[float, float] | None:
    """Return how long it took until all that was in flight at a fault was done: median and longest, in seconds."""
    done = done_at(stage)
    waits = [wait for strike in stage.strikes if (wait := _wait(strike, done)) is not None]
    return (statistics.median(waits), max(waits)) if waits else None


def consuming(stage: Stage) -> float:
    """Return the longest time from the end of a fault to the next result, in seconds."""
    times = sorted(done_at(stage).values())
    return max(min((end - strike.over for end in times if end >= strike.over), default=0.0) for strike in stage.strikes)


def done_at(stage: Stage) -> dict[int, float]:
    """Return when each article was done (Unix time)."""
    with stage.engine.connect() as connection:
        rows = connection.execute(text("SELECT article_id, done_at FROM results")).all()
    return {row.article_id: _unix(row.done_at) for row in rows}


def _wait(strike: Strike, done: Mapping[int, float]) -> float | None:
    ends = [done[row] - strike.over for row in strike.ids if row in done]
    return max([0.0, *ends]) if ends else None


def _unix(moment: Any) -> float:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def close(
    stage: Stage,
    test: str,
    under: str,
    target: str,
    *,
    met: bool = True,
    drained_s: float = DRAIN_S,
    figures: Mapping[str, Any],
    **how: Any,
) -> Verdict:
    """Halt the producers, let the workers finish, within ``drained_s`` seconds, and judge the run."""
    stage.halt()
    try:
        took = stage.drain()
        drained = f"{took:.1f} s"
    except TimeoutError as error:
        took, drained = math.inf, str(error)
    books = balance(stage.engine, stage.folder, **how)
    return Verdict(
        test,
        under,
        target,
        met and books.balanced and took <= drained_s,
        books,
        dict(Counter(strike.kind for strike in stage.strikes)),
        sum(bool(strike.ids) for strike in stage.strikes),
        recovery(stage),
        {"drained in": drained, **figures},
    )
