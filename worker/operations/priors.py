"""The priors of sites for comments that come without their articles; `winnow classify` has no store to ask."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine

from classifiers.types import Comment
from worker.store.base.site_shifts import shifts_of
from worker.store.base.transactions import reading


def with_priors(engine: Engine, comments: Sequence[Comment]) -> list[Comment]:
    """Return comments with what the priors of their sites add, as far as the store knows those."""
    with reading(engine) as connection:
        shifts = shifts_of(connection, {comment.site for comment in comments})
    return [replace(one, shift=shifts.get(one.site)) for one in comments] if shifts else list(comments)
