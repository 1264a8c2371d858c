"""Kinds of spam that labelled sources lack, with ham that looks like them, made from hand-written templates.

One TOML file a language stands in ``templates/kinds/``. All of it is one source, which only the first stage learns
from: it lends words, and decides neither how far words are trusted nor where the cut-offs lie.
"""

import random
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from classifiers.data import people, synthetic
from classifiers.data.datasets import Example
from classifiers.types import ArticleContext, Comment, Label

SOURCE: Final = "kinds"
_TEMPLATES: Final = Path(__file__).parent / "templates" / "kinds"
# Of what is made, the share that bears a name, and of spam's names, those of a trade or of goods.
_SIGNED: Final = 0.7
_TRADE: Final = 0.4
_CURRENCIES: Final = ("${}", "{} €", "€{}", "{} USD", "£{}", "{}")
_SPAM: Final = (
    "testimony", "testimony", "loan", "hacker", "essay", "essay", "offer", "contact", "salad", "evasion", "leftover",
    "probes",
)  # fmt: skip
_HAM: Final = ("thanks", "thanks", "story", "story", "code", "owner", "own", "correction")
# Kinds whose names are those of people, and kinds that say nothing but what the name or the address sells.
_PERSONAL: Final = frozenset({"testimony"})
_PROMOTES: Final = frozenset({"essay", "salad", "leftover"})


@dataclass(frozen=True, slots=True)
class Kinds:
    """The templates of one language: lines by kind, and the goods and signatures that go with them."""

    code: str
    lines: Mapping[str, tuple[str, ...]]
    goods: tuple[str, ...]

    def of(self, kind: str) -> tuple[str, ...]:
        """Return a kind's lines; none where the language has none."""
        return self.goods if kind == "salad" else self.lines.get(kind, ())


@lru_cache(1)
def languages() -> tuple[Kinds, ...]:
    """Read the templates of every language, in order of their codes."""
    goods = {language.code: language.goods for language in synthetic.languages()}
    found = []
    for path in sorted(_TEMPLATES.glob("*.toml")):
        lines = {kind: tuple(texts) for kind, texts in tomllib.loads(path.read_text(encoding="utf-8")).items()}
        found.append(Kinds(path.stem, lines, goods[path.stem]))
    return tuple(found)


def examples(per_language: int, seed: int) -> list[Example]:
    """Return this many spam and as many ham of each language; the same seed gives the same comments."""
    found = []
    for these in languages():
        dice = random.Random(f"{seed}/kinds/{these.code}")  # noqa: S311 - repeatable on purpose
        for number in range(per_language):
            for make, label in ((_spam, Label.SPAM), (_ham, Label.HAM)):
                group = f"{SOURCE}/{these.code}/{label}/{number}"
                found.append(Example(make(these, dice), label, SOURCE, group, these.code))
    return found


def _spam(these: Kinds, dice: random.Random) -> Comment:
    kind = dice.choice([kind for kind in _SPAM if these.of(kind)])
    topic = dice.choice(these.of("topics"))
    text = _salad(these, dice) if kind == "salad" else _filled(dice.choice(these.of(kind)), these, dice, topic)
    article = ArticleContext(title=topic) if kind == "essay" or dice.random() < _SIGNED else None
    good = dice.choice(these.goods)
    if kind in _PROMOTES:
        trade = dice.choice((*these.of("trades"), good))
        name = trade if kind == "salad" or dice.random() < _TRADE else people.draw(dice, these.code)
        return Comment(text, name, synthetic.shop(good, dice), article=article)
    if dice.random() > _SIGNED:
        return Comment(text, article=article)
    sells = kind not in _PERSONAL and dice.random() < _TRADE
    return Comment(
        text, dice.choice((*these.of("trades"), good)) if sells else people.draw(dice, these.code), article=article
    )


def _ham(these: Kinds, dice: random.Random) -> Comment:
    kind = dice.choice([kind for kind in _HAM if these.of(kind)])
    topic = dice.choice(these.of("topics"))
    lines = dice.sample(these.of(kind), 2 if kind == "story" and dice.random() < _TRADE else 1)
    text = " ".join(_filled(line, these, dice, topic) for line in lines)
    article = ArticleContext(title=topic) if dice.random() < _SIGNED else None
    if dice.random() > _SIGNED:
        return Comment(text, article=article)
    name = people.draw(dice, these.code)
    address = synthetic.post(name, dice) if kind == "own" else None
    return Comment(text, name, address, article=article)


def _salad(these: Kinds, dice: random.Random) -> str:
    """Return words of goods without a sentence around them, as search engines are fed."""
    words = [dice.choice(these.goods) for _ in range(dice.randint(2, 8))]
    return dice.choice((" ", ", ", " | ", "\n")).join(words)


def _filled(template: str, these: Kinds, dice: random.Random, topic: str) -> str:
    fillers: Mapping[str, Callable[[], str]] = {
        "{name}": lambda: _healer(these, dice),
        "{mail}": lambda: synthetic.mail(dice),
        "{phone}": lambda: synthetic.phone(dice),
        "{tg}": lambda: synthetic.handle(dice),
        "{sum}": lambda: _sum(dice),
        "{good}": lambda: dice.choice(these.goods),
        "{topic}": lambda: topic,
        "{host}": lambda: synthetic.host(dice),
        "{n}": lambda: str(dice.randint(2, 400)),
        "{d}": lambda: str(dice.randint(2, 72)),
        "{p}": lambda: str(dice.randint(1, 9)),
    }
    for mark, fill in fillers.items():
        if mark in template:
            template = template.replace(mark, fill())
    return template


def _healer(these: Kinds, dice: random.Random) -> str:
    given = dice.choice(people.people()[these.code].given)
    return dice.choice((given, given, f"Dr. {given}", people.draw(dice, these.code)))


def _sum(dice: random.Random) -> str:
    amount = dice.randint(1, 900) * dice.choice((10, 100, 1_000))
    return dice.choice(_CURRENCIES).format(dice.choice((str(amount), f"{amount:,}", f"{amount:,}".replace(",", "."))))
