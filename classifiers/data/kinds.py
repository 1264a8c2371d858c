"""Kinds of spam that labelled sources lack, with ham that looks like them, made from hand-written templates.

One TOML file a language stands in ``templates/kinds/``. All of it weighs as one source, whose lines are held out of one
another: it tells how far the words of lines that nobody has seen are trusted, never where cut-offs lie.
"""

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final
from zlib import crc32

from classifiers.data import people, signers, synthetic
from classifiers.data.datasets import Example
from classifiers.types import ArticleContext, Comment, Label

SOURCE: Final = "kinds"
# Each part of a language's lines is held out of the others.
PARTS: Final = 8
_PREFIX: Final = f"{SOURCE}/"
_TEMPLATES: Final = Path(__file__).parent / "templates" / "kinds"
# Of what is made, the share that bears a name, and of spam's names, those of a trade or of goods.
_SIGNED: Final = 0.7
_TRADE: Final = 0.4
# Of what bears a person's name and promotes nothing behind it, the shares of ham and of spam with a home.
_AT_HOME: Final = 0.4
_SPAM_AT_HOME: Final = 0.2
# As many pairs of spam and ham stand on one page.
_ON_A_PAGE: Final = 4
_CURRENCIES: Final = ("${}", "{} €", "€{}", "{} USD", "£{}", "{}")
# What spam counts: days, months, percent.
_FEW: Final = ((2, 400),)
# Pages and lines, years, and numbers of tickets and orders, which readers write.
_ORDINARY_NUMBERS: Final = ((2, 400), (2, 400), (1_900, 2_026), (1_000, 999_999))
_MONEY: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": ("{} دولار", "{} ريال", "{} درهم"),
    "cs": ("{} Kč", "{} korun", "{} tisíc"),
    "de": ("{} Euro", "{},- €"),
    "el": ("{} ευρώ", "{}€"),
    "en": ("${}", "{} dollars", "{} quid", "{}k"),
    "es": ("{} euros", "{} pesos", "{} dólares"),
    "fr": ("{} euros", "{}€", "{} balles"),
    "hi": ("₹{}", "{} रुपये", "{} हजार"),
    "id": ("Rp{}", "{} juta", "{} ribu"),
    "it": ("{} euro", "{}€"),
    "ja": ("{}円", "{}万円"),
    "ko": ("{}원", "{}만원"),
    "nl": ("{} euro", "€ {},-"),
    "pl": ("{} zł", "{} złotych", "{} tys."),
    "pt": ("R$ {}", "{} reais", "{} euros"),
    "ru": ("{} рублей", "{} руб", "{} тыс", "{}₽"),
    "th": ("{} บาท", "{} หมื่น"),
    "tr": ("{} TL", "{} lira", "{} bin"),
    "uk": ("{} грн", "{} гривень", "{} тисяч"),
    "vi": ("{} triệu", "{}k", "{} đồng"),
    "zh": ("{}元", "{}万", "{}块"),
}
_SPAM: Final = (
    "testimony", "testimony", "loan", "hacker", "essay", "essay", "praise", "offer", "offer", "contact", "job",
    "invest", "dating", "casino", "salad", "evasion", "leftover", "probes",
)  # fmt: skip
_HAM: Final = (
    "thanks", "thanks", "story", "story", "code", "owner", "own", "correction", "correction", "slang", "money", "link",
    "link", "question", "everyday", "everyday",
)  # fmt: skip
# Kinds whose names are those of people, and kinds that say nothing but what the name or the address sells.
_PERSONAL: Final = frozenset({"testimony"})
_LONGER: Final = ("story", "money", "everyday", "question")
_PROMOTES: Final = frozenset({"essay", "praise", "salad", "leftover"})


@dataclass(frozen=True, slots=True)
class Kinds:
    """The templates of one language: lines by kind, and the goods and signatures that go with them."""

    code: str
    lines: Mapping[str, tuple[str, ...]]
    goods: tuple[str, ...]

    def of(self, kind: str) -> tuple[str, ...]:
        """Return a kind's lines; none where the language has none."""
        if kind == "salad":
            return self.goods
        return _probes() if kind == "probes" else self.lines.get(kind, ())


@lru_cache(1)
def _probes() -> tuple[str, ...]:
    """Return what is typed to try a site's locks, which is of no language."""
    found = tomllib.loads((_TEMPLATES / "en.toml").read_text(encoding="utf-8"))["probes"]
    return tuple(found)


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
    """Return this many spam and as many ham of each language; the same seed gives the same comments.

    The lines of a language are dealt into PARTS, and each part is a source of its own.
    """
    found = []
    for these in languages():
        dice = random.Random(f"{seed}/kinds/{these.code}")  # noqa: S311 - repeatable on purpose
        for number in range(per_language):
            for make, label in ((_spam, Label.SPAM), (_ham, Label.HAM)):
                line, comment = make(these, dice)
                comment = replace(comment, page=_page(these.code, number))
                group = f"{SOURCE}/{these.code}/{label}/{number}"
                found.append(Example(comment, label, f"{_PREFIX}{these.code}/{_part(line)}", group, these.code))
    return found


