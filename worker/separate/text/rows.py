"""A text's lines with what each is if it is no text."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import compress, repeat
from typing import NamedTuple

from worker.separate.text.line_features import Lines
from worker.separate.text.short_lines import Kind, Mark, read_marks

# The number of the form among the kinds of lines (``mark_code``).
FORM = 7


class TextRow(NamedTuple):
    """A line that holds anything: its number, its stripped text and what it is if it is no text.

    ``sign`` is how much the line tells of a comment: 2 for a name line, 1 for a date, a link, a numbered name.
    A tuple, as a page has hundreds and they are made faster.
    """

    number: int
    text: str
    mark: Mark | None = None
    kind: Kind | None = None
    sign: int = 0


def _sign(text: str, mark: Mark) -> int:
    if mark.kind in (Kind.HEADING, Kind.FORM):
        return 0
    if mark.kind is Kind.NAME and (mark.sure or mark.posted):
        return 2
    return 1 if mark.kind is not Kind.LINK or text[-1].isalpha() else 0


def read_rows(texts: Sequence[Sequence[str]], lines: Lines) -> list[list[TextRow]]:
    """Return, for each text, the lines that hold a letter or digit, each with its mark."""
    bounds, index, telling = lines.bounds.tolist(), lines.index.tolist(), lines.telling.tolist()
    return [
        _text_rows(text, index[start:end], telling[start:end])
        for text, start, end in zip(texts, bounds, bounds[1:], strict=False)
    ]


def _text_rows(text: Sequence[str], index: Sequence[int], telling: Sequence[bool]) -> list[TextRow]:
    found = map(text.__getitem__, index)
    # Past ``TextRow``'s own constructor, which takes three times as long: a text has hundreds of rows.
    rows = list(map(_as_row, zip(index, found, repeat(None), repeat(None), repeat(0), strict=False)))
    marked = list(compress(range(len(rows)), telling))
    for at, mark in zip(marked, read_marks([rows[at].text for at in marked]), strict=True):
        if mark is not None:
            rows[at] = TextRow(rows[at].number, rows[at].text, mark, mark.kind, _sign(rows[at].text, mark))
    return rows


_as_row: Callable[[tuple[object, ...]], TextRow] = partial(tuple.__new__, TextRow)


def mark_code(row: TextRow) -> int:
    """Return a line's kind as a number: text, heading, heading with a number, name line, number, date, link, form."""
    if row.mark is None:
        return 0
    if row.kind is Kind.HEADING:
        return 1 if row.mark.declared is None else 2
    if row.kind is Kind.NAME:
        return 3 if row.sign == 2 and (row.mark.sure or row.mark.posted) else 4
    return 5 if row.kind is Kind.TIME else 6 if row.kind is Kind.LINK else FORM
