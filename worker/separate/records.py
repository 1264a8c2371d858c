"""One comment out of its item: author, time, text and links, by the platform's names or by their looks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from worker.separate.dates import find_time
from worker.separate.marks import Hint
from worker.separate.platforms import Platform
from worker.separate.selectors import select, select_all
from worker.separate.tree import IN_LINK, LINE_BREAK, Tree

# Longer lines are prose, whatever name or date stands in them.
MAX_AUTHOR_CHARS = 80
MAX_HEAD_CHARS = 160
_SAYS = (
    "says|said|wrote|writes|adds|commented|comments|replied|replies|responded|sagt|sagte|schreibt|schrieb|"
    "meint|meinte|kommentierte|a dit|dit|écrit|a écrit|dice|dijo|escribió|comentó|disse|diz|"
    "escreveu|ha scritto|scrive|zegt|schreef|"
    "napisał|pisze|skrev|säger|siger|sier|пишет|написал|говорит|berkata|der ki|さん"
)
_AUTHOR_SAYS = re.compile(
    rf"^(?:#?\d{{1,5}}[.)]?\s)?(?:by\s|von\s|par\s)?(\S[^\n]{{0,70}}?)\s(?:{_SAYS})\b", re.I
)
_POSTED_BY = re.compile(
    r"^(?:#?\d{1,5}[.):]?\s)?(?:comment\s)?(?:posted|written|submitted|left|added|verfasst|geschrieben|gepostet|publié|escrito|enviado)?"
    r"\s?(?:by|von|par|por|da|door|av)\b:?\s(\S[^\n|]{0,70}?)"
    r"(?=\s?(?:\||·|•|—|–|,|\(|$)|\s(?:on|at|am|um|le|el|on:|\d))",
    re.I,
)
_FURNITURE = re.compile(
    r"^[\W\d]*(?:(?:reply|quote|report|permalink|link|edit|delete|like|share|flag|antworten|zitieren|melden|répondre|"
    r"responder|rispondi|reageer|says|said|wrote|writes|on|at|by|posted|am|um|sagt|schrieb|comment|to|this|log|in|pm|"
    r"edited|unregistered|guest|member|author|post|abuse|inappropriate|as|recommend|recommended|thumbs|up|down|vote|votes|"
    r"likes|dislike|[a-z])\b[\W\d]*)*$", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """Where one comment stands: elements ``start .. stop`` without those of the items nested in it."""

    start: int
    stop: int
    first: int
    last: int
    nested: tuple[tuple[int, int, int, int], ...] = ()

    def spans(self) -> list[tuple[int, int]]:
        """The element spans that are the item's own."""
        return _without((self.start, self.stop), [(n[0], n[1]) for n in self.nested])

    def texts(self) -> list[int]:
        """The indexes of the texts that are the item's own."""
        own = _without((self.first, self.last), [(n[2], n[3]) for n in self.nested])
        return [text for start, stop in own for text in range(start, stop)]


@dataclass(slots=True)
class Record:
    """What was read from one item; ``texts`` are the text nodes it claims."""

    text: str
    texts: list[int]
    author: str | None = None
    author_url: str | None = None
    posted_raw: str | None = None
    links: tuple[str, ...] = ()
    named: bool = field(default=False)


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
    """Read one comment; its text is empty where the item holds none."""
    spans, own = item.spans(), item.texts()
    author = _author_element(tree, spans, platform)
    time = _time_element(tree, spans, platform)
    wanted = _text_indexes(tree, spans, own, platform)
    claimed = set(wanted if wanted is not None else own)
    if wanted is None:
        claimed -= _covered(tree, [e for e in (author, time) if e is not None])
    for element in _furniture_elements(tree, spans, platform):
        claimed.difference_update(range(tree.first[element], tree.last[element]))
    record = Record("", own)
    if author is not None:
        record.author, record.author_url = _name(tree.text(author)), _href(tree, author)
    if time is not None:
        record.posted_raw = tree.text(time)
    heads = _head_lines(tree, own, claimed) if record.author is None or record.posted_raw is None else []
    lines = read_lines(tree, sorted(claimed))
    _read_heads(record, heads, lines, prose=wanted is None)
    if wanted is None:
        lines = _strip_furniture(record, lines)
    record.text = "\n\n".join(line for line in lines if line)
    record.links = _links(tree, sorted(claimed))
    return record


