"""Reading the files that articles come in: one module a format, each with its ``READER``.

A new format is a module here, a test, and a line in docs/envelope.md; nothing else names it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import PurePath
from pkgutil import iter_modules
from types import MappingProxyType
from typing import BinaryIO

from worker.errors import RefusedError
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
    return _suffix(name) in readers()


def read_articles(name: str, stream: BinaryIO, *, max_bytes: int) -> Iterator[Incoming]:
    """Read the articles of a file by its name; what is wrong with one is given in its place, in order."""
    packed = name.lower().endswith(".gz")
    plain = name[: -len(".gz")] if packed else name
    try:
        for place, item in _reader(name).read(File(plain, stream, packed, max_bytes)):
            yield Incoming(f"{name}:{place}" if place else name, item)
    except RefusedError as error:
        yield Incoming(name, error)


def _reader(name: str) -> Reader:
    suffix = _suffix(name)
    if suffix in ARCHIVES:
        raise RefusedError(Reason.ARCHIVE, f"archives are not opened: unpack {name} and submit what is in it")
    if suffix not in readers():
        known = ", ".join(f"`{one}`" for one in sorted(readers()))
        raise RefusedError(Reason.SCHEMA, f"Winnow reads {known}, each also as `.gz`, and the name {name} says neither")
    return readers()[suffix]


def _suffix(name: str) -> str:
    path = PurePath(name)
    return PurePath(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()
