"""What a command's paths name: files, folders of them, objects of a store, standard input; how much it is, and what is
passed over.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from worker.cli.errors import unusable
from worker.errors import MisconfiguredError, RefusedError
from worker.ingest.formats import Incoming, is_known, known, read_articles, readers, suffix_of
from worker.ingest.formats.content import HEAD_BYTES, suffix_by_content
from worker.operations import object_store
from worker.reasons import Reason

STDIN = Path("-")
# Endings that are named one by one; the others are added up.
NAMED_ENDINGS = 5


@dataclass(slots=True)
class Files:
    """The files to read, in order, with their sizes in bytes, and how many a folder holds beside them, by ending."""

    sizes: dict[Path, int]
    passed_over: Counter[str]
    suffix: str | None = None
    read_bytes: int = field(default=0, init=False)
    # Records of web archives that are no pages, by reason.
    records: Counter[Reason] = field(default_factory=Counter, init=False)

    @property
    def share(self) -> float | None:
        """How much of all bytes was read, from 0 to 1; None where nobody knows how much there is."""
        whole = sum(self.sizes.values())
        return min(1.0, self.read_bytes / whole) if whole and STDIN not in self.sizes else None

    def articles(self, *, max_bytes: int) -> Iterator[Incoming]:
        """Read all articles, file by file; what can't be read is given in its place."""
        for path, size in self.sizes.items():
            before = self.read_bytes
            if path == STDIN:
                yield from read_articles("-", sys.stdin.buffer, max_bytes=max_bytes, suffix=self.suffix or ".jsonl")
            else:
                yield from self._file(path, max_bytes)
            self.read_bytes = before + size

    def _file(self, path: Path, max_bytes: int) -> Iterator[Incoming]:
        before = self.read_bytes
        try:
            with _opened(path) as stream:
                for incoming in read_articles(
                    _name(path), stream, max_bytes=max_bytes, suffix=self.suffix, passed_over=self.records
                ):
                    self.read_bytes = before + stream.tell()
                    yield incoming
        except OSError as error:
            yield Incoming(_name(path), RefusedError(Reason.SCHEMA, _unreadable(path, error)))

    def summary(self) -> str | None:
        """Say what is passed over, and what reads it; None where nothing is."""
        return "; ".join(part for part in (self._files_note(), self._records_note()) if part) or None

    def _records_note(self) -> str | None:
        if not self.records:
            return None
        named = ", ".join(f"{count:,} {reason.value}" for reason, count in self.records.most_common())
        return f"records that are no pages were passed over: {named}"

    def _files_note(self) -> str | None:
        if not self.passed_over:
            return None
        most = self.passed_over.most_common(NAMED_ENDINGS)
        named = [f"{count:,} {ending or 'without ending'}" for ending, count in most]
        rest = self.passed_over.total() - sum(count for _, count in most)
        named += [f"{rest:,} others"] * bool(rest)
        were = "was" if self.passed_over.total() == 1 else "were"
        return f"{', '.join(named)} {were} passed over; --as html (or txt, jsonl, json) reads them"


def find(paths: Sequence[Path], read_as: str | None = None) -> Files:
    """Find the files of these paths: of folders those that hold articles by name or by content, or all.

    ``read_as`` is an ending without its dot that all are read by; raises MisconfiguredError where none is read by it.
    """
    suffix = f".{read_as.lower()}" if read_as else None
    if suffix and suffix not in readers():
        endings = ", ".join(one.removeprefix(".") for one in sorted(readers()))
        raise MisconfiguredError(f"nothing is read as {read_as!r}; --as takes {endings}")
    files = Files({}, Counter(), suffix)
    for path in paths:
        if name := object_store.name_of(path):
            found = object_store.find(name, is_known if suffix is None else lambda _: True)
            files.sizes |= {one: _size(one) for one in map(Path, found)}
        elif path != STDIN and path.is_dir():
            _add_folder(path, files)
        else:
            files.sizes[path] = _size(path)
    return files


def _name(path: Path) -> str:
    return object_store.name_of(path) or str(path)


def _opened(path: Path) -> AbstractContextManager[BinaryIO]:
    name = object_store.name_of(path)
    return object_store.opened(name) if name else path.open("rb")


def _add_folder(folder: Path, files: Files) -> None:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if files.suffix or _holds_articles(path):
            files.sizes[path] = _size(path)
        else:
            files.passed_over[suffix_of(path.name)] += 1
    if not any(path.is_relative_to(folder) for path in files.sizes):
        files.sizes[folder] = 0  # reading it says why


def _holds_articles(path: Path) -> bool:
    try:
        if is_known(path.name):
            return True
        with path.open("rb") as stream:
            return suffix_by_content(stream.read(HEAD_BYTES)) == ".html"
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        if name := object_store.name_of(path):
            return object_store.stat(name).size
        return 0 if path == STDIN else path.stat().st_size
    except OSError:
        return 0


def _unreadable(path: Path, error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return f"the folder holds no file that Winnow reads ({known()})"
    return unusable(_name(path), error)
