"""Records of one shape as a table: which element of each holds the name, the time and the text.

The pages of forums are made by templates, so what stands at one place in most of the records is one column (MiBAT:
Song et al., "Automatic extraction of web data records containing user-generated content", CIKM 2010). Columns are
told apart by what stands in them, whatever they are called.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from worker.separate.html.class_names import Hint
from worker.separate.html.records import Item
from worker.separate.html.tree import LINE_BREAK, Tree
from worker.separate.language.dates import find_time, parse_time
from worker.separate.language.furniture import is_furniture
from worker.separate.language.names import clean_name

# Share of the records that a column stands in.
MIN_SHARE = 0.7
# Share of what is around it that a column of text has at least.
MIN_TEXT_SHARE = 0.4
MAX_NAME_CHARS, MAX_NAME_WORDS = 40, 5
# Characters of an element in which a time is looked for.
MAX_TIME_CHARS = 160
# Records from which on one name for all of them is a button's, unless it leads to somebody's page.
MIN_VARIED = 4
# Elements looked at in one record: a post with more is mostly quotes, whose places are no columns.
MAX_ELEMENTS = 400
_PERSON = re.compile(r"user|profil|member|mitglied|author|usuario|membre|utente|poster|people|/u/|[?&]u(?:id)?=", re.I)
_CHANGING = frozenset(("odd", "even", "alt", "first", "last", "rowodd", "roweven", "row1", "row2"))
# What relative times are read against, to see whether a column's times are in order.
_ANCHOR = datetime(2030, 1, 1, tzinfo=UTC)
_DIGIT = re.compile(r"\d")
_LAST_DIGITS = re.compile(r"(?<!\d)\d+$")

# A place within a record: the tags and names down to it, and the how many-th of these it is.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Columns:
    """For each record the element of its author, of its time and of its text; None where there is none."""

    author: tuple[int | None, ...]
    time: tuple[int | None, ...]
    text: tuple[int | None, ...]


def find_columns(tree: Tree, items: Sequence[Item]) -> Columns | None:
    """The columns of the records, or None where their texts have no place in common."""
    rows = [_places(tree, item) for item in items]
    least = MIN_SHARE * len(rows)
    counts = Counter(place for row in rows for place in row)
    shared = [place for place, count in counts.items() if count >= least]
    text = _text_column(tree, items, rows, shared)
    if text is None:
        return None
    texts = [row.get(text) for row in rows]
    outside = [place for place in shared if not _holds(tree, rows, place, texts)]
    time = _best(outside, lambda place: _time_worth(tree, rows, place))
    author = _best(outside, lambda place: _name_worth(tree, rows, place))
    return Columns(
        tuple(row.get(author) if author else None for row in rows),
        tuple(row.get(time) if time else None for row in rows),
        tuple(texts),
    )


def _places(tree: Tree, item: Item) -> dict[Place, int]:
    """The record's elements by their places."""
    found: dict[Place, int] = {}
    paths: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for element in range(item.start, min(item.stop, item.start + MAX_ELEMENTS)):
        above = paths.get(tree.parent[element], "")
        # A record's own name often tells its number, or whose it is.
        name = "" if element == item.start else stems(tree.name[element])
        path = f"{above}/{tree.tag[element]}.{name}"
        paths[element] = path
        seen[path] += 1
        found[path, seen[path]] = element
    return found


def lasting(name: str) -> str:
    """A class or id without what changes from record to record: numbers, odd and even."""
    return " ".join(word for word in name.split() if word not in _CHANGING and not _DIGIT.search(word))


def stems(name: str) -> str:
    """The same, where rows of two colours are one ("bg" and "bg2")."""
    return lasting(" ".join(_LAST_DIGITS.sub("", word) for word in name.split()))


def _text_column(
    tree: Tree, items: Sequence[Item], rows: Sequence[dict[Place, int]], shared: Sequence[Place]
) -> Place | None:
    """The deepest place that holds much of what the records say outside of links, in the mean of the records."""
    whole = [max(_prose_of(tree, item.first, item.last), 1) for item in items]
    share = {
        place: sum(_prose(tree, row[place]) / size for row, size in zip(rows, whole, strict=True) if place in row)
        for place in shared
    }
    large = [place for place in shared if share[place] >= MIN_TEXT_SHARE * len(rows)]
    return max(large, key=lambda place: (place[0].count("/"), share[place]), default=None)


