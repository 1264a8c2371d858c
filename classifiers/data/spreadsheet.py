"""Cells of CSV files that no spreadsheet runs, and how they are read back."""

from typing import Final

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(value: object) -> str:
    """Return a value for a CSV cell; what a spreadsheet would run gets an apostrophe in front.

    So does what looks as if it had got one: `uncell` gives every text back. Links of a list have blanks between them.
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = " ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if _would_run(text) else text


def uncell(text: str) -> str:
    """Return the text that a cell stands for."""
    return text[1:] if text.startswith("'") and _would_run(text[1:]) else text


def _would_run(text: str) -> bool:
    return text.lstrip(" '").startswith(_FORMULA)
