"""What leads an article's author and its date in plain text."""

import re
from functools import cache

from worker.separate.language.lookups import alternatives, entries


@cache
def byline() -> re.Pattern[str]:
    """Return what reads "By NAME" and its like; the name without the date or the office behind it."""
    return re.compile(rf"(?:{alternatives(entries('bylines'))}):?\s(\S[^\n|,•·–—(]{{0,58}})", re.I)


def is_dated(lead: str) -> bool:
    """Whether a text begins with such a label; most texts' first letter tells already that they don't."""
    return lead[:1].casefold()[:1] in _first_letters() and date_label().match(lead) is not None


@cache
def _first_letters() -> frozenset[str]:
    return frozenset(label[0].casefold()[0] for label in entries("dated"))


@cache
def date_label() -> re.Pattern[str]:
    """Return what reads the label in front of an article's date ("Published: ")."""
    return re.compile(rf"(?:{alternatives(entries('dated'))})\b[\s:：]{{0,3}}", re.I)
