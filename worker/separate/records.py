"""One comment out of its item: author, time, text and links, by the platform's names or by their looks."""

from collections.abc import Iterable
from dataclasses import dataclass

from worker.separate.dates import find_time
from worker.separate.marks import Hint
from worker.separate.phrases import clean_name, is_furniture, says_who
from worker.separate.platforms import Platform
from worker.separate.selectors import select, select_all
from worker.separate.tree import IN_LINK, INLINE, LINE_BREAK, Tree

# Longer lines are prose, whatever name or date stands in them.
MAX_NAME_CHARS = 80
MAX_HEAD_CHARS = 160
# Share of an item's own characters from which a text-named element is taken for its text.
MIN_TEXT_SHARE = 0.4
_NOT_A_NAME = int(Hint.REPLY | Hint.FORM | Hint.COUNT | Hint.SHARE)
_NOT_TEXT = int(Hint.META | Hint.FORM | Hint.HEAD | Hint.FOOT | Hint.AUTHOR | Hint.TIME | Hint.COUNT | Hint.REPLY)
_FURNITURE_TAGS = frozenset(("form", "nav"))


@dataclass(frozen=True, slots=True)
class Item:
    """Where one comment stands: elements ``start .. stop``, texts ``first .. last``, less what is ``nested``."""

    start: int
    stop: int
    first: int
    last: int
    nested: tuple[tuple[int, int, int, int], ...] = ()

    def elements(self) -> list[int]:
        """The item's own elements."""
        own = _without((self.start, self.stop), [(n[0], n[1]) for n in self.nested])
        return [element for start, stop in own for element in range(start, stop)]

    def spans(self) -> list[tuple[int, int]]:
        """The element spans that are the item's own."""
        return _without((self.start, self.stop), [(n[0], n[1]) for n in self.nested])

    def texts(self) -> list[int]:
        """The indexes of the texts that are the item's own."""
        own = _without((self.first, self.last), [(n[2], n[3]) for n in self.nested])
        return [text for start, stop in own for text in range(start, stop)]


@dataclass(slots=True)
class Record:
    """What was read from one item: its lines of text, and all the text nodes that it claims."""

    item: Item
    lines: list[str]
    texts: list[int]
    author: str | None = None
    author_url: str | None = None
    posted_raw: str | None = None
    links: tuple[str, ...] = ()


