"""Reading what is stored, a page at a time: articles, comments and labels in the order of their ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, func, select

from classifiers.types import Verdict
from worker.domain import State
from worker.errors import NotFoundError
from worker.store.base.schema import articles, comments, labels, results
from worker.store.base.transactions import AnyRow, reading, row_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles are meant: those that meet all that is given."""

    state: State | None = None
    source: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentFilter:
    """Which comments are meant: those that meet all that is given; ``verdict`` is the model's."""

    article_id: int | None = None
    verdict: Verdict | None = None
    model: str | None = None
    gone: bool | None = None


def read_articles(engine: Engine, chosen: ArticleFilter, *, after: int, limit: int) -> Sequence[AnyRow]:
    """Return at most ``limit`` articles behind the id ``after``; see `worker.operations.resources.Article`."""
    statement = _articles().where(articles.c.id > after).order_by(articles.c.id).limit(limit)
    for column, wanted in (
        (articles.c.state, chosen.state),
        (articles.c.source, chosen.source),
        (articles.c.external_id, chosen.external_id),
    ):
        statement = statement if wanted is None else statement.where(column == wanted)
    return _rows(engine, statement)


def read_article(engine: Engine, article_id: int) -> AnyRow:
    """Return an article with its body; raises NotFoundError."""
    whole = _articles().add_columns(results.c.body, results.c.body_markdown)
    statement = whole.where(articles.c.id.in_(row_ids([article_id])))
    for row in _rows(engine, statement):
        return row
    raise NotFoundError(f"There is no article {article_id}.")


def read_comments(engine: Engine, chosen: CommentFilter, *, after: int, limit: int) -> Sequence[AnyRow]:
    """Return at most ``limit`` comments behind the id ``after``, each with its newest label."""
    statement = _comments().where(comments.c.id > after).order_by(comments.c.id).limit(limit)
    if chosen.article_id is not None:
        statement = statement.where(comments.c.article_id.in_(row_ids([chosen.article_id])))
    for column, wanted in (
        (comments.c.verdict, chosen.verdict),
        (comments.c.model, chosen.model),
        (comments.c.gone, chosen.gone),
    ):
        statement = statement if wanted is None else statement.where(column == wanted)
    return _rows(engine, statement)


def read_comment(engine: Engine, comment_id: int) -> AnyRow:
    """Return a comment; raises NotFoundError."""
    for row in _rows(engine, _comments().where(comments.c.id.in_(row_ids([comment_id])))):
        return row
    raise NotFoundError(f"There is no comment {comment_id}.")


def read_labels(engine: Engine, *, comment_id: int | None, after: int, limit: int) -> Sequence[AnyRow]:
    """Return at most ``limit`` labels behind the id ``after``, all or those of one comment."""
    statement = select(labels).where(labels.c.id > after).order_by(labels.c.id).limit(limit)
    if comment_id is not None:
        statement = statement.where(labels.c.comment_id.in_(row_ids([comment_id])))
    return _rows(engine, statement)


def comment_ids(engine: Engine, article_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """Return the ids of these articles' comments by article and identity, gone ones too."""
    columns = comments.c
    chosen = select(columns.article_id, columns.identity, columns.id).where(columns.article_id.in_(article_ids))
    return {(row.article_id, row.identity): row.id for row in _rows(engine, chosen.order_by(columns.id))}


def _rows(engine: Engine, statement: Select[Any]) -> Sequence[AnyRow]:
    with reading(engine) as connection:
        return connection.execute(statement).all()


def _articles() -> Select[Any]:
    columns = articles.c
    return select(
        columns.id,
        columns.external_id,
        columns.url,
        columns.source,
        columns.format,
        columns.state,
        columns.revision,
        columns.attempts,
        columns.error_reason,
        columns.error_message,
        columns.submitted_at,
        results.c.done_at,
        func.coalesce(columns.title, results.c.title).label("title"),
        func.coalesce(columns.published, results.c.published).label("published"),
        func.coalesce(columns.language, results.c.language).label("language"),
        results.c.kind,
        results.c.reason.label("separation"),
        results.c.model,
    ).select_from(articles.outerjoin(results))


def _comments() -> Select[Any]:
    newest = (
        select(labels.c.label)
        .where(labels.c.comment_id == comments.c.id)
        .order_by(labels.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(comments, newest.label("label"))
