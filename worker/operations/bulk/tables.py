"""The two tables that come out, and rows as their columns. docs/bulk.md tells them to people."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from classifiers.digests import digest
from classifiers.types import Verdict
from worker.domain import Failed, JudgedComment, NewArticle, Processed
from worker.errors import RefusedError
from worker.operations.bulk.counts import Counts
from worker.operations.bulk.job import Job
from worker.operations.bulk.pages import Page

if TYPE_CHECKING:
    import pyarrow

# Raised where a column changes its name, its type or its meaning.
SCHEMA_VERSION: Final = "1"
# Of a probability: beyond them stands what depends on how many comments were judged in one call.
_DIGITS: Final = 6

ARTICLES: Final = {
    "id": "string", "key": "string", "url": "string", "title": "string", "byline": "string", "published": "string",
    "section": "string", "language": "string", "kind": "string", "body": "string", "body_markdown": "string",
    "separation": "string", "comments": "int32", "spam": "int32", "review": "int32", "declared_comments": "int32",
    "external_id": "string", "fetched_at": "string", "digest": "string", "file": "string", "place": "string",
    "refusal": "string", "message": "string",
}  # fmt: skip
COMMENTS: Final = {
    "article": "string", "position": "int32", "parent": "int32", "depth": "int32", "kind": "string",
    "author": "string", "author_url": "string", "posted_at": "string", "posted_raw": "string", "text": "string",
    "links": "list", "identity": "string", "verdict": "string", "probability": "float64", "reasons": "list",
    "model": "string",
}  # fmt: skip
# What is left of them where only text is asked for: no name, no address but the page's own.
ARTICLES_TEXT: Final = ("id", "url", "title", "language", "body", "refusal")
COMMENTS_TEXT: Final = ("article", "position", "parent", "text", "verdict")

Columns = dict[str, list[Any]]


def schemas(job: Job) -> tuple["pyarrow.Schema", "pyarrow.Schema"]:
    """Return the schemas of articles and of comments."""
    articles = ARTICLES_TEXT if job.text_only else tuple(ARTICLES)
    comments = COMMENTS_TEXT if job.text_only else tuple(COMMENTS)
    return _schema(ARTICLES, articles), _schema(COMMENTS, comments)


def _schema(types: Mapping[str, str], names: Sequence[str]) -> "pyarrow.Schema":
    import pyarrow  # noqa: PLC0415  - an extra

    kinds = {
        "string": pyarrow.string(),
        "int32": pyarrow.int32(),
        "float64": pyarrow.float64(),
        "list": pyarrow.list_(pyarrow.string()),
    }
    return pyarrow.schema([(name, kinds[types[name]]) for name in names], metadata={"winnow.schema": SCHEMA_VERSION})


def article_columns(file: str, pages: Sequence[Page]) -> Columns:
    """Return the rows of pages as columns: place, what came in, what came out of it (None where it never got in)."""
    rows = [_article(file, place, item, outcome) for place, item, outcome in pages]
    return {name: [row.get(name) for row in rows] for name in ARTICLES}


def comment_columns(file: str, pages: Sequence[Page], *, only_ham: bool) -> Columns:
    """Return the comments of pages as columns."""
    columns: Columns = {name: [] for name in COMMENTS}
    for place, item, outcome in pages:
        if isinstance(outcome, Processed) and isinstance(item, NewArticle):
            article = _id(file, place, item)
            for position, one in enumerate(outcome.comments):
                if not only_ham or one.prediction.verdict is Verdict.ALLOW:
                    _append(columns, article, position, one, outcome.model)
    return columns


def row_columns(row: Mapping[str, Any]) -> Columns:
    """Return one article's row as columns."""
    return {name: [row.get(name)] for name in ARTICLES}


def known_row(file: str, place: str, item: NewArticle | RefusedError) -> dict[str, Any]:
    """Return what is known of a page before anything came of it."""
    stood = {"file": file, "place": place}
    if isinstance(item, RefusedError):
        return {
            "id": digest(f"{file}\0{place}")[:32],
            **stood,
            "url": item.url,
            "refusal": item.reason.value,
            "message": str(item),
        }
    source = item.source
    return {
        **stood,
        "id": _id(file, place, item),
        "key": item.key,
        "url": source.url,
        "external_id": item.external_id,
        "fetched_at": source.fetched_at.isoformat() if source.fetched_at else None,
        "digest": item.content_hash,
    }


def batch_stream(columns: Columns, schema: "pyarrow.Schema") -> bytes:
    """Return columns as an Arrow stream: how rows travel between processes."""
    import pyarrow  # noqa: PLC0415  - an extra

    arrays = [pyarrow.array(columns[field.name], field.type) for field in schema]
    sink = io.BytesIO()
    with pyarrow.ipc.new_stream(sink, schema) as writer:
        writer.write_batch(pyarrow.RecordBatch.from_arrays(arrays, schema=schema))
    return sink.getvalue()


def counted(pages: Sequence[Page]) -> Counts:
    """Count what became of pages and comments."""
    counts = Counts(pages=len(pages))
    comments = 0
    for _, item, outcome in pages:
        if isinstance(outcome, Processed):
            comments += len(outcome.comments)
            counts.separations[outcome.separation.reason.value] += 1
            counts.languages[outcome.separation.language or ""] += 1
            counts.verdicts.update(one.prediction.verdict.value for one in outcome.comments)
        elif isinstance(outcome, Failed):
            counts.refused[outcome.reason.value] += 1
        elif isinstance(item, RefusedError):
            counts.refused[item.reason.value] += 1
    return counts + Counts(comments=comments)


def _id(file: str, place: str, item: NewArticle) -> str:
    """Return what a page is known by: where it stood and what it was, so that no two inputs share one."""
    return digest(f"{file}\0{place}\0{item.key}\0{item.content_hash}")[:32]


def _article(
    file: str, place: str, item: NewArticle | RefusedError, outcome: Processed | Failed | None
) -> dict[str, Any]:
    row = known_row(file, place, item)
    if isinstance(outcome, Processed):
        return row | _found(outcome)
    return row | ({"refusal": outcome.reason.value, "message": outcome.message} if outcome else {})


def _found(outcome: Processed) -> dict[str, Any]:
    found = outcome.separation
    verdicts = [one.prediction.verdict for one in outcome.comments]
    return {
        "title": found.title,
        "byline": found.byline,
        "published": found.published,
        "section": found.section,
        "language": found.language,
        "kind": found.kind and found.kind.value,
        "body": "\n\n".join(found.body),
        "body_markdown": found.body_markdown,
        "separation": found.reason.value,
        "comments": len(verdicts),
        "spam": verdicts.count(Verdict.SPAM),
        "review": verdicts.count(Verdict.REVIEW),
        "declared_comments": found.declared_comments,
    }


def _append(columns: Columns, article: str, position: int, one: JudgedComment, model: str) -> None:
    comment, prediction = one.comment, one.prediction
    values = (
        article, position, comment.parent, comment.depth, comment.kind.value, comment.author, comment.author_url,
        comment.posted_at, comment.posted_raw, comment.text, list(comment.links), one.identity,
        prediction.verdict.value, round(prediction.probability, _DIGITS),
        [reason.code for reason in prediction.reasons], model,
    )  # fmt: skip
    for column, value in zip(columns.values(), values, strict=True):
        column.append(value)
