"""Years and days of the calendars that pages use beside the common one, read into it.

Buddhist years (Thailand), Minguo years (Taiwan), the eras of Japan's emperors, and the Iranian calendar, whose
months are its own.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from worker.separate.language.lookups import records

# Years between the Buddhist count and the common one, and the years that are read as Buddhist.
BUDDHIST = 543
_BUDDHIST_YEARS = range(2500, 2650)
# The year before an era's first.
ERAS: dict[str, int] = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
MINGUO = 1911
# Years of the Iranian calendar (1991 to 2046); Islamic years of these numbers ended before there were comments.
_JALALI_YEARS = range(1370, 1425)
# Days of the Iranian months: six of 31, then 30; the last one has 29 but in leap years.
_LONG_MONTHS, _LONG, _LAST_MONTH = 6, 31, 12
# Year, month and day of Nowruz that the others are counted from: 1 Farvardin 1370.
_NOWRUZ = date(1991, 3, 21)
# Leap years follow in cycles of 33 years: those whose remainders these are (true from 1343 to 1472).
_CYCLE, _LEAP = 33, frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_ERA = re.compile(rf"({'|'.join(ERAS)})\s?(\d{{1,3}}|元)\s?[年./-]\s?(\d{{1,2}})\s?[月./-]\s?(\d{{1,2}})")
_ROC = re.compile(r"(?<![\d./-])(1[0-4]\d)([/.-])(\d{1,2})\2(\d{1,2})(?![\d./-])")


def gregorian(year: int) -> int:
    """The common year of a Buddhist one; others as they are."""
    return year - BUDDHIST if year in _BUDDHIST_YEARS else year


def era_of(text: str) -> tuple[int, int, int] | None:
    """The year, month and day of "令和7年11月3日"; None where no era is named."""
    found = _ERA.search(text)
    if found is None:
        return None
    return ERAS[found[1]] + (1 if found[2] == "元" else int(found[2])), int(found[3]), int(found[4])


def roc_date(text: str) -> tuple[int, int, int] | None:
    """The year, month and day of Taiwan's "114/11/03", whose years have three digits; None without one."""
    found = _ROC.search(text)
    return (MINGUO + int(found[1]), int(found[3]), int(found[4])) if found else None


def is_jalali(year: int) -> bool:
    """Whether a year is one of the Iranian calendar."""
    return year in _JALALI_YEARS


@cache
def jalali_months() -> Mapping[str, int]:
    """Return the number of each month's name of the Iranian calendar."""
    return {name: number for record in records().values() for name, number in record.jalali_months.items()}


def to_gregorian(year: int, month: int, day: int) -> date | None:
    """The common day of one in the Iranian calendar; None where there is no such day."""
    longest = _LONG if month <= _LONG_MONTHS else _LONG - 1
    if month == _LAST_MONTH and year % _CYCLE not in _LEAP:
        longest = _LONG - 2
    if not (is_jalali(year) and 1 <= month <= _LAST_MONTH and 1 <= day <= longest):
        return None
    leap_days = sum(past % _CYCLE in _LEAP for past in range(_JALALI_YEARS.start, year))
    years = 365 * (year - _JALALI_YEARS.start) + leap_days
    months = _LONG * min(month - 1, _LONG_MONTHS) + (_LONG - 1) * max(0, month - 1 - _LONG_MONTHS)
    return _NOWRUZ + timedelta(days=years + months + day - 1)
