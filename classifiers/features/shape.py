"""What a text's shape tells: named numbers beside its words, computed for a whole batch."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features import characters as ch
from classifiers.features import links
from classifiers.features.normalise import CanonicalText
from classifiers.types import Comment

Columns = NDArray[np.float64]

_MARKUP: Final = re.compile(r"\[/?url|<a\s|</a>|\[link", re.IGNORECASE)
# For small letters: a search that need not fold cases is several times as fast.
BARE_DOMAIN: Final = re.compile(
    r"\.(?:com|net|org|info|biz|ru|xyz|top|site|shop|online|club|co|io|me|vip|kr|cn|tw|vn|in)\b"
)
_EMAIL: Final = re.compile(r"@[a-z0-9-]{2,40}\.[a-z]{2,10}")
_LONG_NUMBER: Final = re.compile(r"\d[\d ().-]{5,18}\d")
# Texts with fewer need not be searched for such a number: its first and its last sign.
_FEWEST_DIGITS: Final = 2
# How WordPress quotes a page that links here: "[…] the words around the link […]".
_PINGBACK: Final = re.compile(r"\[(?:…|\.\.\.|&#8230;|&hellip;)\]")
# More addresses than this say nothing that these don't.
_MOST_LINKS: Final = 20

TEXT_NAMES: Final = (
    "length", "words", "few_words", "digits", "upper", "exclaim", "stops", "emoji", "money", "newlines",
    "marks", "other", "word_length", "no_words", "repeated_words",
)  # fmt: skip
DISGUISE_NAMES: Final = ("hidden", "styled", "spaced", "mixed_scripts", "leet", "odd_case")
LINK_NAMES: Final = (
    "has_link", "link_count", "link_share", "markup", "bare_domain", "cheap_tld", "uncommon_tld", "shortener",
    "punycode", "link_depth", "link_hyphens", "link_digits", "mostly_link", "pingback",
)  # fmt: skip
CONTACT_NAMES: Final = ("email", "number")
_SOFT_HYPHEN: Final = 0xAD
_LETTERS: Final = [ch.LETTER, ch.UPPER, ch.STYLED]
# Shares of signs, in the order of their names: what they are stretched by, and from where on more say no more.
_SIGNS: Final = [ch.EXCLAIM, ch.STOP, ch.EMOJI, ch.MONEY, ch.NEWLINE, ch.MARK, ch.OTHER]
_SIGN_SCALES: Final = np.array([10.0, 10, 5, 10, 10, 5, 5])
_SIGN_LIMITS: Final = np.array([2.0, 2, 2, 2, 2, 1, 2])


@dataclass(frozen=True, slots=True)
class CharacterCounts:
    """Characters per text: ``categories`` (texts, CATEGORIES) and ``scripts`` (texts, SCRIPTS).

    ``hidden`` counts invisible characters between letters of alphabets that need none, ``mixed`` the places
    where one word changes its script, ``odd_case`` the Latin capitals right behind a small letter.
    """

    categories: Columns
    scripts: Columns
    hidden: NDArray[np.int64]
    mixed: NDArray[np.int64]
    odd_case: NDArray[np.int64]

    def of(self, texts: NDArray[np.int64]) -> "CharacterCounts":
        """Return the counts of these texts."""
        signs = self.hidden[texts], self.mixed[texts], self.odd_case[texts]
        return CharacterCounts(self.categories[texts], self.scripts[texts], *signs)


def count_characters(text: CanonicalText) -> CharacterCounts:
    """Count the raw characters of each text by category and by script."""
    texts = text.raw_bounds.size - 1
    owner = np.repeat(np.arange(texts), np.diff(text.raw_bounds))
    body = text.raw[:-1]
    kinds, scripts = ch.category(body), ch.script(body)
    kinds[text.raw_bounds[:-1]] = ch.BLANK  # the sentinel before each text
    categories = np.bincount(owner * ch.CATEGORIES + kinds, minlength=texts * ch.CATEGORIES)
    by_script = np.bincount(owner * ch.SCRIPTS + scripts, minlength=texts * ch.SCRIPTS)
    counts = categories.reshape(texts, ch.CATEGORIES).astype(np.float64)
    signs = [np.bincount(owner[places], minlength=texts) for places in _disguises(body, kinds, scripts)]
    return CharacterCounts(counts, by_script.reshape(texts, ch.SCRIPTS).astype(np.float64), *signs)


def _disguises(
    raw: NDArray[np.uint32], kinds: NDArray[np.uint8], scripts: NDArray[np.uint8]
) -> tuple[NDArray[np.int64], ...]:
    """Return where an invisible character parts two letters, where a word changes its script, and where its case.

    Persian, Indic scripts and emoji need invisible joiners; Latin, Cyrillic and East Asian text doesn't. Soft hyphens
    are typography.
    """
    plain = (scripts == ch.LATIN) | (scripts == ch.CYRILLIC) | (scripts == ch.HANGUL) | (scripts == ch.HAN)
    hidden = np.flatnonzero((kinds[1:-1] == ch.HIDDEN) & (raw[1:-1] != _SOFT_HYPHEN)) + 1
    hidden = hidden[plain[hidden - 1] & plain[hidden + 1]]
    latin = scripts == ch.LATIN
    foreign = (scripts == ch.CYRILLIC) | (scripts == ch.GREEK) | (scripts == ch.OTHER_SCRIPT)
    mixed = np.flatnonzero((latin[1:] & foreign[:-1]) | (foreign[1:] & latin[:-1]))
    small, capital = latin & (kinds == ch.LETTER), latin & (kinds == ch.UPPER)
    return hidden, mixed, np.flatnonzero(small[:-1] & capital[1:])


def text_columns(text: CanonicalText, counts: CharacterCounts, hashes: NDArray[np.uint64]) -> Columns:
    """Return the TEXT_NAMES of each text: shape (texts, names). ``hashes`` are those of the text's words."""
    kinds = counts.categories
    # Of the canonical text, which disguises don't make longer.
    size = np.maximum(np.diff(text.bounds) - 1.0, 1)
    letters = np.maximum(kinds[:, _LETTERS].sum(axis=1) + text.leet, 1)
    words, distinct = _word_counts(text, hashes)
    some_words = np.maximum(words, 1)
    found = np.empty((size.size, len(TEXT_NAMES)))
    found[:, 0] = np.log1p(size) / 4
    found[:, 1] = np.log1p(words) / 3
    found[:, 2] = words <= 3
    found[:, 3] = np.maximum(kinds[:, ch.DIGIT] - text.leet, 0) / size * 4
    found[:, 4] = kinds[:, ch.UPPER] / letters * 2
    found[:, 5:12] = np.minimum(kinds[:, _SIGNS] / size[:, None] * _SIGN_SCALES, _SIGN_LIMITS)
    found[:, 12] = np.minimum(letters / some_words, 20) / 8
    found[:, 13] = words == 0
    found[:, 14] = 1 - distinct / some_words
    return found


