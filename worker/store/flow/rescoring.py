"""Stored comments to judge again, and where the new verdicts go."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, exists, func, select, update

from classifiers.reasons import ReasonCode
from classifiers.types import ArticleContext, Comment, CommentType, Prediction, Verdict
from worker.domain import Place
from worker.ingest.sites import site_of
from worker.store.base.audit import note
from worker.store.base.histories import recall
from worker.store.base.schema import articles, comments, results, waiting
from worker.store.base.site_shifts import OwnedUrl, shifts_by_place
from worker.store.base.transactions import AnyRow, reading, writing
from worker.store.flow.appeals import keep_open, without_open
from worker.store.flow.events import announce_verdicts

# Articles judged at once, and stored in one transaction; each brings its body, of at most 2 MB.
_ARTICLES_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class ArticleToRescore:
    """A processed article with its comments as the classifier sees them, by their ids.

    ``before`` are their verdicts as they stand, in the same order; None where a moderator's word counts instead.
    """

    id: int
    revision: int
    comments: tuple[tuple[int, Comment], ...]
    before: tuple[Verdict | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Owners:
    """Some sites: one ``only``, or all ``without`` these."""

    only: str | None = None
    without: frozenset[str] = frozenset()

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what holds of a result whose article these sites own."""
        if self.only is not None:
            own = articles.c.owner == self.only
        elif self.without:
            own = articles.c.owner.not_in(sorted(self.without))
        else:
            return []
        owned = select(articles.c.id).where(articles.c.id == results.c.article_id, own)
        return [owned.correlate(results).exists()]


ALL_SITES: Final = Owners()

# How many comments that nobody has decided went from one verdict to another, or kept it.
Moves = Mapping[tuple[Verdict, Verdict], int]


@dataclass(frozen=True, slots=True)
class Rescored:
    """What judging again came to: how many articles, and what became of the comments that nobody has decided."""

    articles: int
    moves: Moves

    def with_more(self, more: "Rescored") -> "Rescored":
        """Return both together."""
        return Rescored(self.articles + more.articles, Counter(self.moves) + Counter(more.moves))

    def count(self, before: Verdict, *after: Verdict) -> int:
        """Count the comments that had one verdict and have now one of these."""
        return sum(self.moves.get((before, one), 0) for one in after)


