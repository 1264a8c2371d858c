"""Column types that behave alike on both databases: UTC times, text that always fits, JSON of such text."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator

# SQLite numbers rows by itself only where the column is its own INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")


def clean(text: str) -> str:
    """Return ``text`` as every database takes it: without NUL, each lone surrogate replaced by U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def clean_json(value: Any) -> Any:
    """Return ``value`` with every string in it as `clean` makes it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean_json(name): clean_json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean_json(item) for item in value]
    return value


class CleanText(TypeDecorator[str]):
    """Text of any length, cleaned on its way in: no page can make a commit fail."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: D102
        return None if value is None else clean(value)


class CleanJson(TypeDecorator[Any]):
    """JSON whose strings are cleaned on their way in."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: D102
        return clean_json(value)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC times with microseconds; SQLite, which knows no zones, holds them as naive UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: D102
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: D102
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
