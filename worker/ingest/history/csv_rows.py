"""The rows of a large CSV file, one after the other, by the names of their columns."""

import csv
from collections.abc import Iterator, Mapping
from typing import Final

from classifiers.data.spreadsheet import uncell
from worker.errors import RefusedError
from worker.ingest.history.reader import Export
from worker.ingest.history.text_stream import read_text
from worker.reasons import Reason

# Characters that a line may have; a comment's line ends part it further.
_LINE_CHARS: Final = 1_000_000


def read_csv(export: Export) -> Iterator[Mapping[str, str] | RefusedError]:
    """Yield the rows of a file; its first one names the columns, and commas, semicolons or tabs part them.

    Raises RefusedError (DECODE, TOO_LARGE) where it is no CSV from somewhere on; what stood before was yielded.
    """
    refused: list[RefusedError] = []
    lines = _lines(export, refused)
    head = next(lines, "")
    delimiter = max(",;\t", key=head.count)
    names: list[str] = []
    line = 1
    try:
        names += (name.strip() for name in next(csv.reader([head], delimiter=delimiter), []))
        reader = csv.DictReader(lines, names, delimiter=delimiter)
        line += 1
        for row in reader:
            line = reader.line_num + 2  # below the names of the columns
            yield {name: uncell(value) for name, value in row.items() if isinstance(name, str) and value is not None}
    except csv.Error as error:
        message = f"line {line:,}: it is no CSV from here on ({error}); what stood before is imported"
        raise RefusedError(Reason.DECODE, message) from None
    yield from refused


def _lines(export: Export, refused: list[RefusedError]) -> Iterator[str]:
    rest = ""
    for piece in read_text(export):
        if isinstance(piece, RefusedError):
            refused.append(piece)
            continue
        *whole, rest = (rest + piece).split("\n")
        yield from (line + "\n" for line in whole)
        if len(rest) > _LINE_CHARS:
            message = f"a line has more than {_LINE_CHARS:,} characters; what stood before is imported"
            raise RefusedError(Reason.TOO_LARGE, message)
    if rest:
        yield rest
