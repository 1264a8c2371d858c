"""A feed's entries: articles as pages, comments as threads of the articles that they answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser

from worker.domain import NEWEST_PAGE, Format, Source
from worker.errors import RefusedError, UnprocessableError
from worker.ingest.accept import UTF8_MARK, accept
from worker.ingest.article_keys import canonical_url
from worker.ingest.formats.reader import Item
from worker.ingest.markup_guard import check_html
from worker.ingest.thread import MAX_COMMENTS, GivenComment, Thread, whole, write_thread
from worker.reasons import Reason

# Characters of a name, a title or an address; longer ones are cut.
_FIELD_CHARS: Final = 2_000
# Links of one comment; more are a pattern, and no links.
_MOST_LINKS: Final = 1_000
# The place on a page that is a comment: "#comment-12", "#c1234567890", "#reply_3".
_COMMENT_PLACE: Final = re.compile(r"(li-)?(comment|c|reply|response)[-_]?[\w-]{0,60}\d", re.ASCII | re.IGNORECASE)
# What the address of a feed of comments says: "/comments/feed/", "/feeds/4711/comments/default".
_COMMENTS_PATH: Final = "/comments/"
_BLOCKS: Final = "p,div,blockquote,li,pre,ul,ol,table,tr,h1,h2,h3,h4,h5,h6"
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry as its feed tells it; ``answers`` are the names (id or address) of what it is an answer to.

    ``declared`` is how many comments the feed says that it has.
    """

    id: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None
    author_url: str | None = None
    published: str | None = None
    language: str | None = None
    html: str = ""
    answers: tuple[str, ...] = ()
    declared: int | None = None


def items(entries: Sequence[FeedEntry], feed: str | None, *, max_bytes: int) -> Iterator[tuple[str, Item]]:
    """Yield each entry that is an article, by its number (from 1), then the comments of each article as a thread.

    ``feed`` is the feed's own address or name. What is wrong with an entry is yielded in its place.
    """
    of_comments = feed is not None and _COMMENTS_PATH in urlsplit(feed).path + "/"
    comments: dict[str, list[tuple[int, FeedEntry]]] = {}
    for number, entry in enumerate(entries, 1):
        try:
            if of_comments or _is_comment(entry):
                comments.setdefault(_article_of(entry), []).append((number, entry))
            else:
                yield str(number), _article(entry, feed, max_bytes)
        except (RefusedError, UnprocessableError) as error:
            yield str(number), RefusedError(error.reason, str(error), entry.url)
    for url, of_one in comments.items():
        place = ",".join(str(number) for number, _ in of_one[:10])
        try:
            yield place, _thread(url, [entry for _, entry in of_one], feed, max_bytes)
        except (RefusedError, UnprocessableError) as error:
            yield place, RefusedError(error.reason, str(error), url)


def _is_comment(entry: FeedEntry) -> bool:
    return bool(entry.answers or _COMMENT_PLACE.fullmatch(urldefrag(entry.url or "").fragment))


def _article_of(entry: FeedEntry) -> str:
    """Return the address of the article that a comment stands under: its own page's, else that of what it answers."""
    for address in (entry.url, *entry.answers):
        if address and address.startswith(("http://", "https://")):
            return canonical_url(address).url
    raise RefusedError(Reason.SCHEMA, "a comment on no article: it has neither a link nor thr:in-reply-to with one")


def _article(entry: FeedEntry, feed: str | None, max_bytes: int) -> Item:
    if not entry.html.strip():
        raise RefusedError(Reason.SCHEMA, "the entry has no text: neither a content nor a summary")
    title = escape(entry.title or "")
    by = f'<meta name="author" content="{escape(entry.author)}">' if entry.author else ""
    # As pages tell it themselves: a count that the feed has and that no comment follows.
    count = "" if entry.declared is None else f'<p class="comments-count">{entry.declared} comments</p>'
    page = (
        f"<!doctype html><html><head><title>{title}</title>{by}</head>"
        f"<body><article>{entry.html}</article>{count}</body></html>"
    )
    source = Source(
        raw=UTF8_MARK + page.encode(),
        format=Format.HTML,
        url=entry.url,
        title=entry.title,
        published=entry.published,
        language=entry.language,
    )
    return accept(source, external_id=entry.id, feed=feed, max_bytes=max_bytes)


def _thread(url: str, entries: Sequence[FeedEntry], feed: str | None, max_bytes: int) -> Item:
    """Return an article's newest comments, the oldest first; they are no page of it, so they replace none."""
    if len(entries) > MAX_COMMENTS:
        raise RefusedError(Reason.TOO_MANY, f"the feed has more than {MAX_COMMENTS:,} comments of {url[:100]}")
    oldest_first = list(reversed(entries))  # as feeds are written; a time beats that
    in_order = sorted(oldest_first, key=lambda entry: entry.published or "")
    places: dict[str, int] = {}
    comments = []
    for place, entry in enumerate(in_order):
        parent = next((places[name] for name in entry.answers if name in places), None)
        places |= dict.fromkeys((name for name in (entry.id, entry.url) if name), place)
        comments.append(_comment(entry, parent))
    source = Source(
        raw=write_thread(Thread(comments=comments)), format=Format.THREAD, url=url, language=entries[0].language
    )
    return replace(accept(source, feed=feed, max_bytes=max_bytes), page=NEWEST_PAGE)


def _comment(entry: FeedEntry, parent: int | None) -> GivenComment:
    text, links = plain_text(entry.html)
    return GivenComment(
        text=text,
        author=entry.author,
        author_url=entry.author_url,
        posted_at=entry.published,
        links=links,
        parent=parent,
    )


def plain_text(html: str) -> tuple[str, list[str]]:
    """Return what a fragment of HTML shows, its paragraphs parted by blank lines, and where its links lead.

    Raises UnprocessableError where a parser would choke on it.
    """
    check_html(html)
    tree = LexborHTMLParser(" ".join(html.split()))
    for node in tree.css("script,style,template"):
        node.decompose()
    for node in tree.css("br"):
        node.insert_before("\n")
    for node in tree.css(_BLOCKS):
        node.insert_before("\n\n")
        node.insert_after("\n\n")
    shown = tree.body.text() if tree.body else ""
    paragraphs = ("\n".join(" ".join(line.split()) for line in part.split("\n")) for part in _PARAGRAPHS.split(shown))
    links = [link[:_FIELD_CHARS] for node in tree.css("a[href]") if (link := node.attributes.get("href"))]
    return "\n\n".join(part.strip() for part in paragraphs if part.strip()), links[:_MOST_LINKS]


def field(value: object) -> str | None:
    """Return a feed's field as a column takes it: whole, on one line and not too long; None where it says nothing."""
    if not isinstance(value, str):
        return None
    text = str(whole(" ".join(value.replace("\0", "").split())))
    return text[:_FIELD_CHARS] or None
