"""A page's comment section: which records it holds, how they were found, and the post that opens a thread."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from worker.domain import CommentKind
from worker.reasons import Reason
from worker.separate.html.archived_mail import find_message
from worker.separate.html.column_reading import fill_authors
from worker.separate.html.declared_count import are_as_many, read_declared, without_repeats
from worker.separate.html.forum_posts import find_posts, is_thread, stand_first
from worker.separate.html.platforms import Platform, candidates
from worker.separate.html.records import Item, Reader, Record, nest
from worker.separate.html.selectors import select
from worker.separate.html.signatures import drop_signatures
from worker.separate.html.signed_pictures import sign_by_pictures
from worker.separate.html.structure import MAX_HEADING_CHARS, MAX_LINES_BEFORE, MAX_LINKED, Group, find_group, may_be
from worker.separate.html.threads import kind_of
from worker.separate.html.tree import UNSHOWN, Tree
from worker.separate.language.furniture import without_form
from worker.separate.language.headings import read_heading
from worker.separate.language.lookups import EDGES

# Items read to judge whether a platform's names fit the page.
MAX_TRIED = 4
# Characters outside of links that a record with some has, where it tells neither who nor when: "Tides (1200)" has less.
MIN_UNSIGNED_CHARS = 20
# A declared number from which on it decides between readings: one of anything stands on every page.
MIN_DECLARED = 2
# Links of a pager that are kept: those of longer threads leave pages out.
MAX_PAGES = 50


@dataclass(frozen=True, slots=True)
class CommentSection:
    """The records in page order; ``opening`` is the first post of a forum's thread, which is no comment.

    ``pages`` are the links of the pager, as the page writes them. ``closed`` where no body follows the records, as in
    a forum's thread. ``repeats`` are records that stand on the page a second time, ``declared`` is the number of
    comments that the page says it has.
    """

    records: tuple[Record, ...] = ()
    reason: Reason = Reason.NONE
    opening: Record | None = None
    pages: tuple[str, ...] = ()
    closed: bool = False
    repeats: tuple[Record, ...] = ()
    declared: int | None = None


def find_section(tree: Tree, url: str | None = None) -> CommentSection:
    """The page's comments by the platform whose names fit best, else by structure alone.

    ``url`` is the page's address, which tells a forum's thread. Names that half the web's themes use give way to a
    thread's posts where structure finds more of these. Where the page tells how many comments it has, and the best
    reading has other than that, the next one that has as many wins.
    """
    message = find_message(tree)
    if message is not None:
        return CommentSection(reason=Reason.PLATFORM_PIPERMAIL, opening=message)
    found = _by_worth(tree)
    chosen = _likeliest(tree, url, found)
    declared = read_declared(tree, chosen.records, chosen.opening)
    chosen = replace(chosen, declared=declared)
    if declared is None or declared < MIN_DECLARED or _is_as_large(chosen, declared):
        return chosen
    once, repeats = without_repeats(chosen.records)
    if repeats and are_as_many(once, declared):
        return replace(chosen, records=once, repeats=repeats)
    others = _others(tree, [reading for reading in found if reading.platform.reason is not chosen.reason], declared)
    return next((replace(other, declared=declared) for other in others if _is_as_large(other, declared)), chosen)


def _is_as_large(section: CommentSection, declared: int) -> bool:
    """Whether a reading has as many records as declared; boards count the opening post, or don't."""
    return are_as_many(section.records, declared, opens=section.opening is not None)


def _likeliest(tree: Tree, url: str | None, found: "list[_Reading]") -> CommentSection:
    """The likeliest of the page's readings, whatever number of comments the page tells."""
    best = found[0] if found else None
    if best is not None and (best.platform.opens or not is_thread(tree, url)):
        return _by_platform(tree, best)
    posts = find_posts(tree, url)
    if posts is not None and (best is None or _are_more(tree, posts.records, best.items)):
        opening = posts.records[0] if posts.opens else None
        return CommentSection(posts.records[1 if posts.opens else 0 :], Reason.STRUCTURE_REPEATED, opening, closed=True)
    if best is not None:
        return _by_platform(tree, best)
    return _by_structure(tree, find_group(tree))


def _others(tree: Tree, found: "list[_Reading]", declared: int) -> Iterator[CommentSection]:
    """The page's other readings that may have the declared number, each worked out when it is asked for."""
    yield from (_by_platform(tree, reading) for reading in found if may_be(len(reading.items), declared))
    yield _by_structure(tree, find_group(tree, declared))


def _by_structure(tree: Tree, group: Group | None) -> CommentSection:
    return CommentSection() if group is None else CommentSection(shown(tree, group.records), Reason.STRUCTURE_REPEATED)


def _are_more(tree: Tree, posts: tuple[Record, ...], items: list[Item]) -> bool:
    """Whether posts are more than a platform's items, or as many with no article before them."""
    return len(posts) > len(items) or (len(posts) == len(items) and stand_first(tree, posts[0].item))


def _by_worth(tree: Tree) -> "list[_Reading]":
    """The readings by the platforms whose names stand on the page, those that tell most first."""
    platforms = ((platform, find_items(tree, platform)) for platform in candidates(tree))
    tried = [_try(tree, platform, items) for platform, items in platforms if items]
    return sorted((reading for reading in tried if reading is not None), key=lambda reading: -reading.worth)


