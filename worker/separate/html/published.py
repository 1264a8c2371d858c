"""When an article was published: by the page's data and meta tags, by what it shows, by its address."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from worker.separate.html.class_names import Hint
from worker.separate.html.structured_data import text_of
from worker.separate.html.tree import Tree
from worker.separate.language.dates import find_time, parse_time

# What content systems call the day of publication in their meta tags and microdata, the surest first. Names of a
# day of change are left out: a wrong year is worse than none.
_NAMES: Final = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "publish-date", "publish_date", "publishdate", "publication_date", "publication-date", "published", "pubdate",
    "publisheddate", "published-date", "published_at", "date.published", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "citation_publication_date", "citation_online_date", "bt:pubdate",
    "dcterms.created", "dcterms.issued", "dcterms.date", "dc.date.issued", "dc.date.created", "dc.date", "dc:date",
    "datecreated", "created", "originalpublicationdate", "release_date", "analyticsattributes.articledate", "date",
    "rnews:datepublished", "sort_date", "shareaholic:article_published_time", "article.published", "article.created",
)  # fmt: skip
_MICRODATA: Final = ("datepublished", "datecreated")
_JSON: Final = ("datePublished", "dateCreated", "uploadDate")
_ELSEWHERE = Hint.COMMENT | Hint.NAV | Hint.SIDE | Hint.RELATED | Hint.FOOT | Hint.FORM | Hint.WIDGET | Hint.PROMO
# Characters of a line that tells when, and lines before and after the heading that may.
MAX_LINE_CHARS, LINES_BEFORE, LINES_AFTER = 120, 3, 8
# Elements named for a time that are asked: a page's first name its article's, later ones others'.
MAX_ASKED = 6
_DATE_CHARS = 10
# Boxes around an element that are asked whether it is the article's.
MAX_BOXES = 3
_HEADINGS = frozenset(("h1", "h2"))
_CHANGED = re.compile(r"updated|modified|aktualisiert|actuali[sz]|mis à jour|aggiornat|обновл|更新", re.I)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")


def choose_published(tree: Tree, article: dict[str, Any], stop: int, url: str | None) -> str | None:
    """The day or time of publication as ISO 8601, or None; what is shown counts before the element ``stop``."""
    candidates = [text_of(article.get(name)) for name in _JSON]
    candidates += [tree.head.get(name) for name in _NAMES]
    candidates += [tree.properties.get(name) for name in _MICRODATA]
    for raw in candidates:
        if raw and (at := _day(raw)):
            return at
    shown = (at for way in (_in_times, _in_named, _near_heading) for at in way(tree, stop))
    return next(shown, None) or in_address(url or tree.head.get("og:url") or "")


def is_elsewhere(tree: Tree, element: int, hints: int = _ELSEWHERE) -> bool:
    """Whether an element's own name, or one of the boxes around it, says that it is not the article's.

    Asked are the nearest boxes, up to one that holds the page's heading: further out one wrapper in three is named
    for the sidebar or advertisement that it leaves room for.
    """
    heading = first_heading(tree)
    for _ in range(MAX_BOXES):
        if element <= 0 or element < heading < tree.end[element]:
            return False
        if tree.hints[element] & hints:
            return True
        element = tree.parent[element]
    return False


def first_heading(tree: Tree) -> int:
    """The first heading of rank one or two that has a text; -1 where there is none."""
    start = min((tree.tag.index(tag) for tag in _HEADINGS if tag in tree.tag), default=len(tree.tag))
    return next((e for e in range(start, len(tree.tag)) if tree.tag[e] in _HEADINGS and tree.length(e)), -1)


def in_address(url: str) -> str | None:
    """The day in an address such as ``/2025/11/03/title``, or None."""
    found = _IN_ADDRESS.search(url)
    return _day("-".join(found.groups())) if found else None


def _day(raw: str) -> str | None:
    """The time in a wording that tells at least its day."""
    at = parse_time(raw)
    return at if at is not None and len(at) >= _DATE_CHARS else None


def _in_times(tree: Tree, stop: int) -> Iterator[str]:
    """What the page tells machines in its ``time`` elements."""
    for element, raw in tree.datetime.items():
        if element < stop and not is_elsewhere(tree, element) and (at := _day(raw)):
            yield at


def _in_named(tree: Tree, stop: int) -> Iterator[str]:
    """What stands in elements that are named for a time."""
    named = (
        element for element in tree.hinted(Hint.TIME)
        if element < stop and 0 < tree.length(element) <= MAX_LINE_CHARS and not is_elsewhere(tree, element)
    )  # fmt: skip
    for element in islice(named, MAX_ASKED):
        if at := _in_line(tree.text(element)):
            yield at


def _near_heading(tree: Tree, stop: int) -> Iterator[str]:
    for line in lines_near_heading(tree, stop):
        if at := _in_line(line):
            yield at


def lines_near_heading(tree: Tree, stop: int) -> Iterator[str]:
    """The lines below and above the page's first heading that stand before the element ``stop``."""
    heading = first_heading(tree)
    if not 0 <= heading < stop:
        return
    block = tree.block[tree.first[heading]]
    after = range(block + 1, min(block + 1 + LINES_AFTER, len(tree.starts)))
    before = range(block - 1, max(block - 1 - LINES_BEFORE, -1), -1)
    for near in (*after, *before):
        box = tree.box[near]
        if box < stop and not is_elsewhere(tree, box):
            yield tree.line(near)


def _in_line(line: str) -> str | None:
    if len(line) > MAX_LINE_CHARS or _CHANGED.search(line):
        return None
    span = find_time(line)
    return _day(line[span[0] : span[1]]) if span else None
