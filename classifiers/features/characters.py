"""What a code point is and what it looks like, as tables that NumPy can index with a whole batch of text."""

import unicodedata
from typing import Final

import numpy as np
from numpy.typing import NDArray

SPACE: Final = 32

# Categories of a raw character; one column each in the counts of a segment.
(
    OTHER,
    LETTER,
    UPPER,
    DIGIT,
    BLANK,
    NEWLINE,
    EXCLAIM,
    STOP,
    SLASH,
    HYPHEN,
    AT,
    MONEY,
    EMOJI,
    HIDDEN,
    STYLED,
    MARK,
) = range(16)
CATEGORIES: Final = 16
# What a canonical character can be, in bits: part of a word, an ASCII digit, a sign read as a letter inside a word,
# punctuation that stands right behind a word.
WORD, FIGURE, SIGN, PAUSE = 1, 2, 4, 8
_WORD_CATEGORIES: Final = frozenset({LETTER, UPPER, DIGIT, STYLED})

# Scripts, as far as telling them apart helps.
(NO_SCRIPT, LATIN, CYRILLIC, GREEK, HAN, KANA, HANGUL, ARABIC, HEBREW, THAI, INDIC, OTHER_SCRIPT) = range(12)
SCRIPTS: Final = 12
_SCRIPT_OF_NAME: Final = {
    "LATIN": LATIN, "CYRILLIC": CYRILLIC, "GREEK": GREEK, "CJK": HAN, "IDEOGRAPHIC": HAN,
    "HIRAGANA": KANA, "KATAKANA": KANA, "KATAKANA-HIRAGANA": KANA, "HANGUL": HANGUL, "ARABIC": ARABIC,
    "HEBREW": HEBREW, "THAI": THAI, "DEVANAGARI": INDIC, "BENGALI": INDIC, "TAMIL": INDIC, "TELUGU": INDIC,
}  # fmt: skip

# Letters that look alike share one skeleton (after Unicode TR 39, cut down to what spam uses). Genuine Russian
# and Greek pass through the same table: their words stay distinct, so a model loses nothing by it.
_LOOKALIKES: Final = {
    "a": "аαạɑꭺᎪ", "b": "вьβƅᏴ", "c": "сϲςƈᏟꞓ", "d": "ԁɗᎠ", "e": "еєεҽәᎬ", "f": "ƒϝ", "g": "ɡցᏀ",
    "h": "нһհηɦᎻ", "i": "іιlӏıɩłʟℓᏞᎥĺ", "j": "јյᎫ", "k": "кκᏦ", "m": "мʍᎷ", "n": "пηռո", "o": "оοօσөø",
    "p": "рρᏢ", "q": "ԛգ", "r": "гяɾᎡ", "s": "ѕꜱʂᏚՏ", "t": "тτᎢ", "u": "υսцμᥙ", "v": "ѵνטᏙᴠ", "w": "шщԝωաᴡᎳ",
    "x": "хχ×", "y": "уүγყʏ", "z": "ʐᴢᏃ",
}  # fmt: skip
_SKELETON: Final = {ord(look): ord(letter) for letter, looks in _LOOKALIKES.items() for look in looks}

_BY_CHARACTER: Final = {
    "!": EXCLAIM,
    "?": EXCLAIM,
    ".": STOP,
    ",": STOP,
    "/": SLASH,
    "-": HYPHEN,
    "_": HYPHEN,
    "@": AT,
}
_MARKS: Final = frozenset({"Mn", "Me"})
# Of units, formulas and ordinals: m², CO₂, 1º.
_RAISED: Final = ("<super>", "<sub>")
_TABLE_SIZE: Final = 0x110000
_ASCII: Final = range(128)

