"""RSS, Atom and RDF: a feed's entries as articles, and the entries of a feed of comments as comments of theirs."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from worker.domain import Format
from worker.errors import RefusedError, UnprocessableError
from worker.ingest.decode import decode
from worker.ingest.formats.feed_entry import FeedEntry, field, items
from worker.ingest.formats.packing import DAMAGE, damaged, unpacked
from worker.ingest.formats.reader import File, Item, Reader
from worker.ingest.markup_guard import check_html
from worker.reasons import Reason

# Bytes of a feed: it is held in memory as a whole, and those that are published have a hundredth of it.
MAX_FILE_BYTES: Final = 5_000_000
# Elements whose every further one costs the parser a look at all before (2 s for so many).
MAX_SUBJECTS: Final = 5_000
_SUBJECT: Final = re.compile(r"<\s?(?:\w{1,20}:)?(?:category|subject|keywords)\b", re.IGNORECASE)
# What a document says of its encoding; it is decoded by then.
_DECLARED: Final = re.compile(r"\A\s*+<\?xml[^>]{0,300}\?>", re.IGNORECASE)
_LABEL: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9_:.\-]{1,40})", re.IGNORECASE)
_COUNT: Final = re.compile(r"\d{1,6}", re.ASCII)
_NO_FEED: Final = "it is XML, but neither RSS nor Atom nor RDF; Winnow reads no other XML"


def _read(file: File) -> Iterator[tuple[str, Item]]:
    """Read a feed's entries with their numbers (from 1); raises RefusedError where it is none, or made to choke."""
    text = _text(_content(file))
    parsed = _parsed(text)
    if not parsed.get("version") and not parsed.entries:
        raise RefusedError(Reason.SCHEMA, _NO_FEED)
    about = parsed.feed
    name = field(_link(about, "self") or about.get("link") or about.get("title"))
    entries = [_entry(one, field(about.get("language"))) for one in parsed.entries]
    yield from items(entries, name, max_bytes=file.max_bytes)


def _content(file: File) -> bytes:
    try:
        content = unpacked(file.stream, file.packing).read(MAX_FILE_BYTES + 1)
    except DAMAGE as error:
        raise damaged(error) from None
    if len(content) > MAX_FILE_BYTES:
        raise RefusedError(Reason.TOO_LARGE, f"a feed is read up to {MAX_FILE_BYTES:,} bytes")
    return content


def _text(content: bytes) -> str:
    """Return a document's text where a parser can take it."""
    label = _LABEL.match(content.lstrip()[:1024])
    try:
        text = decode(content, Format.TEXT, label[1].decode("ascii") if label else None).text
        check_html(text)
    except UnprocessableError as error:
        raise RefusedError(error.reason, str(error).replace("the page", "the feed")) from None
    if len(_SUBJECT.findall(text)) > MAX_SUBJECTS:
        raise RefusedError(Reason.COMPLEXITY, f"the feed has more than {MAX_SUBJECTS:,} categories")
    return _DECLARED.sub("", text, count=1)


def _parsed(text: str) -> Any:
    import feedparser  # noqa: PLC0415  - for feeds alone

    # A stream, never the text itself: what looks like an address would be fetched, what looks like a name opened.
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"}
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _entry(one: Mapping[str, Any], language: str | None) -> FeedEntry:
    content = _longest(one)
    author = one.get("author_detail") or {}
    answered = one.get("thr_in-reply-to") or {}
    return FeedEntry(
        id=field(one.get("id")),
        url=field(_link(one, "alternate") or one.get("link")),
        title=field(one.get("title")),
        author=field(author.get("name") or one.get("author")),
        author_url=field(author.get("href")),
        published=_time(_when(one)) or field(one.get("published")),
        language=field(content.get("language")) or language,
        html=content.get("value") or "",
        declared=_declared(one),
        answers=tuple(name for key in ("ref", "href") if (name := field(answered.get(key)))),
    )


def _declared(one: Mapping[str, Any]) -> int | None:
    """Return how many comments an entry has: RSS' slash:comments, Atom's thr:total, or thr:count of its replies."""
    replies = (link.get("thr:count") for link in one.get("links", ()) if link.get("rel") == "replies")
    for told in (one.get("slash_comments"), one.get("thr_total"), *replies):
        if isinstance(told, str) and _COUNT.fullmatch(told.strip()):
            return int(told)
    return None


def _longest(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the text that says most: an entry has its whole content, a summary, or both."""
    summary = one.get("summary_detail") or {"value": one.get("summary")}
    parts: Sequence[Mapping[str, Any]] = [*one.get("content", ()), summary]
    best = max(parts, key=lambda part: len(part.get("value") or ""))
    if best.get("type") == "text/plain":
        return {**best, "value": escape(best.get("value") or "").replace("\n", "<br>")}
    return best


def _link(element: Mapping[str, Any], relation: str) -> str | None:
    for link in element.get("links", ()):
        if link.get("rel") == relation and link.get("href"):
            return str(link["href"])
    return None


def _when(one: Mapping[str, Any]) -> Sequence[int] | None:
    """Return when an entry was published, else when it was changed last."""
    # The parser answers for one with the other, and warns of it, unless it is asked so.
    return one.get("published_parsed") or (one["updated_parsed"] if "updated_parsed" in one else None)  # noqa: SIM401


def _time(parsed: Sequence[int] | None) -> str | None:
    """Return a time, which the parser has brought to UTC, in ISO 8601."""
    if not parsed:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


READER = Reader((".rss", ".atom", ".rdf", ".xml"), _read)
