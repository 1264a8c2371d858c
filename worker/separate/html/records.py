"""One comment out of its item: author, time, text and links, by the platform's names or by their looks."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from worker.separate.html.class_names import Hint
from worker.separate.html.platforms import Platform
from worker.separate.html.selectors import select
from worker.separate.html.tree import IN_LINK, IN_PRE, INLINE, LINE_BREAK, UNSHOWN, Tree, tagged
from worker.separate.language.bylines import date_label
from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_furniture, is_wordless
from worker.separate.language.lookups import EDGES, replies
from worker.separate.language.names import bare_name, clean_name, said_behind, says_who

# Longer lines are prose, whatever name or date stands in them; names beside a time have no more words.
MAX_NAME_CHARS, MAX_NAME_WORDS = 80, 5
MAX_HEAD_CHARS = 160
# A head and a text.
MIN_HEADED = 2
# Elements within the one named for the time that are asked for what it tells machines.
MAX_STAMP_DEPTH = 4
# Characters of a hidden word from which on nobody wrote it to be read.
MIN_MARK_CHARS = 40
# Share of an item's own characters from which a text-named element is taken for its text.
MIN_TEXT_SHARE = 0.4
# A place on a page ("#comment-12", "#c123"), or a comment by its number; "#!/name" and "#/name" are pages of their own.
PERMALINK = re.compile(
    r"#(?![!/])|[?&](?:showcomment|replytocom|comment_?id|commentid|lc)=|/comments?/\d+/?$", re.IGNORECASE
)
_SCORE = re.compile(r"\d|^(?:[-–—*:;,.<>«»/]*|[()\[\]]*)$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
_NOT_A_NAME = Hint.REPLY | Hint.FORM | Hint.COUNT | Hint.SHARE
_NOT_TEXT = Hint.META | Hint.FORM | Hint.HEAD | Hint.FOOT | Hint.AUTHOR | Hint.TIME | Hint.COUNT | Hint.REPLY
_FURNITURE_TAGS = frozenset(("form", "nav"))
_ASKED = Hint.AUTHOR | Hint.TIME | Hint.TEXT
_ASKED_TAGS = _FURNITURE_TAGS | {"time", "cite"}


@dataclass(frozen=True, slots=True)
class Item:
    """Where one comment stands: elements ``start .. stop``, texts ``first .. last``, less the ``nested``."""

    start: int
    stop: int
    first: int
    last: int
    nested: tuple[tuple[int, int, int, int], ...] = ()

    def spans(self) -> list[tuple[int, int]]:
        """The element spans that are the item's own."""
        if not self.nested:
            return [(self.start, self.stop)]
        return _without((self.start, self.stop), [(n[0], n[1]) for n in self.nested])

    def texts(self) -> list[int]:
        """The indexes of the texts that are the item's own."""
        if not self.nested:
            return list(range(self.first, self.last))
        own = _without((self.first, self.last), [(n[2], n[3]) for n in self.nested])
        return [text for start, stop in own for text in range(start, stop)]


@dataclass(slots=True)
class Record:
    """What was read from one item: its lines of text, and all the text nodes that it claims.

    ``stamp`` is the time as the page tells machines, ``posted_raw`` as it shows it.
    """

    item: Item
    lines: list[str]
    texts: list[int]
    author: str | None = None
    author_url: str | None = None
    posted_raw: str | None = None
    stamp: str | None = None
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


def nest(tree: Tree, roots: list[int]) -> list[Item]:
    """Items of elements in document order, each without those nested in it."""
    items = []
    for at, element in enumerate(roots):
        end, nested, follow = tree.end[element], [], at + 1
        while follow < len(roots) and roots[follow] < end:
            inner = roots[follow]
            nested.append((inner, tree.end[inner], tree.first[inner], tree.last[inner]))
            while follow < len(roots) and roots[follow] < tree.end[inner]:
                follow += 1
        items.append(Item(element, end, tree.first[element], tree.last[element], tuple(nested)))
    return items


