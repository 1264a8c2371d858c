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
from classifiers.features.feature import Feature
from classifiers.features.normalise import CanonicalText
from classifiers.types import Comment, CommentType

Columns = NDArray[np.float64]

_MARKUP: Final = re.compile(r"\[/?url|<a\s|</a>|\[link", re.IGNORECASE)
_EMAIL: Final = re.compile(r"@[a-z0-9-]{2,40}\.[a-z]{2,10}")
_LONG_NUMBER: Final = re.compile(r"\d[\d ().-]{5,18}\d")
# Texts with fewer need not be searched for such a number: its first and its last sign.
_FEWEST_DIGITS: Final = 2
# How WordPress quotes a page that links here: "[…] the words around the link […]".
_PINGBACK: Final = re.compile(r"\[(?:…|\.\.\.|&#8230;|&hellip;)\]")
_FROM_ELSEWHERE: Final = frozenset({CommentType.PINGBACK, CommentType.TRACKBACK})
# More addresses than this say nothing that these don't.
_MOST_LINKS: Final = 20


class Text(Feature):
    """What a text's signs and words are."""

    LENGTH = "How long it is, undisguised: the logarithm of its characters."
    WORDS = "The logarithm of its number of words."
    FEW_WORDS = "Whether it has three words at most."
    DIGITS = "The share of digits, those left out that stand for letters."
    UPPER = "The share of capitals among its letters."
    EXCLAIM = "The share of exclamation and question marks."
    STOPS = "The share of full stops and commas."
    EMOJI = "The share of emoji."
    MONEY = "The share of signs of currencies and per cent."
    NEWLINES = "The share of line breaks."
    MARKS = "The share of marks that combine with letters, where no script has its vowels so."
    OTHER = "The share of signs of no kind that is named here."
    WORD_LENGTH = "How many letters a word has."
    NO_WORDS = "Whether it has no word at all."
    REPEATED_WORDS = "The share of words that were there before."


class Disguise(Feature):
    """How a text is hidden from readers that are machines."""

    HIDDEN = "How many invisible characters part two letters."
    STYLED = "How many letters are mathematical or enclosed ones, or of full width where that is not usual."
    SPACED = "How many letters are spaced out."
    MIXED_SCRIPTS = "How often a word changes its script for a look-alike, more than once."
    LEET = "How many digits and signs stand for letters, beyond those of log4j and k8s."
    ODD_CASE = "How often a capital follows a small letter, beyond those of iPhone and JavaScript."


class Link(Feature):
    """What the addresses in a comment are like."""

    HAS_LINK = "Whether it has any."
    LINK_COUNT = "The logarithm of their number."
    LINK_SHARE = "How long they are beside the text."
    MARKUP = "How often links are marked up, as HTML or BBCode."
    BARE_DOMAIN = "How many host names stand there, those of products and public bodies left out."
    CHEAP_TLD = "Whether one is under a top-level domain that throw-away sites favour."
    UNCOMMON_TLD = "Whether one is under none of the usual top-level domains."
    SHORTENER = "Whether one hides its target."
    MIXED_HOST = "Whether a label of one mixes Latin with letters that look alike."
    LINK_DEPTH = "How long the longest path is."
    LINK_HYPHENS = "How many hyphens a host has."
    LINK_DIGITS = "The share of hosts with digits."
    MOSTLY_LINK = "Whether there is little text beside them."
    PINGBACK = "Whether it is a pingback or a trackback, by its type or by how WordPress quotes a page that links here."


class Contact(Feature):
    """What else leads to its author."""

    EMAIL = "Whether it gives an e-mail address."
    NUMBER = "Whether it gives a long number, such as a telephone's."


