"""The disguises that spam wears, put on on purpose: to train against them, and to measure that they don't help."""

import random
from typing import Final

_HOMOGLYPHS: Final = str.maketrans("aceiopsxyABCEHKMOPTX", "асеіорѕхуАВСЕНКМОРТХ")
_LEET: Final = str.maketrans("aeiost", "431057")
_FULLWIDTH: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_ZERO_WIDTH: Final = "\u200b"
KINDS: Final = ("zero_width", "homoglyph", "fullwidth", "leet", "spaced", "random_case")


def disguise(text: str, kind: str, dice: random.Random) -> str:
    """Return the text in one of the KINDS of disguise; its addresses stay as they are, or they would not work."""
    return " ".join(word if _is_address(word) else _word(word, kind, dice) for word in text.split(" "))


def _is_address(word: str) -> bool:
    return "://" in word or "www." in word or "@" in word


def _word(word: str, kind: str, dice: random.Random) -> str:
    if kind == "zero_width":
        return _ZERO_WIDTH.join(word)
    if kind == "homoglyph":
        return word.translate(_HOMOGLYPHS)
    if kind == "fullwidth":
        return word.translate(_FULLWIDTH)
    if kind == "leet":
        return word.translate(_LEET)
    if kind == "spaced":
        return " ".join(word) + " "
    return "".join(dice.choice((letter.lower(), letter.upper())) for letter in word)
