"""The languages that the desk speaks, and which of them a browser asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from babel import Locale

ENGLISH: Final = "en"
# Characters of an Accept-Language that are read: browsers send a tenth of it.
_MOST_CHARS: Final = 1000


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its BCP 47 tag, which names its catalogue too, and the CLDR's locale for its dates and numbers."""

    tag: str
    locale: Locale

    @property
    def name(self) -> str:
        """What it calls itself."""
        return self.locale.get_language_name(self.locale) or self.tag

    @property
    def direction(self) -> str:
        """Which way it is written: "ltr" or "rtl"."""
        return self.locale.text_direction


# British dates (30 Nov 2026, 14:05) are what most who read English without living there expect.
_LOCALES: Final = {
    ENGLISH: "en_GB", "de": "de", "fr": "fr", "es": "es", "ru": "ru", "ja": "ja", "zh-Hans": "zh_Hans", "ar": "ar",
}  # fmt: skip
LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {tag: Language(tag, Locale.parse(locale)) for tag, locale in _LOCALES.items()}
)

_OF_PRIMARY: Final = {tag.partition("-")[0]: language for tag, language in LANGUAGES.items()}


def preferred(accepted: str) -> Language:
    """Return the language that an Accept-Language header likes best of those there are, else English."""
    ranked = sorted(map(_weighed, accepted[:_MOST_CHARS].split(",")), key=lambda pair: -pair[1])
    found = (_OF_PRIMARY.get(tag.partition("-")[0]) for tag, weight in ranked if weight > 0)
    return next((language for language in found if language), LANGUAGES[ENGLISH])


def spoken(tag: str) -> Language:
    """Return the language of a tag ("de", "zh-TW"), English where the desk does not speak it."""
    return _OF_PRIMARY.get(tag.replace("_", "-").partition("-")[0].lower(), LANGUAGES[ENGLISH])


def _weighed(part: str) -> tuple[str, float]:
    """Read one range of the header and its weight; what can't be read has none."""
    tag, _, weight = part.strip().lower().partition(";")
    try:
        return tag.strip(), float(weight.strip().removeprefix("q=")) if weight else 1.0
    except ValueError:
        return "", 0.0
