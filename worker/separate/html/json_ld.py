"""Comments that stand in a page's JSON-LD only: schema.org ``Comment`` and the answers of a discussion."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from worker.domain import SeparatedComment
from worker.separate.html.markup_fragments import lines_of
from worker.separate.html.records import PERMALINK
from worker.separate.html.structured_data import Structured, kinds_of, text_of
from worker.separate.language.dates import parse_time


def read_comments(structured: Structured, anchor: datetime | None) -> tuple[SeparatedComment, ...]:
    """The comments of a page's JSON-LD, each before its answers; FAQ answers are none."""
    found: list[SeparatedComment] = []
    places: dict[int, int] = {}
    for one, above in _threads(structured):
        lines = lines_of(text) if (text := _text(one)) else []
        parent = places.get(id(above)) if above is not None else None
        if not lines:
            continue
        places[id(one)] = len(found)
        raw = text_of(one.get("dateCreated") or one.get("datePublished"))
        author = structured.meant(one.get("author") or one.get("creator"))
        found.append(
            SeparatedComment(
                text="\n\n".join(lines),
                author=structured.names(author),
                author_url=_url(author, one),
                posted_raw=raw,
                posted_at=parse_time(raw, anchor=anchor) if raw else None,
                parent=parent,
                depth=0 if parent is None else found[parent].depth + 1,
            )
        )
    return tuple(found)


def _threads(structured: Structured) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each comment with the one that it answers, depth first, in the page's order."""
    seen: set[int] = set()
    for root in structured.objects:
        stack: list[tuple[dict[str, Any], dict[str, Any] | None]] = [(root, None)]
        while stack:
            one, above = stack.pop()
            if id(one) in seen or (one is root and not _is_comment(one)):
                continue
            seen.add(id(one))
            yield one, _answered(structured, one) or above
            stack += [(answer, one) for answer in reversed(_answers(one))]


def _answers(one: dict[str, Any]) -> list[dict[str, Any]]:
    answers = one.get("comment") or []
    return [answer for answer in (answers if isinstance(answers, list) else [answers]) if isinstance(answer, dict)]


def _answered(structured: Structured, one: dict[str, Any]) -> dict[str, Any] | None:
    """The comment that an object says it answers, where that is another of the page's."""
    parent = structured.meant(one.get("parentItem"))
    return parent if isinstance(parent, dict) and _is_comment(parent) else None


def _is_comment(one: dict[str, Any]) -> bool:
    return "Comment" in kinds_of(one) and _text(one) is not None


def _text(one: dict[str, Any]) -> str | None:
    text = one.get("text") or one.get("commentText")
    return text if isinstance(text, str) and text.strip() else None


def _url(author: object, comment: dict[str, Any]) -> str | None:
    """The author's address, where it is not the comment's own."""
    url = author.get("url") if isinstance(author, dict) else None
    if not isinstance(url, str) or PERMALINK.search(url) or url in (comment.get("url"), comment.get("@id")):
        return None
    return url
