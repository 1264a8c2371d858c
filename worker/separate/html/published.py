"""When an article was published: by the page's data and meta tags, by what it shows, by its address."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from worker.separate.html.class_names import Hint
from worker.separate.html.dated_lines import (
    CHANGED,
    MAX_LINE_CHARS,
    day_in,
    day_of_line,
    is_changed,
    may_tell_change,
    read_days,
)
from worker.separate.html.day_weighing import Days, weigh
from worker.separate.html.marks import TIME_MARKS
from worker.separate.html.structured_data import text_of
from worker.separate.html.tree import Tree
from worker.separate.language.bylines import is_dated

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
_NAMES_OF_CHANGE: Final = (
    "article:modified_time", "og:updated_time", "datemodified", "modified", "last-modified", "lastmod",
    "dcterms.modified",
)  # fmt: skip
_JSON: Final = ("datePublished", "dateCreated", "uploadDate")
_ELSEWHERE = Hint.COMMENT | Hint.NAV | Hint.SIDE | Hint.RELATED | Hint.FOOT | Hint.FORM | Hint.WIDGET | Hint.PROMO
# Words of these name a margin or a colour as often ("bottom-6", "secondary-text").
_VAGUE = Hint.SIDE | Hint.FOOT | Hint.WIDGET
_ITS_OWN = Hint.AUTHOR | Hint.TIME | Hint.META
# Lines before and after the heading that may tell when.
LINES_BEFORE, LINES_AFTER = 3, 8
# Elements named for a time that are asked: a page's first name its article's, later ones others'.
MAX_ASKED = 6
# Elements named for a time that are read, to see which make of them tells of others.
MAX_COMPARED = 60
# The same for dates that stand alone.
LINES_ALONE = 25
# Boxes around an element that are asked whether it is the article's.
MAX_BOXES = 3
# A page's clock.
_TODAY = re.compile(r"today|current", re.I)
_PUBLISHED = re.compile(r"publi(?:sh|cation)|pub-?date", re.I)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_NAMED_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})/([a-z]{3,12})/(\d{1,2})(?=[/?#]|$)", re.I)


def choose_published(tree: Tree, article: dict[str, Any], stop: int, url: str | None) -> Days:
    """What a page tells of its day; what is shown counts before the element ``stop``."""
    declared = _first_day(text_of(article.get(name)) for name in _JSON)
    declared = declared or _first_day(tree.head.get(name) for name in _NAMES)
    declared = declared or _first_day(tree.properties.get(name) for name in _MICRODATA)
    if declared:
        changed = _declared_change(tree, article)
        own = weigh(declared, changed, list(read_days(tree, blocks_near_heading(tree, stop))))
        return Days(own, min(declared, own), None)
    at = in_address(url or tree.head.get("og:url") or "")
    ways = (_in_marked, _in_times, _labelled, _in_named, _near_heading, _alone, _in_head)
    at = at or next((at for way in ways for at in way(tree, stop)), None)
    return Days(at, at, None if at else _shown_change(tree, stop))


def _first_day(wordings: Iterable[str | None]) -> str | None:
    return next((at for raw in wordings if raw and (at := day_in(raw))), None)


def _declared_change(tree: Tree, article: dict[str, Any]) -> str | None:
    """When the page tells machines that it was last changed."""
    changed = _first_day((text_of(article.get("dateModified")),))
    return changed or _first_day(told.get(name) for told in (tree.head, tree.properties) for name in _NAMES_OF_CHANGE)


def _shown_change(tree: Tree, stop: int) -> str | None:
    """The day that the first short line of the article's tells of a change."""
    within = (block for block in range(len(tree.starts)) if tree.box[block] < stop)
    said = (block for block in within if may_tell_change(tree.line(block)))
    own = (block for block in said if not is_elsewhere(tree, tree.box[block]))
    return next((day.at for day in read_days(tree, own)), None)


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
        return day_in("-".join(found.groups()))
    named = _NAMED_IN_ADDRESS.search(url)
    return day_in(f"{named[3]} {named[2]} {named[1]}") if named else None


def _in_marked(tree: Tree, stop: int) -> Iterator[str]:
    """What stands in elements that microdata or RDFa mark as the day of publication."""
    for mark in TIME_MARKS:
        for element in tree.marked.get(mark, ()):
            wording = tree.datetime.get(element) or tree.text(element)
            if element < stop and len(wording) <= MAX_LINE_CHARS and (at := day_in(wording)):
                yield at


def _in_times(tree: Tree, stop: int) -> Iterator[str]:
    """What the page tells machines in its ``time`` elements."""
    for element, raw in tree.datetime.items():
        if element < stop and not is_elsewhere(tree, element) and (at := day_in(raw)):
            yield at


def _in_named(tree: Tree, stop: int) -> Iterator[str]:
    """What stands in elements that are named for a time; far from the heading, several of one make are others'."""
    found = (
        element for element in tree.hinted(Hint.TIME)
        if element < stop and 0 < tree.length(element) <= MAX_LINE_CHARS and not is_elsewhere(tree, element)
    )  # fmt: skip
    named = list(islice(found, MAX_COMPARED))
    days = {element: at for element in named if (at := day_of_line(tree.text(element)))}
    makes: dict[tuple[str, str, str], set[str]] = {}
    for element, at in days.items():
        makes.setdefault(_make(tree, element), set()).add(at)
    near = set(blocks_near_heading(tree, stop)) if days else set()
    for element in islice(named, MAX_ASKED):
        is_listed = len(makes.get(_make(tree, element), ())) > 1 and tree.block[tree.first[element]] not in near
        is_other = is_listed or _TODAY.search(tree.name[element]) or is_changed(tree, element)
        if element in days and not is_other:
            yield days[element]


def _make(tree: Tree, element: int) -> tuple[str, str, str]:
    return tree.tag[element], tree.name[element], tree.name[tree.parent[element]]


def _near_heading(tree: Tree, stop: int) -> Iterator[str]:
    for block in blocks_near_heading(tree, stop):
        if at := day_of_line(tree.line(block)):
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
            if (at := day_of_line(line)) and not is_elsewhere(tree, tree.box[block]):
                yield at


def _alone(tree: Tree, stop: int) -> Iterator[str]:
    """What stands alone on its line, further below the heading."""
    told = read_days(tree, blocks_near_heading(tree, stop, LINES_ALONE))
    return (day.at for day in told if day.alone)


def _in_head(tree: Tree, stop: int) -> Iterator[str]:
    """What meta tags tell whose names only sound like the day of publication."""
    for name, raw in tree.head.items():
        if _PUBLISHED.search(name) and not CHANGED.search(name) and (at := day_in(raw)):
            yield at
