"""The contract of a reader of exports: files in, rows out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from worker.ingest.history.rows import Row


def _nobody(_count: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Export:
    """A file of an export, or a folder: where it is, and what its user said of it.

    ``columns`` are the names that a CSV file has for Winnow's fields. ``taken`` is told how many bytes were read.
    """

    path: Path
    columns: Mapping[str, str] = field(default_factory=dict)
    taken: Callable[[int], None] = _nobody


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads one program's exports, as its users name them.

    ``read`` holds few rows in memory, however many there are. What is wrong with one row is yielded in its place; what
    ends the reading is raised as RefusedError. ``needs_site`` where articles are named by their paths alone.
    """

    read: Callable[[Export], Iterator[Row]]
    needs_site: bool = False
