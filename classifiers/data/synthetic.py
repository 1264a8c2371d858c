"""Clearly synthetic comments from hand-written templates, for languages without labelled spam at hand.

One TOML file a language stands in ``templates/``: what spam sells (``goods``), how it says so (``pitches``), empty
praise (``praise``), ordinary comments (``ham``), ordinary names, and what spam puts in a name's place
(``signatures``). Every line was written for Winnow.
"""

import random
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from classifiers.data.datasets import Example
from classifiers.features.top_level_domains import COUNTRIES
from classifiers.types import Comment, Label

SOURCE: Final = "synthetic"
_TEMPLATES: Final = Path(__file__).parent / "templates"
_SYLLABLES: Final = ("ba", "ko", "mi", "ra", "to", "vel", "sun", "pro", "max", "lux", "bet", "win", "go", "net", "shop")
_ENDINGS: Final = ("com", "net", "org", "info", "top", "xyz", "shop", "site", "club", "online", "vip", "cc", "me", "co")
# Where people keep sites of their own.
_HOMES: Final = ("blogspot.com", "wordpress.com", "github.io", "com", "net", "org", "me", "dev", "eu", "io")
# What stands in front of and behind the goods in a shop's host.
_BEFORE: Final = ("", "", "", "best-", "my", "the", "cheap-", "1")
_BEHIND: Final = ("", "", "s", "-online", "24", "shop", "-pro", "hub", "review", "365")
# Latin letters from which on goods name a shop; of other scripts only digits and initials are left.
_SHORTEST_HOST: Final = 4
# Shares of what is made: comments without a name, spam that only praises, names from another language.
_UNSIGNED: Final = 0.5
_EMPTY_PRAISE: Final = 0.35
_FOREIGN_SIGNER: Final = 0.2
_POST_WORDS: Final = ("a", "reply", "on", "reading", "my", "week", "some", "thoughts", "again", "notes", "re", "garden")
_POST_FOLDERS: Final = ("/2024/05/", "/2019/11/", "/2021/", "/posts/", "/blog/", "/articles/", "/notes/", "/replies/")
_SOURCE_WORDS: Final = (
    "gazette", "courier", "morningpost", "daily", "forum", "docs", "museum", "radio", "railway", "garden", "kitchen",
    "cycling", "archive", "observer", "valley", "harbour", "weather", "library", "tools", "makers",
)  # fmt: skip
_MAILS: Final = (
    "gmail.com", "gmail.com", "outlook.com", "yahoo.com", "proton.me", "mail.com", "hotmail.com", "gmx.net", "inbox.lv",
    "consultant.com", "usa.com", "zohomail.com",
)  # fmt: skip
# What throw-away accounts call themselves.
_CALLINGS: Final = (
    "doctor", "temple", "finance", "trade", "recovery", "expert", "loan", "capital", "help", "desk", "manager",
    "invest", "coin", "solution", "hope", "service", "office", "global", "maria", "james", "anna", "prince", "home",
    "team",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """The templates of one language."""

    code: str
    goods: tuple[str, ...]
    pitches: tuple[str, ...]
    praise: tuple[str, ...]
    ham: tuple[str, ...]
    names: tuple[str, ...]
    signatures: tuple[str, ...]


def languages() -> list[Language]:
    """Read the templates of every language, in order of their codes."""
    found = []
    for path in sorted(_TEMPLATES.glob("*.toml")):
        fields = {name: tuple(lines) for name, lines in tomllib.loads(path.read_text(encoding="utf-8")).items()}
        found.append(Language(code=path.stem, **fields))
    return found


def examples(per_language: int, seed: int) -> list[Example]:
    """Return this many spam and as many ham of each language; the same seed gives the same comments."""
    known = languages()
    found = []
    for language in known:
        dice = random.Random(f"{seed}/{language.code}")  # noqa: S311 - repeatable on purpose
        for number in range(per_language):
            for make, label in ((_spam, Label.SPAM), (_ham, Label.HAM)):
                # Some sign in another language than they write.
                signer = dice.choice(known) if dice.random() < _FOREIGN_SIGNER else language
                comment = make(language, signer, dice)
                group = f"{SOURCE}/{language.code}/{label}/{number}"
                found.append(Example(comment, label, SOURCE, group, language.code))
    return found


def _spam(language: Language, signer: Language, dice: random.Random) -> Comment:
    kind = dice.random()
    if kind < _EMPTY_PRAISE:
        # Who says nothing has only name and address to promote; a third of the names are those of people.
        text = _salted(_praise(language, dice), language, dice)
        if dice.random() < 0.65:
            return Comment(text, *_signature(signer, dice))
        return Comment(text, author=dice.choice(signer.names), author_url=shop(dice.choice(signer.goods), dice))
    text = " ".join(_pitches(language, dice, dice.choice((1, 1, 1, 2, 3))))
    if kind < _EMPTY_PRAISE + 0.1:
        text = f"{dice.choice(language.praise)} {text}"
    if dice.random() < _UNSIGNED:
        return Comment(text)
    if dice.random() < 0.4:
        return Comment(text, *_signature(signer, dice))
    return Comment(text, author=dice.choice(signer.names), author_url=_maybe_address(signer, dice))


def _praise(language: Language, dice: random.Random) -> str:
    return " ".join(dice.sample(language.praise, dice.choice((1, 1, 2))))


def _pitches(language: Language, dice: random.Random, count: int) -> Iterator[str]:
    for pitch in dice.sample(language.pitches, count):
        yield _filled(pitch, language, dice, _address(language, dice))


def _signature(language: Language, dice: random.Random) -> tuple[str, str | None]:
    """Return what stands in a name's place, and an address behind it: often a shop named after the same goods."""
    good = dice.choice(language.goods)
    kind = dice.random()
    if kind < 0.6:
        name = dice.choice((good, good, good.title(), f"{good} {dice.choice(language.goods)}"))
    elif kind < 0.7:
        name = host(dice)
    else:
        name = _filled(dice.choice(language.signatures), language, dice, host(dice))
    if dice.random() < 0.3:
        return name, None
    return name, shop(good if dice.random() < 0.7 else dice.choice(language.goods), dice)


def _filled(template: str, language: Language, dice: random.Random, address: str) -> str:
    good, other = dice.sample(language.goods, 2)
    return template.replace("{k2}", other).replace("{k}", good).replace("{u}", address).replace("{c}", _contact(dice))


def _salted(text: str, language: Language, dice: random.Random) -> str:
    """Return praise, at times with goods and random numbers strewn in, which make every copy of it different."""
    if dice.random() < 0.7:
        return text
    numbers = [str(dice.randint(1_000, 999_999)) for _ in range(3)]
    return f"{numbers[0]} {numbers[1]}{text} {dice.choice(language.goods)} {numbers[2]}"


def _ham(language: Language, signer: Language, dice: random.Random) -> Comment:
    lines = dice.sample(language.ham, dice.choice((1, 1, 2, 3)))
    if dice.random() < 0.1:
        lines = [dice.choice(language.praise), *lines]
    text = " ".join(lines)
    if dice.random() < _UNSIGNED:
        return Comment(text)
    author = dice.choice(signer.names)
    return Comment(text, author=author, author_url=home(author, dice) if dice.random() < 0.3 else None)


def home(author: str, dice: random.Random) -> str:
    """Return the address of somebody's own site, often named after who it is."""
    name = _slug(author).replace("-", dice.choice(("", "", "-"))) if dice.random() < 0.5 else ""
    name = name or "".join(dice.sample(_SYLLABLES[:6], dice.choice((2, 3))))
    last = dice.choice((*_HOMES, *COUNTRIES)) if dice.random() < 0.5 else dice.choice(_HOMES)
    return f"{dice.choice(('https://', 'http://'))}{name}.{last}{dice.choice(('', '', '/', '/blog'))}"


def _maybe_address(language: Language, dice: random.Random) -> str | None:
    return _address(language, dice) if dice.random() < 0.4 else None


def host(dice: random.Random) -> str:
    """Return a host as it stands in names: hyphens, subdomains and any country's top-level domain."""
    labels = ["-".join(dice.sample(_SYLLABLES, dice.choice((1, 2)))) for _ in range(dice.choice((1, 1, 2)))]
    last = dice.choice((*_ENDINGS, *COUNTRIES))
    return ".".join([*(f"{label}{dice.choice(_SYLLABLES)}" for label in labels), last])


def _address(language: Language, dice: random.Random) -> str:
    if dice.random() < 0.5:
        return shop(dice.choice(language.goods), dice)
    name = "".join(dice.sample(_SYLLABLES, dice.choice((2, 3)))) + dice.choice(
        ("", "", str(dice.randint(1, 999)), "-kr")
    )
    scheme = dice.choice(("https://", "http://", "https://www.", "www.", ""))
    path = dice.choice(("", "", "/", "/promo", f"/?ref={dice.randint(10, 9999)}"))
    return f"{scheme}{name}.{dice.choice(_ENDINGS)}{path}"


def shop(good: str, dice: random.Random) -> str:
    """Return the address of a shop that is named after its goods, or of a page about them."""
    slug = _slug(good) or "-".join(dice.sample(_SYLLABLES, 2))
    name = dice.choice(_BEFORE) + dice.choice((slug, slug.replace("-", ""))) + dice.choice(_BEHIND)
    if dice.random() < 0.3:
        name = "".join(dice.sample(_SYLLABLES, dice.choice((2, 3))))
    scheme = dice.choice(("https://", "http://", "https://www.", "http://www."))
    path = dice.choice(("", "", "/", "/", f"/{slug}", f"/{slug}.html", f"/blog/{slug}/"))
    return f"{scheme}{name}.{dice.choice((*_ENDINGS, *_ENDINGS, *COUNTRIES))}{path}"


def _slug(words: str) -> str:
    """Return Latin words as they stand in an address: without marks, hyphens between them; else nothing."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    found = "-".join("".join(c if c.isalnum() else " " for c in plain).split())
    return found if len(found) >= _SHORTEST_HOST else ""


def mail(dice: random.Random) -> str:
    """Return an e-mail address as throw-away accounts have them."""
    parts = dice.sample((*_SYLLABLES, *_CALLINGS), 2)
    gap = dice.choice(("", "", "", ".", "_", "-"))
    return f"{gap.join(parts)}{dice.choice(('', str(dice.randint(1, 9999))))}@{dice.choice(_MAILS)}"


def handle(dice: random.Random) -> str:
    """Return the name of an account on a messenger, or the address that opens it."""
    parts = dice.sample((*_SYLLABLES, *_CALLINGS), 2)
    name = dice.choice(("", "_")).join(parts) + dice.choice(("", str(dice.randint(1, 9999))))
    return f"{dice.choice(('@', '@', '', '', 't.me/', 'https://t.me/'))}{dice.choice((name, name, name.title()))}"


def phone(dice: random.Random) -> str:
    """Return a telephone number in one of the ways in which they are written."""
    number = "".join(str(dice.randint(0, 9)) for _ in range(9))
    gap = dice.choice((" ", "-", "."))
    parted = dice.choice(
        (
            f"{number[:3]}{gap}{number[3:6]}{gap}{number[6:]}",
            f"{number[:3]}{gap}{number[3:5]}{gap}{number[5:7]}{gap}{number[7:]}",
            f"{number[:4]}{gap}{number[4:]}",
            f"({number[:3]}) {number[3:6]}-{number[5:]}",
        )
    )
    abroad = dice.randint(1, 99)
    return dice.choice(
        (
            f"+{abroad}{number}",
            f"+{abroad} {parted}",
            f"+{abroad}-{parted}",
            f"0{parted}",
            f"0{number}",
            f"00{abroad}{number}",
        )
    )


def post(author: str, dice: random.Random) -> str:
    """Return the address of a post on somebody's own site."""
    slug = "-".join(dice.sample(_POST_WORDS, dice.choice((2, 3))))
    site = home(author, dice).removesuffix("/blog").rstrip("/")
    return f"{site}{dice.choice(_POST_FOLDERS)}{slug}{dice.choice(('', '/', '.html'))}"


def source(dice: random.Random) -> str:
    """Return the host of what readers point one another to: a paper, a maker, a forum."""
    name = "-".join(dice.sample(_SOURCE_WORDS, dice.choice((1, 2))))
    return f"{name}.{dice.choice((*_HOMES[3:5], *COUNTRIES))}"


def _contact(dice: random.Random) -> str:
    name = "".join(dice.sample(_SYLLABLES, 2)) + str(dice.randint(1, 9999))
    number = "".join(str(dice.randint(0, 9)) for _ in range(9))
    return dice.choice(
        (name, f"@{name}", f"{name}@{dice.choice(_MAILS)}", f"+{number}", f"0{number[:2]}-{number[2:5]}-{number[5:]}")
    )
