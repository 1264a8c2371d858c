"""Labelled comments from JSONL and CSV files, plain or gzipped: streamed rows, splits and digests."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from classifiers.data.spreadsheet import uncell
from classifiers.errors import DatasetError
from classifiers.types import ArticleContext, Comment, Label

_SUFFIXES: Final = (".jsonl", ".csv", ".jsonl.gz", ".csv.gz")


@dataclass(frozen=True, slots=True)
class Example:
    """A comment with what a human said of it and where it comes from.

    ``source`` is the site or collection that it was taken from, ``group`` joins near-duplicates, and ``page`` the
    comments that stood together; ``by`` is the reviewer, ``when`` an ISO 8601 date. ``held`` tells whether the label
    contradicts a sure model without anybody else's word; None where nobody has looked. ``origin`` says where the
    comment can be read.
    """

    comment: Comment
    label: Label
    source: str
    group: str | None = None
    language: str | None = None
    when: str | None = None
    by: str | None = None
    held: bool | None = None
    origin: str = ""

    @property
    def is_spam(self) -> bool:
        """Whether a human called it spam."""
        return self.label is Label.SPAM


def read_examples(paths: Iterable[Path]) -> Iterator[Example]:
    """Yield the examples of these files in order.

    Raises :class:`DatasetError`, naming file and line, where a file can't be read or a row can't be understood.
    """
    for path in paths:
        yield from _read_file(path)


def by_source(examples: Sequence[Example]) -> dict[str, list[int]]:
    """Return the positions of the examples of each source, in order of first appearance."""
    sources: dict[str, list[int]] = {}
    for position, example in enumerate(examples):
        sources.setdefault(example.source, []).append(position)
    return sources


def read_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the rows of a file of labels with the numbers of their lines.

    Raises :class:`DatasetError`, naming file and line, where the file can't be read.
    """
    if not path.name.endswith(_SUFFIXES):
        raise DatasetError(f"{path}: not a kind of file that can be read; give one of {', '.join(_SUFFIXES)}")
    line = 0
    try:
        with _open(path) as file:
            for line, row in _csv_rows(file) if ".csv" in path.suffixes else _json_rows(file):
                yield line, row
    except (OSError, EOFError, UnicodeError, ValueError, csv.Error) as error:
        raise DatasetError(f"{path}: after line {line}: {error}") from error


def _read_file(path: Path) -> Iterator[Example]:
    source = path.name
    for suffix in sorted(_SUFFIXES, key=len, reverse=True):
        source = source.removesuffix(suffix)
    for line, row in read_rows(path):
        yield example_from(row, default_source=source, where=f"{path}:{line}")


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path, "rb"), encoding="utf-8")
    return path.open(encoding="utf-8", newline="")


def _json_rows(file: TextIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ValueError(f"line {number} is not JSON ({error})") from None
        if not isinstance(row, dict):
            raise ValueError(f"line {number} is not a JSON object")
        yield number, row


def _csv_rows(file: TextIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(file)
    for row in reader:
        yield reader.line_num, {name: uncell(one) if isinstance(one, str) else one for name, one in row.items()}


def example_from(row: Mapping[str, Any], *, default_source: str = "labels", where: str = "a row") -> Example:
    """Return the example that a row of names and values describes.

    Raises :class:`DatasetError` where text or label is missing or not understood.
    """
    text = row.get("text")
    if not isinstance(text, str):
        raise DatasetError(f"{where}: it has no text")
    try:
        label = Label(str(row.get("label")).strip().lower())
    except ValueError:
        raise DatasetError(f"{where}: label must be spam or ham, not {row.get('label')!r}") from None
    source = _text(row.get("source")) or default_source
    page = _page_of(row)
    comment = Comment(
        text=text,
        author=_text(row.get("author")),
        author_url=_text(row.get("author_url")),
        links=_links(row.get("links")),
        article=_article(row.get("article")),
        page=None if page is None else f"{source}/{page}",
    )
    return Example(
        comment=comment,
        label=label,
        source=source,
        group=_text(row.get("group")),
        language=_text(row.get("lang")),
        when=_text(row.get("date")),
        by=_text(row.get("by")),
        origin=where,
    )


def _text(value: object) -> str | None:
    """Return a value as text; None where there is nothing in it."""
    if value is None or isinstance(value, (dict, list)):
        return None
    return str(value).strip() or None


def _links(value: object) -> tuple[str, ...] | None:
    """Read links from a list, or from text with blanks between them (CSV)."""
    if isinstance(value, str):
        return tuple(value.split()) or None
    if isinstance(value, list):
        return tuple(str(link) for link in value if link)
    return None


def _page_of(row: Mapping[str, Any]) -> str | None:
    page = _text(row.get("page"))
    return page if page is not None else _text(row.get("article"))


def _article(value: object) -> ArticleContext | None:
    """Read an article from its fields, or from the title or slug that stands for it."""
    if isinstance(value, dict):
        return ArticleContext(_text(value.get("title")), _text(value.get("body")), _text(value.get("language")))
    title = _text(value)
    return None if title is None else ArticleContext(title=title)
