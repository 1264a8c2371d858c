"""Clearly synthetic comments from hand-written templates, for languages without labelled spam at hand.

One TOML file a language stands in ``templates/``: what spam sells (``goods``), how it says so (``pitches``), empty
praise (``praise``), ordinary comments (``ham``) and ordinary names. Every line was written for Winnow.
"""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from classifiers.datasets import Example
from classifiers.types import Comment, Label

SOURCE: Final = "synthetic"
_TEMPLATES: Final = Path(__file__).parent / "templates"
_SYLLABLES: Final = ("ba", "ko", "mi", "ra", "to", "vel", "sun", "pro", "max", "lux", "bet", "win", "go", "net", "shop")
_ENDINGS: Final = ("com", "net", "org", "info", "top", "xyz", "shop", "site", "club", "online", "vip", "cc", "me", "co")
_MAILS: Final = ("gmail.com", "outlook.com", "yahoo.com", "proton.me")


@dataclass(frozen=True, slots=True)
class Language:
    """The templates of one language."""

    code: str
    goods: tuple[str, ...]
    pitches: tuple[str, ...]
    praise: tuple[str, ...]
    ham: tuple[str, ...]
    names: tuple[str, ...]


def languages() -> list[Language]:
    """Read the templates of every language, in order of their codes."""
    found = []
    for path in sorted(_TEMPLATES.glob("*.toml")):
        fields = {name: tuple(lines) for name, lines in tomllib.loads(path.read_text(encoding="utf-8")).items()}
        found.append(Language(code=path.stem, **fields))
    return found


def examples(per_language: int, seed: int) -> list[Example]:
    """Return this many spam and as many ham of each language; the same seed gives the same comments."""
    found = []
    for language in languages():
        dice = random.Random(f"{seed}/{language.code}")  # noqa: S311 - repeatable on purpose
        for number in range(per_language):
            for make, label in ((_spam, Label.SPAM), (_ham, Label.HAM)):
                comment = make(language, dice)
                group = f"{SOURCE}/{language.code}/{label}/{number}"
                found.append(Example(comment, label, SOURCE, group, language.code))
    return found


def _spam(language: Language, dice: random.Random) -> Comment:
    kind = dice.random()
    if kind < 0.2:
        return _praise(language, dice)
    text = " ".join(_pitches(language, dice, dice.choice((1, 1, 1, 2, 3))))
    if kind < 0.3:
        text = f"{dice.choice(language.praise)} {text}"
    return _signed(text, language, dice, spam=True)


def _pitches(language: Language, dice: random.Random, count: int) -> Iterator[str]:
    for pitch in dice.sample(language.pitches, count):
        good, other = dice.sample(language.goods, 2)
        yield (
            pitch.replace("{k2}", other)
            .replace("{k}", good)
            .replace("{u}", _address(dice))
            .replace("{c}", _contact(dice))
        )


def _praise(language: Language, dice: random.Random) -> Comment:
    """Return praise without content, whose author's name or address is what it is for."""
    return Comment(
        text=dice.choice(language.praise),
        author=dice.choice((*language.goods, dice.choice(language.names))),
        author_url=_address(dice),
    )


def _ham(language: Language, dice: random.Random) -> Comment:
    lines = dice.sample(language.ham, dice.choice((1, 1, 2, 3)))
    if dice.random() < 0.1:
        lines = [dice.choice(language.praise), *lines]
    return _signed(" ".join(lines), language, dice, spam=False)


def _signed(text: str, language: Language, dice: random.Random, *, spam: bool) -> Comment:
    if dice.random() < 0.5:
        return Comment(text)
    keyword = spam and dice.random() < 0.3
    author = dice.choice(language.goods if keyword else language.names)
    return Comment(text, author=author, author_url=_address(dice) if spam and dice.random() < 0.4 else None)


def _address(dice: random.Random) -> str:
    name = "".join(dice.sample(_SYLLABLES, dice.choice((2, 3)))) + dice.choice(
        ("", "", str(dice.randint(1, 999)), "-kr")
    )
    scheme = dice.choice(("https://", "http://", "https://www.", "www.", ""))
    path = dice.choice(("", "", "/", "/promo", f"/?ref={dice.randint(10, 9999)}"))
    return f"{scheme}{name}.{dice.choice(_ENDINGS)}{path}"


def _contact(dice: random.Random) -> str:
    name = "".join(dice.sample(_SYLLABLES, 2)) + str(dice.randint(1, 9999))
    number = "".join(str(dice.randint(0, 9)) for _ in range(9))
    return dice.choice(
        (name, f"@{name}", f"{name}@{dice.choice(_MAILS)}", f"+{number}", f"0{number[:2]}-{number[2:5]}-{number[5:]}")
    )
