"""Records of one shape as a table: which element of each holds the name, the time and the text.

The pages of forums are made by templates, so what stands at one place in most of the records is one column (MiBAT:
Song et al., "Automatic extraction of web data records containing user-generated content", CIKM 2010). Columns are
told apart by what stands in them, whatever they are called.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import islice, pairwise

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
MIN_VARIED = 3
# Elements looked at in one record: a post with more is mostly quotes, whose places are no columns.
MAX_ELEMENTS = 400
# Elements that are a part of a text, never all of it where more stands beside them.
_PARAGRAPHS = frozenset(("p", "li", "blockquote", "pre", "span", "em", "i", "b", "strong", "font"))
PERSON = re.compile(
    r"user|profil|member|mitglied|author|people|/@|usuario|membre|utente|poster|people|/u/|[?&]u(?:id)?=", re.I
)
_CHANGING = frozenset(("odd", "even", "alt", "first", "last", "rowodd", "roweven", "row1", "row2"))
# What relative times are read against, to see whether a column's times are in order.
_ANCHOR = datetime(2030, 1, 1, tzinfo=UTC)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")

# A place within a record: the tags and names down to it, and the how many-th of these it is.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Columns:
    """For each record the element of its author, of its time and of its text; None where there is none."""

    author: tuple[int | None, ...]
    time: tuple[int | None, ...]
    text: tuple[int | None, ...]

    def filled(self) -> int:
        """How many of the columns were found."""
        return sum(any(element is not None for element in column) for column in (self.author, self.time, self.text))


def find_columns(tree: Tree, items: Sequence[Item]) -> Columns | None:
    """The columns of the records, or None where their texts have no place in common.

    Elements are told apart by tags and names; by tags alone where that finds more, as names may alternate.
    """
    named = _columns(tree, items, stems)
    if named is not None and named.filled() == len(fields(Columns)):
        return named
    unnamed = _columns(tree, items, _nameless)
    if named is None or unnamed is None:
        return named or unnamed
    return unnamed if unnamed.filled() > named.filled() else named


def _columns(tree: Tree, items: Sequence[Item], naming: Callable[[str], str]) -> Columns | None:
    rows = [_places(tree, item, naming) for item in items]
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
        tuple(text if _is_part(tree, item, text) else None for item, text in zip(items, texts, strict=True)),
    )


def _is_part(tree: Tree, item: Item, element: int | None) -> bool:
    return element is not None and (tree.first[element], tree.last[element]) != (item.first, item.last)


def _places(tree: Tree, item: Item, naming: Callable[[str], str]) -> dict[Place, int]:
    """The record's elements by their places."""
    found: dict[Place, int] = {}
    paths: dict[int, str] = {}
    seen: Counter[str] = Counter()
    own = (element for start, stop in item.spans() for element in range(start, stop))
    for element in islice(own, MAX_ELEMENTS):
        above = paths.get(tree.parent[element], "")
        # A record's own name often tells its number, or whose it is.
        name = "" if element == item.start else naming(tree.name[element])
        path = f"{above}/{tree.tag[element]}.{name}"
        paths[element] = path
        seen[path] += 1
        found[path, seen[path]] = element
    return found


def _nameless(_name: str) -> str:
    return ""


def lasting(name: str) -> str:
    """A class or id without what changes from record to record: numbers, odd and even."""
    return " ".join(word for word in name.split() if word not in _CHANGING and not _DIGIT.search(word))


def stems(name: str) -> str:
    """The same, where rows of two colours are one ("bg" and "bg2")."""
    return lasting(_DIGITS.sub("", name))


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
    deepest = max(large, key=lambda place: (place[0].count("/"), share[place]), default=None)
    return None if deepest is None else _around_paragraphs(tree, rows, deepest)


def _around_paragraphs(tree: Tree, rows: Sequence[dict[Place, int]], place: Place) -> Place:
    """The place around all of a text's paragraphs, where the one given is the first or largest of them."""
    while True:
        elements = [row[place] for row in rows if place in row]
        tag = place[0].rpartition("/")[2].partition(".")[0]
        if tag not in _PARAGRAPHS and not any(_is_repeated(tree, element) for element in elements):
            return place
        above = Counter(found for row in rows if place in row for found in _place_of(row, tree.parent[row[place]]))
        if not above or above.most_common(1)[0][1] < MIN_SHARE * len(elements):
            return place
        place = above.most_common(1)[0][0]


def _place_of(row: dict[Place, int], element: int) -> list[Place]:
    return [place for place, found in row.items() if found == element]


def _is_repeated(tree: Tree, element: int) -> bool:
    """Whether an element with prose has a sibling of its make that has some, too."""
    make = tree.tag[element], stems(tree.name[element])
    return make[0] == "div" and any(
        other != element and (tree.tag[other], stems(tree.name[other])) == make and _prose(tree, other)
        for other in tree.children(tree.parent[element])
    )


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
    varied = len(set(times)) / len(times)
    # Days at random are half in order: order weighs twice what the others do.
    return len(times) / len(rows) + 2 * _in_order(times) + by_clock + varied + 0.1 * short


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
    heads = Counter(name.partition(" ")[0] for name in set(names) if " " in name)
    if heads and len(names) >= MIN_VARIED and heads.most_common(1)[0][1] >= MIN_SHARE * len(set(names)):
        distinct -= 1  # "Reply by Ada" and "Reply by Ben": a name and more
    if len({_DIGIT.sub("", name) for name in names}) < len(set(names)):
        return 0  # "Posts: 12" and "Posts: 7" count something
    hinted = sum(bool(tree.hints[element] & Hint.AUTHOR) for element in elements) / len(elements)
    linked = sum(leads_to_person(tree, element) for element in elements) / len(elements)
    if len(names) >= MIN_VARIED and len(set(names)) == 1:
        distinct -= 1  # a button has one name, and a whole thread seldom one author
        if linked < 1:
            return 0
    short = 1 - sum(map(len, names)) / (MAX_NAME_CHARS * len(names))
    return distinct + len(names) / len(rows) + hinted + linked + 0.5 * short


def _name(tree: Tree, element: int) -> str | None:
    if not 0 < tree.length(element) <= MAX_NAME_CHARS:
        return None
    text = name_in(tree, element)
    if not text or find_time(text) or is_furniture(text, None, None):
        return None
    name = clean_name(text)
    return name if len(name.split()) <= MAX_NAME_WORDS and any(map(str.isalpha, name)) else None


def name_in(tree: Tree, element: int) -> str:
    """What stands right in an element, where something does: a rank or a badge stands in one within.

    "" where it holds several lines of others: a name stands on one.
    """
    first, last = tree.first[element], tree.last[element]
    own = (tree.texts[text] for text in range(first, last) if tree.owner[text] == element)
    own_text = " ".join(" ".join(own).replace(LINE_BREAK, " ").split())
    if own_text or tree.block[first] != tree.block[last - 1]:
        return own_text
    line, _, more = "".join(tree.texts[first:last]).strip(f"{LINE_BREAK} \n").partition(LINE_BREAK)
    return "" if more else " ".join(line.split())


def leads_to_person(tree: Tree, element: int) -> float:
    """Half for any link, one for a link to somebody's page."""
    for inner in range(element, tree.end[element]):
        href = tree.href.get(inner)
        if href:
            return 1.0 if PERSON.search(href) else 0.5
    around = tree.parent[element]
    return 1.0 if around >= 0 and PERSON.search(tree.href.get(around, "")) else 0.0
