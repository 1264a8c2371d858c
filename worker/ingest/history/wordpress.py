"""WordPress's own export (WXR): Tools, Export, All content."""

from collections.abc import Iterator
from typing import Final

from worker.domain import CommentKind
from worker.errors import RefusedError
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import HistoryArticle, HistoryComment, Row, Status
from worker.ingest.history.times import iso_time
from worker.ingest.history.xml_records import Element, read_records

# Below the root and its channel.
_ITEM_DEPTH: Final = 3
# What `comment_approved` says; a post that is in the trash takes its comments there.
STATUSES: Final = {
    "1": Status.APPROVED,
    "approve": Status.APPROVED,
    "approved": Status.APPROVED,
    "0": Status.PENDING,
    "hold": Status.PENDING,
    "spam": Status.SPAM,
    "trash": Status.TRASH,
    "post-trashed": Status.TRASH,
}


def kind_of(name: object) -> CommentKind:
    """Return the kind of a comment by its `comment_type`, which was empty for comments up to WordPress 5.4."""
    return CommentKind(str(name)) if name in ("pingback", "trackback") else CommentKind.COMMENT


def _read(export: Export) -> Iterator[Row]:
    for item in read_records(export, _ITEM_DEPTH):
        if isinstance(item, RefusedError):
            yield item
        elif item.tag == "item":
            yield from _item(item)


def _item(item: Element) -> Iterator[Row]:
    comments = list(item.all("comment"))
    if not comments:
        return
    link = item.text("link") or item.text("guid")
    ref = item.text("post_id") or link
    yield HistoryArticle(
        ref=ref,
        url=link,
        title=item.text("title") or None,
        body=item.text("encoded", within="content"),
        published=iso_time(item.text("post_date_gmt"), utc=True) or iso_time(item.text("pubDate")),
        byline=item.text("creator") or None,
    )
    for comment in comments:
        parent = comment.text("comment_parent")
        yield HistoryComment(
            ref=comment.text("comment_id"),
            article=ref,
            text=comment.text("comment_content"),
            parent=parent if parent != "0" else None,
            author=comment.text("comment_author") or None,
            author_url=comment.text("comment_author_url") or None,
            posted_at=iso_time(comment.text("comment_date_gmt"), utc=True) or iso_time(comment.text("comment_date")),
            status=STATUSES.get(comment.text("comment_approved"), Status.PENDING),
            kind=kind_of(comment.text("comment_type")),
        )


READER = Reader(_read)
