"""The contract of a reader: a file's bytes in, one item after the other out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from worker.domain import NewArticle
from worker.errors import RefusedError

# An article that can be stored (of a page's `Source`, or of a thread whose comments came apart), or why it is refused.
Item = NewArticle | RefusedError


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its name without ".gz", its bytes, which are packed where it had that, and a page's limit.

    ``suffix`` is the ending that it is read by, which its name need not have.
    """

    name: str
    suffix: str
    stream: BinaryIO
    packed: bool
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads the files whose names end so (lower case, with the dot).

    ``read`` yields where each item stood within the file ("" for the whole of it) and the item. What is wrong with one
    is yielded in its place; what is wrong with the file is raised as RefusedError. It holds no more than one item in
    memory, and imports what it needs beyond the core when it is first called.
    """

    suffixes: tuple[str, ...]
    read: Callable[[File], Iterator[tuple[str, Item]]]