class Rescoring:
    """What another model judged, chosen by time, or of the review queue alone.

    An article is done once its result names the new model. One of the queue is judged with all of its comments: those
    of one page are judged together. ``again`` takes what this model judged, too: rules may have changed since.
    ``owners`` are the sites that it is to judge.
    """

    def __init__(
        self,
        engine: Engine,
        model: str,
        since: datetime | None = None,
        *,
        queue: bool = False,
        again: bool = False,
        owners: Owners = ALL_SITES,
    ) -> None:
        self._engine = engine
        self._waiting = [*owners.conditions(), *([] if again else [results.c.model != model])]
        if since is not None:
            self._waiting.append(results.c.done_at >= since)
        self._chosen = [exists().where(comments.c.article_id == results.c.article_id, waiting)] if queue else []
        self._model = model

    def count(self) -> int:
        """Count the articles that wait."""
        with reading(self._engine) as connection:
            return (
                connection.scalar(select(func.count()).select_from(results).where(*self._waiting, *self._chosen)) or 0
            )

    def batches(self) -> Iterator[list[ArticleToRescore]]:
        """Yield the articles that wait, in the order of their ids."""
        after = 0
        while found := self._after(after):
            yield found
            after = found[-1].id

    def store(self, judged: Sequence[tuple[ArticleToRescore, Sequence[Prediction]]]) -> Rescored:
        """Store new verdicts in one transaction; return what changed.

        An article that was processed anew meanwhile keeps what it got then.
        """
        stored = 0
        moves: Counter[tuple[Verdict, Verdict]] = Counter()
        with writing(self._engine) as connection:
            for article, predictions in judged:
                same = (results.c.article_id == article.id, results.c.revision == article.revision, *self._waiting)
                if not connection.execute(update(results).where(*same).values(model=self._model)).rowcount:
                    continue
                stored += 1
                if not predictions:
                    continue
                connection.execute(_VERDICT, _rows(article, predictions, self._model))
                changed = without_open(connection, _changed(article, predictions))
                announce_verdicts(connection, changed)
                moves.update(_moves(article, changed))
            keep_open(connection, [article.id for article, _ in judged])
        return Rescored(stored, moves)

    def compare(self, judged: Sequence[tuple[ArticleToRescore, Sequence[Prediction]]]) -> Rescored:
        """Return what `store` would change."""
        moves: Counter[tuple[Verdict, Verdict]] = Counter()
        with reading(self._engine) as connection:
            for article, predictions in judged:
                moves.update(_moves(article, without_open(connection, _changed(article, predictions))))
        return Rescored(len(judged), moves)

    def note(self, actor: str, done: Rescored) -> None:
        """Write into the audit who judged how much again."""
        with writing(self._engine) as connection:
            details = {"model": self._model, "articles": done.articles}
            note(connection, actor=actor, action="rescore", details=details)

    def _after(self, after: int) -> list[ArticleToRescore]:
        with reading(self._engine) as connection:
            waiting = (
                select(results, articles.c.url, articles.c.owner)
                .join(articles)
                .where(results.c.article_id > after, *self._waiting, *self._chosen)
                .order_by(results.c.article_id)
                .limit(_ARTICLES_AT_ONCE)
            )
            rows = connection.execute(waiting).all()
            shown = connection.execute(
                select(comments)
                .where(comments.c.article_id.in_([row.article_id for row in rows]), ~comments.c.gone)
                .order_by(comments.c.article_id, comments.c.position)
            )
            shifts = shifts_by_place(connection, [(row.url, row.owner) for row in rows])
            by_article = {article: tuple(found) for article, found in groupby(shown, lambda row: row.article_id)}
            recalled = _recalled(connection, rows, by_article, shifts)
        found = []
        for row in rows:
            ones = by_article.get(row.article_id, ())
            of_it = tuple((one.id, recalled[one.id]) for one in ones)
            before = tuple(None if one.decided else one.verdict for one in ones)
            found.append(ArticleToRescore(row.article_id, row.revision, of_it, before))
        return found


def _recalled(
    connection: Connection,
    rows: Sequence[AnyRow],
    by_article: Mapping[int, Sequence[AnyRow]],
    shifts: Mapping[OwnedUrl, float],
) -> dict[int, Comment]:
    """Return the comments by their ids, each with the past that it was judged with."""
    each = [(row, one) for row in rows for one in by_article.get(row.article_id, ())]
    plain = {one.id: _comment(row, one, shifts.get((row.url, row.owner))) for row, one in each}
    # What was judged without a past is judged so again.
    past = [(one.id, Place(row.url, one.before)) for row, one in each if one.before is not None]
    found = recall(connection, [plain[row_id] for row_id, _ in past], [place for _, place in past])
    return plain | {row_id: comment for (row_id, _), comment in zip(past, found, strict=True)}


def _comment(article: AnyRow, one: AnyRow, shift: float | None) -> Comment:
    return Comment(
        text=one.text,
        author=one.author,
        author_url=one.author_url,
        links=tuple(one.links),
        article=ArticleContext(article.title, article.body or None, article.language, article.published),
        page=str(article.article_id),
        site=site_of(article.url),
        type=CommentType(one.kind),
        shift=shift,
        posted_at=one.posted_at,
        owner=article.owner,
        email=one.email,
        trapped=any(code == ReasonCode.HONEYPOT for code, _ in one.reasons),
    )


def _changed(article: ArticleToRescore, predictions: Sequence[Prediction]) -> dict[int, tuple[Verdict, Verdict]]:
    """Return the comments that nobody has decided and that are judged otherwise now."""
    judged = zip(article.comments, article.before, predictions, strict=True)
    return {
        comment_id: (before, found.verdict)
        for (comment_id, _), before, found in judged
        if before is not None and before is not found.verdict
    }


def _moves(
    article: ArticleToRescore, changed: Mapping[int, tuple[Verdict, Verdict]]
) -> Iterator[tuple[Verdict, Verdict]]:
    """Yield the move of each comment that nobody has decided; what is not among the ``changed`` ones stayed."""
    for (comment_id, _), before in zip(article.comments, article.before, strict=True):
        if before is not None:
            yield changed.get(comment_id, (before, before))


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
