"""Reading the files that articles come in: one file a format."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from worker.domain import Format, NewArticle
from worker.errors import RefusedError
from worker.ingest.formats.json_lines import read_json_lines
from worker.ingest.formats.page import read_page
from worker.reasons import Reason

ARCHIVES = frozenset({".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz"})
PAGES = {".html": Format.HTML, ".htm": Format.HTML, ".xhtml": Format.HTML, ".txt": Format.TEXT, ".md": Format.TEXT}
JSON_LINES = frozenset({".jsonl", ".ndjson"})
KNOWN = "`.html`, `.txt` or `.jsonl`, each also as `.gz`"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article read from a file, or why it is refused; ``origin`` says where it stood (file, line)."""

    origin: str
    article: NewArticle | RefusedError


Reader = Callable[[BinaryIO], Iterator[Incoming]]


def is_known(name: str) -> bool:
    """Say whether a file of this name holds articles that Winnow reads."""
    return _suffix(name) in PAGES or _suffix(name) in JSON_LINES


def read_articles(name: str, stream: BinaryIO, *, max_bytes: int) -> Iterator[Incoming]:
    """Read the articles of a file by its name; what is wrong with one is given in its place, in order."""
    suffix = _suffix(name)
    try:
        if suffix in JSON_LINES:
            for number, article in read_json_lines(stream, compressed=name.endswith(".gz"), max_bytes=max_bytes):
                yield Incoming(f"{name}:{number}", article)
        else:
            yield Incoming(name, read_page(name, stream, _page_format(suffix, name), max_bytes=max_bytes))
    except RefusedError as error:
        yield Incoming(name, error)


def _suffix(name: str) -> str:
    path = PurePath(name)
    return PurePath(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def _page_format(suffix: str, name: str) -> Format:
    if suffix in ARCHIVES:
        raise RefusedError(Reason.ARCHIVE, f"archives are not opened: unpack {name} and submit what is in it")
    if suffix not in PAGES:
        raise RefusedError(Reason.SCHEMA, f"Winnow reads {KNOWN}, and the name {name} says neither")
    return PAGES[suffix]
