"""Rows of the filters: JSON Lines in, one row out for each, in order; nothing is stored."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from worker.errors import RefusedError
from worker.ingest.formats.json_lines import bounded_lines, longest_line
from worker.ingest.json_value import parse_json
from worker.reasons import Reason

Row = dict[str, Any]


def filter_rows(stream: BinaryIO, *, max_bytes: int) -> Iterator[tuple[Any, Any]]:
    """Yield each line's id and its value, or the error that it is; ``max_bytes`` are a page's."""
    for _, line in bounded_lines(stream, longest_line(max_bytes)):
        try:
            row = line if isinstance(line, RefusedError) else parse_json(line)
        except RefusedError as error:
            row = error
        yield (row.get("id") if isinstance(row, dict) else None), row


def refusal(row_id: Any, code: Reason, message: str) -> Row:
    """Return the row that stands for a refused one."""
    return {"id": row_id, "error": {"code": code.value, "message": message}}