def _by_platform(tree: Tree, best: "_Reading") -> CommentSection:
    platform, records = best.platform, shown(tree, best.records())
    fill_authors(tree, [record.item for record in records], records, known=True)
    sign_by_pictures(tree, records)
    pages = _pages(tree, platform)
    if platform.opens:
        drop_signatures(records)
        return CommentSection(records[1:], platform.reason, records[0], pages)
    return CommentSection(records, platform.reason, pages=pages)


def shown(tree: Tree, records: tuple[Record, ...]) -> tuple[Record, ...]:
    """The records less those that their page hides by their own style, unless it hides most: a script shows them.

    A hidden one among shown ones is a theme's template, or a trap for robots.
    """
    unshown = [record for record in records if record.texts and tree.inherited[tree.owner[record.texts[0]]] & UNSHOWN]
    if not unshown or len(unshown) > len(records) / 2:
        return records
    return tuple(record for record in records if record not in unshown)


def _pages(tree: Tree, platform: Platform) -> tuple[str, ...]:
    """Where the thread's other pages are, each once; links within the page are none."""
    if not platform.pager:
        return ()
    links = (tree.href.get(element, "#") for element in select(tree, platform.pager, 0, len(tree.tag)))
    return tuple(dict.fromkeys(link for link in links if not link.startswith(("#", "javascript:"))))[:MAX_PAGES]


def claim(tree: Tree, records: tuple[Record, ...]) -> bytearray:
    """Mark the texts that belong to comments: a byte for each text, and one more."""
    claimed = bytearray(len(tree.texts) + 1)
    for record in records:
        for text in record.texts:
            claimed[text] = 1
    if records:
        _claim_heading(tree, records[0], claimed)
    return claimed


def _claim_heading(tree: Tree, first: Record, claimed: bytearray) -> None:
    """Mark the heading of the section, where one of the few lines before its first comment is one."""
    if first.item.first >= len(tree.block):
        return
    block = tree.block[first.item.first]
    for line in range(block - 1, max(-1, block - 1 - MAX_LINES_BEFORE), -1):
        start, stop = tree.starts[line], tree.starts[line + 1]
        folded = tree.line(line).casefold() if tree.chars[stop] - tree.chars[start] <= MAX_HEADING_CHARS else ""
        if folded and read_heading(folded, folded.strip(EDGES)):
            claimed[start:stop] = b"\1" * (stop - start)
            return


@dataclass(frozen=True, slots=True)
class _Reading:
    """A platform's items on a page, of which some were read, and how much these tell."""

    platform: Platform
    reader: Reader
    items: list[Item]
    tried: dict[int, Record]
    worth: float

    def records(self) -> tuple[Record, ...]:
        return tuple(self.tried.get(at) or self.reader.read(item) for at, item in enumerate(self.items))


def _try(tree: Tree, platform: Platform, items: list[Item]) -> _Reading | None:
    """A platform's reading, or None where it tells nothing: a text counts once, an author or time half as much.

    Judged on a few items from all over the page, so that it costs little to ask several platforms.
    """
    reader = Reader(tree, platform)
    tried = {at: reader.read(items[at]) for at in range(0, len(items), max(1, len(items) // MAX_TRIED))[:MAX_TRIED]}
    telling = [record for record in tried.values() if _may_be_comment(tree, record)]
    if platform.opens and 2 * sum(bool(record.author) for record in telling) < len(tried):
        return None
    weight = sum(1 + 0.5 * (r.author is not None) + 0.5 * (r.posted_raw is not None) for r in telling)
    return _Reading(platform, reader, items, tried, weight / len(tried) * len(items)) if weight else None


def _may_be_comment(tree: Tree, record: Record) -> bool:
    """Whether a record says more than the form below the comments, or than a menu whose items have levels too."""
    if not without_form(record.lines):
        return False
    if record.author or record.posted_raw or kind_of(tree, record, record.lines[0]) is not CommentKind.COMMENT:
        return True
    first, last = record.item.first, record.item.last
    size, linked = tree.chars[last] - tree.chars[first], tree.link_chars[last] - tree.link_chars[first]
    return linked <= MAX_LINKED * size and (not linked or size - linked >= MIN_UNSIGNED_CHARS)


def find_items(tree: Tree, platform: Platform) -> list[Item]:
    """The items of a platform on the page, nested ones within their parents."""
    start, stop = 0, len(tree.tag)
    if platform.container:
        boxes = select(tree, platform.container, 0, stop)
        if not boxes:
            return []
        start, stop = boxes[0], max(tree.end[box] for box in boxes)
    found = select(tree, platform.item, start, stop)
    return _until_next(tree, found) if platform.runs else nest(tree, found)


def _until_next(tree: Tree, found: list[int]) -> list[Item]:
    """Items that reach to the next one, or to the end of the box around them."""
    items = []
    for element, following in zip(found, [*found[1:], len(tree.tag)], strict=False):
        box = tree.parent[element]
        if following < tree.end[box]:
            items.append(Item(element, following, tree.first[element], tree.first[following]))
        else:
            items.append(Item(element, tree.end[box], tree.first[element], tree.last[box]))
    return items
