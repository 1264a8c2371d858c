"""What a comment's shape tells: named numbers beside its words, computed for a whole batch."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers import characters as ch
from classifiers import links
from classifiers.normalise import CanonicalText
from classifiers.types import Comment

_MARKUP: Final = re.compile(r"\[/?url|<a\s|</a>|\[link", re.IGNORECASE)
_BARE_DOMAIN: Final = re.compile(
    r"\.(?:com|net|org|info|biz|ru|xyz|top|site|shop|online|club|co|io|me|vip|kr|cn|tw)\b", re.IGNORECASE
)
_EMAIL: Final = re.compile(r"@[a-z0-9-]{2,40}\.[a-z]{2,10}", re.IGNORECASE)
_LONG_NUMBER: Final = re.compile(r"\d[\d ().-]{5,18}\d")

TEXT_NAMES: Final = (
    "length", "words", "short", "digits", "upper", "exclaim", "stops", "emoji", "money", "newlines", "hidden", "styled",
    "marks", "spaced", "mixed_scripts", "other", "not_latin", "cjk", "word_length", "no_words",
)  # fmt: skip
LINK_NAMES: Final = (
    "has_link", "link_count", "link_share", "markup", "bare_domain", "email", "number", "cheap_tld", "uncommon_tld",
    "shortener", "punycode", "link_depth", "link_hyphens", "link_digits", "mostly_link",
)  # fmt: skip
AUTHOR_NAMES: Final = (
    "has_author", "author_words", "author_length", "author_digits", "author_lower", "author_upper", "author_url",
    "author_keyword", "author_not_latin", "author_script_differs", "author_odd", "author_camel", "author_single",
)  # fmt: skip
SITE_NAMES: Final = (
    "has_site", "site_root", "site_depth", "site_length", "site_hyphens", "site_digits", "site_cheap", "site_uncommon",
    "site_profile", "site_shortener", "site_named", "site_in_text", "site_path_hyphens", "site_short_text",
)  # fmt: skip
NAMES: Final = TEXT_NAMES + LINK_NAMES + AUTHOR_NAMES + SITE_NAMES


@dataclass(frozen=True, slots=True)
class CharacterCounts:
    """Characters per text: ``categories`` (texts, CATEGORIES) and ``scripts`` (texts, SCRIPTS)."""

    categories: NDArray[np.float64]
    scripts: NDArray[np.float64]


def count_characters(text: CanonicalText) -> CharacterCounts:
    """Count the raw characters of each text by category and by script."""
    texts = text.raw_bounds.size - 1
    owner = np.repeat(np.arange(texts), np.diff(text.raw_bounds))
    body = text.raw[:-1]
    kinds = ch.category(body)
    categories = np.bincount(owner * ch.CATEGORIES + kinds, minlength=texts * ch.CATEGORIES)
    scripts = np.bincount(owner * ch.SCRIPTS + ch.script(body), minlength=texts * ch.SCRIPTS)
    counts = categories.reshape(texts, ch.CATEGORIES).astype(np.float64)
    counts[:, ch.HIDDEN] -= 1  # the sentinel before each text
    return CharacterCounts(counts, scripts.reshape(texts, ch.SCRIPTS).astype(np.float64))


def text_columns(text: CanonicalText, counts: CharacterCounts) -> NDArray[np.float64]:
    """Return the TEXT_NAMES of each text: shape (texts, names)."""
    kinds, scripts = counts.categories, counts.scripts
    size = np.maximum(kinds.sum(axis=1), 1)
    letters = np.maximum(kinds[:, [ch.LETTER, ch.UPPER, ch.STYLED]].sum(axis=1), 1)
    first = np.searchsorted(text.tokens, text.bounds[:-1])
    words = (np.searchsorted(text.tokens, text.bounds[1:]) - first).astype(np.float64)
    scripted = np.maximum(scripts[:, 1:].sum(axis=1), 1)
    minor = np.minimum(scripts[:, ch.LATIN], scripts[:, ch.CYRILLIC] + scripts[:, ch.GREEK])
    share = kinds / size[:, None]
    columns = [
        np.log1p(size) / 4, np.log1p(words) / 3, (words <= 3).astype(float), share[:, ch.DIGIT] * 4,
        kinds[:, ch.UPPER] / letters * 2, np.minimum(share[:, ch.EXCLAIM] * 10, 2), share[:, ch.STOP] * 10,
        np.minimum(share[:, ch.EMOJI] * 5, 2), np.minimum(share[:, ch.MONEY] * 10, 2),
        np.minimum(share[:, ch.NEWLINE] * 10, 2), np.minimum(kinds[:, ch.HIDDEN], 3) / 2,
        np.minimum(kinds[:, ch.STYLED], 6) / 4, np.minimum(share[:, ch.MARK] * 5, 1), np.minimum(text.spaced, 8) / 6,
        np.minimum(minor, 6) / 4, share[:, ch.OTHER] * 5, 1 - scripts[:, ch.LATIN] / scripted,
        scripts[:, [ch.HAN, ch.KANA, ch.HANGUL]].sum(axis=1) / scripted,
        np.minimum(letters / np.maximum(words, 1), 20) / 8, (words == 0).astype(float),
    ]  # fmt: skip
    return np.stack(columns, axis=1)


def link_columns(comments: Sequence[Comment], urls: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return the LINK_NAMES of each comment: shape (comments, names)."""
    rows = np.zeros((len(comments), len(LINK_NAMES)))
    for row, comment, found in zip(rows, comments, urls, strict=True):
        text = comment.text
        row[3] = min(len(_MARKUP.findall(text)), 4) / 2 if "[" in text or "<" in text else 0
        row[4] = min(len(_BARE_DOMAIN.findall(text)), 4) / 2 if "." in text else 0
        row[5] = float("@" in text and _EMAIL.search(text) is not None)
        row[6] = float(_LONG_NUMBER.search(text) is not None)
        if found:
            _describe_links(row, text, found)
    return rows


