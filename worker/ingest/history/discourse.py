"""Discourse's topics as it gives them: what `/t/ID.json?print=true` answers, one topic or many in a file."""

from collections.abc import Iterator, Mapping
from typing import Any

from worker.errors import RefusedError
from worker.ingest.history.fields import is_set, parent_of, some, text_of
from worker.ingest.history.json_rows import read_objects
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import HistoryArticle, HistoryComment, Row, Status
from worker.ingest.history.times import iso_time
from worker.reasons import Reason


def _read(export: Export) -> Iterator[Row]:
    for found in read_objects(export):
        if isinstance(found, RefusedError):
            yield found
            continue
        stream = found[1].get("post_stream")
        posts = stream.get("posts") if isinstance(stream, dict) else None
        if isinstance(posts, list):
            yield from _topic(found[1], [post for post in posts if isinstance(post, dict)])
        else:
            yield RefusedError(Reason.SCHEMA, "it is no topic: it has no post_stream with posts")


def _topic(topic: Mapping[str, Any], posts: list[Mapping[str, Any]]) -> Iterator[Row]:
    ref = text_of(topic, "id")
    first = next((post for post in posts if post.get("post_number") == 1), {})
    yield HistoryArticle(
        ref=ref,
        url=f"t/{text_of(topic, 'slug') or '-'}/{ref}",
        title=some(topic, "title"),
        body=text_of(first, "cooked", "raw"),
        published=iso_time(first.get("created_at")),
        byline=some(first, "name", "username"),
    )
    for post in posts:
        # What moderators closed or moved is told in posts of a kind of their own.
        if post is first or is_set(post, "action_code"):
            continue
        parent = parent_of(post, "reply_to_post_number")
        yield HistoryComment(
            ref=text_of(post, "post_number"),
            article=ref,
            text=text_of(post, "cooked", "raw"),
            parent=None if parent == "1" else parent,
            author=some(post, "name", "username"),
            posted_at=iso_time(post.get("created_at")),
            status=_status(post),
        )


def _status(post: Mapping[str, Any]) -> Status:
    if is_set(post, "deleted_at", "user_deleted"):
        return Status.TRASH
    return Status.PENDING if is_set(post, "hidden") else Status.APPROVED


READER = Reader(_read, needs_site=True)