class Reader:
    """Reads the comments of one page, by one platform's names or, without one, by looks.

    A platform's selectors are matched once for the whole page; each item then only looks up its own share.
    """

    def __init__(self, tree: Tree, platform: Platform | None) -> None:
        self.tree = tree
        fields = ("",) * 4 if platform is None else (platform.author, platform.time, platform.text, platform.furniture)
        self._author, self._time, self._text, furniture = (matches(tree, field) for field in fields)
        self._furniture = sorted({element for found in furniture for element in found})
        self._opens = platform is not None and platform.opens
        self._marked: list[int] | None = None

    def read(self, item: Item) -> Record:
        """Read one comment; its lines are empty where the item holds no text."""
        tree, own, spans = self.tree, item.texts(), item.spans()
        record = Record(item, [], own)
        author = next((e for e in within(self._author, spans) if 0 < tree.length(e) <= MAX_NAME_CHARS), None)
        time = next((e for e in within(self._time, spans) if 0 < tree.length(e) <= MAX_HEAD_CHARS), None)
        wanted = self._named_text(own, spans)
        if author is None or time is None or wanted is None:
            # The item itself is no name, though themes name it for its author: "comment-author-ada"; nor a time.
            marked = within([self._marked_elements()], spans, every=True)
            looks = _Looks(tree, [element for element in marked if element != item.start])
            author = looks.name() if author is None else author
            time = looks.time if time is None else time
            wanted = looks.text(own, author, time) if wanted is None else wanted
            if wanted is not None and author is None and time is None and len(wanted) == len(own):
                wanted = None  # a box named for its text that holds all of the item holds name and time as well
            furniture = looks.furniture
        else:
            furniture = []
        apart = _covered(tree, furniture + within([self._furniture], spans, every=True))
        if wanted is None:
            apart |= _covered(tree, [e for e in (author, time) if e is not None and tree.length(e) <= MAX_NAME_CHARS])
        claimed = [
            text for text in (own if wanted is None else wanted) if text not in apart and not _is_mark(tree, text)
        ]
        self._read_names(record, author, time)
        lines = read_lines(tree, claimed)
        if record.author is None or record.posted_raw is None:
            heads = read_lines(tree, sorted(set(own).difference(claimed)), apart=True)
            _read_heads(record, heads, lines if wanted is None else [])
        lines = _behind_head(tree, record, author, claimed, lines)
        record.lines = [line for line in lines if not is_furniture(line, record.author, record.posted_raw)]
        if not record.lines and record.author and (record.posted_raw or record.stamp):
            # "+1" is all that some say; where nothing sets the text apart, a number counts votes.
            record.lines = [line for line in lines if is_wordless(line) and (wanted or not _SCORE.search(line))]
        record.links = read_links(tree, claimed)
        return record

    def _marked_elements(self) -> list[int]:
        """The page's elements whose names or tags say anything; looked up once, by the first item that asks."""
        if self._marked is None:
            named = {at for tag in _ASKED_TAGS for at in tagged(self.tree).get(tag, ())}
            self._marked = sorted(named.union(self.tree.hinted(_ASKED)))
        return self._marked

    def _named_text(self, own: list[int], spans: list[tuple[int, int]]) -> list[int] | None:
        found = within(self._text, spans, every=True)
        if not found:
            return None
        covered = _covered(self.tree, found)
        # A post that is a picture says nothing: what else stands there is its author's rank.
        return [text for text in own if text in covered] or ([] if self._opens else None)

    def _read_names(self, record: Record, author: int | None, time: int | None) -> None:
        tree = self.tree
        if time is not None:
            record.posted_raw = _time_of(tree.text(time), whole=tree.tag[time] == "time")
            record.stamp = _stamp(tree, time)
        if author is not None:
            record.author = clean_name(tree.text(author)) or None
            record.author_url = address_of(tree, author, record.item)
        if record.author is None and time is not None:
            _read_link_beside(tree, record, time)
            record.author = record.author or _name_in_line(tree, time)


def _is_mark(tree: Tree, text: int) -> bool:
    """Whether a text is hidden by the page's own style and one long word: an address or id for scripts."""
    hidden = tree.inherited[tree.owner[text]] & UNSHOWN and len(tree.texts[text]) >= MIN_MARK_CHARS
    return bool(hidden) and len(tree.texts[text].split()) == 1


def matches(tree: Tree, selectors: str) -> list[list[int]]:
    """For each alternative that matches anything on the page, its elements in document order."""
    found = (sorted(set(select(tree, one, 0, len(tree.tag)))) for one in selectors.split("|") if one.strip())
    return [elements for elements in found if elements]


def within(found: list[list[int]], spans: list[tuple[int, int]], *, every: bool = False) -> list[int]:
    """The elements in the spans of the first alternative that has any; of ``every`` span, or of the first."""
    for elements in found:
        inside: list[int] = []
        for start, stop in spans:
            inside += elements[bisect_left(elements, start) : bisect_left(elements, stop)]
            if inside and not every:
                break
        if inside:
            return inside
    return []


