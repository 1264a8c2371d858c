"""The one catalogue of what the desk says: English by name, and gettext's catalogues of the other languages.

A message's context is its name, so that two that are the same in English may differ elsewhere.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from worker.web.desk.formats import number as formatted
from worker.web.desk.languages import ENGLISH, spoken
from worker.web.desk.speech import speech

CATALOGUE: Final = Path(__file__).parent / "strings.toml"
LOCALES: Final = Path(__file__).parent / "locales"
# The ending of a message's name that is said of one thing.
ONE: Final = "_one"


@cache
def catalogue() -> Mapping[str, str]:
    """Return every English string by its name, as `group.name`."""
    groups = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return MappingProxyType(
        {f"{group}.{name}": text for group, names in groups.items() for name, text in names.items()}
    )


@cache
def translations(language: str) -> NullTranslations:
    """Return a language's messages, compiled from its catalogue when it is first spoken."""
    if language == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    with (LOCALES / f"{language}.po").open("rb") as written:
        write_mo(compiled, read_po(written))
    compiled.seek(0)
    return Translations(compiled)


def say(name: str, /, **values: object) -> str:
    """Return a message in the language of this request, filled in; raises KeyError for a name that there is not."""
    english = catalogue()[name]
    return translations(speech().language.tag).pgettext(name, english).format(**values)


def count(name: str, number: int, /, **values: object) -> str:
    """Return a message about so many things, in the plural that the language has for them."""
    one, many = catalogue()[f"{name}{ONE}"], catalogue()[name]
    pattern = translations(speech().language.tag).npgettext(name, one, many, number)
    return pattern.format(number=formatted(number), **values)


def because(code: str, message: str) -> str:
    """Return a reason of a score in the language of this request; one that was worded otherwise is left as it is."""
    name = f"because.{code}"
    english = catalogue().get(name)
    if english is None or not message.startswith(english):
        return message
    return say(name) + message.removeprefix(english)


def to_author(language: str, message: str) -> str:
    """Return what an author is told, in a language by its tag; in English where the desk does not speak it.

    Raises KeyError for a message that there is not.
    """
    name = f"author.{message}"
    return translations(spoken(language).tag).pgettext(name, catalogue()[name])


def of_chart(text: str) -> str:
    """Return a word of a report's charts in the language of this request; what is none is left as it is."""
    name = _chart_names().get(text)
    return say(name) if name else text


@cache
def _chart_names() -> Mapping[str, str]:
    return MappingProxyType({text: name for name, text in catalogue().items() if name.startswith("chart.")})
