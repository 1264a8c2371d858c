"""Comments where no platform is known: siblings of one shape, each with a time or a name, and a text.

Times and "NAME says" lines are anchors. Two neighbouring anchors meet in a box; the box in which most pairs
meet holds the records, and its children (or the runs between anchors that are children themselves) are items.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from worker.separate.html.class_names import Hint
from worker.separate.html.column_reading import fill_authors
from worker.separate.html.flat_threads import Thread, find_threads
from worker.separate.html.prompted_threads import find_prompted
from worker.separate.html.record_columns import PERSON
from worker.separate.html.records import MAX_HEAD_CHARS, PERMALINK, Item, Reader, Record, nest
from worker.separate.html.signed_pictures import sign_by_pictures
from worker.separate.html.threads import is_ping
from worker.separate.html.tree import Tree, once_a_page
from worker.separate.language.dates import find_time
from worker.separate.language.furniture import is_furniture, without_form
from worker.separate.language.headings import announcing, read_heading
from worker.separate.language.lookups import EDGES, answers
from worker.separate.language.names import is_plain_name, may_say, says_who

# Times as many as the declared comments that items may be.
MAX_LARGER = 2
# Share of the records that must agree on what they are alike in.
MIN_SHARE = 0.7
# Characters outside of links from which on a box named for comments may hold some.
MIN_NAMED_CHARS = 20
MAX_HEADING_CHARS = 100
# Lines between a section's heading and its first comment: a subscription link, a pager, a form's opener.
MAX_LINES_BEFORE = 6
MAX_NAME_LINE_CHARS = 80
# Links to answer that make a thread without a name or heading, and the characters, with spaces, that one may have.
MIN_ANSWERED = 3
MAX_ANSWER_CHARS = 40
# Share of a record that may be links.
MAX_LINKED = 0.75
# Records from which on a line that most of them show is furniture, and how long such a line may be.
MIN_REPEATED = 3
MAX_REPEATED_CHARS = 60
# How many boxes around the records, and elements in each record, are asked whether comments name them.
MAX_NAMED_ABOVE = 3
MAX_NAMED_WITHIN = 12
# Boxes looked at, best first: a page has one comment section and a few lists that look like one.
MAX_BOXES = 4
# A comment has no heading of this rank; what has one is a post, or begins another section.
_SECTION_TAGS = frozenset(("h1", "h2"))
# Characters of a link that fills its line from which on it is a title, where it leads to another page.
MIN_TITLE_CHARS = 8
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Where a name stands alone before a text, without a time; and the characters that it has at most.
_NAME_TAGS = frozenset(("h3", "h4", "h5", "h6", "dt", "strong", "b"))
MAX_NAME = 40
# Characters that people say on average where nothing but their names tells that they do.
MIN_PROSE_CHARS = 30
_DIGIT = re.compile(r"\d")
_COUNTED = re.compile(r"[^\W\d_]{1,40}\s?\d{1,9}")
_NEVER = Hint.NAV | Hint.RELATED | Hint.PROMO | Hint.RECENT | Hint.SIDE | Hint.WIDGET
# A part of the page with such a name stands beside comments, never among them: its siblings are parts too.
_NO_ITEM = Hint.NAV | Hint.RELATED | Hint.PROMO
# What makes a box that is named for comments a list of them from all over the site.
_LISTED = Hint.RECENT | Hint.SIDE | Hint.NAV
_NOT_A_BOX = Hint.COUNT | Hint.RECENT | Hint.FORM | Hint.CONTENT


@dataclass(frozen=True, slots=True)
class Group:
    """A run of records in one box, and how sure it is that they are comments."""

    records: tuple[Record, ...]
    score: float


def find_group(tree: Tree, declared: int | None = None) -> Group | None:
    """The page's comments by structure alone, or None; where a number is ``declared``, groups of that size alone."""
    best = _find_spoken_of(tree, declared) if _speaks_of_comments(tree) else None
    if best is not None or not tree.prompts:
        return best
    records = find_prompted(tree)
    return Group(records, len(records)) if records and may_be(len(records), declared) else None


def _find_spoken_of(tree: Tree, declared: int | None) -> Group | None:
    """The comments of a page that says that it has some."""
    anchors = find_anchors(tree)
    best: Group | None = None
    for thread in find_threads(tree):
        if may_be(len(thread.records), declared):
            best = _better(best, _read_thread(tree, thread))
    best = _best_box(tree, anchors, best, declared)
    for items in _named_items(tree):
        if may_be(len(items), declared):
            best = _better(best, _read_items(tree, items, None, best))
    if best is None:
        best = _best_box(tree, find_names(tree), None, declared)
        return best if best is not None and _hold_prose(tree, best) else None
    return best


