"""Articles as moderators look at them: the result, and the page as it came."""

from dataclasses import dataclass
from datetime import datetime

import zstandard
from sqlalchemy import Engine, func, select

from worker.domain import Source, State
from worker.errors import NotFoundError
from worker.store.base.schema import articles, raw_pages, results
from worker.store.base.transactions import reading, row_ids
from worker.store.flow.sources import source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeratedArticle:
    """An article with its result; ``body`` is None where it has none yet. ``page`` is what came in."""

    id: int
    state: State
    title: str | None
    url: str | None
    source: str | None
    language: str | None
    published: str | None
    byline: str | None
    body: str | None
    reason: str | None
    model: str | None
    done_at: datetime | None
    page: Source | None


def moderated_article(engine: Engine, article_id: int) -> ModeratedArticle:
    """Return an article; raises NotFoundError where there is none of this id."""
    statement = (
        select(
            articles,
            results.c.title.label("found_title"),
            func.coalesce(articles.c.published, results.c.published).label("dated"),
            func.coalesce(articles.c.language, results.c.language).label("written_in"),
            results.c.byline,
            results.c.body,
            results.c.reason,
            results.c.model,
            results.c.done_at,
            raw_pages.c.raw,
        )
        .select_from(articles.outerjoin(results).outerjoin(raw_pages, raw_pages.c.article_id == articles.c.id))
        .where(articles.c.id.in_(row_ids([article_id])))
    )
    with reading(engine) as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no article {article_id}.")
    page = None if row.raw is None else source_of(row, zstandard.decompress(row.raw))
    return ModeratedArticle(
        id=row.id,
        state=row.state,
        title=row.title or row.found_title,
        url=row.url,
        source=row.source,
        language=row.written_in,
        published=row.dated,
        byline=row.byline,
        body=row.body,
        reason=row.reason,
        model=row.model,
        done_at=row.done_at,
        page=page,
    )
