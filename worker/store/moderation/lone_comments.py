"""Comments that came without a page, one by one, with what their site's moderators say of them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, select

from classifiers.digests import digest
from classifiers.types import ArticleContext, Comment, CommentType, Label, Prediction
from worker.domain import Format, SeparatedComment, State
from worker.ingest.sites import site_of
from worker.reasons import Reason
from worker.store.base.cjk_words import unspaced
from worker.store.base.histories import key_columns
from worker.store.base.schema import articles, comments, results
from worker.store.base.transactions import insert, instant, writing
from worker.store.flow.tombstones import Erased, buried, signed_digests
from worker.store.moderation.labels import Labels


@dataclass(frozen=True, slots=True)
class LoneComment:
    """A comment that came alone: what is judged, and the key of the article that it would be stored under.

    ``source`` names the protocol that brought it; ``article`` is what it told of the article, and ``trapped`` is it
    where the comment filled in what no person sees.
    """

    key: str
    identity: str
    url: str | None
    found: SeparatedComment
    source: str
    trapped: bool = False
    article: ArticleContext | None = None

    @property
    def comment(self) -> Comment:
        """The comment as the classifier sees it: alone, as its neighbours are not known."""
        found = self.found
        kind = CommentType(found.kind)
        return Comment(
            found.text,
            found.author,
            found.author_url,
            article=self.article,
            site=site_of(self.url),
            type=kind,
            posted_at=found.posted_at,
        )


def lone_key(place: str) -> str:
    """Return the key of the article that such comments under an address are stored under.

    Never that of the crawled page, whose comments are told from its HTML.
    """
    return digest(f"alone {place}")


def keep_labelled(
    engine: Engine,
    remark: LoneComment,
    prediction: Prediction,
    *,
    model: str,
    label: Label,
    reviewer: str,
    before: int | None = None,
) -> None:
    """Store a comment under the article of its key, which is made where there is none, with its label.

    The same comment again is one comment, whose newest label counts. Nothing is kept of whom or what was erased.
    ``before`` is the newest comment of its past, None where it was judged without.
    """
    comment, identity = remark.found, remark.identity
    with writing(engine) as connection:
        if _is_buried(connection, remark.key, comment):
            return
        article_id = _article(connection, remark, model)
        row = {
            "position": select(func.count()).where(comments.c.article_id == article_id).scalar_subquery(),
            "parent": None,
            "depth": 0,
            "kind": comment.kind,
            "gone": False,
            "source": remark.source,
            "verdict": prediction.verdict,
            "probability": prediction.probability,
            "model": model,
            "author": comment.author,
            "author_url": comment.author_url,
            "posted_at": comment.posted_at,
            "posted_raw": comment.posted_raw,
            "links": list(comment.links),
            "reasons": [[reason.code, reason.message] for reason in prediction.reasons],
            "text": comment.text,
            "day": datetime.now(UTC).date(),
            "unspaced": unspaced(comment.author, comment.text),
            "site": site_of(remark.url),
            "words": prediction.words,
            "shift": prediction.shift,
            "before": before,
            **key_columns(comment.text, comment.author, comment.author_url, remark.url),
        }
        statement = insert(connection, comments).values(article_id=article_id, identity=identity, **row)
        connection.execute(statement.on_conflict_do_nothing(index_elements=["article_id", "identity"]))
        known = select(comments.c.id).where(comments.c.article_id == article_id, comments.c.identity == identity)
        comment_id: int = connection.scalars(known).one()
    Labels(engine).add(comment_id, label, reviewer)


def _is_buried(connection: Connection, key: str, comment: SeparatedComment) -> bool:
    authors = buried(connection, Erased.AUTHOR, signed_digests(comment.author, comment.author_url))
    return bool(authors or buried(connection, Erased.ARTICLE, [key]))


def _article(connection: Connection, remark: LoneComment, model: str) -> int:
    now = instant(connection)
    made = insert(connection, articles).values(
        key=remark.key,
        page=1,
        url=remark.url,
        source=remark.source,
        format=Format.TEXT,
        content_hash=remark.key,
        revision=1,
        state=State.DONE,
        attempts=0,
        submitted_at=now,
    )
    connection.execute(made.on_conflict_do_nothing(index_elements=["key", "page"]))
    known = select(articles.c.id).where(articles.c.key == remark.key, articles.c.page == 1)
    found: int = connection.scalars(known).one()
    result = insert(connection, results).values(
        article_id=found, revision=1, done_at=now, reason=Reason.NONE.value, model=model, body=""
    )
    connection.execute(result.on_conflict_do_nothing(index_elements=["article_id"]))
    return found
