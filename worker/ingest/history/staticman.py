"""Staticman's folders: one folder an article, named by its slug, one YAML or JSON file a comment."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from worker.errors import RefusedError
from worker.ingest.history.fields import parent_of, some, text_of
from worker.ingest.history.json_rows import read_objects
from worker.ingest.history.reader import Export, Reader
from worker.ingest.history.rows import HistoryArticle, HistoryComment, Row
from worker.ingest.history.times import iso_time
from worker.reasons import Reason

# Bytes of one comment's file.
_FILE_BYTES: Final = 200_000
_YAML: Final = (".yml", ".yaml")


class _Loader(yaml.BaseLoader):
    """Reads every scalar as text, and no alias: a few of them can stand for a billion."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose a node that is none of an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def _read(export: Export) -> Iterator[Row]:
    if not export.path.is_dir():
        raise RefusedError(Reason.SCHEMA, "Staticman keeps comments in folders; give the one that holds them all")
    for path in sorted(export.path.rglob("*")):
        if path.suffix.lower() in (*_YAML, ".json") and path.is_file():
            try:
                yield from _comment(path, export)
            except RefusedError as error:
                yield RefusedError(error.reason, f"{path.name}: {error}")


def _comment(path: Path, export: Export) -> Iterator[Row]:
    size = path.stat().st_size
    export.taken(size)
    if size > _FILE_BYTES:
        raise RefusedError(Reason.TOO_LARGE, f"a comment's file has more than {_FILE_BYTES:,} bytes")
    row = _values(path)
    slug = path.parent.relative_to(export.path).as_posix()
    if slug != ".":
        yield HistoryArticle(ref=slug, url=f"{slug}/")
    yield HistoryComment(
        ref=text_of(row, "_id", "id") or path.stem,
        article="" if slug == "." else slug,
        text=text_of(row, "message", "comment", "body", "text"),
        parent=parent_of(row, "_parent", "replying_to_uid", "parent"),
        author=some(row, "name", "author"),
        author_url=some(row, "url", "website"),
        posted_at=iso_time(row.get("date")),
    )


def _values(path: Path) -> Mapping[str, Any]:
    if path.suffix.lower() not in _YAML:
        found = next(read_objects(Export(path)), ("", {}))
        if isinstance(found, RefusedError):
            raise found
        return found[1]
    try:
        row = yaml.load(path.read_bytes(), _Loader)  # noqa: S506  # nosec B506  - of scalars alone: no tag makes anything
    except (yaml.YAMLError, UnicodeError, ValueError) as error:
        raise RefusedError(Reason.DECODE, f"it is no YAML ({' '.join(str(error).split())[:120]})") from None
    except RecursionError:
        raise RefusedError(Reason.DEPTH, "the YAML is nested too deep") from None
    if not isinstance(row, dict):
        raise RefusedError(Reason.SCHEMA, "a comment is a mapping of names to values")
    return row


READER = Reader(_read, needs_site=True)
