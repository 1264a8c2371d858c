"""Pages of lists: a cursor names the last item seen, and the next page begins behind it."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, HTTPException, Query

from worker.operations.resources import ResourcePage

Item = TypeVar("Item")

MAX_ITEMS = 500
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind the id ``after``, and how many items it has."""

    after: int
    limit: int


async def _place(
    cursor: Annotated[str | None, Query(max_length=40, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_ITEMS)] = 100,
) -> Place:
    return Place(_decoded(cursor) if cursor else 0, limit)


At = Annotated[Place, Depends(_place)]


def page(rows: Sequence[Any], at: Place, shape: Callable[[Any], Item]) -> ResourcePage[Item]:
    """Make a page of rows that have an ``id``; a full page may have one behind it."""
    more = len(rows) == at.limit
    return ResourcePage(items=[shape(row) for row in rows], next=_encoded(rows[-1].id) if more else None)


def _encoded(last: int) -> str:
    return base64.urlsafe_b64encode(f"after:{last}".encode()).decode().rstrip("=")


def _decoded(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode("ascii")
        last = int(text.removeprefix("after:")) if text.startswith("after:") else -1
    except (ValueError, binascii.Error):
        last = -1
    if not 0 <= last <= _LARGEST_ID:
        raise HTTPException(422, "the cursor is none that this list gave")
    return last
