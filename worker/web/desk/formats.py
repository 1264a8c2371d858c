"""Numbers, times and spans as the language of the request writes them."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_skeleton, format_time, format_timedelta, get_datetime_format
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from worker.web.desk.speech import speech

NONE: Final = "–"
# Written numbers that are kept, a hundred bytes each.
_KEPT: Final = 10_000
# Seconds of each unit; a span is told in its largest one.
_UNITS: Final = (31_536_000, 2_592_000, 604_800, 86_400, 3_600, 60, 1)


def number(value: float) -> str:
    """Return a number with its thousands parted."""
    return format_decimal(value, locale=speech().language.locale)


def compact(value: float) -> str:
    """Return a number in few characters, for the scale of a plot: 1.5K in English."""
    return format_compact_decimal(value, locale=speech().language.locale, fraction_digits=1)


def decimal(value: float, places: int, *, signed: bool = False) -> str:
    """Return a number with so many decimal places."""
    # A zero has no sign: one below it and one above it are the same number to what keeps them.
    return _decimal(speech().language.locale, round(value, places) + 0.0, places, signed)


def percent(share: float, places: int = 0) -> str:
    """Return a share from 0 to 1 in percent, with so many decimal places."""
    return _percent(speech().language.locale, round(share, places + 2), places)


def age(seconds: float | None) -> str:
    """Return a time span in its largest unit."""
    return NONE if seconds is None else _span(seconds, ago=False)


def since(moment: datetime) -> str:
    """Return how long ago a moment was."""
    return _span(max(1.0, (datetime.now(UTC) - moment).total_seconds()), ago=True)


def moment(when: datetime | str | None) -> str:
    """Return a moment's day and time, by the reader's clock; a text that is no ISO 8601 is returned as it is.

    Without a time zone of the reader's own it is told in UTC, and says so.
    """
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            return str(when)
    if when is None:
        return NONE
    zone, locale = speech().zone, speech().language.locale
    if when.tzinfo is not None:
        when = when.astimezone(zone or UTC)
    written = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    clock = format_time(when.time(), "short", locale=locale)
    shown = written.format(clock, day(when))
    return shown if zone else f"{shown} UTC"


def day(when: date) -> str:
    """Return a day."""
    return _date("yMMMd", when)


def short_day(when: date) -> str:
    """Return a day without its year, for the scale of a plot."""
    return _date("MMMd", when)


# A page writes the same few numbers hundreds of times, and Babel takes a tenth of a millisecond for each.
@lru_cache(maxsize=_KEPT)
def _decimal(locale: Locale, value: float, places: int, signed: bool) -> str:
    pattern = f"#,##0.{'0' * places}"
    return format_decimal(value, format=f"+{pattern};-{pattern}" if signed else pattern, locale=locale)


@lru_cache(maxsize=_KEPT)
def _percent(locale: Locale, share: float, places: int) -> str:
    pattern = locale.percent_formats[None].pattern
    return format_percent(share, format=pattern.replace("0", f"0.{'0' * places}" if places else "0", 1), locale=locale)


def _date(skeleton: str, when: date) -> str:
    # Marks of direction would be shown as what hides in a stranger's text; the page isolates what is written otherwise.
    return format_skeleton(skeleton, when, locale=speech().language.locale).replace("\u200f", "")


def _span(seconds: float, *, ago: bool) -> str:
    unit = next((one for one in _UNITS if seconds >= one), 1)
    whole = timedelta(seconds=seconds // unit * unit)
    locale = speech().language.locale
    return format_timedelta(-whole if ago else whole, threshold=1, add_direction=ago, locale=locale)
