"""The one catalogue of what the desk says, and how it says numbers and times."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

_CATALOGUE: Final = Path(__file__).parent / "strings.toml"

_UNITS: Final = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))


@cache
def catalogue() -> Mapping[str, str]:
    """Return every string by its name, as `group.name`."""
    groups = tomllib.loads(_CATALOGUE.read_text(encoding="utf-8"))
    return MappingProxyType(
        {f"{group}.{name}": text for group, names in groups.items() for name, text in names.items()}
    )


def say(name: str, /, **values: object) -> str:
    """Return a string of the catalogue, filled in; raises KeyError for a name that it does not hold."""
    return catalogue()[name].format(**values)


def count(name: str, number: int, /, **values: object) -> str:
    """Return the string for one thing (``name_one``) or for so many."""
    return say(f"{name}_one" if number == 1 else name, number=f"{number:,}", **values)


def age(seconds: float | None) -> str:
    """Return a time span in its largest unit."""
    if seconds is None:
        return say("age.none")
    unit, length = next((one for one in _UNITS if seconds >= one[1]), _UNITS[-1])
    return count(f"age.{unit}", int(seconds // length))


def moment(when: datetime | str | None) -> str:
    """Return a moment's day and time (UTC); a text that is no ISO 8601 is returned as it is."""
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            return str(when)
    if when is None:
        return say("app.none")
    if when.tzinfo is not None:
        when = when.astimezone(UTC)
    return say("date.moment", day=when.day, month=say(f"date.m{when.month}"), year=when.year, time=f"{when:%H:%M}")


def day(when: date) -> str:
    """Return a day."""
    return say("date.day", day=when.day, month=say(f"date.m{when.month}"), year=when.year)


def since(moment: datetime) -> str:
    """Return how long ago a moment was."""
    return say("age.ago", age=age(max(0.0, (datetime.now(UTC) - moment).total_seconds())))