def disguise_columns(text: CanonicalText, counts: CharacterCounts) -> Columns:
    """Return the DISGUISE_NAMES of each text."""
    found = np.empty((counts.hidden.size, len(DISGUISE_NAMES)))
    found[:, 0] = counts.hidden
    found[:, 1] = counts.categories[:, ch.STYLED] / 2
    found[:, 2] = text.spaced / 2
    found[:, 3] = counts.mixed
    found[:, 4] = text.leet / 2
    found[:, 5] = counts.odd_case / 2
    return np.minimum(found, 4) / 2


def _word_counts(text: CanonicalText, hashes: NDArray[np.uint64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the number of words and of different words of each text."""
    edges = np.searchsorted(text.tokens, text.bounds)
    words = np.diff(edges)
    owner = np.repeat(np.arange(words.size), words)
    keyed = np.sort((hashes >> np.uint64(20)) | (owner.astype(np.uint64) << np.uint64(44)))
    fresh = np.ones(keyed.size, np.bool_)
    np.not_equal(keyed[1:], keyed[:-1], out=fresh[1:])
    distinct = np.bincount((keyed[fresh] >> np.uint64(44)).astype(np.int64), minlength=words.size)
    return words.astype(np.float64), distinct.astype(np.float64)


def link_columns(comments: Sequence[Comment], urls: Sequence[Sequence[str]], counts: CharacterCounts) -> Columns:
    """Return the LINK_NAMES and CONTACT_NAMES of each comment: shape (comments, names).

    ``counts`` are those of the comments' texts without their addresses, in order; others may follow.
    """
    rows = np.zeros((len(comments), len(LINK_NAMES) + len(CONTACT_NAMES)))
    numbered = counts.categories[: len(comments), ch.DIGIT] >= _FEWEST_DIGITS
    for place, (comment, found, has_digits) in enumerate(zip(comments, urls, numbered.tolist(), strict=True)):
        text = comment.text
        if "[" in text or "<" in text:
            rows[place, 3] = min(len(_MARKUP.findall(text)), 4) / 2
            rows[place, 13] = _PINGBACK.search(text) is not None
        if "." in text:
            rows[place, 4] = min(len(BARE_DOMAIN.findall(text.lower())), 4) / 2
        if "@" in text:
            rows[place, 14] = _EMAIL.search(text.lower()) is not None
        if has_digits or found:
            rows[place, 15] = _LONG_NUMBER.search(text) is not None
        if found:
            _describe_links(rows[place], text, found[:_MOST_LINKS])
    return rows


def _describe_links(row: Columns, text: str, urls: Sequence[str]) -> None:
    signs = [links.signs(url) for url in urls]
    cheap, uncommon, shortener, punycode, depth, hyphens, digits = zip(*signs, strict=True)
    row[:3] = 1, math.log1p(len(urls)), min(sum(map(len, urls)) / max(len(text), 1), 1.5)
    row[5:12] = (
        max(cheap),
        max(uncommon),
        max(shortener),
        max(punycode),
        min(max(depth), 60) / 40,
        min(max(hyphens), 3) / 2,
        sum(digits) / len(urls),
    )
    row[12] = len(text) < 40
