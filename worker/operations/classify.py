"""Comments judged for somebody who waits: nothing is stored, and all doors answer alike."""

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from classifiers.types import ArticleContext, Comment, CommentType
from worker.errors import RefusedError, WinnowError
from worker.ingest.sites import site_of
from worker.ingest.thread import MAX_COMMENTS as MAX_OF_A_PAGE
from worker.ingest.thread import Text
from worker.operations.filter_rows import Row, filter_rows, refusal
from worker.reasons import Reason
from worker.work.by_site import Judgement, JudgeOf, judge_by_site
from worker.work.pipeline import JudgePort

# Comments judged in one call: enough to share the cost of a call, few enough to answer soon.
AT_ONCE: Final = 256
# Characters of all comments of one call together.
MAX_CHARS: Final = 1_000_000
_TYPES: Final = frozenset(CommentType)


class ArticlePart(BaseModel):
    """What a row may say of its article."""

    model_config = ConfigDict(extra="ignore")

    title: Text | None = None
    body: Text | None = None
    language: Text | None = None
    published: Text | None = None


class CommentRow(BaseModel):
    """One comment as a row of JSON Lines; unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore")

    text: Text
    author: Text | None = None
    author_url: Text | None = None
    links: list[Text] | None = Field(None, max_length=10_000)
    article: ArticlePart | None = None
    page: Text | int | None = None
    site: Text | None = None
    type: Text | None = None
    posted_at: Text | None = None


def classify(comments: Sequence[Comment], judge: JudgeOf) -> list[Judgement]:
    """Judge comments, each by its site's model; raises RefusedError (TOO_LARGE) where they are too long together."""
    if sum(len(comment.text) for comment in comments) > MAX_CHARS:
        raise RefusedError(Reason.TOO_LARGE, f"all comments together have more than {MAX_CHARS:,} characters")
    return judge_by_site(judge, comments)


# Rows that are judged together: each one's id, and its comment, or what it is answered by.
Batch = list[tuple[Any, Comment | Row]]


def classify_lines(stream: BinaryIO, judge: JudgePort, *, max_bytes: int) -> Iterator[Row]:
    """Judge each comment of a stream of JSON Lines, in batches that cut no page with fewer comments than any has."""
    for batch in batches(stream, max_bytes=max_bytes):
        yield from judged(batch, judge)


def batches(stream: BinaryIO, *, max_bytes: int) -> Iterator[Batch]:
    """Cut a stream of JSON Lines into what is judged in one call."""
    batch: Batch = []
    for row_id, row in filter_rows(stream, max_bytes=max_bytes):
        comment = _comment(row_id, row)
        full = len(batch) >= AT_ONCE and not _continues(batch[-1][1], comment)
        if full or len(batch) >= MAX_OF_A_PAGE:
            yield batch
            batch = []
        batch.append((row_id, comment))
    yield batch


def _comment(row_id: Any, row: Any) -> Comment | Row:
    if isinstance(row, WinnowError):
        return refusal(row_id, row.reason if isinstance(row, RefusedError) else Reason.SCHEMA, str(row))
    try:
        parsed = CommentRow.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "row"
        return refusal(row_id, Reason.SCHEMA, f"{where}: {first['msg']}")
    return to_comment(parsed)


def to_comment(parsed: CommentRow) -> Comment:
    """Return a row as the classifier sees it."""
    about = parsed.article
    return Comment(
        text=parsed.text,
        author=parsed.author,
        author_url=parsed.author_url,
        links=None if parsed.links is None else tuple(parsed.links),
        article=ArticleContext(about.title, about.body, about.language, about.published) if about else None,
        page=None if parsed.page is None else str(parsed.page),
        site=site_of(parsed.site),
        type=_type(parsed.type),
        posted_at=parsed.posted_at,
    )


def _type(written: str | None) -> CommentType:
    """Return what a comment is; what no type of ours is counts as a comment."""
    return CommentType(written) if written in _TYPES else CommentType.COMMENT


def _continues(last: Comment | Row, comment: Comment | Row) -> bool:
    return (
        isinstance(last, Comment)
        and isinstance(comment, Comment)
        and last.page is not None
        and last.page == comment.page
    )


def judged(batch: Batch, judge: JudgePort, *, explained: bool = True) -> Iterator[Row]:
    """Yield the row of each comment of a batch, in order; with its reasons where it is to be ``explained``."""
    predictions = iter(judge.judge([comment for _, comment in batch if isinstance(comment, Comment)]))
    for row_id, comment in batch:
        if isinstance(comment, Comment):
            row = {"id": row_id, **judgement_row(Judgement(next(predictions), judge.version))}
            if not explained:
                del row["reasons"]
            yield row
        else:
            yield comment


def judgement_row(found: Judgement) -> Row:
    """A judgement as its JSON object."""
    said = found.prediction
    return {"probability": said.probability, "verdict": said.verdict, "reasons": said.reasons, "model": found.model}
