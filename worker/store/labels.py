"""Moderators' labels: what people said of single comments, and what a model can learn from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, func, select

from classifiers.types import ArticleContext, Comment, Label
from worker.errors import NotFoundError
from worker.store.schema import articles, comments, labels, results
from worker.store.transactions import AnyRow, instant, reading, row_ids, writing

# Rows read at once; each brings its article's body along, of at most 2 MB.
_ROWS_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledComment:
    """A comment with the newest of its labels; ``article_id`` groups those that stood together."""

    comment_id: int
    article_id: int
    label: Label
    reviewer: str
    labelled_at: datetime
    comment: Comment


class Labels:
    """The labels of comments: added one by one, read as a stream."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, comment_id: int, label: Label, reviewer: str) -> None:
        """Note what ``reviewer`` says of a comment; earlier labels are kept, and the newest counts.

        Raises NotFoundError where there is no such comment.
        """
        with writing(self._engine) as connection:
            if connection.scalar(select(comments.c.id).where(comments.c.id.in_(row_ids([comment_id])))) is None:
                raise NotFoundError(f"There is no comment {comment_id}.")
            connection.execute(
                labels.insert().values(
                    comment_id=comment_id, label=label, reviewer=reviewer, created_at=instant(connection)
                )
            )

    def training_rows(self) -> Iterator[LabelledComment]:
        """Yield every labelled comment with its newest label, in the order of the comments, gone ones too."""
        after = 0
        while True:
            with reading(self._engine) as connection:
                rows = connection.execute(_labelled(after)).all()
            if not rows:
                return
            yield from map(_labelled_comment, rows)
            after = rows[-1].comment_id


def _labelled(after: int) -> Select[Any]:
    newest = select(func.max(labels.c.id)).where(labels.c.comment_id > after).group_by(labels.c.comment_id)
    return (
        select(
            labels.c.comment_id,
            labels.c.label,
            labels.c.reviewer,
            labels.c.created_at,
            comments.c.article_id,
            comments.c.text,
            comments.c.author,
            comments.c.author_url,
            comments.c.links,
            func.coalesce(articles.c.title, results.c.title).label("title"),
            func.coalesce(articles.c.language, results.c.language).label("language"),
            results.c.body,
        )
        .select_from(labels.join(comments).join(articles).join(results))
        .where(labels.c.id.in_(newest.order_by(labels.c.comment_id).limit(_ROWS_AT_ONCE)))
        .order_by(labels.c.comment_id)
    )


def _labelled_comment(row: AnyRow) -> LabelledComment:
    return LabelledComment(
        comment_id=row.comment_id,
        article_id=row.article_id,
        label=row.label,
        reviewer=row.reviewer,
        labelled_at=row.created_at,
        comment=Comment(
            text=row.text,
            author=row.author,
            author_url=row.author_url,
            links=tuple(row.links),
            article=ArticleContext(title=row.title, body=row.body, language=row.language),
            page=str(row.article_id),
        ),
    )