def may_be(items: int, declared: int | None) -> bool:
    """Whether so many items may be the declared comments, of which some were removed or are no more than a notice."""
    return declared is None or declared <= items <= MAX_LARGER * declared


def _hold_prose(tree: Tree, group: Group) -> bool:
    """Whether names alone, without times, are those of people who say something: not titles, nor a count of theirs."""
    lines = [line for record in group.records for line in record.lines]
    return all(record.author and not _is_title(record.author_url) for record in group.records) and sum(
        len(line) for line in lines if not _DIGIT.search(line)
    ) >= MIN_PROSE_CHARS * len(group.records)


def _is_title(address: str | None) -> bool:
    return address is not None and not address.startswith(("#", "javascript:")) and not PERSON.search(address)


def _best_box(tree: Tree, anchors: list[int], best: Group | None, declared: int | None) -> Group | None:
    for box in boxes_of(tree, anchors) if len(anchors) >= (declared or 1) else ():
        items = group_items(tree, box, anchors)
        if may_be(len(items), declared):
            best = _better(best, _read_items(tree, items, box, best))
    return best


def find_names(tree: Tree) -> list[int]:
    """Elements that hold what may be a name alone on its line, before a text: anchors of threads without times."""
    found = []
    for block in range(len(tree.starts) - 1):
        start, stop = tree.starts[block], tree.starts[block + 1]
        named = tree.hints[tree.owner[start]] & Hint.AUTHOR
        if not (named or tree.tag[tree.box[block]] in _NAME_TAGS) or tree.chars[stop] - tree.chars[start] > MAX_NAME:
            continue
        line = tree.line(block)
        if line and is_plain_name(line) and not _is_heading(tree, block):
            found.append(tree.owner[start])
    return found


def _better(best: Group | None, other: Group | None) -> Group | None:
    """The group of the higher score; of equal ones the first, but of single records the one within the other."""
    if best is None or other is None:
        return best or other
    if other.score == best.score and len(best.records) == len(other.records) == 1:
        outer, inner = best.records[0].item, other.records[0].item
        return other if outer.start <= inner.start and inner.stop <= outer.stop else best
    return other if other.score > best.score else best


@once_a_page
def _speaks_of_comments(tree: Tree) -> bool:
    """Whether a name or a short line says "comment", or links answer several: most pages without comments say no."""
    named = tree.hinted(Hint.COMMENT)
    if any(tree.length(element) - tree.link_length(element) >= MIN_NAMED_CHARS for element in named):
        return True
    if any(_announces(tree, start, stop) for start, stop in pairwise((*tree.starts, len(tree.texts)))):
        return True
    return sum(_answers(text) for text in tree.texts) >= MIN_ANSWERED


def _answers(text: str) -> bool:
    """Whether a text is a link that answers a comment."""
    return len(text) <= MAX_ANSWER_CHARS and text.strip().casefold() in answers()


def _is_heading(tree: Tree, block: int) -> bool:
    stop = tree.starts[block + 1] if block + 1 < len(tree.starts) else len(tree.texts)
    return _announces(tree, tree.starts[block], stop)


def _announces(tree: Tree, start: int, stop: int) -> bool:
    """Whether the texts of one line say "comment", and little else."""
    if tree.chars[stop] - tree.chars[start] > MAX_HEADING_CHARS:
        return False
    if any(map(announcing().search, map(str.lower, tree.texts[start:stop]))):
        return True
    line = " ".join("".join(tree.texts[start:stop]).split()).casefold()
    return read_heading(line, line.strip(EDGES)) is not None


@once_a_page
def find_anchors(tree: Tree) -> list[int]:
    """Elements that tell when, or who says, in document order."""
    found: dict[int, None] = {}
    chars, starts = tree.chars, tree.starts
    stops = [*starts[1:], len(tree.texts)]
    for block, (start, stop) in enumerate(zip(starts, stops, strict=False)):
        size = chars[stop] - chars[start]
        if not 4 <= size <= MAX_HEAD_CHARS:
            continue
        raw = tree.texts[start] if stop - start == 1 else "".join(tree.texts[start:stop])
        dated = _DIGIT.search(raw) is not None
        if (dated and _shows_time(tree, block, start, stop)) or (
            size <= MAX_NAME_LINE_CHARS and may_say(raw.strip()) and says_who(tree.line(block))
        ):
            found[tree.owner[start]] = None
    return list(found)


