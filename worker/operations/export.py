"""What came out, handed on: articles with their comments, comments that a search finds, and labels that count."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine

from classifiers.types import Verdict
from worker.operations.row_files import Columns, FileKind, write
from worker.store.flow.export import ExportedArticle, export
from worker.store.moderation.labels import LabelledComment, Labels
from worker.store.moderation.review_cards import Card
from worker.store.moderation.search import Query, everything

COMMENTS: Final = Columns(
    (
        "id", "article_id", "article_title", "article_url", "source", "language", "author", "author_url", "posted",
        "text", "links", "verdict", "model_verdict", "probability", "reasons", "model", "label", "reviewer",
        "labelled_at",
    ),
    whole=frozenset({"id", "article_id"}),
    numbers=frozenset({"probability"}),
    lists=frozenset({"links", "reasons"}),
)  # fmt: skip
ARTICLES: Final = Columns(
    (
        "id", "external_id", "url", "source", "title", "byline", "published", "section", "language", "separation",
        "body", "body_markdown", "declared_comments", "comments", "spam", "review", "model",
    ),
    whole=frozenset({"id", "declared_comments", "comments", "spam", "review"}),
)  # fmt: skip
LABELS: Final = Columns(
    ("comment", "label", "by", "date", "text", "author", "author_url", "links", "article", "page", "lang"),
    whole=frozenset({"comment"}),
    lists=frozenset({"links"}),
)


def export_articles(
    engine: Engine,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    source: str | None = None,
    only_ham: bool = False,
) -> Iterator[ExportedArticle]:
    """Yield each processed article with its judged comments, the pages of a thread as one.

    ``until`` is the first moment that is not wanted any more.
    """
    return export(engine, since=since, until=until, source=source, only_ham=only_ham)


def article_rows(found: Iterable[ExportedArticle], kind: FileKind) -> Iterator[bytes]:
    """Yield articles as a file in pieces: a row each, with how many comments it has and what these are."""
    return write(kind, ARTICLES, map(article_row, found))


def export_comments(engine: Engine, query: Query, kind: FileKind) -> Iterator[bytes]:
    """Yield all comments that a search finds, as a file in pieces."""
    return write(kind, COMMENTS, map(comment_row, everything(engine, query)))


def export_labels(engine: Engine, kind: FileKind) -> Iterator[bytes]:
    """Yield the labels that count, each with its comment, as a file in pieces, which `import_labels` reads.

    Comments that their reviewers disagree about are left out.
    """
    labels = Labels(engine)
    disputed = {one.comment_id for one in labels.disputed()}
    return write(kind, LABELS, (label_row(one) for one in labels.training_rows() if one.comment_id not in disputed))


def article_row(one: ExportedArticle) -> dict[str, Any]:
    """Return an article as a row; its comments are counted."""
    verdicts = Counter(comment.verdict for comment in one.comments)
    counted = {
        "comments": len(one.comments),
        "spam": verdicts[Verdict.SPAM],
        "review": verdicts[Verdict.REVIEW],
    }
    return {name: counted[name] if name in counted else getattr(one, name) for name in ARTICLES.names}


def comment_row(card: Card) -> dict[str, Any]:
    """Return a comment as a row: the same columns in every kind of file."""
    decision = card.decision
    return {
        "id": card.id,
        "article_id": card.article_id,
        "article_title": card.title,
        "article_url": card.url,
        "source": card.source,
        "language": card.language,
        "author": card.author,
        "author_url": card.author_url,
        "posted": card.posted,
        "text": card.text,
        "links": list(card.links),
        "verdict": card.stands.value,
        "model_verdict": card.verdict.value,
        "probability": card.probability,
        "reasons": [reason.code for reason in card.reasons],
        "model": card.model,
        "label": decision.label.value if decision else None,
        "reviewer": decision.reviewer if decision else None,
        "labelled_at": decision.at.isoformat() if decision else None,
    }


def label_row(one: LabelledComment) -> dict[str, Any]:
    """Return a labelled comment as a row: its id and label, and all that `winnow retrain` can learn from."""
    article = one.comment.article
    return {
        "comment": one.comment_id,
        "label": one.label.value,
        "by": one.reviewer,
        "date": one.labelled_at.isoformat(),
        "text": one.comment.text,
        "author": one.comment.author,
        "author_url": one.comment.author_url,
        "links": list(one.comment.links or ()),
        "article": article.title if article else None,
        "page": one.comment.page,
        "lang": article.language if article else None,
    }