class _Looks:
    """What an item's elements look like, by those whose names or tags say anything."""

    def __init__(self, tree: Tree, telling: list[int]) -> None:
        self.tree = tree
        self.author: int | None = None
        self._cited: int | None = None
        self.time: int | None = None
        self.furniture: list[int] = []
        self._texts: list[int] = []
        for element in telling:
            if tree.last[element] > tree.first[element]:
                self._look(element, tree.hints[element], tree.tag[element])

    def _look(self, element: int, hints: int, tag: str) -> None:
        size = self.tree.length(element)
        if tag in _FURNITURE_TAGS:
            self.furniture.append(element)
        if size <= MAX_NAME_CHARS:
            if hints & Hint.AUTHOR and not hints & _NOT_A_NAME and self._is_deeper(element):
                self.author = element
            if tag == "cite" and self._cited is None:
                self._cited = element
            if self.time is None and (tag == "time" or (hints & Hint.TIME and find_time(self.tree.text(element)))):
                self.time = element
        if hints & Hint.TEXT and not hints & _NOT_TEXT:
            self._texts.append(element)

    def name(self) -> int | None:
        """The element of the name: the citation in the one named for the author, or where there is none."""
        author, cited = self.author, self._cited
        if author is None or (cited is not None and author <= cited < self.tree.end[author]):
            return cited
        return author

    def _is_deeper(self, element: int) -> bool:
        return self.author is None or element < self.tree.end[self.author]

    def text(self, own: list[int], author: int | None, time: int | None) -> list[int] | None:
        """The texts of the element named for its text that holds most of it, and neither name nor time."""
        tree = self.tree
        if not self._texts:
            return None
        least = MIN_TEXT_SHARE * sum(tree.chars[text + 1] - tree.chars[text] for text in own)
        apart = [
            element for element in self._texts
            if tree.length(element) > least
            and not any(inner is not None and element <= inner < tree.end[element] for inner in (author, time))
        ]  # fmt: skip
        if not apart:
            return None
        best = max(apart, key=tree.length)
        return own[bisect_left(own, tree.first[best]) : bisect_left(own, tree.last[best])] or None


def _time_of(text: str, *, whole: bool) -> str | None:
    """The time in an element named for it; None where nothing but a link to answer stands there."""
    span = find_time(text)
    if span is None and text.casefold().strip(EDGES) in replies():
        return None
    return text if span is None or whole else text[span[0] : span[1]]


def _stamp(tree: Tree, element: int) -> str | None:
    """The ``datetime`` of the ``time`` that the element is, holds or stands in."""
    near = (element, *range(element + 1, min(tree.end[element], element + MAX_STAMP_DEPTH)), tree.parent[element])
    return next((tree.datetime[one] for one in near if one in tree.datetime), None)


def _covered(tree: Tree, elements: Iterable[int]) -> set[int]:
    return {text for element in elements for text in range(tree.first[element], tree.last[element])}


def address_of(tree: Tree, element: int, item: Item) -> str | None:
    """The address behind a name: of a link within it, or of the one that it stands in; never the comment's own."""
    links = [inner for inner in range(element, tree.end[element]) if tree.tag[inner] == "a"]
    around = tree.parent[element]
    while not links and around >= item.start and tree.tag[around] in INLINE:
        links = [around] if tree.tag[around] == "a" else []
        around = tree.parent[around]
    found = (tree.href.get(link) for link in links)
    return next((href for href in found if href and not _is_permalink(href)), None)


def _is_permalink(href: str | None) -> bool:
    """Whether an address leads to a comment rather than to who wrote it."""
    return href is not None and PERMALINK.search(href) is not None


def read_lines(tree: Tree, texts: list[int], *, apart: bool = False) -> list[str]:
    """The lines of reading that the texts make, one a block; line breaks stay inside.

    With ``apart`` a space parts the texts of two elements side by side, as a style sheet does with a score and a time.
    """
    lines = []
    for _, block in groupby(texts, tree.block.__getitem__):
        own = list(block)
        raw = "".join([_led(tree, text) if apart else tree.texts[text] for text in own])
        as_written = tree.inherited[tree.owner[own[0]]] & IN_PRE
        lines.append(_as_written(raw) if as_written else _tidy(raw))
    return [line for line in lines if line]


