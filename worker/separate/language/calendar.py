"""What one language's dates are made of, as the Unicode CLDR has it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Calendar:
    """The single words of one language's dates, casefolded and parted by ``|``, without points at their ends.

    ``months`` has twelve entries from January on, ``weekdays`` seven from Monday on, full names and short ones
    apart, ``units`` seven (second, minute, hour, day, week, month, year). ``ago`` are the words of a span in the
    past that are no unit, ``glued`` those that are written together with the unit. ``days`` are the words for today,
    yesterday and the day before, ``now`` for this moment, ``half_days`` for before and after noon. ``alone`` holds
    the words that are a number and a unit in one ("שעתיים", two hours).
    """

    months: list[str]
    weekdays: list[str]
    short_weekdays: list[str]
    units: list[str]
    ago: str
    glued: str
    days: list[str]
    now: str
    half_days: list[str]
    alone: Mapping[str, list[int]]


@cache
def calendars() -> Mapping[str, Calendar]:
    """Return every language's calendar, by its code: what ``make calendar`` wrote."""
    raw = (files("worker.separate.language") / "calendars.json").read_text(encoding="utf-8")
    return {code: Calendar(**row) for code, row in json.loads(raw).items()}
