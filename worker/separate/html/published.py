"""When an article was published: by the page's data and meta tags, by what it shows, by its address."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from worker.separate.html.class_names import Hint
from worker.separate.html.marks import TIME_MARKS
from worker.separate.html.structured_data import text_of
from worker.separate.html.tree import Tree
from worker.separate.language.bylines import is_dated
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
# Words of these name a margin or a colour as often ("bottom-6", "secondary-text").
_VAGUE = Hint.SIDE | Hint.FOOT | Hint.WIDGET
_ITS_OWN = Hint.AUTHOR | Hint.TIME | Hint.META
# Characters of a line that tells when, and lines before and after the heading that may.
MAX_LINE_CHARS, LINES_BEFORE, LINES_AFTER = 120, 3, 8
# Elements named for a time that are asked: a page's first name its article's, later ones others'.
MAX_ASKED = 6
# Elements named for a time that are read, to see which make of them tells of others.
MAX_COMPARED = 60
# The same for dates that stand alone, and the least share of such a line that is the date.
LINES_ALONE, MIN_ALONE = 25, 0.8
_DATE_CHARS = 10
# Boxes around an element that are asked whether it is the article's.
MAX_BOXES = 3
_CHANGED = re.compile(r"updated|modified|aktualisiert|actuali[sz]|mis à jour|aggiornat|обновл|更新", re.I)
# A page's clock.
_TODAY = re.compile(r"today|current", re.I)
_PUBLISHED = re.compile(r"publi(?:sh|cation)|pub-?date", re.I)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_NAMED_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})/([a-z]{3,12})/(\d{1,2})(?=[/?#]|$)", re.I)


def choose_published(tree: Tree, article: dict[str, Any], stop: int, url: str | None) -> str | None:
    """The day or time of publication as ISO 8601, or None; what is shown counts before the element ``stop``."""
    candidates = [text_of(article.get(name)) for name in _JSON]
    candidates += [tree.head.get(name) for name in _NAMES]
    candidates += [tree.properties.get(name) for name in _MICRODATA]
    declared = next((at for raw in candidates if raw and (at := _day(raw))), None)
    if declared or (declared := in_address(url or tree.head.get("og:url") or "")):
        return declared
    ways = (_in_marked, _in_times, _labelled, _in_named, _near_heading, _alone, _in_head)
    return next((at for way in ways for at in way(tree, stop)), None)


def is_elsewhere(tree: Tree, element: int, hints: int = _ELSEWHERE, *, outweighed: int = 0) -> bool:
    """Whether an element's own name, or one of the boxes around it, says that it is not the article's.

    Asked are the nearest boxes, up to one that holds the page's heading: further out one wrapper in three is named
    for the sidebar or advertisement that it leaves room for. Of a box that is named for a byline or a time as well,
    the ``outweighed`` hints say nothing.
    """
    heading = tree.main_heading()
    for _ in range(MAX_BOXES):
        if element <= 0 or element < heading < tree.end[element]:
            return False
        own = tree.hints[element]
        if own & hints & ~(outweighed if own & _ITS_OWN else 0):
            return True
        element = tree.parent[element]
    return False


def in_address(url: str) -> str | None:
    """The day in an address such as ``/2025/11/03/title``, or None."""
    found = _IN_ADDRESS.search(url)
    if found:
        return _day("-".join(found.groups()))
    named = _NAMED_IN_ADDRESS.search(url)
    return _day(f"{named[3]} {named[2]} {named[1]}") if named else None


def _day(raw: str) -> str | None:
    """The time in a wording that tells at least its day."""
    at = parse_time(raw)
    return at if at is not None and len(at) >= _DATE_CHARS else None


def _in_marked(tree: Tree, stop: int) -> Iterator[str]:
    """What stands in elements that microdata or RDFa mark as the day of publication."""
    for mark in TIME_MARKS:
        for element in tree.marked.get(mark, ()):
            wording = tree.datetime.get(element) or tree.text(element)
            if element < stop and len(wording) <= MAX_LINE_CHARS and (at := _day(wording)):
                yield at


def _in_times(tree: Tree, stop: int) -> Iterator[str]:
    """What the page tells machines in its ``time`` elements."""
    for element, raw in tree.datetime.items():
        if element < stop and not is_elsewhere(tree, element) and (at := _day(raw)):
            yield at


def _in_named(tree: Tree, stop: int) -> Iterator[str]:
    """What stands in elements that are named for a time; far from the heading, several of one make are others'."""
    found = (
        element for element in tree.hinted(Hint.TIME)
        if element < stop and 0 < tree.length(element) <= MAX_LINE_CHARS and not is_elsewhere(tree, element)
    )  # fmt: skip
    named = list(islice(found, MAX_COMPARED))
    days = {element: at for element in named if (at := _in_line(tree.text(element)))}
    makes: dict[tuple[str, str, str], set[str]] = {}
    for element, at in days.items():
        makes.setdefault(_make(tree, element), set()).add(at)
    near = set(blocks_near_heading(tree, stop)) if days else set()
    for element in islice(named, MAX_ASKED):
        is_listed = len(makes.get(_make(tree, element), ())) > 1 and tree.block[tree.first[element]] not in near
        is_other = is_listed or _TODAY.search(tree.name[element]) or _is_changed(tree, element)
        if element in days and not is_other:
            yield days[element]


