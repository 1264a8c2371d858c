"""Comments shown in training a second time, signed by somebody else: so that no name and no home stands for a label."""

import random
from dataclasses import replace
from typing import Final

from classifiers.data import people, synthetic
from classifiers.data.datasets import Example

# Of what can be signed anew, the share that is.
_SHARE: Final = 0.35
# Longer names say what is sold.
_ORDINARY_WORDS: Final = 2
_ORDINARY_LENGTH: Final = 22
# How often there is an address, and of which kind; a host in another script is written in punycode half of the time.
_NO_ADDRESS: Final = 0.5
_FOREIGN: Final = 0.24
_FRONT_PAGE: Final = 0.4
_PUNYCODE: Final = 0.5
_WORDS: Final = (
    "müller", "español", "книга", "дневник", "пример", "блог", "空", "山の家", "日記", "我的博客", "한글", "مدونة",
    "אתר", "ώρα", "kärnten", "łódź", "việt", "हिन्दी", "рыбалка", "мойсад", "семья-на-даче", "прогулки", "заметки-ольги",
    "велосипед", "кухня", "подорожі", "сайт-учителя", "старыйдом", "ψαρεμα", "ημερολογιο", "写真館", "釣り日和", "散步",
    "산책길", "요리일기", "مدونتي", "رحلات", "בישול", "jardín", "größe-zwei", "çaydanlık",
)  # fmt: skip
_LAST: Final = ("de", "com", "net", "org", "рф", "рф", "рус", "укр", "бел", "jp", "cn", "kr", "pl")


def signed_anew(examples: list[Example], dice: random.Random) -> list[Example]:
    """Return some of these examples under other names and homes, of any script and drawn alike for ham and spam.

    Spam that says what it sells only in its name or behind it stays as it is: without that, nothing would make it spam.
    """
    return [_signed_anew(one, dice) for one in examples if _is_told_by_text(one) and dice.random() < _SHARE]


def _is_told_by_text(example: Example) -> bool:
    comment = example.comment
    if not example.is_spam or not comment.author:
        return True
    if comment.links or "://" in comment.text or "www." in comment.text:
        return True
    return comment.author_url is None and _is_ordinary(comment.author)


def _is_ordinary(name: str) -> bool:
    short = len(name) <= _ORDINARY_LENGTH and len(name.split()) <= _ORDINARY_WORDS
    return short and name[:1].isupper() and not any(sign.isdigit() or sign == "." for sign in name)


def _signed_anew(example: Example, dice: random.Random) -> Example:
    name = people.draw(dice, example.language)
    # Beside its original it would be a near-duplicate.
    home = None if dice.random() < _NO_ADDRESS else address(name, dice)
    comment = replace(example.comment, author=name, author_url=home, page=None)
    return replace(example, comment=comment)


def address(name: str, dice: random.Random) -> str:
    """Return the address of somebody's home, one in four of them a host in another script than Latin."""
    chance = dice.random()
    if chance < _FOREIGN:
        host = f"{dice.choice(_WORDS)}.{dice.choice(_LAST)}"
        written = host.encode("idna").decode() if dice.random() < _PUNYCODE else host
        return f"https://{written}{dice.choice(('', '/', '/blog/'))}"
    if chance < _FOREIGN + _FRONT_PAGE:
        return synthetic.home(name, dice)
    return synthetic.post(name, dice)
