"""Times as exports write them, as ISO 8601; what is none is None."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def iso_time(value: object, *, utc: bool = False) -> str | None:
    """Return a time as ISO 8601: of ISO 8601 itself, of e-mail's wording (RFC 5322), or of seconds since 1970.

    Milliseconds since 1970 are known by their size. ``utc`` says that a time without an offset is UTC.
    """
    try:
        found = _of_number(value) if isinstance(value, (int, float)) else _of_text(str(value or "").strip())
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    if found is not None and utc and found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return found.isoformat() if found else None


# No comment is from the year 5138; from there on it is milliseconds.
_MILLISECONDS = 1e11


def _of_number(value: float) -> datetime:
    return datetime.fromtimestamp(value / 1000 if abs(value) >= _MILLISECONDS else value, UTC)


def _of_text(text: str) -> datetime | None:
    if not text or text.startswith("0000"):
        return None
    if text.isdecimal() and len(text) > len("20260101"):
        return _of_number(float(text))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)
