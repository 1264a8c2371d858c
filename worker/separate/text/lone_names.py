"""Names that nothing but their place tells: short lines with text below each, their dates gone."""

from collections.abc import Sequence

from worker.separate.language.name_lines import is_closed
from worker.separate.text.rows import TextRow

# Characters and words of a name that nothing else tells.
MAX_LONE_NAME, MAX_LONE_WORDS = 32, 4
# Lines below a name within which its text must begin, and those after which another must have come.
SOON, MAX_BETWEEN = 3, 40
# Names that a heading's number may be off by, as a share: some comments are hidden or deleted.
OFF = 0.2
BULLETS = "•*-–·+"
# What ends a sentence, in any script.
ENDS = ".!?…)。！？।؟۔"
# Bulleted names that must stand below a heading, and without one; a menu's entries have no text below.
MIN_HEADED, MIN_BULLETED = 2, 3
# Share of bulleted names below which a sentence, or a line of so many characters, must begin.
MOSTLY = 0.5
# Characters of a line that can only be text.
TEXT = 60


def lone_names(rows: Sequence[TextRow], first: int, declared: int | None) -> list[int]:
    """Return the rows from ``first`` on that are a section's names; none where they are few and no number fits."""
    names = bulleted_names(rows, first)
    if len(names) >= MIN_HEADED:
        return names
    if not declared or declared < MIN_HEADED:
        return []
    names = _plain_names(rows, first, int((1 + OFF) * declared) + 1)
    return names if abs(len(names) - declared) <= OFF * declared else []


def bulleted_names(rows: Sequence[TextRow], first: int) -> list[int]:
    """Return the bulleted names that text follows at once, from a row on; a list's other entries end them."""
    names: list[int] = []
    for at in range(first, len(rows)):
        row = rows[at]
        if row.text[0] in BULLETS:
            if not bulleted_name(row.text) or not _heads_text(rows, at):
                break
            names.append(at)
        elif (row.kind is not None and row.kind != "link" and row.sign == 0) or _is_far(at, first, names):
            break
    while names and not _speaks(rows, names[0]):  # a menu's last entry
        del names[0]
    return names if sum(_speaks(rows, at) for at in names) >= MOSTLY * len(names) else []


def _heads_text(rows: Sequence[TextRow], at: int) -> bool:
    below = rows[at + 1] if at + 1 < len(rows) else None
    return below is not None and below.mark is None and below.text[0] not in BULLETS


def _is_far(at: int, first: int, names: Sequence[int]) -> bool:
    return at - names[-1] > MAX_BETWEEN if names else at - first > SOON


def bulleted_name(text: str) -> str:
    """Return the name of a list's entry, without the address in front of it; "" where it is none."""
    name = text.lstrip(BULLETS + " ")
    name = name.partition(" ")[2] if name.startswith("http") else name
    return name if _is_lone(name) else ""


def _plain_names(rows: Sequence[TextRow], first: int, most: int) -> list[int]:
    names: list[int] = []
    for at in range(first, len(rows)):
        if len(names) > most or at - (names[-1] if names else first) > MAX_BETWEEN:
            break
        row = rows[at]
        if row.mark is None and not row.text[0].islower() and _is_lone(row.text) and _speaks(rows, at):
            names.append(at)
    return names


def _is_lone(text: str) -> bool:
    if not text:  # an address alone is nobody's name
        return False
    short = len(text) <= MAX_LONE_NAME and len(text.split()) <= MAX_LONE_WORDS
    return short and any(map(str.isalpha, text)) and not is_closed(text)


def _speaks(rows: Sequence[TextRow], at: int) -> bool:
    """Tell whether text begins soon below a row."""
    below = [row for row in rows[at + 1 : at + 1 + SOON] if row.mark is None]
    return bool(below) and any(len(row.text) > TEXT or row.text[-1] in ENDS for row in below[:2])
