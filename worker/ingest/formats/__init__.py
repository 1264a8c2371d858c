"""Reading the files that articles come in: one module a format, each with its ``READER``.

A new format is a module here, a test, and a line in docs/envelope.md; nothing else names it.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import PurePath
from pkgutil import iter_modules
from types import MappingProxyType
from typing import BinaryIO, cast

from worker.errors import RefusedError
from worker.ingest.formats.content import HEAD_BYTES, suffix_by_content
from worker.ingest.formats.reader import File, Item, Reader
from worker.reasons import Reason

ARCHIVES = frozenset({".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article read from a file, or why it is refused; ``origin`` says where it stood (file, place)."""

    origin: str
    article: Item


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
    return ", ".join(f"`{one}`" for one in sorted(readers())) + ", each also as `.gz`"


def read_articles(name: str, stream: BinaryIO, *, max_bytes: int, suffix: str | None = None) -> Iterator[Incoming]:
    """Read the articles of a file as one whose name ends in ``suffix``, else by its name, else by its first bytes.

    What is wrong with one is given in its place, in order.
    """
    source = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    packed = name.lower().endswith(".gz")
    plain = name[: -len(".gz")] if packed else name
    try:
        suffix = suffix or _suffix(name, source.peek(HEAD_BYTES))
        for place, item in readers()[suffix].read(File(plain, suffix, source, packed, max_bytes)):
            yield Incoming(f"{name}:{place}" if place else name, item)
    except RefusedError as error:
        yield Incoming(name, error)
    finally:
        if source is not stream:
            source.detach()  # it is the caller's to close


def suffix_of(name: str) -> str:
    """Return a name's ending in lower case, that before ".gz" where it has one; empty where it has none."""
    path = PurePath(name)
    return PurePath(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


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
