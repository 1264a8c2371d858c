"""A page taken apart for somebody who waits: nothing is stored, and all doors answer alike."""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from worker.domain import ClaimedArticle, Failed, NewArticle, Separation
from worker.errors import RefusedError
from worker.ingest.envelope import parse_envelope, to_article
from worker.operations.filter_rows import Row, filter_rows, refusal
from worker.operations.in_order import in_order
from worker.operations.resources import Separated, SeparatedCommentResource
from worker.separate import separate_together
from worker.work.pipeline import separate_alone

# A page, or why it is none, with its id.
Given = tuple[Any, NewArticle | RefusedError]


def separate_lines(stream: BinaryIO, *, max_bytes: int, jobs: int = 1) -> Iterator[Row]:
    """Separate each page of a stream of JSON Lines; one row out for each, in order."""
    return separate_pages(lines(stream, max_bytes=max_bytes), jobs=jobs)


def separate_pages(pages: Iterable[Given], *, jobs: int = 1) -> Iterator[Row]:
    """Separate each page, by so many processes; one row out for each, in order."""
    # What is no page is answered here: errors don't travel between processes.
    return in_order(_row, map(_answered, pages), jobs=jobs)


def lines(stream: BinaryIO, *, max_bytes: int) -> Iterator[Given]:
    """Yield the pages of a stream of JSON Lines."""
    for row_id, row in filter_rows(stream, max_bytes=max_bytes):
        try:
            yield row_id, parse_page(row, max_bytes=max_bytes)
        except RefusedError as error:
            yield row_id, error


def _answered(given: Given) -> tuple[Any, NewArticle | Row]:
    row_id, page = given
    return row_id, refusal(row_id, page.reason, str(page)) if isinstance(page, RefusedError) else page


def _row(given: tuple[Any, NewArticle | Row]) -> Row:
    row_id, page = given
    if not isinstance(page, NewArticle):
        return page
    found = separate(page)
    if isinstance(found, Failed):
        return refusal(row_id, found.reason, found.message)
    return {"id": row_id, **found.model_dump(mode="json")}


def parse_page(row: Any, *, max_bytes: int) -> NewArticle:
    """Return the page that a row is; raises RefusedError where it is none.

    Its `id` is the caller's own, of any type: it is echoed and means nothing here.
    """
    if isinstance(row, RefusedError):
        raise row
    envelope = {key: value for key, value in row.items() if key != "id"} if isinstance(row, dict) else row
    return to_article(parse_envelope(envelope), max_bytes=max_bytes)


def separate(page: NewArticle) -> Separated | Failed:
    """Take a page apart as a worker does, with the same limits."""
    found = separate_alone(ClaimedArticle(id=0, attempt=1, source=page.source), separate_together)
    return found if isinstance(found, Failed) else _shown(found)


def _shown(found: Separation) -> Separated:
    return Separated(
        title=found.title,
        byline=found.byline,
        published=found.published,
        section=found.section,
        language=found.language,
        kind=found.kind,
        reason=found.reason.value,
        declared_comments=found.declared_comments,
        comment_pages=list(found.comment_pages),
        body="\n\n".join(found.body),
        body_markdown=found.body_markdown,
        comments=[SeparatedCommentResource.model_validate(comment) for comment in found.comments],
    )
