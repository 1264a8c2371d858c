"""Judging stored comments again: batch by batch, each stored before the next, so that it can be taken up anywhere."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from worker.store.flow.rescoring import Rescored, Rescoring
from worker.work.pipeline import JudgePort


def rescore(
    engine: Engine,
    judge: JudgePort,
    *,
    actor: str,
    since: datetime | None = None,
    queue: bool = False,
    again: bool = False,
    preview: bool = False,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Rescored:
    """Judge again what another model judged, and note who did it; return what changed.

    ``since`` leaves out articles that were done before, ``queue`` those of which no comment waits for review.
    ``again`` takes what this model judged, too, as rules may have changed; ``preview`` stores nothing. ``advance`` is
    told how many are done, of how many. What was done before an interruption is noted too.
    """
    stored = Rescoring(engine, judge.version, since, queue=queue, again=again)
    done, waiting = Rescored(0, {}), stored.count()
    try:
        for batch in stored.batches():
            predictions = iter(judge.judge([comment for article in batch for _, comment in article.comments]))
            judged = [(article, [next(predictions) for _ in article.comments]) for article in batch]
            done = done.with_more(stored.compare(judged) if preview else stored.store(judged))
            advance(done.articles, waiting)
    finally:
        if done.articles and not preview:
            stored.note(actor, done)
    return done
