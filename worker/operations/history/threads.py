"""An export's conversations as articles that can be stored, their comments apart already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urljoin

from pydantic import ValidationError

from classifiers.digests import digest
from worker.domain import Format, NewArticle, Source
from worker.errors import RefusedError
from worker.ingest.accept import accept
from worker.ingest.article_keys import canonical_url
from worker.ingest.history.rows import HistoryArticle, HistoryComment, Status
from worker.ingest.thread import MAX_COMMENTS, GivenComment, Thread, read_thread, write_thread
from worker.operations.history.comment_text import links, paragraphs
from worker.operations.history.spool import Conversation
from worker.reasons import Reason
from worker.store.flow.history_keys import history_key
from worker.work.pipeline import identities

# Beside its body and its comments: braces, names and the byline.
_SURPLUS_BYTES: Final = 10_000
# The share of a page's bytes that a body may take; a longer one is left out, so that comments have room.
_BODY_SHARE: Final = 2


@dataclass(frozen=True, slots=True)
class HistoryThread:
    """An article to be stored, and what became of its comments, by their identities."""

    article: NewArticle
    statuses: dict[str, Status]


def threads(conversation: Conversation, *, program: str, site: str | None, max_bytes: int) -> Iterator[
    HistoryThread | RefusedError
]:  # fmt: skip
    """Yield a conversation as one article, or as several pages of one where it is longer than a page may be.

    What can't be used comes as its refusal; ``site`` is the address that paths are below.
    """
    entry = conversation.article
    try:
        url = canonical_url(urljoin(site or "", entry.url)).url
    except (RefusedError, ValueError):
        message = (
            f"article {entry.ref!r}: {entry.url[:100]!r} is no address of the web; say what it is below with --site"
        )
        yield RefusedError(Reason.BAD_URL, message)
        return
    body = paragraphs(entry.body)
    if len(body.encode()) * _BODY_SHARE > max_bytes:
        body = ""
    given: list[tuple[HistoryComment, GivenComment]] = []
    for comment in _answers_behind(conversation.comments):
        try:
            given.append((comment, _given(comment)))
        except ValidationError as error:
            wrong = error.errors(include_url=False)[0]
            field = ".".join(map(str, wrong["loc"]))
            yield RefusedError(Reason.SCHEMA, f"comment {comment.ref!r}: {field}: {wrong['msg']}")
    room = max_bytes - len(body.encode()) * 2 - _SURPLUS_BYTES
    for number, page in enumerate(_pages(given, room), 1):
        if isinstance(page, RefusedError):
            yield page
            continue
        yield _thread(entry, url, program, body if number == 1 else "", page, number, max_bytes)


def _answers_behind(comments: Sequence[HistoryComment]) -> Iterator[HistoryComment]:
    """Yield comments in the order in which they were written, each behind the one that it answers."""
    named = {one.ref: one for one in comments}
    placed: set[str] = set()
    for comment in sorted(comments, key=lambda one: one.posted_at or ""):
        chain: dict[str, HistoryComment] = {}
        one: HistoryComment | None = comment
        while one is not None and one.ref not in placed and one.ref not in chain:
            chain[one.ref] = one
            one = named.get(one.parent or "")
        placed |= chain.keys()
        yield from reversed(chain.values())


def _given(comment: HistoryComment) -> GivenComment:
    return GivenComment(
        text=paragraphs(comment.text),
        author=comment.author,
        author_url=comment.author_url,
        posted_at=comment.posted_at,
        links=list(links(comment.text)),
        kind=comment.kind,
    )


Paired = tuple[HistoryComment, GivenComment]


def _pages(given: Sequence[Paired], room: int) -> Iterator[list[Paired] | RefusedError]:
    """Fill pages in order, so that comments that were written later change none but the last."""
    page: list[Paired] = []
    taken = 0
    for comment, one in given:
        if not one.text:
            continue
        size = len(one.model_dump_json().encode()) + 24  # its parent's index, and a comma
        if size > room:
            yield RefusedError(Reason.TOO_LARGE, f"comment {comment.ref!r} has {size:,} bytes; at most {room:,} fit")
            continue
        if page and (taken + size > room or len(page) == MAX_COMMENTS):
            yield page
            page, taken = [], 0
        page.append((comment, one))
        taken += size
    if page:
        yield page


def _thread(
    entry: HistoryArticle, url: str, program: str, body: str, page: Sequence[Paired], number: int, max_bytes: int
) -> HistoryThread | RefusedError:
    places = {comment.ref: place for place, (comment, _) in enumerate(page)}
    comments = [
        one.model_copy(update={"parent": parent})
        if (parent := places.get(comment.parent or "", place)) < place
        else one
        for place, (comment, one) in enumerate(page)
    ]
    raw = write_thread(Thread(body=body, comments=comments, byline=_short(entry.byline)))
    source = Source(
        raw=raw, format=Format.THREAD, url=url, title=_short(entry.title), published=entry.published,
        language=_short(entry.language),
    )  # fmt: skip
    try:
        article = accept(source, external_id=entry.ref[:_FIELD_CHARS], feed=program, max_bytes=max_bytes)
    except RefusedError as error:
        return RefusedError(error.reason, f"article {entry.ref!r}: {error}")
    article = replace(article, key=history_key(url), page=number, content_hash=digest(raw))
    names = identities(read_thread(source).comments)
    return HistoryThread(article, dict(zip(names, (comment.status for comment, _ in page), strict=True)))


# A longer title or name is none, and no reason to leave out the comments.
_FIELD_CHARS: Final = 2_000


def _short(text: str | None) -> str | None:
    return text[:_FIELD_CHARS] if text else None
