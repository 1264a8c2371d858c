"""What the store knows of the sites of comments that it doesn't hold: their priors, and what was there before."""

from collections.abc import Sequence

from sqlalchemy import Engine

from classifiers.types import Comment
from worker.domain import Place
from worker.store.base.histories import with_histories
from worker.store.base.site_shifts import with_priors


def with_site_knowledge(engine: Engine, comments: Sequence[Comment], places: Sequence[Place]) -> list[Comment]:
    """Return comments with the priors of their sites and with their past; ``places`` tell where each stands."""
    return with_priors(engine, with_histories(engine, comments, places))
