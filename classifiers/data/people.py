"""Names of people, made up: what training puts in one another's place, so that no name stands for a label."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

_NAMES: Final = Path(__file__).parent / "templates" / "people" / "names.toml"
# How names are signed, and how often: in full, by the first name, by initials, by a nickname, by what somebody is.
_FORMS: Final = {"full": 0.3, "first": 0.3, "initials": 0.1, "nick": 0.2, "role": 0.1}
# Shares of names in the comment's own language, and in English, which people of every language sign in.
_OWN_LANGUAGE: Final = 0.35
_ENGLISH: Final = 0.15
# Where the family's name stands first, and without a blank.
_FAMILY_FIRST: Final = frozenset({"zh", "ja", "ko"})
_NICKS: Final = (
    "blue", "old", "happy", "tiny", "mad", "lost", "silver", "night", "code", "garden", "moon", "rusty", "lazy", "big",
)  # fmt: skip
_BEASTS: Final = (
    "bear", "cat", "wolf", "rider", "walker", "otter", "owl", "pirate", "monkey", "hiker", "tiger", "cook", "bird",
)  # fmt: skip
_MOST_NUMBER: Final = 99


@dataclass(frozen=True, slots=True)
class People:
    """The names of one language: given names, those of families, and what people call themselves instead."""

    code: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    roles: tuple[str, ...]


@lru_cache(1)
def people() -> Mapping[str, People]:
    """Read the names of every language, by its code."""
    rows = tomllib.loads(_NAMES.read_text(encoding="utf-8"))
    return {
        code: People(code, *(tuple(row[part]) for part in ("given", "family", "roles"))) for code, row in rows.items()
    }


def draw(dice: random.Random, language: str | None = None) -> str:
    """Return somebody's name: often in this language, at times in English, else in any other."""
    known = people()
    chance = dice.random()
    if language in known and chance < _OWN_LANGUAGE:
        return _signed(known[str(language)], dice)
    if chance > 1 - _ENGLISH:
        return _signed(known["en"], dice)
    return _signed(known[dice.choice(tuple(known))], dice)


def _signed(these: People, dice: random.Random) -> str:
    form = dice.choices(tuple(_FORMS), tuple(_FORMS.values()))[0]
    given, family = dice.choice(these.given), dice.choice(these.family)
    if form == "full":
        return family + given if these.code in _FAMILY_FIRST else f"{given} {family}"
    if form == "initials":
        return dice.choice((f"{given[0]}. {family}", f"{given[0]}.{family[0]}.", f"{given} {family[0]}.", given[0]))
    if form == "role":
        return dice.choice(these.roles)
    return _nick(given, dice) if form == "nick" else given


def _nick(given: str, dice: random.Random) -> str:
    """Return a name as people make them up for accounts."""
    beast, number = dice.choice(_BEASTS), str(dice.randint(1, _MOST_NUMBER))
    nick = dice.choice((dice.choice(_NICKS) + dice.choice(("", "_", "-")) + beast, beast, given.lower(), given))
    return nick + dice.choice(("", "", number))