def _prose(tree: Tree, element: int) -> int:
    return _prose_of(tree, tree.first[element], tree.last[element])


def _prose_of(tree: Tree, first: int, last: int) -> int:
    return tree.chars[last] - tree.chars[first] - (tree.link_chars[last] - tree.link_chars[first])


def _holds(tree: Tree, rows: Sequence[dict[Place, int]], place: Place, texts: Sequence[int | None]) -> bool:
    """Whether a place is the text, or around it."""
    for row, text in zip(rows, texts, strict=True):
        element = row.get(place)
        if element is not None and text is not None:
            return element <= text < tree.end[element]
    return False


def _best(places: Sequence[Place], worth: Callable[[Place], float]) -> Place | None:
    best = max(((worth(place), -at, place) for at, place in enumerate(places)), default=None)
    return best[2] if best is not None and best[0] > 0 else None


def _time_worth(tree: Tree, rows: Sequence[dict[Place, int]], place: Place) -> float:
    """How well a place tells when its record was written: in most records, in order, and by the clock or not."""
    lines = [tree.text(row[place]) for row in rows if place in row and tree.length(row[place]) <= MAX_TIME_CHARS]
    times = [line[span[0] : span[1]] for line in lines if (span := find_time(line))]
    if len(times) < MIN_SHARE * len(rows):
        return 0
    by_clock = sum(":" in time or "ago" in time for time in times) / len(times)
    short = 1 - sum(map(len, lines)) / (MAX_TIME_CHARS * len(lines))
    return len(times) / len(rows) + _in_order(times) + by_clock + 0.1 * short


def _in_order(times: Sequence[str]) -> float:
    """The share of neighbours of which the later one is not earlier, or the other way round for newest first."""
    read = [at for time in times if (at := parse_time(time, anchor=_ANCHOR))]
    pairs = list(pairwise(at[:16] for at in read))
    if not pairs:
        return 0
    rising, falling = sum(a <= b for a, b in pairs), sum(a >= b for a, b in pairs)
    return max(rising, falling) / len(pairs)


def _name_worth(tree: Tree, rows: Sequence[dict[Place, int]], place: Place) -> float:
    """How well a place holds names: short, of letters, several, in links to people or named for authors."""
    elements = [row[place] for row in rows if place in row]
    names = [name for element in elements if (name := _name(tree, element))]
    if len(names) < MIN_SHARE * len(rows):
        return 0
    distinct = len(set(names)) / len(names)
    hinted = sum(bool(tree.hints[element] & Hint.AUTHOR) for element in elements) / len(elements)
    linked = sum(_leads_to_person(tree, element) for element in elements) / len(elements)
    if len(names) >= MIN_VARIED and len(set(names)) == 1 and linked < 1:
        return 0
    short = 1 - sum(map(len, names)) / (MAX_NAME_CHARS * len(names))
    return distinct + len(names) / len(rows) + hinted + linked + 0.5 * short


def _name(tree: Tree, element: int) -> str | None:
    if not 0 < tree.length(element) <= MAX_NAME_CHARS:
        return None
    text = name_in(tree, element)
    if find_time(text) or is_furniture(text, None, None):
        return None
    name = clean_name(text)
    return name if len(name.split()) <= MAX_NAME_WORDS and any(map(str.isalpha, name)) else None


def name_in(tree: Tree, element: int) -> str:
    """What stands right in an element, where something does: a rank or a badge stands in one within."""
    own = (tree.texts[text] for text in range(tree.first[element], tree.last[element]) if tree.owner[text] == element)
    return " ".join(" ".join(own).replace(LINE_BREAK, " ").split()) or tree.text(element)


def _leads_to_person(tree: Tree, element: int) -> float:
    """Half for any link, one for a link to somebody's page."""
    for inner in range(element, tree.end[element]):
        href = tree.href.get(inner)
        if href:
            return 1.0 if _PERSON.search(href) else 0.5
    around = tree.parent[element]
    return 1.0 if around >= 0 and _PERSON.search(tree.href.get(around, "")) else 0.0
