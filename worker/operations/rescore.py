"""Judging stored comments again: batch by batch, each stored before the next, so that it can be taken up anywhere."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from worker.store.flow.rescoring import Rescoring
from worker.work.pipeline import JudgePort


def rescore(
    engine: Engine,
    judge: JudgePort,
    *,
    actor: str,
    since: datetime | None = None,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Judge again what another model judged, and note who did it; return how many articles got new verdicts.

    ``since`` leaves out articles that were done before. ``advance`` is told how many are done, of how many. What was
    done before an interruption is noted too.
    """
    stored = Rescoring(engine, judge.version, since)
    done, waiting = 0, stored.count()
    try:
        for batch in stored.batches():
            predictions = iter(judge.judge([comment for article in batch for _, comment in article.comments]))
            done += stored.store([(article, [next(predictions) for _ in article.comments]) for article in batch])
            advance(done, waiting)
    finally:
        if done:
            stored.note(actor, done)
    return done
