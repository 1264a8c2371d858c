"""What a page says of itself: title, byline, published, section, language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from worker.separate.html.byline import choose_byline
from worker.separate.html.published import choose_published
from worker.separate.html.structured_data import Structured, text_of
from worker.separate.html.title import choose_title
from worker.separate.html.tree import Tree

_HOST = re.compile(r"https?://([^/?#]{1,253})", re.I)
# Shorter parts of a host's name, such as "uk", are words of many a title and name.
MIN_HOST_PART = 3


@dataclass(frozen=True, slots=True)
class Metadata:
    """Each as the page tells it, or None; ``published`` is ISO 8601."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    since: str | None = None
    """The earliest day that the page tells of itself: no comment is older."""
    changed: str | None = None
    """The last change that the page shows, where it tells no day of publication."""
    section: str | None = None
    language: str | None = None


def read_metadata(tree: Tree, structured: Structured, stop: int, url: str | None = None) -> Metadata:
    """Read JSON-LD first, then Open Graph and the other meta tags, then what is shown before the element ``stop``.

    The title is weighed against the headings; the page's address is asked last for its day.
    """
    article = structured.article()
    head = tree.head
    publisher = structured.names(article.get("publisher"))
    sites = (head.get("og:site_name"), head.get("application-name"), publisher, *_hosts(url, head.get("og:url")))
    days = choose_published(tree, article, stop, url)
    return Metadata(
        title=choose_title(tree, text_of(article.get("headline")), sites),
        byline=choose_byline(tree, structured.names(article.get("author") or article.get("creator")), sites, stop),
        published=days.published,
        since=days.since,
        changed=days.changed,
        section=first_of(text_of(article.get("articleSection")), head.get("article:section")),
        language=first_of(head.get("lang"), head.get("content-language"), head.get("og:locale")),
    )


def _hosts(*urls: str | None) -> Iterator[str]:
    """The hosts of the addresses, and the parts of their names."""
    for found in (_HOST.match(url) for url in urls if url):
        if found:
            yield found[1]
            yield from (part for part in found[1].split(".") if len(part) >= MIN_HOST_PART)


def first_of(*values: str | None) -> str | None:
    """The first value that is not blank, on one line."""
    return next((text for value in values if value and (text := " ".join(value.split()))), None)
