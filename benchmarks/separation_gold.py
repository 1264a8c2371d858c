"""What a set's gold asks for that no reading of the page can give: counted, so that the figures can be judged."""

from collections.abc import Iterable
from types import ModuleType
from typing import Any

from worker.separate.html.platforms import NAMES
from worker.separate.html.tree import read_tree
from worker.separate.language.dates import find_time

Row = dict[str, Any]


def doubts(rows: list[Row], predictions: dict[str, Row], scorer: ModuleType) -> list[str]:
    """Sentences on the gold's authors, and on the comment texts that the pages don't hold."""
    return [line for line in (_authors(rows, predictions, scorer), _absent(rows, predictions, scorer)) if line]


def _authors(rows: list[Row], predictions: dict[str, Row], scorer: ModuleType) -> str:
    named, wrong, doubtful = 0, 0, 0
    for row in rows:
        for gold, found in scorer.match_items(_items(row), predictions[row["id"]]["comments"]):
            wanted, given = scorer.fold(gold.get("author")), scorer.fold(found.get("author"))
            named += bool(wanted)
            if wanted and wanted != given:
                wrong += 1
                doubtful += _is_doubtful(wanted, given)
    if not doubtful:
        return ""
    return (
        f"Of {named} authors {wrong} are not the gold's; for {doubtful} of these the gold has an address or a date "
        f"beside the name, or the name cut off. Without those: {(named - wrong) / (named - doubtful):.3f}."
    )


def _items(row: Row) -> list[Row]:
    comments = row.get("comments")
    return row.get("comment_items") or (comments if isinstance(comments, list) else [])


def _is_doubtful(wanted: str, given: str) -> bool:
    """Whether the gold's name is the found one with more than a name around it, or a piece of it."""
    if not given:
        return False
    more = wanted.replace(given, "")
    return given.startswith(wanted) or (given in wanted and ("//" in more or find_time(more) is not None))


def _absent(rows: list[Row], predictions: dict[str, Row], scorer: ModuleType) -> str:
    total = present = found = 0
    for row in rows:
        wanted = _folded((row.get("segments") or {}).get("comments") or (), scorer)
        if wanted and row.get("html"):
            tree = read_tree(row["html"], NAMES)
            page = scorer.fold(tree.text(0)) if tree.tag else ""
            told = scorer.fold(scorer.flat(predictions[row["id"]]["comments"]))
            total += len(wanted)
            present += sum(text in page for text in wanted)
            found += sum(text in told for text in wanted)
    if present == total:
        return ""
    return (
        f"Of the {total} texts that should stand in comments, {present} stand in the saved pages at all; "
        f"Winnow finds {found} of these ({found / max(present, 1):.3f})."
    )


def _folded(texts: Iterable[str], scorer: ModuleType) -> list[str]:
    return [folded for text in texts if (folded := scorer.fold(text))]
