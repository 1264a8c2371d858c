"""How the desk speaks to whom it answers: in which language, and by which clock."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from worker.web.desk.languages import ENGLISH, LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Speech:
    """A language, and a time zone; without one, times are told in UTC, and say so."""

    language: Language = LANGUAGES[ENGLISH]
    zone: ZoneInfo | None = None


_PLAIN: Final = Speech()
# Of the request in hand: what says something is too far down to be handed it.
_CURRENT: Final[ContextVar[Speech]] = ContextVar("speech", default=_PLAIN)


def speech() -> Speech:
    """Return how to speak in this request."""
    return _CURRENT.get()


def speak(how: Speech) -> None:
    """Speak so for the rest of this request."""
    _CURRENT.set(how)