def _shows_time(tree: Tree, block: int, start: int, stop: int) -> bool:
    """Whether a line tells when, as it stands or with its elements apart, as a style sheet sets a name and a time."""
    if find_time(tree.line(block)):
        return True
    return stop - start > 1 and find_time(" ".join(map(str.strip, tree.texts[start:stop]))) is not None


def boxes_of(tree: Tree, anchors: list[int]) -> list[int]:
    """The boxes in which neighbouring anchors meet, those of most pairs first."""
    votes: Counter[int] = Counter()
    for one, other in pairwise(anchors):
        box = one
        while box >= 0 and tree.end[box] <= other:
            box = tree.parent[box]
        if box == one:
            box = tree.parent[one]
        if box >= 0:
            votes[box] += 1
    return [box for box, _ in votes.most_common(MAX_BOXES)]


def group_items(tree: Tree, box: int, anchors: list[int]) -> list[Item]:
    """The items of a box in which anchors meet: its children, or runs of them."""
    within = [anchor for anchor in anchors if box < anchor < tree.end[box]]
    tops: dict[int, int] = {}
    for anchor in within:
        top = anchor
        while tree.parent[top] != box:
            top = tree.parent[top]
        tops.setdefault(top, anchor)
    roots = _behind_heading(tree, box, _of_one_shape(tree, list(tops)))
    if _is_flat(tree, roots):
        return runs_of(tree, box, roots)
    classes = _classes(tree, roots)
    if classes:
        roots = [
            element
            for element in range(box + 1, tree.end[box])
            if tree.tag[element] == tree.tag[roots[0]] and classes <= _class_names(tree, element)
        ]
    return nest(tree, roots)


def _of_one_shape(tree: Tree, tops: list[int]) -> list[int]:
    """Those of the box's children that look like most of them: one tag, and the class that most share."""
    tag, _ = Counter(tree.tag[top] for top in tops).most_common(1)[0]
    roots = [top for top in tops if tree.tag[top] == tag]
    classes = Counter(name for root in roots for name in _class_names(tree, root))
    for name, count in classes.most_common(1):
        if count >= MIN_SHARE * len(roots):
            return [root for root in roots if name in _class_names(tree, root)]
    return roots


def _behind_heading(tree: Tree, box: int, roots: list[int]) -> list[int]:
    """The roots behind the section's own heading, where it parts them: before it stands the article's date."""
    for child in tree.children(box):
        is_between = roots[0] < child < roots[-1] and tree.tag[child] in _HEADING_TAGS and _is_line(tree, child)
        if is_between and _is_heading(tree, tree.block[tree.first[child]]):
            return [root for root in roots if root > child]
    return roots


def _class_names(tree: Tree, element: int) -> set[str]:
    return set(tree.name[element].split())


def _classes(tree: Tree, roots: list[int]) -> set[str]:
    return set.intersection(*(_class_names(tree, root) for root in roots))


def _is_flat(tree: Tree, roots: list[int]) -> bool:
    """Whether the roots hold no more than one line each, their anchor, and the texts stand beside them."""
    return all(_is_line(tree, root) for root in roots)


def runs_of(tree: Tree, box: int, roots: list[int]) -> list[Item]:
    """Items as runs of siblings, each with its anchor first, or last where text stands before the first."""
    heads = set(roots)
    children = _between_headings(tree, tree.children(box), heads)
    tail_first = _anchors_last(tree, children, heads)
    items: list[Item] = []
    run: list[int] = []
    for child in children:
        if child in heads and not tail_first and run:
            items.append(_run(tree, run))
            run = []
        if child in heads or run or tail_first:
            run.append(child)
        if child in heads and tail_first:
            items.append(_run(tree, run))
            run = []
    if run and not tail_first:
        items.append(_run(tree, run))
    return items


def _anchors_last(tree: Tree, children: list[int], heads: set[int]) -> bool:
    """Whether a run's text comes before its anchor: then nothing but furniture follows the last anchor."""
    last = max(heads)
    after = sum(tree.length(child) - tree.link_length(child) for child in children if child > last)
    first = min(heads)
    before = sum(tree.length(child) - tree.link_length(child) for child in children if child < first)
    return before > after


def _between_headings(tree: Tree, children: list[int], heads: set[int]) -> list[int]:
    """The children behind the section's own heading, and before the next section's."""
    first_head, last_head = min(heads), max(heads)
    lines = [child for child in children if child < first_head and _is_line(tree, child)]
    last = max((child for child in lines if _is_heading(tree, tree.block[tree.first[child]])), default=-1)
    following = (child for child in children if child > last_head and tree.tag[child] in _SECTION_TAGS)
    stop = next(following, len(tree.tag))
    return [child for child in children if last < child < stop]


