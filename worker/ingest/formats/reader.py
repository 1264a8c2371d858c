"""The contract of a reader: a file's bytes in, one item after the other out."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from worker.domain import NewArticle
from worker.errors import RefusedError
from worker.reasons import Reason

# An article that can be stored (of a page's `Source`, or of a thread whose comments came apart), or why it is refused.
Item = NewArticle | RefusedError


@dataclass(frozen=True, slots=True)
class Part:
    """The items of a file that begin at ``start`` or later and before ``end`` (None: up to the file's end).

    Places are those that a reader's ``split`` gives: bytes, or a Parquet file's row groups.
    """

    start: int = 0
    end: int | None = None


WHOLE = Part()


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a Parquet file that hold what an envelope's fields of these names do."""

    html: str = "html"
    text: str = "text"
    url: str = "url"


COLUMNS = Columns()


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its name without ".gz", its bytes, which are packed where it had that, and a page's limit.

    ``suffix`` is the ending that it is read by, which its name need not have. What of it is no article by its kind is
    counted in ``passed_over``.
    """

    name: str
    suffix: str
    stream: BinaryIO
    packing: str
    max_bytes: int
    part: Part = WHOLE
    columns: Columns = COLUMNS
    passed_over: Counter[Reason] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads the files whose names end so (lower case, with the dot).

    ``read`` yields where each item stood within the file ("" for the whole of it) and the item. What is wrong with one
    is yielded in its place; what is wrong with the file is raised as RefusedError. It holds no more than one item in
    memory, and imports what it needs beyond the core when it is first called. ``split`` yields the places, none of them
    the first, where a file may be cut into parts of about so many bytes.
    """

    suffixes: tuple[str, ...]
    read: Callable[[File], Iterator[tuple[str, Item]]]
    split: Callable[[File, int], Iterator[int]] = lambda _file, _part_bytes: iter(())
