"""What to tell of, decided from figures alone: each thing once until it is over, and nothing in quiet hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from babel.dates import format_timedelta

from worker.domain import Measure
from worker.store.figures.slice_holds import SliceHold

# A queue that was told of is over below this share of its limit: one that stands at its limit is not told of all day.
_OVER_AT: Final = 0.8
_DIGEST: Final = "digest:"
_WHAT: Final = {
    Measure.HAM_LOST: "More ham was judged spam than it should be",
    Measure.SPAM_PASSED: "More spam was let through than it should be",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the store says: comments that wait, seconds of the oldest, articles, flooded sites, refusals of models.

    ``held`` are slices whose estimates left their target.
    """

    waiting: int = 0
    oldest_s: float | None = None
    pending: int = 0
    dead: int = 0
    flooded: tuple[str, ...] = ()
    refused: int = 0
    held: tuple[SliceHold, ...] = ()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when nobody is told, by the clock on the wall; it may go over midnight."""

    since: time
    until: time

    def __contains__(self, now: time) -> bool:
        """Whether a time is in it; the end is not."""
        if self.since <= self.until:
            return self.since <= now < self.until
        return now >= self.since or now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Above how many comments and seconds the queue is told of, when not to tell, and when the digest goes out."""

    queue_count: int | None = None
    queue_age_s: float | None = None
    quiet: QuietHours | None = None
    digest_at: time | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to tell: a key that stays the same until it is over, a subject, and what is told."""

    key: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What to tell now, and the keys of what is over."""

    tell: tuple[Alert, ...]
    over: frozenset[str]


def decide(figures: Figures, rules: Rules, announced: frozenset[str], now: datetime) -> Decision:
    """Return what to tell; ``announced`` are the keys of what was told of, ``now`` is by the reader's clock.

    What begins and ends in quiet hours is never told; what lasts is told after them.
    """
    there = (*_conditions(figures, rules, announced), *_digests(figures, rules, now))
    is_quiet = rules.quiet is not None and now.time() in rules.quiet
    new = () if is_quiet else tuple(alert for alert in there if alert.key not in announced)
    kept = {alert.key for alert in there} | {f"{_DIGEST}{now.date()}"}
    return Decision(new, announced - kept)


def _conditions(figures: Figures, rules: Rules, announced: frozenset[str]) -> Iterator[Alert]:
    if _is_above(figures.waiting, rules.queue_count, "queue-count" in announced):
        yield Alert("queue-count", "the review queue is long", f"{_queue(figures)} The limit is {rules.queue_count:,}.")
    if _is_above(figures.oldest_s or 0, rules.queue_age_s, "queue-age" in announced):
        limit = _span(rules.queue_age_s or 0)
        yield Alert("queue-age", "a comment has waited for long", f"{_queue(figures)} The limit is {limit}.")
    for site in figures.flooded:
        text = (
            f"One page has more than half of the newest comments of {site}. What the site is known for stays as it was."
        )
        yield Alert(f"flood:{site}", "a page is flooded", text)
    for hold in figures.held:
        text = (
            f"{_WHAT[hold.measure]} on {hold.site}{f' in {hold.language}' if hold.language else ''} in the week of "
            f"{hold.week} by the model's own estimate. What it calls spam there waits for review until somebody has "
            "looked (from Held at the desk, or by winnow truth release)."
        )
        yield Alert(f"estimate:{hold.site}:{hold.language}:{hold.week}", "an estimate is out of its target", text)
    if figures.refused:
        text = (
            f"Processes refused to load a promoted model, {figures.refused:,} times so far, and serve on with "
            "the one before. Look for model_refused in the log, and promote a sound one (winnow model promote)."
        )
        # Another refusal is another thing to tell.
        yield Alert(f"model-refused:{figures.refused}", "a model was refused", text)


def _digests(figures: Figures, rules: Rules, now: datetime) -> Iterator[Alert]:
    if rules.digest_at is not None and now.time() >= rules.digest_at:
        flooded = f" Flooded: {', '.join(figures.flooded)}." if figures.flooded else ""
        articles = f"Articles waiting: {figures.pending:,}. Dead letters: {figures.dead:,}."
        yield Alert(f"{_DIGEST}{now.date()}", "the day's digest", f"{_queue(figures)} {articles}{flooded}")


def _is_above(value: float, limit: float | None, was_announced: bool) -> bool:
    return limit is not None and value > (limit * _OVER_AT if was_announced else limit)


def _queue(figures: Figures) -> str:
    if figures.oldest_s is None:
        return f"Comments waiting for review: {figures.waiting:,}."
    return f"Comments waiting for review: {figures.waiting:,}, the oldest for {_span(figures.oldest_s)}."


def _span(seconds: float) -> str:
    return format_timedelta(timedelta(seconds=seconds), threshold=1, locale="en")