def _describe_links(row: NDArray[np.float64], text: str, urls: Sequence[str]) -> None:
    addresses = [links.parse(url) for url in urls[:20]]
    count = len(addresses)
    row[0] = 1
    row[1] = np.log1p(len(urls))
    row[2] = min(sum(map(len, urls)) / max(len(text), 1), 1.5)
    row[7] = any(a.is_cheap for a in addresses)
    row[8] = any(a.is_uncommon for a in addresses)
    row[9] = any(a.is_shortener for a in addresses)
    row[10] = any(a.is_punycode for a in addresses)
    row[11] = min(max(len(a.path) for a in addresses), 60) / 40
    row[12] = min(max(a.host.count("-") for a in addresses), 3) / 2
    row[13] = sum(any(c.isdigit() for c in a.host) for a in addresses) / count
    row[14] = float(len(text) < 40)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def author_columns(
    comments: Sequence[Comment],
    text_counts: CharacterCounts,
    owners: NDArray[np.int64],
    counts: CharacterCounts,
) -> NDArray[np.float64]:
    """Return the AUTHOR_NAMES of each comment; ``counts`` are those of the author names of ``owners``."""
    rows = np.zeros((len(comments), len(AUTHOR_NAMES)))
    for position, owner in enumerate(owners.tolist()):
        name = comments[owner].author or ""
        row, kinds, scripts = rows[owner], counts.categories[position], counts.scripts[position]
        words = name.split()
        lower = name.islower()
        row[0] = 1
        row[1] = min(len(words), 6) / 3
        row[2] = min(len(name), 60) / 20
        row[3] = min(kinds[ch.DIGIT], 4) / 2
        row[4] = lower
        row[5] = name.isupper() and len(name) > 3
        row[6] = "http" in name or "www." in name or _BARE_DOMAIN.search(name) is not None
        row[7] = lower and len(words) >= 2
        row[8] = scripts[1:].sum() > 0 and scripts[ch.LATIN] == 0
        row[9] = _script_differs(scripts, text_counts.scripts[owner])
        row[10] = min(kinds[[ch.OTHER, ch.MONEY, ch.EMOJI, ch.HYPHEN, ch.EXCLAIM]].sum(), 4) / 2
        row[11] = len(words) == 1 and name[1:-1] != name[1:-1].lower() and not name.isupper()
        row[12] = len(words) == 1
    return rows


def _script_differs(left: NDArray[np.float64], right: NDArray[np.float64]) -> bool:
    """Tell whether two texts are in different scripts, where both have one."""
    if not (left[1:].any() and right[1:].any()):
        return False
    return bool(left[1:].argmax() != right[1:].argmax())


def site_columns(comments: Sequence[Comment]) -> NDArray[np.float64]:
    """Return the SITE_NAMES of each comment: what its author's address tells."""
    rows = np.zeros((len(comments), len(SITE_NAMES)))
    for row, comment in zip(rows, comments, strict=True):
        if comment.author_url:
            _describe_site(row, comment, links.parse(comment.author_url))
    return rows


def _describe_site(row: NDArray[np.float64], comment: Comment, site: links.Address) -> None:
    label = _letters(site.host.rpartition(".")[0])
    name = _letters(comment.author or "")
    row[0] = 1
    row[1] = not site.path
    row[2] = min(site.path.count("/") + bool(site.path), 4) / 2
    row[3] = min(len(site.host), 40) / 20
    row[4] = min(site.host.count("-"), 3) / 2
    row[5] = any(c.isdigit() for c in site.host)
    row[6] = site.is_cheap
    row[7] = site.is_uncommon
    row[8] = site.is_profile
    row[9] = site.is_shortener
    row[10] = bool(name) and any(
        len(part) >= 4 and part[:5] in label + site.path for part in (comment.author or "").lower().split()
    )
    row[11] = len(label) >= 5 and label in _letters(comment.text[:2000])
    row[12] = min(site.path.count("-"), 4) / 2
    row[13] = len(comment.text) < 60
