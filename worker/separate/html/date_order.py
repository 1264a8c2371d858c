"""Whether a page writes the day before the month in slashed dates ("03/11/2025"), by what else it shows."""

from collections.abc import Iterable
from datetime import date, timedelta

from worker.separate.language.dates import FIRST_YEAR, LAST_YEAR, slashed

# What a comment may be older than its article: the clocks of two time zones.
SLACK = timedelta(days=1)
_MONTHS = 12
# English is written in both orders; these regions, and all other languages that write slashes, put the day first.
_MONTH_FIRST = frozenset(("en", "fil", "tl"))
_DAY_FIRST_REGIONS = frozenset(("gb", "ie", "au", "nz", "in", "za"))


def day_comes_first(wordings: Iterable[str], published: str | None, language: str | None) -> bool | None:
    """Whether the day comes first in a page's slashed dates; None where nothing tells.

    Told by a number above 12 in any of them; else by the article's day (ISO 8601), before which only one order puts
    no comment; else by the page's language (BCP 47).
    """
    dates = [found for raw in wordings if (found := slashed(raw))]
    if not dates:
        return None
    first, second = (any(one[at] > _MONTHS for one in dates) for at in (0, 1))
    if first != second:
        return first
    since = day_of(published)
    if since is not None:
        by_day, by_month = (_all_after(dates, since, day_first=order) for order in (True, False))
        if by_day != by_month:
            return by_day
    return _by_language(language)


def day_of(published: str | None) -> date | None:
    """The day of an ISO 8601 time, or None."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _all_after(dates: Iterable[tuple[int, int, int]], since: date, *, day_first: bool) -> bool:
    return all(_day(one, day_first=day_first) >= since - SLACK for one in dates)


def _day(numbers: tuple[int, int, int], *, day_first: bool) -> date:
    """The day that three numbers mean in an order; the earliest there is where they mean none."""
    one, other, year = numbers
    day, month = (one, other) if day_first else (other, one)
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else date.min
    except ValueError:
        return date.min


def _by_language(language: str | None) -> bool | None:
    code, _, region = (language or "").casefold().replace("_", "-").partition("-")
    if not code:
        return None
    return True if code not in _MONTH_FIRST or region in _DAY_FIRST_REGIONS else None