def _page(code: str, number: int) -> str | None:
    """Return the page that half of these stand on, spam beside ham: to be known on a page is no sign of either."""
    page = number // _ON_A_PAGE
    return f"{_PREFIX}{code}/{page}" if page % 2 == 0 else None


def is_kind(source: str) -> bool:
    """Tell whether this source is a part of the kinds."""
    return source.startswith(_PREFIX)


def collected(sources: Sequence[str]) -> list[str]:
    """Return these sources, all parts of the kinds under one name."""
    return [SOURCE if is_kind(source) else source for source in sources]


def _spam(these: Kinds, dice: random.Random) -> tuple[str, Comment]:
    """Return a spam of one of the kinds, and the line that it was made from."""
    kind = dice.choice([kind for kind in _SPAM if these.of(kind)])
    topic = dice.choice(these.of("topics"))
    line = _salad(these, dice) if kind == "salad" else dice.choice(these.of(kind))
    text = _filled(line, these, dice, topic)
    article = ArticleContext(title=topic) if kind == "essay" or dice.random() < _SIGNED else None
    good = dice.choice(these.goods)
    if kind in _PROMOTES:
        trade = dice.choice((*these.of("trades"), good))
        name = trade if kind == "salad" or dice.random() < _TRADE else people.draw(dice, these.code)
        return line, Comment(text, name, synthetic.shop(good, dice), article=article)
    if dice.random() > _SIGNED:
        return line, Comment(text, article=article)
    if kind not in _PERSONAL and dice.random() < _TRADE:
        return line, Comment(text, dice.choice((*these.of("trades"), good)), article=article)
    name = people.draw(dice, these.code)
    return line, Comment(text, name, _home(name, _SPAM_AT_HOME, dice), article=article)


def _ham(these: Kinds, dice: random.Random) -> tuple[str, Comment]:
    """Return a ham that looks like one of the kinds, and the line that it was made from."""
    kind = dice.choice([kind for kind in _HAM if these.of(kind)])
    topic = dice.choice(these.of("topics"))
    line = dice.choice(these.of(kind))
    lines = [line]
    if kind in _LONGER and dice.random() < _TRADE:
        # What is told of more than one thing stays in its part, whose lines are held out together.
        others = [one for each in _LONGER for one in these.of(each) if one != line and _part(one) == _part(line)]
        lines += dice.sample(others, min(1, len(others)))
    text = " ".join(_filled(each, these, dice, topic, _ORDINARY_NUMBERS) for each in lines)
    article = ArticleContext(title=topic) if dice.random() < _SIGNED else None
    if dice.random() > _SIGNED:
        return line, Comment(text, article=article)
    name = people.draw(dice, these.code)
    address = synthetic.post(name, dice) if kind == "own" else _home(name, _AT_HOME, dice)
    return line, Comment(text, name, address, article=article)


def _part(line: str) -> int:
    return crc32(line.encode()) % PARTS


def _home(name: str, share: float, dice: random.Random) -> str | None:
    return signers.address(name, dice) if dice.random() < share else None


def _salad(these: Kinds, dice: random.Random) -> str:
    """Return words of goods without a sentence around them, as search engines are fed."""
    words = [dice.choice(these.goods) for _ in range(dice.randint(2, 8))]
    return dice.choice((" ", ", ", " | ", "\n")).join(words)


def _filled(
    template: str, these: Kinds, dice: random.Random, topic: str, numbers: Sequence[tuple[int, int]] = _FEW
) -> str:
    fillers: Mapping[str, Callable[[], str]] = {
        "{name}": lambda: _healer(these, dice),
        "{mail}": lambda: synthetic.mail(dice),
        "{phone}": lambda: synthetic.phone(dice),
        "{tg}": lambda: synthetic.handle(dice),
        "{sum}": lambda: _sum(these.code, dice),
        "{good}": lambda: dice.choice(these.goods),
        "{topic}": lambda: topic,
        "{host}": lambda: synthetic.host(dice),
        "{source}": lambda: synthetic.source(dice),
        "{n}": lambda: str(dice.randint(*dice.choice(numbers))),
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


def _sum(code: str, dice: random.Random) -> str:
    """Return a sum of money as it is written in a language, or anywhere."""
    amount = dice.randint(1, 900) * dice.choice((1, 10, 100, 1_000))
    written = dice.choice(
        (str(amount), f"{amount:,}", f"{amount:,}".replace(",", "."), f"{amount:,}".replace(",", " "))
    )
    return dice.choice((*_MONEY.get(code, ()), *_MONEY.get(code, ()), *_CURRENCIES)).format(written)