def _is_line(tree: Tree, element: int) -> bool:
    first, last = tree.first[element], tree.last[element]
    return first < last and tree.block[first] == tree.block[last - 1]


def _run(tree: Tree, run: list[int]) -> Item:
    return Item(run[0], tree.end[run[-1]], tree.first[run[0]], tree.last[run[-1]])


def _named_items(tree: Tree) -> list[list[Item]]:
    """Elements whose own name says "comment", by shape."""
    shapes: dict[str, list[int]] = {}
    other = (
        Hint.AUTHOR | Hint.TIME | Hint.FORM | Hint.META | Hint.COUNT | Hint.AVATAR | Hint.TITLE | Hint.NAV | Hint.RECENT
    )
    for element in tree.hinted(Hint.COMMENT):
        if not tree.hints[element] & other and tree.length(element) - tree.link_length(element) >= 8:
            name = tree.name[element]
            key = (
                tree.tag[element]
                + " "
                + _DIGIT.sub("", " ".join(sorted(w for w in name.split() if w not in ("odd", "even", "alt"))))
            )
            shapes.setdefault(key, []).append(element)
    return [nest(tree, elements) for elements in shapes.values()][:8]


def _read_items(tree: Tree, items: list[Item], box: int | None, best: Group | None) -> Group | None:
    """Read the items where their names or a heading speak of comments, and judge what came out.

    None where they can't be worth more than the ``best`` group, whatever they tell.
    """
    if not items or is_elsewhere(tree, items, box):
        return None
    named = _is_named(tree, items, box)
    announced = named or _has_heading(tree, items[0].first)
    if not announced and not _are_answered(tree, items):
        return None
    if best is not None and _score(len(items), len(items), len(items), named=named) < best.score:
        return None
    reader = Reader(tree, None)
    records = [reader.read(item) for item in items]
    fill_authors(tree, items, records)
    if named:
        sign_by_pictures(tree, records)
    drop_repeated_lines(records)
    for record in records:
        record.lines = without_form(record.lines)
    if is_list_of_posts(tree, records, named=named):
        return None
    # Where nothing but such links tells, all by one author are the site's own short messages, which have them too.
    if not announced and len({record.author for record in records}) == 1:
        return None
    return _judge(tree, records, named=named)


def is_list_of_posts(tree: Tree, records: list[Record], *, named: bool) -> bool:
    """Whether most records are posts: each with its own heading, or unsigned and under a link to a page of its own."""
    if not named and sum(_is_headed(tree, record) for record in records) > len(records) / 2:
        return True
    unsigned = not any(record.author for record in records)
    return unsigned and sum(_is_entitled(tree, record) for record in records) > len(records) / 2


def _is_headed(tree: Tree, record: Record) -> bool:
    """Whether a record has a heading that is neither who wrote it nor when."""
    headings = (e for e in range(record.item.start, record.item.stop) if tree.tag[e] in _HEADING_TAGS)
    lines = (tree.text(heading) for heading in headings)
    return any(line and not is_furniture(line, record.author, record.posted_raw) for line in lines)


def _is_entitled(tree: Tree, record: Record) -> bool:
    """Whether a line of a record is a link to another page and nothing else."""
    for element in range(record.item.start, record.item.stop):
        href = tree.href.get(element, "#")
        if tree.length(element) < MIN_TITLE_CHARS or href.startswith(("#", "javascript:")) or PERMALINK.search(href):
            continue
        line = tree.line(tree.block[tree.first[element]])
        if line == tree.text(element) and find_time(line) is None and not is_furniture(line, None, None):
            return True
    return False


def _read_thread(tree: Tree, thread: Thread) -> Group | None:
    """The thread that one element holds, where names or a heading speak of comments."""
    items = [record.item for record in thread.records]
    named = _is_named(tree, items, thread.box)
    if is_elsewhere(tree, items, thread.box) or not (named or _has_heading(tree, items[0].first)):
        return None
    for record in thread.records:
        record.lines = without_form(record.lines)
    return _judge(tree, thread.records, named=named)


def _judge(tree: Tree, records: list[Record], *, named: bool) -> Group | None:
    telling = [record for record in records if _is_utterance(tree, record)]
    if not telling or len(telling) < MIN_SHARE * len([record for record in records if record.lines]):
        return None
    authored = sum(bool(record.author) for record in telling)
    dated = sum(bool(record.posted_raw) for record in telling)
    if len(telling) == 1 and not (named and ((authored and dated) or is_ping(telling[0].lines[0]))):
        return None
    if not named and authored < MIN_SHARE * len(telling):
        return None
    return Group(tuple(records), _score(len(telling), authored, dated, named=named))


