"""The objects of a page's JSON-LD, read as leniently as search engines do."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Objects looked at in one page's JSON-LD.
MAX_OBJECTS = 2000
# What templates put around a script's text for parsers of the nineties, and what they leave before a bracket.
_WRAPPING = re.compile(
    r"^\s*+(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|(?://\s*|/\*\s*)?\]\]>(?:\s*\*/)?)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[\]}])")
_ARTICLES = ("Article", "Posting", "WebPage", "Recipe", "Review", "Report", "CreativeWork")


@dataclass(frozen=True, slots=True)
class Structured:
    """A page's JSON-LD: ``objects``, outer ones first, and those that have an ``@id``, by it."""

    objects: tuple[dict[str, Any], ...] = ()
    by_id: dict[str, dict[str, Any]] | None = None

    def article(self) -> dict[str, Any]:
        """The first object that is an article and tells something of it; empty where there is none.

        A ``WebPage`` comes after all others: it tells of the page around the article.
        """
        found = [one for one in self.objects if _is_article(one)]
        return next((one for one in found if "WebPage" not in kinds_of(one)), found[0] if found else {})

    def meant(self, value: object) -> object:
        """The value, or the object that a bare reference to it (``{"@id": ...}``) means."""
        if isinstance(value, dict) and "name" not in value and self.by_id and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value

    def names(self, value: object) -> str | None:
        """The names of a person or of several, each once, parted by commas."""
        value = self.meant(value)
        if isinstance(value, dict):
            return self.names(value.get("name"))
        if isinstance(value, list):
            return ", ".join(dict.fromkeys(name for one in value[:10] if (name := self.names(one)))) or None
        return text_of(value)


def read_structured(sources: list[str]) -> Structured:
    """Read every JSON-LD script of a page; what is broken beyond mending is left out."""
    found: list[dict[str, Any]] = []
    for source in sources:
        value = read_json(source)
        if value is not None:
            found += _walk(value, MAX_OBJECTS - len(found))
    identified = {one["@id"]: one for one in reversed(found) if isinstance(one.get("@id"), str) and len(one) > 1}
    return Structured(tuple(found), identified)


def read_json(source: str) -> object:
    """Read a script's JSON, past wrappings and trailing commas; None where it is none."""
    for text in (source, _TRAILING_COMMA.sub(r"\1", _WRAPPING.sub("", source))):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def kinds_of(one: dict[str, Any]) -> list[str]:
    """The schema.org types of an object."""
    kinds = one.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def text_of(value: object) -> str | None:
    """A value's text on one line, or its first one's; None where it is no text."""
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


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


def _is_article(one: dict[str, Any]) -> bool:
    return ("headline" in one or "datePublished" in one) and any(kind.endswith(_ARTICLES) for kind in kinds_of(one))
