"""Days in lines and elements of a page: which day one tells, and whether it says that something changed then."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from worker.separate.html.class_names import Hint
from worker.separate.html.tree import Tree
from worker.separate.language.dates import find_time, parse_time

# Characters of a line that tells when.
MAX_LINE_CHARS: Final = 120
# The least share of a line that is its date where the date stands alone.
MIN_ALONE: Final = 0.8
CHANGED: Final = re.compile(
    r"updated|modified|last (?:edited|reviewed)|aktualisiert|geändert|bearbeitet|actuali[sz]|atualiza|mis à jour"
    r"|aggiornat|bijgewerkt|gewijzigd|oppdatert|opdateret|uppdaterad|güncelle|обновл|оновл|更新",
    re.I,
)
_DIGIT = re.compile(r"\d")
DATE_CHARS: Final = 10


class Told(NamedTuple):
    """A day that a line tells, as ISO 8601 with what clock it has."""

    at: str
    alone: bool
    """Whether it is nearly all that the line tells."""
    named: bool
    """Whether the line's box is named for a time."""
    changed: bool
    """Whether the line tells of a change."""


def may_tell_change(line: str) -> bool:
    """Whether a line is short, has a digit, and says that something changed: only then `read_days` reads such a day."""
    return len(line) <= MAX_LINE_CHARS and _DIGIT.search(line) is not None and CHANGED.search(line) is not None


def day_in(raw: str) -> str | None:
    """The time in a wording that tells at least its day."""
    at = parse_time(raw)
    return at if at is not None and len(at) >= DATE_CHARS else None


def day_of_line(line: str) -> str | None:
    """The day that a line tells, before it tells of a change."""
    if len(line) > MAX_LINE_CHARS:
        return None
    changed = CHANGED.search(line)
    line = line[: changed.start()] if changed else line
    span = find_time(line) if line else None
    return day_in(line[span[0] : span[1]]) if span else None


def is_changed(tree: Tree, element: int) -> bool:
    """Whether the line says before the element that something changed: "Updated on <span>3 March</span>"."""
    start = tree.starts[tree.block[tree.first[element]]]
    before = "".join(tree.texts[start : tree.first[element]])
    return len(before) <= MAX_LINE_CHARS and CHANGED.search(before) is not None


def read_days(tree: Tree, blocks: Iterable[int]) -> Iterator[Told]:
    """The first day of each of the blocks that tells one, in their order."""
    for block in blocks:
        line = tree.line(block)
        span = find_time(line) if len(line) <= MAX_LINE_CHARS and _DIGIT.search(line) else None
        if span and (at := day_in(line[span[0] : span[1]])):
            alone = span[1] - span[0] >= MIN_ALONE * len(line)
            yield Told(at, alone, bool(tree.hints[tree.box[block]] & Hint.TIME), CHANGED.search(line) is not None)
