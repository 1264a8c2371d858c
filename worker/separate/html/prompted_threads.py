"""Threads that nothing names but the field beside them, which asks for a comment: a name and a text a row."""

from collections import Counter

from worker.separate.html.records import Item, Record, nest, read_lines, read_links
from worker.separate.html.tree import Tree
from worker.separate.language.headings import announcing
from worker.separate.language.names import is_plain_name

# Rows that make a thread, the people who speak in it, and the share of its box's rows that must read as theirs.
MIN_ROWS, MIN_AUTHORS, MIN_SHARE = 2, 2, 0.7
# Characters of a name, and those that people say on average.
MAX_NAME, MIN_PROSE_CHARS = 40, 30
# Boxes around a field's form that are looked at.
MAX_BOXES = 2


def find_prompted(tree: Tree) -> tuple[Record, ...]:
    """The records beside a field that asks for a comment; none where not each of most rows is a name and a text."""
    for element, prompt in tree.prompts.items():
        if not announcing().search(prompt.lower()):
            continue
        field = _form_of(tree, element)
        for _ in range(MAX_BOXES):
            records = _beside(tree, field)
            if records:
                return records
            field = tree.parent[field]
            if field <= 0:
                break
    return ()


def _form_of(tree: Tree, element: int) -> int:
    around = element
    while around > 0 and tree.tag[around] != "form":
        around = tree.parent[around]
    return around if around > 0 else element


def _beside(tree: Tree, field: int) -> tuple[Record, ...]:
    """The records among what stands beside the field in its box."""
    box = tree.parent[field]
    if box < 0:
        return ()
    rows = [child for child in tree.children(box) if child != field and tree.length(child)]
    makes = Counter((tree.tag[row], tree.name[row]) for row in rows if tree.name[row])
    if not makes:
        return ()
    make, count = makes.most_common(1)[0]
    if count < MIN_ROWS:
        return ()
    records = [_read(tree, item) for item in nest(tree, _alike(tree, box, field, make))]
    found = tuple(record for record in records if record is not None)
    return found if _speak(found) and len(found) >= MIN_SHARE * len(records) else ()


def _alike(tree: Tree, box: int, field: int, make: tuple[str, str]) -> list[int]:
    """The elements of the box that share a tag and a class with its rows: answers stand within what they answer."""
    tag, names = make[0], set(make[1].split())
    inner = (*range(box + 1, field), *range(tree.end[field], tree.end[box]))
    return [e for e in inner if tree.tag[e] == tag and not names.isdisjoint(tree.name[e].split()) and tree.length(e)]


def _read(tree: Tree, item: Item) -> Record | None:
    """A row that begins with a name alone on its line; None where it doesn't, or says nothing."""
    texts = item.texts()
    head, *lines = read_lines(tree, texts) or [""]
    if not lines or not 0 < len(head) <= MAX_NAME or not is_plain_name(head):
        return None
    return Record(item, lines, texts, author=head, links=read_links(tree, texts))


def _speak(records: tuple[Record, ...]) -> bool:
    said = sum(len(line) for record in records for line in record.lines)
    return (
        len(records) >= MIN_ROWS
        and len({record.author for record in records}) >= MIN_AUTHORS
        and said >= MIN_PROSE_CHARS * len(records)
    )