# Filled as characters are met: most of Unicode never is. 0 in _known means not yet met. No code point lies outside
# of them, and NumPy takes twice as fast when it need not raise (mode="clip").
_known = np.zeros(_TABLE_SIZE, np.bool_)
_canonical = np.zeros(_TABLE_SIZE, np.uint32)
_category = np.zeros(_TABLE_SIZE, np.uint8)
_script = np.zeros(_TABLE_SIZE, np.uint8)
_flags = np.zeros(_TABLE_SIZE, np.uint8)


def learn(codes: NDArray[np.uint32]) -> None:
    """Make sure that the tables know every one of these code points, what they fold to, and ASCII.

    Call it before the lookups below.
    """
    known = _known.take(codes, mode="clip")
    if known.all():
        return
    for code in (*np.unique(codes[~known]).tolist(), *_ASCII):
        _learn(code)
        _learn(int(_canonical[code]))


def _learn(code: int) -> None:
    if _known[code]:
        return
    character = chr(code)
    _canonical[code] = _fold(character)
    _category[code] = _category_of(character)
    _script[code] = _script_of(character)
    _flags[code] = _flags_of(character, int(_category[code]))
    _known[code] = True


def canonical(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the canonical code point of each, 0 where the character is dropped (marks, zero-width)."""
    return _canonical.take(codes, mode="clip")


def category(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the category of each raw code point."""
    return _category.take(codes, mode="clip")


def flags(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return what each code point can be: WORD, FIGURE, SIGN and PAUSE, added up."""
    return _flags.take(codes, mode="clip")


def script(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the script of each raw code point; NO_SCRIPT for digits, punctuation and symbols."""
    return _script.take(codes, mode="clip")


def _fold(character: str) -> int:
    """Fold one character: NFKC, case, marks, look-alikes; where it expands, its first letter stands for it."""
    if character.isspace():
        return SPACE
    kind = unicodedata.category(character)
    if kind in _MARKS or kind in ("Cf", "Cc", "Cs"):
        return 0
    if ord(character) in _SKELETON:
        return _SKELETON[ord(character)]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character).casefold())
    bare = "".join(c for c in folded if unicodedata.category(c) not in _MARKS)
    first = ord(unicodedata.normalize("NFC", bare)[:1] or " ")
    return _SKELETON.get(first, first)


def _flags_of(character: str, category: int) -> int:
    word = WORD * (category in _WORD_CATEGORIES)
    return word | FIGURE * (character in "0123456789") | SIGN * (character in "@$!|") | PAUSE * (character in ",.;:!?")


def _category_of(character: str) -> int:
    if character in "\r\n":
        return NEWLINE
    if character.isspace():
        return BLANK
    if character in _BY_CHARACTER:
        return _BY_CHARACTER[character]
    return _category_of_kind(character, unicodedata.category(character))


def _category_of_kind(character: str, kind: str) -> int:
    if kind in ("Cf", "Cc", "Cs"):
        return HIDDEN
    if kind in _MARKS:
        return MARK
    if _is_styled(character):
        return STYLED
    if kind in ("Lu", "Lt"):
        return UPPER
    # Vowel signs with a width of their own are parts of words: what Indic scripts would else be torn into.
    if kind[0] == "L" or kind == "Mc":
        return LETTER
    if kind[0] == "N":
        return DIGIT
    if kind == "Sc" or character == "%":
        return MONEY
    return EMOJI if kind == "So" else OTHER


def _is_styled(character: str) -> bool:
    """Tell whether this is an ordinary ASCII letter or digit in costume: 𝘀, ｓ, Ⓢ; raised and lowered ones are none."""
    if character.isascii() or unicodedata.decomposition(character).startswith(_RAISED):
        return False
    plain = unicodedata.normalize("NFKC", character)
    return plain != character and len(plain) == 1 and plain.isascii() and plain.isalnum()


def _script_of(character: str) -> int:
    if not character.isalpha():
        return NO_SCRIPT
    name = unicodedata.name(character, "").partition(" ")[0]
    if name == "FULLWIDTH" or _is_styled(character):
        return LATIN
    return _SCRIPT_OF_NAME.get(name, OTHER_SCRIPT)
