"""Judging stored comments again: batch by batch, each stored before the next, so that it can be taken up anywhere."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from classifiers.types import Prediction
from worker.pipeline import Judge
from worker.store.rescoring import StoredArticle


class Stored(Protocol):
    """The part of the store that comments are judged again in."""

    def batches(self) -> Iterator[list[StoredArticle]]:
        """Yield articles that wait."""

    def store(self, judged: Sequence[tuple[StoredArticle, Sequence[Prediction]]]) -> int:
        """Store new verdicts."""


def rescore(stored: Stored, judge: Judge, advance: Callable[[int], None] = lambda _: None) -> int:
    """Judge what waits; return how many articles got new verdicts. ``advance`` is told how many are done."""
    done = 0
    for batch in stored.batches():
        predictions = iter(judge.judge([comment for article in batch for _, comment in article.comments]))
        judged = [(article, [next(predictions) for _ in article.comments]) for article in batch]
        done += stored.store(judged)
        advance(done)
    return done