def _led(tree: Tree, text: int) -> str:
    """A text behind a space where an element ended right before it and its own begins with it."""
    owner, before = tree.owner[text], tree.owner[text - 1] if text else -1
    beside = before >= 0 and owner != before and tree.parent[owner] == tree.parent[before]
    return f" {tree.texts[text]}" if beside else tree.texts[text]


def _as_written(raw: str) -> str:
    """Lines with their indents, as in code."""
    return "\n".join(line.rstrip() for line in raw.replace(LINE_BREAK, "\n").split("\n")).strip("\n")


def _tidy(raw: str) -> str:
    if LINE_BREAK not in raw:
        return " ".join(raw.split())
    return "\n".join(filter(None, (" ".join(part.split()) for part in raw.split(LINE_BREAK))))


def _behind_head(tree: Tree, record: Record, author: int | None, claimed: list[int], lines: list[str]) -> list[str]:
    """The lines without a first one that holds the name's element and tells when, whatever else it says."""
    if author is None or record.posted_raw is None or len(lines) < MIN_HEADED or record.posted_raw not in lines[0]:
        return lines
    is_head = len(lines[0]) <= MAX_HEAD_CHARS and tree.block[claimed[0]] == tree.block[tree.first[author]]
    return lines[1:] if is_head else lines


def _read_heads(record: Record, heads: list[str], lines: list[str]) -> None:
    """Fill in what is missing from head lines ("NAME says: DATE"), or from a bare item's outer lines."""
    if record.author is not None and record.posted_raw is not None:
        return
    for line in heads + lines[:3] + lines[-2:]:
        if len(line) > MAX_HEAD_CHARS:
            continue
        span = find_time(line)
        if record.posted_raw is None and span is not None:
            record.posted_raw = line[span[0] : span[1]]
        if record.author is None:
            record.author = says_who(line) or (_by_time(line, span) if span else None)


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
            if name and not _ADDRESS.match(name) and not is_furniture(name, None, None):
                href = tree.href.get(element)
                record.author, record.author_url = name, None if _is_permalink(href) else href
                return


def _name_in_line(tree: Tree, time: int) -> str | None:
    """The name in the time's line, bare in the box around both ("Ada — 9:14 am") or alone in an element."""
    first, last = tree.first[time], tree.last[time]
    block = tree.block[first]
    stop = tree.starts[block + 1] if block + 1 < len(tree.starts) else len(tree.texts)
    if tree.chars[stop] - tree.chars[tree.starts[block]] > MAX_HEAD_CHARS:
        return None
    others = [text for text in (*range(tree.starts[block], first), *range(last, stop)) if tree.texts[text].strip()]
    bare = [text for text in others if tree.owner[text] == tree.parent[time]]
    if not bare and len({tree.owner[text] for text in others}) == 1:
        bare = others
    line = " ".join(" ".join(tree.texts[text] for text in bare).split())
    name = bare_name(line)
    # "1 Antwort - letzte Antwort" counts answers.
    is_count = " " in name and name[0].isdigit()
    return name if _may_be_name(name) and not is_count and not is_furniture(name, None, None) else None


def _by_time(line: str, span: tuple[int, int]) -> str | None:
    return said_behind(line, span[1]) or _beside_time(line, span)


def _beside_time(line: str, span: tuple[int, int]) -> str | None:
    """The name in a line that holds nothing else but a time."""
    name = clean_name(line)
    return name if _may_be_name(name) else None


def _may_be_name(name: str) -> bool:
    """Whether what stands beside a time is as short as names are, no address, and doesn't lead the time: "Updated"."""
    few = 0 < len(name) <= MAX_NAME_CHARS // 2 and len(name.split()) <= MAX_NAME_WORDS
    return few and not _ADDRESS.match(name) and date_label().fullmatch(name) is None


def read_links(tree: Tree, texts: Sequence[int]) -> tuple[str, ...]:
    """The addresses of the links in which the texts, in page order, stand, each once."""
    if not texts or tree.link_chars[texts[-1] + 1] == tree.link_chars[texts[0]]:
        return ()
    found: dict[str, None] = {}
    for text in texts:
        element = tree.owner[text]
        if tree.inherited[element] & IN_LINK:
            while tree.tag[element] != "a":
                element = tree.parent[element]
            href = tree.href.get(element)
            if href:
                found[href] = None
    return tuple(found)