def _select(tree: Tree, selectors: str, spans: list[tuple[int, int]]) -> list[int]:
    for start, stop in spans:
        found = select(tree, selectors, start, stop)
        if found:
            return found
    return []


def _author_element(tree: Tree, spans: list[tuple[int, int]], platform: Platform | None) -> int | None:
    if platform is not None and platform.author:
        for element in _select(tree, platform.author, spans):
            if 0 < tree.length(element) <= MAX_AUTHOR_CHARS:
                return element
    best = None
    for start, stop in spans:
        for element in range(start, stop):
            if tree.hints[element] & Hint.AUTHOR and 0 < tree.length(element) <= MAX_AUTHOR_CHARS:
                if best is None or element < tree.end[best]:
                    best = element
                elif best is not None:
                    return best
    return best


def _time_element(tree: Tree, spans: list[tuple[int, int]], platform: Platform | None) -> int | None:
    if platform is not None and platform.time:
        for element in _select(tree, platform.time, spans):
            if 0 < tree.length(element) <= MAX_HEAD_CHARS:
                return element
    elements = [element for start, stop in spans for element in range(start, stop) if tree.length(element)]
    marked = next((element for element in elements if tree.tag[element] == "time"), None)
    return marked if marked is not None else next((e for e in elements if _looks_like_time(tree, e)), None)


def _looks_like_time(tree: Tree, element: int) -> bool:
    if not tree.hints[element] & Hint.TIME or tree.length(element) > MAX_AUTHOR_CHARS:
        return False
    return find_time(tree.text(element)) is not None


def _text_indexes(
    tree: Tree, spans: list[tuple[int, int]], own: list[int], platform: Platform | None
) -> list[int] | None:
    if platform is None or not platform.text:
        return None
    found = _select(tree, platform.text, spans)
    covered = _covered(tree, found)
    return [text for text in own if text in covered] if covered else None


def _covered(tree: Tree, elements: Iterable[int]) -> set[int]:
    return {text for element in elements for text in range(tree.first[element], tree.last[element])}


def _furniture_elements(tree: Tree, spans: list[tuple[int, int]], platform: Platform | None) -> list[int]:
    named = platform.furniture if platform is not None else ""
    return [element for start, stop in spans for element in select_all(tree, named, start, stop)]


def _name(text: str) -> str | None:
    said = _AUTHOR_SAYS.match(text) or _POSTED_BY.match(text)
    name = said[1] if said else text
    return name.strip(" \t:,|–—-•·") or None


def _href(tree: Tree, element: int) -> str | None:
    around = element
    while around >= 0 and around > element - 3:
        if tree.tag[around] == "a":
            return tree.attributes[around].get("href")
        around = tree.parent[around]
    for inner in range(element, tree.end[element]):
        if tree.tag[inner] == "a":
            return tree.attributes[inner].get("href")
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


def _head_lines(tree: Tree, own: list[int], claimed: set[int]) -> list[str]:
    return [
        line for line in read_lines(tree, [t for t in own if t not in claimed]) if len(line) <= MAX_HEAD_CHARS
    ]


def _read_heads(record: Record, heads: list[str], lines: list[str], *, prose: bool) -> None:
    """Fill in author and time from head lines ("NAME says: DATE"); in bare prose from its first and last."""
    short = [line for line in lines[:3] + lines[-2:] if len(line) <= MAX_HEAD_CHARS] if prose else []
    candidates = heads + short
    for line in candidates:
        if record.posted_raw is None and find_time(line):
            start, stop = find_time(line) or (0, 0)
            record.posted_raw = line[start:stop]
        if record.author is None:
            said = _AUTHOR_SAYS.match(line) or _POSTED_BY.match(line)
            if said:
                record.author = _name(said[1])


def _strip_furniture(record: Record, lines: list[str]) -> list[str]:
    kept = []
    for line in lines:
        if len(line) <= MAX_HEAD_CHARS:
            rest = line.replace(record.author or "\0", " ").replace(record.posted_raw or "\0", " ")
            if _FURNITURE.match(rest):
                continue
        kept.append(line)
    return kept


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
