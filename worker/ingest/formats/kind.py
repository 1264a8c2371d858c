"""What a file holds: by its name, by what its reader was told, or by its first bytes."""

import re
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from worker.errors import RefusedError
from worker.reasons import Reason

# Bytes of a file that are looked at: doctype, comments and a licence stand before the first element.
HEAD_BYTES: Final = 2048
_ARCHIVES: Final = frozenset({".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz"})
KNOWN: Final = "`.html`, `.txt`, `.jsonl` or `.json`, each also as `.gz`"

_HTML: Final = re.compile(rb"<(!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_JSON: Final = re.compile(rb"(\xef\xbb\xbf)?\s{0,1000}[{\[]\s{0,1000}[\"{\]}]")


class Kind(StrEnum):
    """How a file is read."""

    HTML = "html"
    TEXT = "text"
    JSONL = "jsonl"
    JSON = "json"


_BY_ENDING: Final = {
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML, ".txt": Kind.TEXT, ".md": Kind.TEXT,
    ".jsonl": Kind.JSONL, ".ndjson": Kind.JSONL, ".json": Kind.JSON,
}  # fmt: skip


def by_name(name: str) -> Kind | None:
    """Return what a file's name says; None where it says nothing. Raises RefusedError (ARCHIVE)."""
    ending = ending_of(name)
    if ending in _ARCHIVES:
        raise RefusedError(Reason.ARCHIVE, f"archives are not opened: unpack {name} and submit what is in it")
    return _BY_ENDING.get(ending)


def by_content(head: bytes) -> Kind | None:
    """Return what a file's first bytes say; None where they are not those of a page or of JSON."""
    if _HTML.search(head[:HEAD_BYTES]):
        return Kind.HTML
    return Kind.JSON if _JSON.match(head) else None


def ending_of(name: str) -> str:
    """Return a name's ending in lower case, that before ``.gz`` where it ends so; empty where it has none."""
    path = PurePath(name)
    return PurePath(path.stem).suffix.lower() if is_gzip(name) else path.suffix.lower()


def is_gzip(name: str) -> bool:
    """Whether a name says that the file is gzipped."""
    return PurePath(name).suffix.lower() == ".gz"
