"""Days of publication in a gold that the page itself calls days of change, or that don't stand in it at all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from worker.ingest.markup import mended
from worker.separate.html.platforms import NAMES
from worker.separate.html.structured_data import read_structured, text_of
from worker.separate.html.tree import Tree, read_tree
from worker.separate.language.dates import find_time, parse_time

Row = Mapping[str, Any]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CHANGED = ("article:modified_time", "og:updated_time", "datemodified")
_PUBLISHED = ("article:published_time", "datepublished")
OF_CHANGE, ABSENT = "the day of its last change", "a day that does not stand in it"


@dataclass(frozen=True, slots=True)
class Days:
    """Of so many pages with a day in the gold, those that are told another or none, and the gold's faults by page."""

    named: int
    wrong: int
    untold: int
    faults: Mapping[str, str]

    def told(self) -> str:
        """A sentence on them; "" where no day is the gold's fault."""
        if not self.faults:
            return ""
        pages = "; ".join(f"`{page}` {fault}" for page, fault in sorted(self.faults.items()))
        left = self.named - len(self.faults)
        right = self.named - self.wrong - self.untold
        return (
            f"Of {self.named} days of publication {self.wrong} are not the gold's, and {self.untold} are not told. On "
            f"{len(self.faults)} of these pages the gold has what the page declares as the day of its last change, "
            f"beside another of publication, or a day that does not stand in it. Without those {right / left:.3f} are "
            f"right. The gold's faults: {pages}."
        )


def days(rows: Sequence[Row], predictions: Mapping[str, Row]) -> Days:
    """Hold the days that were found against the gold's, and list where the gold is at fault."""
    named = [row for row in rows if row.get("html") and _DAY.fullmatch(str(row.get("date") or ""))]
    found = {row["id"]: str(predictions[row["id"]].get("published") or "")[:10] for row in named}
    other = [row for row in named if found[row["id"]] != row["date"]]
    faults = {row["id"]: fault for row in other if (fault := fault_of(row["html"], row["date"], found[row["id"]]))}
    untold = sum(not found[row["id"]] for row in other)
    return Days(len(named), len(other) - untold, untold, faults)


def fault_of(html: str, gold: str, found: str) -> str | None:
    """What is wrong with the gold's day of a page, where another or none (``""``) was found; each ``YYYY-MM-DD``."""
    tree = read_tree(mended(html), NAMES)
    article = read_structured(tree.json_ld).article()
    declared = _declared(tree, text_of(article.get("datePublished")), _PUBLISHED)
    changed = _declared(tree, text_of(article.get("dateModified")), _CHANGED)
    if found in declared and gold in changed:
        return OF_CHANGE
    return None if gold in html or gold in _shown(tree) else ABSENT


def _declared(tree: Tree, of_article: str | None, names: Sequence[str]) -> set[str]:
    told = (of_article, *(where.get(name) for where in (tree.head, tree.properties) for name in names))
    return {day for raw in told if raw and (day := (parse_time(raw) or "")[:10])}


def _shown(tree: Tree) -> set[str]:
    """The days that the page's lines begin by telling, and those that it declares."""
    lines = (tree.line(block) for block in range(len(tree.starts)))
    told = [line[span[0] : span[1]] for line in lines if (span := find_time(line))]
    return {(parse_time(raw) or "")[:10] for raw in (*told, *tree.head.values(), *tree.datetime.values())}