_SOFT_HYPHEN: Final = 0xAD
_ASCII: Final = 128
_MU: Final = 0x3BC
_MICRO: Final = 0xB5
# Full width: ordinary writing beside Han, Kana and Hangul.
_WIDE_FIRST: Final = 0xFF01
_WIDE_COUNT: Final = 94
# So many of a text are ordinary: a word with an ending in another script ("VPNом"), digits in "log4j" and "k8s", names
# such as "iPhone" and "JavaScript".
_ORDINARY: Final = np.array([0, 0, 0, 1, 2, 3])
_LETTERS: Final = [ch.LETTER, ch.UPPER, ch.STYLED]
# Shares of signs: of which category, what they are stretched by, and from where on more say no more.
_SIGNS: Final = {
    Text.EXCLAIM: (ch.EXCLAIM, 10, 2),
    Text.STOPS: (ch.STOP, 10, 2),
    Text.EMOJI: (ch.EMOJI, 5, 2),
    Text.MONEY: (ch.MONEY, 10, 2),
    Text.NEWLINES: (ch.NEWLINE, 10, 2),
    Text.MARKS: (ch.MARK, 5, 1),
    Text.OTHER: (ch.OTHER, 5, 2),
}
_SIGN_COLUMNS: Final = [int(column) for column in _SIGNS]
_SIGN_CATEGORIES: Final = [category for category, _, _ in _SIGNS.values()]
_SIGN_SCALES: Final = np.array([float(scale) for _, scale, _ in _SIGNS.values()])
_SIGN_LIMITS: Final = np.array([float(limit) for _, _, limit in _SIGNS.values()])

_DISGUISE_SCALES: Final = np.array([1.0, 0.5, 0.5, 1, 0.5, 0.5])
# Scripts without blanks between words, and how many letters a word of theirs has.
_UNSPACED: Final = [ch.HAN, ch.KANA, ch.THAI]
_UNSPACED_WORD: Final = 3
# Scripts whose vowels are marks: only elsewhere do they heap up for show.
_MARKED: Final = [ch.ARABIC, ch.HEBREW, ch.THAI, ch.INDIC, ch.OTHER_SCRIPT]
_EAST_ASIAN: Final = [ch.HAN, ch.KANA, ch.HANGUL]


@dataclass(frozen=True, slots=True)
class CharacterCounts:
    """Characters per text: ``categories`` (texts, CATEGORIES) and ``scripts`` (texts, SCRIPTS).

    ``hidden`` counts invisible characters between letters of alphabets that need none, ``mixed`` the places
    where one word changes its script for a look-alike, ``odd_case`` the Latin capitals right behind a small letter,
    ``wide`` those of full width.
    """

    categories: Columns
    scripts: Columns
    hidden: NDArray[np.int64]
    mixed: NDArray[np.int64]
    odd_case: NDArray[np.int64]
    wide: NDArray[np.int64]

    def of(self, texts: NDArray[np.int64]) -> "CharacterCounts":
        """Return the counts of these texts."""
        signs = self.hidden[texts], self.mixed[texts], self.odd_case[texts], self.wide[texts]
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
    # Only letters that look like Latin ones disguise a word: "Δt" and "kΩ" are formulas, and so is "μs".
    foreign &= (ch.canonical(raw) < _ASCII) & (raw != _MU) & (raw != _MICRO)
    mixed = np.flatnonzero((latin[1:] & foreign[:-1]) | (foreign[1:] & latin[:-1]))
    small, capital = latin & (kinds == ch.LETTER), latin & (kinds == ch.UPPER)
    wide = np.flatnonzero((kinds == ch.STYLED) & (raw - np.uint32(_WIDE_FIRST) < _WIDE_COUNT))
    return hidden, mixed, np.flatnonzero(small[:-1] & capital[1:]), wide


def text_columns(text: CanonicalText, counts: CharacterCounts, hashes: NDArray[np.uint64]) -> Columns:
    """Return the columns of Text: shape (texts, features). ``hashes`` are those of the text's words."""
    kinds = counts.categories
    # Of the canonical text, which disguises don't make longer.
    size = np.maximum(np.diff(text.bounds) - 1.0, 1)
    letters = np.maximum(kinds[:, _LETTERS].sum(axis=1) + text.leet, 1)
    tokens, distinct = _word_counts(text, hashes)
    words = np.maximum(tokens, counts.scripts[:, _UNSPACED].sum(axis=1) / _UNSPACED_WORD)
    some_words = np.maximum(words, 1)
    found = np.empty((size.size, len(Text)))
    found[:, Text.LENGTH] = np.log1p(size) / 4
    found[:, Text.WORDS] = np.log1p(words) / 3
    found[:, Text.FEW_WORDS] = words <= 3
    found[:, Text.DIGITS] = np.maximum(kinds[:, ch.DIGIT] - text.leet, 0) / size * 4
    found[:, Text.UPPER] = kinds[:, ch.UPPER] / letters * 2
    shares = kinds[:, _SIGN_CATEGORIES] / size[:, None]
    found[:, _SIGN_COLUMNS] = np.minimum(shares * _SIGN_SCALES, _SIGN_LIMITS)
    found[:, Text.MARKS] *= ~counts.scripts[:, _MARKED].any(axis=1)
    found[:, Text.WORD_LENGTH] = np.minimum(letters / some_words, 20) / 8
    found[:, Text.NO_WORDS] = words == 0
    found[:, Text.REPEATED_WORDS] = 1 - distinct / np.maximum(tokens, 1)
    return found


