"""Sources as they stand in the store: their bytes packed beside the articles, all else in columns of theirs."""

from dataclasses import fields
from typing import Any, Final

from worker.domain import Source
from worker.store.base.schema import articles
from worker.store.base.transactions import AnyRow

_NAMES: Final = tuple(field.name for field in fields(Source) if field.name != "raw")
# The columns of a source, its bytes aside.
SOURCE_COLUMNS: Final = tuple(articles.c[name] for name in _NAMES)


def source_values(source: Source) -> dict[str, Any]:
    """Return what a source's columns hold, its bytes aside."""
    return {name: getattr(source, name) for name in _NAMES}


def source_of(row: AnyRow, raw: bytes) -> Source:
    """Return the source of a row with `SOURCE_COLUMNS` and of its bytes."""
    return Source(raw=raw, **{name: getattr(row, name) for name in _NAMES})
