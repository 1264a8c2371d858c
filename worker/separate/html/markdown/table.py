"""A data table as rows of Markdown, header cells in its head; tables that only lay a page out are none."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from worker.separate.html.tree import Tree

# What data tables hold none of: these need lines of their own.
_NO_CELL: Final = frozenset(
    ("table", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "form", "article", "section")
)
# Characters of one cell at most: what has more is a page's column.
_MOST_CHARS: Final = 1_500
_CELLS: Final = frozenset(("td", "th"))
# Columns at most: what spans more than there can be is cut.
_MOST_COLUMNS: Final = 200


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell says, and whether it is a header."""

    content: str
    is_header: bool


def is_data_table(tree: Tree, table: int) -> bool:
    """Whether a table holds data: two rows and two columns at least, and nothing that is more than a cell's."""
    rows = widest = cells = 0
    for element in range(table + 1, tree.end[table]):
        tag = tree.tag[element]
        if tag in _NO_CELL:
            return False
        if tag == "tr":
            rows, cells = rows + 1, 0
        elif tag in _CELLS:
            if tree.length(element) > _MOST_CHARS:
                return False
            cells += 1
            widest = max(widest, cells)
    return rows > 1 and widest > 1


def write_table(tree: Tree, table: int, texts: Sequence[int], write: Callable[[Sequence[int]], str]) -> str | None:
    """Return a data table of these texts, in page order; ``write`` writes a block's. None where some are in no cell."""
    rows, taken = _rows(tree, table, texts, write)
    if taken < len(texts) or not rows:
        return None
    head = rows[0] if all(cell.is_header or not cell.content for cell in rows[0]) else None
    width = max(map(len, rows))
    titles = [cell.content for cell in head or ()]
    lines = [_line([*titles, *[""] * (width - len(titles))]), "|" + " --- |" * width]
    # Rows may be shorter than the head.
    lines += [_line([_shown(cell) for cell in row]) for row in (rows[1:] if head else rows)]
    return "\n".join(lines)


def _shown(cell: _Cell) -> str:
    return f"**{cell.content}**" if cell.is_header and cell.content.isalnum() else cell.content


def _line(cells: Sequence[str]) -> str:
    return "|" + "".join(f" {one} |" if one else "  |" for one in cells)


def _rows(
    tree: Tree, table: int, texts: Sequence[int], write: Callable[[Sequence[int]], str]
) -> tuple[list[list[_Cell]], int]:
    """Return the rows that say anything, cells that span several in the first of them; and how many texts they have."""
    rows, taken = list[list[_Cell]](), 0
    held = dict[int, int]()  # columns that a cell above reaches down to, and how many rows further
    row: list[_Cell] = []
    for element in range(table + 1, tree.end[table]):
        tag = tree.tag[element]
        if tag == "tr":
            row = []
            rows.append(row)
            held = {column: left - 1 for column, left in held.items() if left > 1}
        elif tag in _CELLS and rows:
            own = texts[bisect_left(texts, tree.first[element]) : bisect_left(texts, tree.last[element])]
            taken += len(own)
            while len(row) in held:
                row.append(_Cell("", is_header=tag == "th"))
            content = "<br>".join(write(list(block)) for _, block in groupby(own, tree.block.__getitem__))
            _place(row, _Cell(content.replace("|", "\\|"), is_header=tag == "th"), tree.spanned.get(element), held)
    return [_trimmed(row) for row in rows if any(cell.content for cell in row)], taken


def _trimmed(row: list[_Cell]) -> list[_Cell]:
    while not row[-1].content:
        row.pop()
    return row


def _place(row: list[_Cell], cell: _Cell, spanned: tuple[int, int] | None, held: dict[int, int]) -> None:
    columns, down = spanned or (1, 1)
    for number in range(columns):
        if len(row) >= _MOST_COLUMNS:
            break
        if down > 1:
            held[len(row)] = down
        row.append(cell if not number else _Cell("", is_header=cell.is_header))
