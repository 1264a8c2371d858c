"""A message in the archive of a mailing list as Pipermail, of Mailman 2, writes it: tags of HTML 3.2 without a name."""

from worker.separate.html.records import MAX_HEAD_CHARS, MAX_NAME_CHARS, Item, Record, read_lines, read_links
from worker.separate.html.tree import LINE_BREAK, Tree, tagged
from worker.separate.language.dates import find_time

# What Pipermail sets where it cut an attachment off.
_CUT = "\n-------------- next part --------------"


def find_message(tree: Tree) -> Record | None:
    """The message of a page that is one: a heading, a name, its address, a time, links, then a text as written."""
    pre = next(iter(tagged(tree).get("pre", ())), None)
    head = [] if pre is None else [element for element in tree.children(tree.parent[pre]) if element < pre]
    tags = [tree.tag[element] for element in head[:3]]
    if pre is None or tags[:2] != ["h1", "a"] or not tree.href.get(head[1], "").startswith("mailto:"):
        return None
    heading, address = head[:2]
    author = _between(tree, tree.last[heading], tree.first[address])
    time = _between(tree, tree.last[address], tree.first[head[2]] if len(head) > len(tags[:2]) else tree.first[pre])
    if not 0 < len(author) <= MAX_NAME_CHARS or len(time) > MAX_HEAD_CHARS or find_time(time) is None:
        return None
    texts = list(range(tree.first[pre], tree.last[pre]))
    lines = [own for line in read_lines(tree, texts) if (own := line.partition(_CUT)[0].strip("\n"))]
    item = Item(pre, tree.end[pre], tree.first[pre], tree.last[pre])
    record = Record(item, lines, texts, author, posted_raw=time, links=read_links(tree, texts))
    return record if lines else None


def _between(tree: Tree, start: int, stop: int) -> str:
    """The texts ``start .. stop`` on one line."""
    return " ".join("".join(tree.texts[start:stop]).replace(LINE_BREAK, " ").split())