def _score(count: int, authored: int, dated: int, *, named: bool) -> float:
    return (count + 0.5 * authored + 0.5 * dated) * (2 if named else 1)


def _is_utterance(tree: Tree, record: Record) -> bool:
    """Whether someone says something: not only a link, as in a list of posts, but for those of pings."""
    if record.lines and is_ping(record.lines[0]):
        return True
    if not record.lines or not (record.author or record.posted_raw):
        return False
    item = record.item
    size = tree.chars[item.last] - tree.chars[item.first]
    return tree.link_chars[item.last] - tree.link_chars[item.first] <= MAX_LINKED * size


def is_elsewhere(tree: Tree, items: list[Item], box: int | None) -> bool:
    """Whether the items are a list of posts, or stand in a box named for something else than comments."""
    is_list = any(tree.tag[e] in _SECTION_TAGS for item in items for e in range(item.start, item.stop))
    return is_list or is_beside(tree, items, box)


def is_beside(tree: Tree, items: list[Item], box: int | None) -> bool:
    """Whether the items or the boxes around them are named for something else than comments."""
    above = tree.parent[items[0].start] if box is None else box
    for _ in range(MAX_NAMED_ABOVE):
        if above > 0:
            hints = tree.hints[above]
            if hints & Hint.COMMENT and not hints & _LISTED:
                break
            if hints & _NEVER and not hints & Hint.CONTENT:
                return True
            above = tree.parent[above]
    return any(tree.hints[item.start] & _NO_ITEM and not tree.hints[item.start] & Hint.COMMENT for item in items)


def drop_repeated_lines(records: list[Record]) -> None:
    """Drop short lines that, but for their numbers, most of the records show: nobody wrote them."""
    if len(records) < MIN_REPEATED:
        return
    seen = Counter(line for record in records for line in {_folded(line) for line in record.lines})
    common = {line for line, count in seen.items() if count > len(records) / 2 and len(line) <= MAX_REPEATED_CHARS}
    for record in records if common else ():
        # What is all that a record says is its text, however often it is said; "level 2" is what its page says.
        kept = [line for line in record.lines if _folded(line) not in common]
        record.lines = kept or [line for line in record.lines if not _COUNTED.fullmatch(line)]


def _folded(line: str) -> str:
    return _DIGIT.sub("", line).casefold()


def _is_named(tree: Tree, items: list[Item], box: int | None) -> bool:
    """Whether the box, the items or what holds their texts is named for comments."""
    above = box
    for _ in range(MAX_NAMED_ABOVE):
        if above is not None and above > 0:
            if tree.hints[above] & Hint.COMMENT and not tree.hints[above] & _NOT_A_BOX:
                return True
            above = tree.parent[above]
    return sum(_item_is_named(tree, item) for item in items) >= MIN_SHARE * len(items)


def _item_is_named(tree: Tree, item: Item) -> bool:
    if tree.hints[item.start] & Hint.COMMENT:
        return True
    size = tree.chars[item.last] - tree.chars[item.first]
    return any(
        tree.hints[element] & Hint.COMMENT and 2 * tree.length(element) > size
        for element in range(item.start, min(item.stop, item.start + MAX_NAMED_WITHIN))
    )


def _are_answered(tree: Tree, items: list[Item]) -> bool:
    """Whether each of several items has a link to answer it: nothing but a thread has."""
    answered = sum(any(map(_answers, tree.texts[item.first : item.last])) for item in items)
    return answered >= max(MIN_ANSWERED, MIN_SHARE * len(items))


def _has_heading(tree: Tree, text: int) -> bool:
    """Whether one of the few lines before the text announces comments."""
    if text >= len(tree.block):
        return False
    block = tree.block[text]
    return any(
        _is_heading(tree, line) and not _leads_away(tree, line)
        for line in range(max(0, block - MAX_LINES_BEFORE), block)
    )


def _leads_away(tree: Tree, block: int) -> bool:
    """Whether a line is a link to another page that counts nothing: "Comment policy" in a menu."""
    start, stop = tree.starts[block], tree.starts[block + 1]
    if (
        _DIGIT.search(tree.line(block))
        or tree.link_chars[stop] - tree.link_chars[start] < tree.chars[stop] - tree.chars[start]
    ):
        return False
    element = tree.owner[start]
    while element > 0 and tree.tag[element] != "a":
        element = tree.parent[element]
    return not tree.href.get(element, "#").startswith("javascript:") and "#" not in tree.href.get(element, "#")
