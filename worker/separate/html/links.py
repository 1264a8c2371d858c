"""The links that hold texts of a page."""

from collections.abc import Iterator

from worker.separate.html.tree import IN_LINK, Tree


def links_between(tree: Tree, start: int, stop: int) -> Iterator[int]:
    """The links that hold any of the texts ``start .. stop``, each once, in order."""
    last = -1
    for text in range(start, stop):
        element = tree.owner[text]
        if not tree.inherited[element] & IN_LINK:
            continue
        while element > 0 and tree.tag[element] != "a":
            element = tree.parent[element]
        if element != last:
            yield element
            last = element
