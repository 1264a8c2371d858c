"""What a set's gold asks for that no reading of the page can give: counted, so that the figures can be judged."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from gold_days import days
from left_out import FalseSections, false_sections

from worker.separate.html.platforms import NAMES
from worker.separate.html.tree import read_tree
from worker.separate.language.dates import find_time

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Authors:
    """How many of the found comments' authors the gold names, how many are others, and its own faults by page."""

    named: int
    wrong: int
    faults: Mapping[str, Counter[str]]

    @property
    def share(self) -> float | None:
        """The share of right ones among those whose gold is not at fault; None where there are none."""
        left = self.named - sum(counts.total() for counts in self.faults.values())
        return (self.named - self.wrong) / left if left else None


def doubts(rows: list[Row], predictions: dict[str, Row], scorer: ModuleType) -> list[str]:
    """Sentences on the gold's authors and days, on comments that it leaves out, and on those that no page holds."""
    told = (
        _told(authors(rows, predictions, scorer)), falsely(rows, predictions, scorer).told(),
        days(rows, predictions).told(), _absent(rows, predictions, scorer),
    )  # fmt: skip
    return [line for line in told if line]


def falsely(rows: list[Row], predictions: dict[str, Row], scorer: ModuleType) -> FalseSections:
    """The pages on which comments were found though the gold has none."""
    clean = [row for row in rows if row.get("comments") is not None and not scorer.words(scorer.flat(row["comments"]))]
    found = {row["id"] for row in clean if scorer.score([row], predictions)["false_comments"]["rate"]}
    return false_sections((row["id"] for row in clean), found)


def authors(rows: list[Row], predictions: dict[str, Row], scorer: ModuleType) -> Authors:
    """Hold the authors of the comments that were found against the gold's, and list where the gold is at fault.

    It is where its name is the found one with a date or an address beside it, or the first piece of it.
    """
    named, wrong = 0, 0
    faults: dict[str, Counter[str]] = {}
    for row in rows:
        for gold, found in scorer.match_items(_items(row), predictions[row["id"]]["comments"]):
            wanted, given = scorer.fold(gold.get("author")), scorer.fold(found.get("author"))
            named += bool(wanted)
            if wanted and wanted != given:
                wrong += 1
                fault = _fault_of(wanted, given)
                if fault:
                    faults.setdefault(row["id"], Counter())[fault] += 1
    return Authors(named, wrong, faults)


def _told(found: Authors) -> str:
    if not found.faults or found.share is None:
        return ""
    pages = "; ".join(
        f"`{page}` " + ", ".join(f"{count} {fault}" for fault, count in sorted(counts.items()))
        for page, counts in sorted(found.faults.items())
    )
    count = sum(counts.total() for counts in found.faults.values())
    return (
        f"Of {found.named} authors {found.wrong} are not the gold's; for {count} of these the gold has an address or a "
        f"date beside the name, or the name cut off. Without those: {found.share:.3f}. The gold's faults: {pages}."
    )


def _items(row: Row) -> list[Row]:
    comments = row.get("comments")
    return row.get("comment_items") or (comments if isinstance(comments, list) else [])


def _fault_of(wanted: str, given: str) -> str:
    """What is wrong with the gold's name, where that is the found one with more around it, or a piece of it."""
    if not given:
        return ""
    if given.startswith(wanted):
        return "cut off"
    more = wanted.replace(given, "") if given in wanted else ""
    if "//" in more:
        return "with an address"
    return "with a date" if find_time(more) is not None else ""


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
