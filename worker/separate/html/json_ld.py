"""Comments that stand in a page's JSON-LD only: schema.org ``Comment`` and the answers of a discussion."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from worker.domain import SeparatedComment
from worker.separate.html.metadata import author_of, kinds_of
from worker.separate.language.dates import parse_time


def read_comments(objects: Sequence[dict[str, Any]], anchor: datetime | None) -> tuple[SeparatedComment, ...]:
    """The comments among a page's JSON-LD objects, in their order; FAQ answers are none."""
    found = []
    for one in objects:
        text = one.get("text") or one.get("commentText")
        if "Comment" in kinds_of(one) and isinstance(text, str) and text.strip():
            raw = one.get("dateCreated") or one.get("datePublished")
            raw = raw if isinstance(raw, str) else None
            found.append(
                SeparatedComment(
                    text=_paragraphs(text),
                    author=author_of(one),
                    author_url=_url(one),
                    posted_raw=raw,
                    posted_at=parse_time(raw, anchor=anchor) if raw else None,
                )
            )
    return tuple(found)


def _paragraphs(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)


def _url(one: dict[str, Any]) -> str | None:
    author = one.get("author")
    url = author.get("url") if isinstance(author, dict) else None
    return url if isinstance(url, str) else None