def disguise_columns(text: CanonicalText, counts: CharacterCounts) -> Columns:
    """Return the columns of Disguise: shape (texts, features)."""
    found = np.empty((counts.hidden.size, len(Disguise)))
    found[:, Disguise.HIDDEN] = counts.hidden
    east_asian = counts.scripts[:, _EAST_ASIAN].any(axis=1)
    found[:, Disguise.STYLED] = counts.categories[:, ch.STYLED] - counts.wide * east_asian
    found[:, Disguise.SPACED] = text.spaced
    found[:, Disguise.MIXED_SCRIPTS] = counts.mixed
    found[:, Disguise.LEET] = text.leet
    found[:, Disguise.ODD_CASE] = counts.odd_case
    shown: Columns = np.minimum(np.maximum(found - _ORDINARY, 0) * _DISGUISE_SCALES, 4) / 2
    return shown


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


def link_columns(
    comments: Sequence[Comment], urls: Sequence[Sequence[str]], counts: CharacterCounts
) -> tuple[Columns, Columns]:
    """Return the columns of Link and of Contact: shape (comments, features) each.

    ``counts`` are those of the comments' texts without their addresses, in order; others may follow.
    """
    rows, contacts = np.zeros((len(comments), len(Link))), np.zeros((len(comments), len(Contact)))
    numbered = counts.categories[: len(comments), ch.DIGIT] >= _FEWEST_DIGITS
    for place, (comment, found, has_digits) in enumerate(zip(comments, urls, numbered.tolist(), strict=True)):
        text = comment.text
        if "[" in text or "<" in text:
            rows[place, Link.MARKUP] = min(len(_MARKUP.findall(text)), 4) / 2
            rows[place, Link.PINGBACK] = _PINGBACK.search(text) is not None
        if comment.type in _FROM_ELSEWHERE:
            rows[place, Link.PINGBACK] = 1
        if "." in text or "。" in text or "．" in text:
            rows[place, Link.BARE_DOMAIN] = min(len(links.bare_hosts(text)), 4) / 2
        if "@" in text:
            contacts[place, Contact.EMAIL] = _EMAIL.search(text.lower()) is not None
        if has_digits or found:
            contacts[place, Contact.NUMBER] = _LONG_NUMBER.search(text) is not None
        if found:
            _describe_links(rows[place], text, found[:_MOST_LINKS])
    return rows, contacts


def _describe_links(row: Columns, text: str, urls: Sequence[str]) -> None:
    signs = [links.signs(url) for url in urls]
    cheap, uncommon, shortener, mixed, depth, hyphens, digits = zip(*signs, strict=True)
    row[Link.HAS_LINK] = 1
    row[Link.LINK_COUNT] = math.log1p(len(urls))
    row[Link.LINK_SHARE] = min(sum(map(len, urls)) / max(len(text), 1), 1.5)
    row[Link.CHEAP_TLD] = max(cheap)
    row[Link.UNCOMMON_TLD] = max(uncommon)
    row[Link.SHORTENER] = max(shortener)
    row[Link.MIXED_HOST] = max(mixed)
    row[Link.LINK_DEPTH] = min(max(depth), 60) / 40
    row[Link.LINK_HYPHENS] = min(max(hyphens), 3) / 2
    row[Link.LINK_DIGITS] = sum(digits) / len(urls)
    row[Link.MOSTLY_LINK] = len(text) < 40
