"""Comments that somebody asks about, with what the store knows of their sites."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine

from classifiers.types import Comment
from worker.operations.classify import CommentRow, to_comment
from worker.store.base.site_shifts import with_priors
from worker.store.base.site_table import owners_of
from worker.store.base.transactions import reading


def placed(engine: Engine, rows: Sequence[CommentRow]) -> list[Comment]:
    """Return rows as the classifier sees them, each with the site that it belongs to and that one's prior."""
    with reading(engine) as connection:
        owners = owners_of(connection, {row.site for row in rows})
    return with_priors(engine, [replace(to_comment(row), owner=owners[row.site]) for row in rows])
