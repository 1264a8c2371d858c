"""Which of the days that a page declares and shows is its own."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from worker.separate.html.dated_lines import DATE_CHARS, Told

# How far the clock of whoever shows a day may lie behind the one of whoever declares it.
_BEHIND: Final = timedelta(hours=12)
# "2025-11-20T16:02": systems stamp publication and change within a minute.
_MINUTE_CHARS: Final = 16


class Days(NamedTuple):
    """What a page tells of its day, each as ISO 8601 or None."""

    published: str | None
    since: str | None
    """The earliest day that it tells."""
    changed: str | None
    """The last change that it shows, where it tells no day of publication."""


def weigh(declared: str, changed: str | None, shown: Sequence[Told]) -> str:
    """The article's day: the ``declared`` one, unless the page shows its readers another as its own.

    Pages that were moved declare the day of the move as that of publication and of change, and show the older day. And
    pages that are renewed now and then show the day of the last ``changed``, without saying so, and no other.
    """
    own = next((day for day in shown if (day.alone or day.named) and not day.changed), None)
    if own is None:
        return declared
    is_stamp = changed is None or changed[:_MINUTE_CHARS] <= declared[:_MINUTE_CHARS]
    if is_stamp and own.at[:DATE_CHARS] < _earliest(declared):
        return own.at
    days = {day.at[:DATE_CHARS] for day in shown}
    is_renewed = changed is not None and changed[:DATE_CHARS] > declared[:DATE_CHARS]
    return changed if changed and is_renewed and days == {changed[:DATE_CHARS]} else declared


def _earliest(at: str) -> str:
    """The earliest day that clocks anywhere show at a time."""
    if len(at) > DATE_CHARS:
        with suppress(ValueError, OverflowError):
            return (datetime.fromisoformat(at) - _BEHIND).date().isoformat()
    return at[:DATE_CHARS]