def _without(span: tuple[int, int], holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    spans, at = [], span[0]
    for start, stop in holes:
        if start > at:
            spans.append((at, start))
        at = max(at, stop)
    if at < span[1]:
        spans.append((at, span[1]))
    return spans


def read_record(tree: Tree, item: Item, platform: Platform | None) -> Record:
    """Read one comment; its lines are empty where the item holds no text."""
    spans, own, elements = item.spans(), item.texts(), item.elements()
    author = _author_element(tree, spans, elements, platform)
    time = _time_element(tree, spans, elements, platform)
    record = Record(item, [], own)
    if time is not None:
        record.posted_raw = _time_of(tree.text(time), whole=tree.tag[time] == "time")
    if author is not None:
        record.author = clean_name(tree.text(author)) or None
        record.author_url = _href(tree, author)
    wanted = _named_text(tree, spans, own, platform)
    if wanted is None:
        wanted = _text_by_hint(tree, elements, own, author, time)
    claimed = set(own if wanted is None else wanted)
    for element in _furniture(tree, spans, elements, platform):
        claimed.difference_update(range(tree.first[element], tree.last[element]))
    if wanted is None:
        claimed -= _covered(tree, [e for e in (author, time) if e is not None and tree.length(e) <= MAX_NAME_CHARS])
    lines = read_lines(tree, sorted(claimed))
    heads = read_lines(tree, [text for text in own if text not in claimed])
    if record.author is None and time is not None:
        _read_link_beside(tree, record, time)
    _read_heads(record, heads, lines if wanted is None else [])
    record.lines = [line for line in lines if not is_furniture(line, record.author, record.posted_raw)]
    record.links = _links(tree, sorted(claimed))
    return record


def _select(tree: Tree, selectors: str, spans: list[tuple[int, int]]) -> list[int]:
    for start, stop in spans:
        found = select(tree, selectors, start, stop)
        if found:
            return found
    return []


def _author_element(
    tree: Tree, spans: list[tuple[int, int]], elements: list[int], platform: Platform | None
) -> int | None:
    if platform is not None and platform.author:
        for element in _select(tree, platform.author, spans):
            if 0 < tree.length(element) <= MAX_NAME_CHARS:
                return element
    best = None
    for element in elements:
        if best is not None and element >= tree.end[best]:
            break
        hints = tree.hints[element]
        if hints & Hint.AUTHOR and not hints & _NOT_A_NAME and 0 < tree.length(element) <= MAX_NAME_CHARS:
            best = element
    return best


def _time_element(
    tree: Tree, spans: list[tuple[int, int]], elements: list[int], platform: Platform | None
) -> int | None:
    if platform is not None and platform.time:
        for element in _select(tree, platform.time, spans):
            if 0 < tree.length(element) <= MAX_HEAD_CHARS:
                return element
    for element in elements:
        if tree.tag[element] == "time" and tree.length(element):
            return element
    return next((element for element in elements if _looks_like_time(tree, element)), None)


def _looks_like_time(tree: Tree, element: int) -> bool:
    if not tree.hints[element] & Hint.TIME or not 0 < tree.length(element) <= MAX_NAME_CHARS:
        return False
    return find_time(tree.text(element)) is not None


def _time_of(text: str, *, whole: bool) -> str:
    span = find_time(text)
    return text if span is None or whole else text[span[0] : span[1]]


def _named_text(
    tree: Tree, spans: list[tuple[int, int]], own: list[int], platform: Platform | None
) -> list[int] | None:
    if platform is None or not platform.text:
        return None
    covered = _covered(tree, _select(tree, platform.text, spans))
    return [text for text in own if text in covered] or None


def _text_by_hint(
    tree: Tree, elements: list[int], own: list[int], author: int | None, time: int | None
) -> list[int] | None:
    """The texts of the element that is named for its text, holds most of it, and neither name nor time."""
    total = sum(tree.chars[text + 1] - tree.chars[text] for text in own)
    best, most = None, MIN_TEXT_SHARE * total
    for element in elements:
        if not tree.hints[element] & Hint.TEXT or tree.hints[element] & _NOT_TEXT:
            continue
        if any(inner is not None and element <= inner < tree.end[element] for inner in (author, time)):
            continue
        if tree.length(element) > most:
            best, most = element, tree.length(element)
    if best is None:
        return None
    return [text for text in own if tree.first[best] <= text < tree.last[best]] or None


def _covered(tree: Tree, elements: Iterable[int]) -> set[int]:
    return {text for element in elements for text in range(tree.first[element], tree.last[element])}


def _furniture(tree: Tree, spans: list[tuple[int, int]], elements: list[int], platform: Platform | None) -> list[int]:
    found = [element for element in elements if tree.tag[element] in _FURNITURE_TAGS]
    if platform is not None and platform.furniture:
        found += [element for start, stop in spans for element in select_all(tree, platform.furniture, start, stop)]
    return found


def _href(tree: Tree, element: int) -> str | None:
    for inner in range(element, tree.end[element]):
        if tree.tag[inner] == "a":
            return tree.attributes[inner].get("href")
    around = tree.parent[element]
    while around >= 0 and tree.tag[around] in INLINE:
        if tree.tag[around] == "a":
            return tree.attributes[around].get("href")
        around = tree.parent[around]
    return None


def read_lines(tree: Tree, texts: list[int]) -> list[str]:
    """The lines of reading that the texts make, one a block; line breaks stay inside."""
    lines: list[str] = []
    parts: list[str] = []
    at = None
    for text in texts:
        if tree.block[text] != at:
            if parts:
                lines.append(_tidy("".join(parts)))
            parts, at = [], tree.block[text]
        parts.append(tree.texts[text])
    if parts:
        lines.append(_tidy("".join(parts)))
    return [line for line in lines if line]


def _tidy(raw: str) -> str:
    return "\n".join(filter(None, (" ".join(part.split()) for part in raw.split(LINE_BREAK))))


def _read_heads(record: Record, heads: list[str], lines: list[str]) -> None:
    """Fill in what is missing from head lines ("NAME says: DATE"), or from a bare item's first and last lines."""
    if record.author is not None and record.posted_raw is not None:
        return
    for line in heads + lines[:3] + lines[-2:]:
        if len(line) > MAX_HEAD_CHARS:
            continue
        span = find_time(line)
        if record.posted_raw is None and span is not None:
            record.posted_raw = line[span[0] : span[1]]
        if record.author is None:
            record.author = says_who(line) or (_beside_time(line, span) if span else None)


def _read_link_beside(tree: Tree, record: Record, time: int) -> None:
    """Take the link in the time's own line for the author's, where it isn't a time or an action."""
    block = tree.block[tree.first[time]]
    around = tree.parent[time]
    for element in range(around, tree.end[around]):
        if (
            tree.tag[element] == "a"
            and 0 < tree.length(element) <= MAX_NAME_CHARS
            and tree.block[tree.first[element]] == block
        ):
            name = clean_name(tree.text(element))
            if name and not is_furniture(name, None, None):
                record.author, record.author_url = name, tree.attributes[element].get("href")
                return


def _beside_time(line: str, span: tuple[int, int]) -> str | None:
    """The name in a line that holds nothing else but a time."""
    name = clean_name(line)
    return name if 0 < len(name) <= MAX_NAME_CHARS // 2 and len(name.split()) <= 5 else None


def _links(tree: Tree, texts: list[int]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in texts:
        element = tree.owner[text]
        if tree.inherited[element] & IN_LINK:
            while tree.tag[element] != "a":
                element = tree.parent[element]
            href = tree.attributes[element].get("href")
            if href:
                found[href] = None
    return tuple(found)
