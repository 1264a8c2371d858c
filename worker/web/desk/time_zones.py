"""The time zones that somebody can choose."""

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zones() -> tuple[str, ...]:
    """Return the names of the places that the IANA's database knows, sorted; abbreviations and aliases are left out."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))
