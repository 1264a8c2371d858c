"""What a page says of itself: title, byline, published, section, language."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from worker.separate.html.byline import find_byline, find_published
from worker.separate.html.title import choose_title
from worker.separate.html.tree import Tree
from worker.separate.language.dates import parse_time

# Objects looked at in one page's JSON-LD.
MAX_OBJECTS = 2000
_ARTICLES = ("Article", "Posting", "WebPage", "Recipe", "Review", "Report")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Each as the page tells it, or None; ``published`` is ISO 8601."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    section: str | None = None
    language: str | None = None


def read_metadata(tree: Tree, objects: list[dict[str, Any]], stop: int) -> Metadata:
    """Read JSON-LD first, then Open Graph and the other meta tags, then what is shown before the element ``stop``.

    The title is weighed against the headings.
    """
    article = next((one for one in objects if _is_article(one)), {})
    head = tree.head
    sites = (head.get("og:site_name"), head.get("application-name"), _names(article.get("publisher")))
    published = _first(
        _text(article.get("datePublished")), head.get("article:published_time"), head.get("datepublished"),
        head.get("date"), head.get("dc.date"), head.get("pubdate"),
    )  # fmt: skip
    author = _first(head.get("author"), head.get("article:author"), head.get("dc.creator"))
    return Metadata(
        title=choose_title(tree, _text(article.get("headline")), sites),
        byline=_first(_names(article.get("author")), None if author and "://" in author else author)
        or find_byline(tree, stop),
        published=(parse_time(published) if published else None) or find_published(tree, stop),
        section=_first(_text(article.get("articleSection")), head.get("article:section")),
        language=_first(head.get("lang"), head.get("content-language"), head.get("og:locale")),
    )


def json_objects(tree: Tree) -> list[dict[str, Any]]:
    """Every object in the page's JSON-LD, outer ones first; broken blocks are left out."""
    found: list[dict[str, Any]] = []
    for source in tree.json_ld:
        try:
            value = json.loads(source)
        except (ValueError, RecursionError):
            continue
        found += _walk(value, MAX_OBJECTS - len(found))
    return found


def _walk(value: object, limit: int) -> Iterator[dict[str, Any]]:
    queue = [value]
    for one in queue:
        if limit <= 0:
            return
        if isinstance(one, dict):
            limit -= 1
            yield one
            queue += one.values()
        elif isinstance(one, list):
            queue += one[:MAX_OBJECTS]


def kinds_of(one: dict[str, Any]) -> list[str]:
    """The schema.org types of an object."""
    kinds = one.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _is_article(one: dict[str, Any]) -> bool:
    return ("headline" in one or "datePublished" in one) and any(kind.endswith(_ARTICLES) for kind in kinds_of(one))


def _names(value: object) -> str | None:
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        return ", ".join(name for one in value[:10] if (name := _names(one))) or None
    return _text(value)


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _first(*values: str | None) -> str | None:
    return next((text for value in values if value and (text := " ".join(value.split()))), None)


def author_of(one: dict[str, Any]) -> str | None:
    """The name of who wrote an object."""
    return _names(one.get("author") or one.get("creator"))
