"""The fields of a row as exports have them: numbers for names, nothing for empty."""

from collections.abc import Mapping
from typing import Any

# What stands for no parent: WordPress's, Commento's.
_NOBODY = ("0", "root")


def text_of(row: Mapping[str, Any], *names: str) -> str:
    """Return the first of these fields that says something, as text; empty where none does."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
    return ""


def some(row: Mapping[str, Any], *names: str) -> str | None:
    """Return what `text_of` does, or None."""
    return text_of(row, *names) or None


def parent_of(row: Mapping[str, Any], *names: str) -> str | None:
    """Return whom a comment answers; None where nobody."""
    found = text_of(row, *names)
    return None if found in ("", *_NOBODY) else found


def is_set(row: Mapping[str, Any], *names: str) -> bool:
    """Whether one of these fields is true, or a time."""
    return any(row.get(name) not in (None, False, "", 0, "false", "0") for name in names)
