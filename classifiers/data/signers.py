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
# How often there is an address, and of which kind.
_NO_ADDRESS: Final = 0.5
_FOREIGN: Final = 0.12
_FRONT_PAGE: Final = 0.2
_WORDS: Final = (
    "müller", "español", "книга", "дневник", "пример", "блог", "空", "山の家", "日記", "我的博客", "한글", "مدونة",
    "אתר", "ώρα", "kärnten", "łódź", "việt", "हिन्दी",
)  # fmt: skip
_LAST: Final = ("de", "com", "net", "org", "рф", "jp", "cn", "kr", "pl")


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
    comment = replace(example.comment, author=name, author_url=_address(name, dice), page=None)
    return replace(example, comment=comment)


def _address(name: str, dice: random.Random) -> str | None:
    chance = dice.random()
    if chance < _NO_ADDRESS:
        return None
    if chance < _NO_ADDRESS + _FOREIGN:
        host = f"{dice.choice(_WORDS)}.{dice.choice(_LAST)}"
        written = host.encode("idna").decode() if dice.random() < _NO_ADDRESS else host
        return f"https://{written}{dice.choice(('', '/', '/blog/'))}"
    if chance < _NO_ADDRESS + _FOREIGN + _FRONT_PAGE:
        return synthetic.home(name, dice)
    return synthetic.post(name, dice)
