"""Judging stored comments again: batch by batch, each stored before the next, so that it can be taken up anywhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from classifiers.registry.aliases import CHAMPION
from classifiers.registry.versions import Registry
from worker.operations.promote import meant
from worker.store.flow.rescoring import ALL_SITES, Owners, Rescored, Rescoring
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
    owners: Owners = ALL_SITES,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Rescored:
    """Judge again what another model judged, and note who did it; return what changed.

    ``since`` leaves out articles that were done before, ``queue`` those of which no comment waits for review.
    ``again`` takes what this model judged, too, as rules may have changed; ``preview`` stores nothing. ``owners`` are
    the sites whose comments are judged. ``advance`` is told how many are done, of how many. What was done before an
    interruption is noted too.
    """
    stored = Rescoring(engine, judge.version, since, queue=queue, again=again, owners=owners)
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


@dataclass(frozen=True, slots=True)
class Turn:
    """A version of the model, and the sites that it is to judge again."""

    version: str
    owners: Owners


def turns(registry: Registry, version: str = CHAMPION) -> list[Turn]:
    """Return which version judges which sites again.

    The champion stands for what is in service: on each site with a model of its own, that one. A version that was
    trained for a site judges that site alone, any other those that have none of their own.
    """
    named = meant(registry, version)
    theirs = registry.manifest(named).site
    if theirs is not None:
        return [Turn(named, Owners(only=theirs))]
    # A damaged one serves nowhere: its site is judged by what does, as in the workers.
    own = {site: serving for site in registry.of_sites() if (serving := registry.sound(site)) is not None}
    rest = Turn(named, Owners(without=frozenset(own)))
    if version != CHAMPION:
        return [rest]
    return [*(Turn(serving, Owners(only=site)) for site, serving in own.items()), rest]


def together(done: Iterable[Rescored]) -> Rescored:
    """Return what several came to."""
    whole = Rescored(0, {})
    for one in done:
        whole = whole.with_more(one)
    return whole
