"""JSON Feed: the same entries as RSS and Atom have, as JSON (https://jsonfeed.org)."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from worker.errors import RefusedError
from worker.ingest.formats.feed_entry import FeedEntry, field, items
from worker.ingest.formats.reader import Item
from worker.reasons import Reason

_VERSION: Final = "https://jsonfeed.org/version/"


def is_feed(value: Any) -> bool:
    """Whether a JSON value says of itself that it is a feed."""
    return isinstance(value, dict) and str(value.get("version", "")).startswith(_VERSION)


def read_feed(value: Mapping[str, Any], *, max_bytes: int) -> Iterator[tuple[str, Item]]:
    """Yield a feed's entries with their numbers (from 1); raises RefusedError where it has no list of them."""
    listed = value.get("items")
    if not isinstance(listed, list):
        raise RefusedError(Reason.SCHEMA, "items: a JSON Feed has a list of them")
    language = field(value.get("language"))
    entries = [_entry(one if isinstance(one, dict) else {}, language) for one in listed]
    name = field(value.get("feed_url")) or field(value.get("home_page_url")) or field(value.get("title"))
    yield from items(entries, name, max_bytes=max_bytes)


def _entry(one: Mapping[str, Any], language: str | None) -> FeedEntry:
    authors = one.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else one.get("author")
    author = first if isinstance(first, dict) else {}
    return FeedEntry(
        id=field(str(one["id"])) if isinstance(one.get("id"), str | int) else None,
        url=field(one.get("url")) or field(one.get("external_url")),
        title=field(one.get("title")),
        author=field(author.get("name")),
        author_url=field(author.get("url")),
        published=field(one.get("date_published")),
        language=field(one.get("language")) or language,
        html=_html(one),
    )


def _html(one: Mapping[str, Any]) -> str:
    html, text = one.get("content_html"), one.get("content_text") or one.get("summary")
    if isinstance(html, str):
        return html
    return escape(text).replace("\n", "<br>") if isinstance(text, str) else ""