def _make(tree: Tree, element: int) -> tuple[str, str, str]:
    return tree.tag[element], tree.name[element], tree.name[tree.parent[element]]


def _is_changed(tree: Tree, element: int) -> bool:
    """Whether the line says before the element that something changed: "Updated on <span>3 March</span>"."""
    start = tree.starts[tree.block[tree.first[element]]]
    before = "".join(tree.texts[start : tree.first[element]])
    return len(before) <= MAX_LINE_CHARS and _CHANGED.search(before) is not None


def _near_heading(tree: Tree, stop: int) -> Iterator[str]:
    for block in blocks_near_heading(tree, stop):
        if at := _in_line(tree.line(block)):
            yield at


def blocks_near_heading(tree: Tree, stop: int, lines: int = LINES_AFTER) -> Iterator[int]:
    """The blocks below and above the page's first heading that stand before the element ``stop``."""
    heading = tree.main_heading()
    if not 0 <= heading < stop:
        return
    block = tree.block[tree.first[heading]]
    after = range(block + 1, min(block + 1 + lines, len(tree.starts)))
    before = range(block - 1, max(block - 1 - LINES_BEFORE, -1), -1)
    for near in (*after, *before):
        box = tree.box[near]
        if box < stop and not _TODAY.search(tree.name[box]) and not is_elsewhere(tree, box, outweighed=_VAGUE):
            yield near


def _labelled(tree: Tree, stop: int) -> Iterator[str]:
    """What stands in short lines that begin by saying that something was published, wherever they stand."""
    for block, start in enumerate(tree.starts):
        if tree.box[block] >= stop:
            return
        if is_dated(tree.texts[start].lstrip()):
            line = tree.line(block)
            if (at := _in_line(line)) and not is_elsewhere(tree, tree.box[block]):
                yield at


def _alone(tree: Tree, stop: int) -> Iterator[str]:
    """What stands alone on its line, further below the heading."""
    for block in blocks_near_heading(tree, stop, LINES_ALONE):
        line = tree.line(block)
        span = find_time(line) if len(line) <= MAX_LINE_CHARS else None
        if span and span[1] - span[0] >= MIN_ALONE * len(line) and (at := _day(line[span[0] : span[1]])):
            yield at


def _in_head(tree: Tree, stop: int) -> Iterator[str]:
    """What meta tags tell whose names only sound like the day of publication."""
    for name, raw in tree.head.items():
        if _PUBLISHED.search(name) and not _CHANGED.search(name) and (at := _day(raw)):
            yield at


def _in_line(line: str) -> str | None:
    """The day that a line tells, before it tells of a change."""
    if len(line) > MAX_LINE_CHARS:
        return None
    changed = _CHANGED.search(line)
    line = line[: changed.start()] if changed else line
    span = find_time(line) if line else None
    return _day(line[span[0] : span[1]]) if span else None
