"""The filters: pages or comments in as JSON Lines, one result out for each, in order; nothing is stored."""

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from classifiers.types import ArticleContext, Comment, Prediction
from worker.domain import ClaimedArticle, SeparatedComment, Separation
from worker.errors import RefusedError, UnprocessableError, WinnowError
from worker.ingest.envelope import Text, parse_envelope, to_article
from worker.ingest.formats.json_lines import bounded_lines
from worker.ingest.json_value import parse_json
from worker.pipeline import Judge, read_page
from worker.reasons import Reason
from worker.separate import separate

# Comments judged in one call: enough to share the cost of a call, few enough to answer soon.
BATCH = 256
MAX_LINE_BYTES = 16_000_000

Row = dict[str, Any]


class ArticlePart(BaseModel):
    """What a row may say of its article."""

    model_config = ConfigDict(extra="ignore")

    title: Text | None = None
    body: Text | None = None
    language: Text | None = None


class CommentRow(BaseModel):
    """One comment as a row of JSON Lines; unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore")

    text: Text
    author: Text | None = None
    author_url: Text | None = None
    links: list[Text] | None = Field(None, max_length=10_000)
    article: ArticlePart | None = None
    page: Text | int | None = None


def separate_lines(stream: BinaryIO, *, max_bytes: int) -> Iterator[Row]:
    """Separate each page of a stream."""
    for row_id, row in _rows(stream):
        try:
            yield {"id": row_id, **_separated(row, max_bytes)}
        except (RefusedError, UnprocessableError) as error:
            yield refusal(row_id, error.reason, str(error))
        except (RecursionError, MemoryError, ValueError, LookupError, TypeError) as error:
            yield refusal(row_id, Reason.CRASH, f"{type(error).__name__}: {str(error)[:200]}")


def classify_lines(stream: BinaryIO, judge: Judge) -> Iterator[Row]:
    """Judge each comment of a stream, in batches that no page is cut by."""
    batch: list[tuple[Any, Comment | WinnowError]] = []
    for row_id, row in _rows(stream):
        comment = _comment(row)
        if len(batch) >= BATCH and not _continues(batch[-1][1], comment):
            yield from _judged(batch, judge)
            batch = []
        batch.append((row_id, comment))
    yield from _judged(batch, judge)


def refusal(row_id: Any, code: Reason, message: str) -> Row:
    """The line that stands for a refused row."""
    return {"id": row_id, "error": {"code": code.value, "message": message}}


def _rows(stream: BinaryIO) -> Iterator[tuple[Any, Any]]:
    """Yield each line's id and its value, or the error that it is."""
    for _, line in bounded_lines(stream, MAX_LINE_BYTES, compressed=False):
        try:
            row = line if isinstance(line, RefusedError) else parse_json(line)
        except RefusedError as error:
            row = error
        yield (row.get("id") if isinstance(row, dict) else None), row


def _separated(row: Any, max_bytes: int) -> Row:
    if isinstance(row, RefusedError):
        raise row
    # A filter's id is the caller's own, of any type: it is echoed and means nothing here.
    envelope = {key: value for key, value in row.items() if key != "id"} if isinstance(row, dict) else row
    article = to_article(parse_envelope(envelope), max_bytes=max_bytes)
    page = read_page(
        ClaimedArticle(
            id=0,
            attempt=1,
            raw=article.raw,
            format=article.format,
            url=article.url,
            title=article.title,
            published=article.published,
            language=article.language,
            fetched_at=article.fetched_at,
        )
    )
    return _separation(separate(page))


def _separation(found: Separation) -> Row:
    return {
        "title": found.title,
        "byline": found.byline,
        "published": found.published,
        "section": found.section,
        "language": found.language,
        "reason": found.reason.value,
        "declared_comments": found.declared_comments,
        "comment_pages": found.comment_pages,
        "body": "\n\n".join(found.body),
        "comments": [_shown(comment) for comment in found.comments],
    }


def _shown(comment: SeparatedComment) -> Row:
    names = ("author", "author_url", "posted_at", "posted_raw", "text", "links", "parent", "depth", "kind")
    return {name: getattr(comment, name) for name in names}


def _comment(row: Any) -> Comment | WinnowError:
    if isinstance(row, WinnowError):
        return row
    try:
        parsed = CommentRow.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "row"
        return RefusedError(Reason.SCHEMA, f"{where}: {first['msg']}")
    return to_comment(parsed)


def to_comment(parsed: CommentRow) -> Comment:
    """Return a row as the classifier sees it."""
    about = parsed.article
    return Comment(
        text=parsed.text,
        author=parsed.author,
        author_url=parsed.author_url,
        links=None if parsed.links is None else tuple(parsed.links),
        article=ArticleContext(about.title, about.body, about.language) if about else None,
        page=None if parsed.page is None else str(parsed.page),
    )


def _continues(last: Comment | WinnowError, comment: Comment | WinnowError) -> bool:
    return (
        isinstance(last, Comment)
        and isinstance(comment, Comment)
        and last.page is not None
        and last.page == comment.page
    )


def _judged(batch: Sequence[tuple[Any, Comment | WinnowError]], judge: Judge) -> Iterator[Row]:
    predictions = iter(judge.judge([comment for _, comment in batch if isinstance(comment, Comment)]))
    for row_id, comment in batch:
        if isinstance(comment, Comment):
            yield {"id": row_id, **prediction_row(next(predictions)), "model": judge.version}
        else:
            code = comment.reason if isinstance(comment, RefusedError) else Reason.SCHEMA
            yield refusal(row_id, code, str(comment))


def prediction_row(found: Prediction) -> Row:
    """A prediction as its JSON object."""
    return {"probability": found.probability, "verdict": found.verdict, "reasons": found.reasons}
