"""Results as JSON: one object a line."""

import sys
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from worker.store.flow.export import ExportedArticle


def print_json(value: Any) -> None:
    """Write one JSON value as a line; times are ISO 8601, UTC, with microseconds."""
    sys.stdout.buffer.write(orjson.dumps(value, default=_plain) + b"\n")


def exported(article: "ExportedArticle") -> dict[str, Any]:
    """An exported article as its JSON object."""
    row: dict[str, Any] = orjson.loads(orjson.dumps(article, default=_plain))
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict) or hasattr(value, "items"):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
