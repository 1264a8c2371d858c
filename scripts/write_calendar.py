"""Write the calendar of every language that has a record, from the Unicode CLDR as Babel ships it.

    python scripts/write_calendar.py            # writes worker/separate/language/calendars.json (make calendar)

Only single words are taken, as ``worker.separate.language.dates`` reads word by word: without the points behind
short names, and of "il y a" each word by itself.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from babel import Locale

from worker.separate.language.calendar import Calendar
from worker.separate.language.lookups import records

TABLE = Path(__file__).resolve().parent.parent / "worker" / "separate" / "language" / "calendars.json"
UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
# A word that stands in the patterns of so many units is none of them: "ago".
SHARED = 5
# Characters from which what ends all units of an unspaced script is its "ago".
_UNSPACED = "\u0e00"
_LETTERS = re.compile(r"[^\W\d_][^\s\d_.()]*")


def read_calendar(code: str) -> Calendar:
    """Return what the CLDR says of a language's dates."""
    locale = Locale.parse(code)
    fields = {unit: _plain(locale._data["date_fields"][unit]) for unit in UNITS}
    # Short units ("st", "u", "m") are too many other words; the records name those that are used.
    past = {unit: list(fields[unit]["past"].values()) for unit in UNITS}
    shared = Counter(word for patterns in past.values() for word in {w for p in patterns for w in _words(p)})
    ago = {word for word, count in shared.items() if count >= SHARED}
    units = [list(dict.fromkeys(_unit(pattern, ago) for pattern in past[unit])) for unit in UNITS]
    glued = _common_end([forms[0] for forms in units if forms[0] >= _UNSPACED])
    relative = fields["day"].get("relative", {})
    return Calendar(
        months=[_joined(_named(locale.months, month, "wide", "abbreviated")) for month in range(1, 13)],
        weekdays=[_joined(_named(locale.days, day, "wide")) for day in range(7)],
        short_weekdays=[_joined(_named(locale.days, day, "abbreviated")) for day in range(7)],
        units=[_joined(form.removesuffix(glued) for form in forms) for forms in units],
        ago="|".join(sorted(ago)),
        glued=glued,
        days=[_single(relative.get(back)) for back in (0, -1, -2)],
        now=_single(fields["second"].get("relative", {}).get(0)),
        half_days=[_half_day(locale, half) for half in ("am", "pm")],
        alone=dict(_alone(fields, ago)),
    )


def _plain(data: Any) -> Any:
    return {key: _plain(value) for key, value in data.items()} if hasattr(data, "items") else data


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text.replace("{0}", " ").casefold())


def _unit(pattern: str, ago: set[str]) -> str:
    """Return the last word behind the number, or before it, that is no "ago"."""
    _, _, after = pattern.partition("{0}")
    told = [word for word in _words(after) if word not in ago] or [w for w in _words(pattern) if w not in ago]
    return told[0] if told else ""


def _common_end(words: list[str]) -> str:
    """Return what all words end with; "" where there are none."""
    if not words:
        return ""
    shortest = min(words, key=len)
    ends = (shortest[at:] for at in range(len(shortest)))
    return next((end for end in ends if all(word.endswith(end) for word in words)), "")


def _named(names: Any, number: int, *widths: str) -> Iterator[str]:
    """Yield the spellings of a month or day, within a date and alone."""
    for context in ("format", "stand-alone"):
        for width in widths:
            name = names[context][width][number].casefold().rstrip(".")
            # Months that are numbers are read as such, and "ม.ค." is no word; Catalan ones bring their "of".
            if not any(letter.isdigit() or letter == "." for letter in name):
                yield name.removeprefix("de ").removeprefix("d’")


def _single(text: str | None) -> str:
    """Return a wording of one word, else ""."""
    words = (text or "").casefold().split()
    return words[0] if len(words) == 1 else ""


def _half_day(locale: Locale, name: str) -> str:
    told = {
        str(period).casefold().rstrip(".").replace("\u202f", " ").replace("\u00a0", " ")
        for widths in locale.day_periods.values()
        for width in ("wide", "abbreviated")
        for key, period in widths.get(width, {}).items()
        if key == name
    }
    return _joined(sorted(word for word in told if " " not in word and len(word) > 1))


def _alone(fields: Mapping[str, Any], ago: set[str]) -> Iterator[tuple[str, list[int]]]:
    """Yield what stands for two units without a number."""
    for size, unit in enumerate(UNITS):
        others = set(_words(fields[unit]["past"]["other"]))
        pattern = fields[unit]["past"].get("two", "")
        told = [word for word in _words(pattern) if word not in ago]
        if len(told) == 1 and told[0] not in others and (pattern.count("{0}") == 0 or "({0})" in pattern):
            yield told[0], [2, size]


def _joined(words: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(word for word in words if word and " " not in word))


def table() -> str:
    """Return the file that holds all languages' calendars."""
    told = {code: asdict(read_calendar(code)) for code in sorted(records())}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
