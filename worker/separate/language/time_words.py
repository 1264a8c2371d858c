"""Look-ups of the words that dates are made of: the CLDR's calendars and what the records say beside them."""

from collections.abc import Iterator
from functools import cache

from worker.separate.language.calendar import Calendar, calendars
from worker.separate.language.lookups import THAI, entries, records
from worker.separate.language.record import Language, parts

# Minutes east of Greenwich: RFC 5322's obsolete names and Europe's.
ZONES: dict[str, int] = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "bst": 60,
    "cet": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
}


def _calendars() -> Iterator[tuple[Language, Calendar, frozenset[str]]]:
    """Yield each language's record, calendar, and the words of the calendar that are not used."""
    for code, record in records().items():
        if code in calendars():
            yield record, calendars()[code], frozenset(parts(record.ambiguous))


@cache
def months() -> dict[str, int]:
    """Return the number of the month for every spelling."""
    found: dict[str, int] = {}
    for record, calendar, unused in _calendars():
        for number, spellings in enumerate(calendar.months, 1):
            found.update((name, number) for name in parts(spellings) if name not in unused)
        found.update(record.months)
    return found


@cache
def month_words() -> frozenset[str]:
    """Return the words behind which a number is a month's ("tháng 9")."""
    return frozenset(entries("month_word"))


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of the month for the words that follow those ("tháng mười một")."""
    return {name: number for record in records().values() for name, number in record.month_numbers.items()}


@cache
def glued_ago() -> tuple[str, ...]:
    """Return what is written together with a unit in unspaced scripts ("3小时前", "3시간전")."""
    unspaced = (word for _, calendar, _ in _calendars() if calendar.glued for word in parts(calendar.glued))
    return tuple(dict.fromkeys((*unspaced, *(word for word in entries("ago") if word[0] >= THAI))))


@cache
def units() -> dict[str, int]:
    """Return the unit for every spelling, 0 (second) to 6 (year); a glued "ago" included."""
    plain: dict[str, int] = {}
    for record, calendar, unused in _calendars():
        for unit, spellings in enumerate(calendar.units):
            for name in parts(spellings):
                if name not in unused:
                    plain.setdefault(name, unit)
        plain.update(record.units)
    return plain | {name + ago: unit for name, unit in plain.items() if name[0] >= THAI for ago in glued_ago()}


@cache
def units_behind() -> dict[str, dict[str, int]]:
    """Return, by a language's "ago", its units that mean another one elsewhere ("преди 2 години": years, not hours)."""
    found: dict[str, dict[str, int]] = {}
    for record, calendar, unused in _calendars():
        own = {name: unit for unit, spellings in enumerate(calendar.units) for name in parts(spellings)}
        own = {name: unit for name, unit in own.items() if units().get(name, unit) != unit}
        if own:
            ago = (*(word for word in parts(calendar.ago) if word not in unused), *parts(record.ago))
            found.update(dict.fromkeys(ago, own))
    return found


@cache
def ago_words() -> frozenset[str]:
    """Return the words that turn a span of time into a point in the past."""
    found = {word for _, calendar, unused in _calendars() for word in parts(calendar.ago) if word not in unused}
    return frozenset((*found, *entries("ago"), *glued_ago()))


@cache
def day_words() -> dict[str, int]:
    """Return how many days back each word for a day lies."""
    found: dict[str, int] = {}
    for record, calendar, unused in _calendars():
        found.update((word, back) for back, word in enumerate(calendar.days) if word and word not in unused)
        found.update(record.days)
    return found


@cache
def lone_spans() -> dict[str, tuple[int, int]]:
    """Return the number and the unit of words that are both in one ("שעתיים", two hours)."""
    return {word: (count, unit) for _, calendar, _ in _calendars() for word, (count, unit) in calendar.alone.items()}


@cache
def half_days() -> dict[str, int]:
    """Return 0 or 12 for each half-day word."""
    found: dict[str, int] = {}
    for record, calendar, unused in _calendars():
        for hours, spellings in zip((0, 12), calendar.half_days, strict=True):
            found.update((word, hours) for word in parts(spellings) if word not in unused)
        found.update(record.half_days)
    return found


@cache
def now_words() -> frozenset[str]:
    """Return the words for this moment."""
    found = {calendar.now for _, calendar, unused in _calendars() if calendar.now and calendar.now not in unused}
    return frozenset((*found, *entries("now")))


@cache
def ones() -> frozenset[str]:
    """Return the words for a count of one ("an hour ago")."""
    return frozenset(entries("one"))


@cache
def weekdays() -> frozenset[str]:
    """Return the days of the week in full, and the short ones that the records name."""
    full = {w for _, calendar, unused in _calendars() for d in calendar.weekdays for w in parts(d) if w not in unused}
    return frozenset((*full, *entries("weekdays")))


@cache
def joiners() -> frozenset[str]:
    """Return what stands between the parts of one date, short days of the week among it."""
    short = {
        w for _, calendar, unused in _calendars() for d in calendar.short_weekdays for w in parts(d) if w not in unused
    }
    return frozenset((*short, *weekdays(), *entries("joiners")))


@cache
def ordinals() -> frozenset[str]:
    """Return what may stand between a day and its month."""
    return frozenset(entries("ordinals"))


@cache
def date_marks() -> tuple[str, ...]:
    """Return the letters that follow a year, a month, a day, an hour and a minute, all languages' in one."""
    rows = [record.date_marks for record in records().values() if record.date_marks]
    return tuple("".join(dict.fromkeys("".join(marks))) for marks in zip(*rows, strict=True))
