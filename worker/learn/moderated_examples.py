"""Moderators' labels as a model learns from them."""

from collections.abc import Iterable, Iterator

from classifiers.data.datasets import Example
from worker.store.moderation.labels import LabelledComment

# What the gate's table calls the labels of the store.
SOURCE = "moderators"


def moderated(rows: Iterable[LabelledComment]) -> Iterator[Example]:
    """Yield labelled comments as examples; those of one article stand together."""
    for row in rows:
        article = row.comment.article
        yield Example(
            comment=row.comment,
            label=row.label,
            source=SOURCE,
            group=str(row.article_id),
            language=article.language if article else None,
            when=row.labelled_at.date().isoformat(),
            by=row.reviewer,
            held=row.held is not None,
            origin=f"comment {row.comment_id}",
        )
