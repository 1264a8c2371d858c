"""Stored comments to judge again, and where the new verdicts go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Engine, bindparam, func, select, update

from classifiers.types import ArticleContext, Comment, CommentType, Prediction
from worker.ingest.sites import site_of
from worker.store.base.audit import note
from worker.store.base.schema import articles, comments, results
from worker.store.base.site_shifts import shifts_by_url
from worker.store.base.transactions import AnyRow, reading, writing

# Articles judged at once, and stored in one transaction; each brings its body, of at most 2 MB.
_ARTICLES_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class ArticleToRescore:
    """A processed article with its comments as the classifier sees them, by their ids."""

    id: int
    revision: int
    comments: tuple[tuple[int, Comment], ...]


class Rescoring:
    """What another model judged, chosen by time; an article is done once its result names the new model."""

    def __init__(self, engine: Engine, model: str, since: datetime | None = None) -> None:
        self._engine = engine
        self._waiting = [results.c.model != model]
        if since is not None:
            self._waiting.append(results.c.done_at >= since)
        self._model = model

    def count(self) -> int:
        """Count the articles that wait."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(results).where(*self._waiting)) or 0

    def batches(self) -> Iterator[list[ArticleToRescore]]:
        """Yield the articles that wait, in the order of their ids."""
        after = 0
        while found := self._after(after):
            yield found
            after = found[-1].id

    def store(self, judged: Sequence[tuple[ArticleToRescore, Sequence[Prediction]]]) -> int:
        """Store new verdicts in one transaction; return how many articles.

        One that was processed anew meanwhile keeps what it got then.
        """
        stored = 0
        with writing(self._engine) as connection:
            for article, predictions in judged:
                same = (results.c.article_id == article.id, results.c.revision == article.revision, *self._waiting)
                if not connection.execute(update(results).where(*same).values(model=self._model)).rowcount:
                    continue
                stored += 1
                if predictions:
                    connection.execute(_VERDICT, _rows(article, predictions, self._model))
        return stored

    def note(self, actor: str, articles_done: int) -> None:
        """Write into the audit who judged how much again."""
        with writing(self._engine) as connection:
            details = {"model": self._model, "articles": articles_done}
            note(connection, actor=actor, action="rescore", details=details)

    def _after(self, after: int) -> list[ArticleToRescore]:
        with reading(self._engine) as connection:
            waiting = (
                select(results, articles.c.url)
                .join(articles)
                .where(results.c.article_id > after, *self._waiting)
                .order_by(results.c.article_id)
                .limit(_ARTICLES_AT_ONCE)
            )
            rows = connection.execute(waiting).all()
            shown = connection.execute(
                select(comments)
                .where(comments.c.article_id.in_([row.article_id for row in rows]), ~comments.c.gone)
                .order_by(comments.c.article_id, comments.c.position)
            )
            shifts = shifts_by_url(connection, [row.url for row in rows])
            by_article = {article: tuple(found) for article, found in groupby(shown, lambda row: row.article_id)}
        found = []
        for row in rows:
            of_it = tuple(
                (one.id, _comment(row, one, shifts.get(row.url))) for one in by_article.get(row.article_id, ())
            )
            found.append(ArticleToRescore(row.article_id, row.revision, of_it))
        return found


def _comment(article: AnyRow, one: AnyRow, shift: float | None) -> Comment:
    return Comment(
        text=one.text,
        author=one.author,
        author_url=one.author_url,
        links=tuple(one.links),
        article=ArticleContext(article.title, article.body or None, article.language),
        page=str(article.article_id),
        site=site_of(article.url),
        type=CommentType(one.kind),
        shift=shift,
    )


_VERDICT = (
    update(comments)
    .where(comments.c.id == bindparam("row"))
    .values({name: bindparam(name) for name in ("probability", "verdict", "reasons", "model", "words", "shift")})
)


def _rows(article: ArticleToRescore, predictions: Sequence[Prediction], model: str) -> list[dict[str, object]]:
    return [
        {
            "row": comment_id,
            "probability": found.probability,
            "verdict": found.verdict,
            "reasons": [[reason.code, reason.message] for reason in found.reasons],
            "model": model,
            "words": found.words,
            "shift": found.shift,
        }
        for (comment_id, _), found in zip(article.comments, predictions, strict=True)
    ]
