"""Reading the files that articles come in: one module a format, each with its ``READER``.

A new format is a module here, a test, and a line in docs/envelope.md; nothing else names it.
"""

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from itertools import zip_longest
from pathlib import PurePath
from pkgutil import iter_modules
from types import MappingProxyType
from typing import BinaryIO, cast

from worker.errors import RefusedError
from worker.ingest.formats.content import HEAD_BYTES, suffix_by_content
from worker.ingest.formats.packing import PACKINGS, packing_of
from worker.ingest.formats.reader import COLUMNS, WHOLE, Columns, File, Item, Part, Reader
from worker.reasons import Reason

ARCHIVES = frozenset({".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article read from a file, or why it is refused; ``origin`` says where it stood: the file, and the place."""

    origin: str
    article: Item
    place: str = ""


@cache
def readers() -> Mapping[str, Reader]:
    """Return every reader by the endings of the names that it reads."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = [module.READER for module in modules if hasattr(module, "READER")]
    return MappingProxyType({suffix: reader for reader in found for suffix in reader.suffixes})


def is_known(name: str) -> bool:
    """Say whether a file of this name holds articles that Winnow reads."""
    return suffix_of(name) in readers()


def known() -> str:
    """Name the endings that are read, for people."""
    return ", ".join(f"`{one}`" for one in sorted(readers())) + ", each also as `.gz` or `.zst`"


def read_articles(
    name: str,
    stream: BinaryIO,
    *,
    max_bytes: int,
    suffix: str | None = None,
    part: Part = WHOLE,
    columns: Columns = COLUMNS,
    passed_over: Counter[Reason] | None = None,
) -> Iterator[Incoming]:
    """Read the articles of a file as one whose name ends in ``suffix``, else by its name, else by its first bytes.

    What is wrong with one is given in its place, in order. What is none by its kind is counted in ``passed_over``.
    """
    source = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    try:
        file = _file(name, source, suffix, max_bytes=max_bytes)
        file = replace(file, part=part, columns=columns, passed_over=Counter() if passed_over is None else passed_over)
        for place, item in readers()[file.suffix].read(file):
            yield Incoming(f"{name}:{place}" if place else name, item, place)
    except RefusedError as error:
        yield Incoming(name, error)
    finally:
        if source is not stream:
            source.detach()  # it is the caller's to close


def parts(name: str, stream: io.BufferedReader, part_bytes: int, *, suffix: str | None = None) -> list[Part]:
    """Cut a file into parts of about so many bytes, each beginning with an item; one part where it can't be cut.

    Raises RefusedError where it is none that is read.
    """
    file = _file(name, stream, suffix, max_bytes=part_bytes)
    starts = [0, *readers()[file.suffix].split(file, part_bytes)]
    return [Part(start, end) for start, end in zip_longest(starts, starts[1:])]


def _file(name: str, source: io.BufferedReader, suffix: str | None, *, max_bytes: int) -> File:
    packing = packing_of(name)
    plain = name[: -len(packing)] if packing else name
    return File(plain, suffix or _suffix(name, source.peek(HEAD_BYTES)), source, packing, max_bytes)


def suffix_of(name: str) -> str:
    """Return a name's ending in lower case, that before ".gz" or ".zst" where it has one; empty where it has none."""
    path = PurePath(name)
    return PurePath(path.stem).suffix.lower() if path.suffix.lower() in PACKINGS else path.suffix.lower()


def _suffix(name: str, head: bytes) -> str:
    suffix = suffix_of(name)
    if suffix in ARCHIVES:
        raise RefusedError(Reason.ARCHIVE, f"archives are not opened: unpack {name} and submit what is in it")
    if suffix in readers():
        return suffix
    if by_content := suffix_by_content(head):
        return by_content
    neither = "neither the name nor the first bytes say which this is; --as html, txt or jsonl reads it"
    raise RefusedError(Reason.SCHEMA, f"Winnow reads {known()}, and {neither}")
