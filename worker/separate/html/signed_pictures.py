"""Comments signed by a picture: what leads where the picture's link does is the name of whom it shows."""

from collections.abc import Sequence

from worker.separate.html.records import MAX_NAME_CHARS, PERMALINK, Record
from worker.separate.html.tree import Tree
from worker.separate.language.names import clean_name, is_plain_name


def sign_by_pictures(tree: Tree, records: Sequence[Record]) -> None:
    """Give dated records without an author the name that leads to the same address as a link without words."""
    for record in records:
        if record.author is None and record.posted_raw is not None:
            _sign(tree, record)


def _sign(tree: Tree, record: Record) -> None:
    pictured: set[str] = set()
    for start, stop in record.item.spans():
        for element in range(start, stop):
            href = tree.href.get(element)
            if href is None or PERMALINK.search(href):
                continue
            if not tree.length(element):
                pictured.add(href)
            elif href in pictured and _names(tree, element):
                record.author, record.author_url = clean_name(tree.text(element)), href
                record.lines = [line for line in record.lines if line != tree.text(element)]
                return


def _names(tree: Tree, element: int) -> bool:
    return tree.length(element) <= MAX_NAME_CHARS // 2 and is_plain_name(
        tree.text(element).removesuffix(".")
    )  # "Ada L."
