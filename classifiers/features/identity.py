"""Who signs a comment, and where the name points: a person, or a keyword with a shop behind it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features import characters as ch
from classifiers.features import links
from classifiers.features.feature import Feature
from classifiers.features.shape import CharacterCounts, Columns
from classifiers.types import Comment, CommentType


class Author(Feature):
    """What the author's name has that ordinary names of any script have none of: unsigned and signed are alike."""

    AUTHOR_WORDS = "How many words it has more than names have."
    AUTHOR_LENGTH = "How much longer it is than names are."
    AUTHOR_DIGITS = "How many digits it has beyond a year's."
    AUTHOR_UPPER = "Whether it is long and in capitals."
    AUTHOR_KEYWORD = "Whether it is several words in small letters."
    AUTHOR_ODD = "How many signs it has that names have none of."
    AUTHOR_IN_TEXT = "Whether the text says it, too."


class AuthorLink(Feature):
    """What of the author's name leads elsewhere."""

    AUTHOR_LINK = "Whether it is or holds a web address."


class Site(Feature):
    """What the address behind the author's name is like."""

    HAS_SITE = "Whether there is one."
    SITE_HOME = "Whether it is a front page, or a post of a blog."
    SITE_LENGTH = "How long its host is."
    SITE_HYPHENS = "How many hyphens its host has."
    SITE_DIGITS = "Whether its host has digits."
    SITE_CHEAP = "Whether it is under a top-level domain that throw-away sites favour."
    SITE_UNCOMMON = "Whether it is under none of the usual top-level domains."
    SITE_SHORTENER = "Whether it hides its target."
    SITE_NAMED = "Whether a word of the author's name stands in it."
    SITE_IN_TEXT = "Whether the text says it."
    SITE_SHORT_TEXT = "Whether the text beside it is short."
    SITE_LABELS = "How many labels its host has."


# Of a text, what is searched for the author's name and site.
_SEARCHED: Final = 2_000
# Of a name, what is searched for an address.
_NAME: Final = 200
_SHORT_TEXT: Final = 80
# Of people's names; what is longer says what is sold.
_ORDINARY_WORDS: Final = 3
_ORDINARY_LENGTH: Final = 24
# "kiwi42" was born in that year, "runner1980" too.
_ORDINARY_DIGITS: Final = 4
_ORDINARY_SIGNS: Final = 1


def author_columns(
    comments: Sequence[Comment], owners: NDArray[np.int64], counts: CharacterCounts
) -> tuple[Columns, Columns]:
    """Return the columns of Author and of AuthorLink: shape (comments, features) each.

    ``counts`` are those of the names of ``owners``, in order.
    """
    rows, linked = np.zeros((len(comments), len(Author))), np.zeros((len(comments), len(AuthorLink)))
    if not owners.size:
        return rows, linked
    names = [comments[owner].author or "" for owner in owners.tolist()]
    rows[owners] = [_described(name, comments[owner].text) for name, owner in zip(names, owners.tolist(), strict=True)]
    linked[owners, AuthorLink.AUTHOR_LINK] = [links.find_host(name[:_NAME]) is not None for name in names]
    kinds = counts.categories
    digits = np.maximum(kinds[:, ch.DIGIT] - _ORDINARY_DIGITS, 0)
    rows[owners, Author.AUTHOR_DIGITS] = np.minimum(digits, 4) / 2
    odd = kinds[:, ch.OTHER] + kinds[:, ch.MONEY] + kinds[:, ch.EMOJI] + kinds[:, ch.HYPHEN] + kinds[:, ch.EXCLAIM]
    rows[owners, Author.AUTHOR_ODD] = np.minimum(np.maximum(odd - _ORDINARY_SIGNS, 0), 4) / 2
    return rows, linked


def _described(name: str, text: str) -> list[float]:
    """Return the columns of Author, 0 for those that are counted for a whole batch at once."""
    count, length = len(name.split()), len(name)
    row: list[float] = [0] * len(Author)
    row[Author.AUTHOR_WORDS] = min(max(count - _ORDINARY_WORDS, 0), 3) / 3
    row[Author.AUTHOR_LENGTH] = min(max(length - _ORDINARY_LENGTH, 0), 40) / 20
    row[Author.AUTHOR_UPPER] = length > _ORDINARY_LENGTH / 2 and name.isupper()
    row[Author.AUTHOR_KEYWORD] = name.islower() and count >= _ORDINARY_WORDS
    row[Author.AUTHOR_IN_TEXT] = length >= 8 and name.lower() in text[:_SEARCHED].lower()
    return row


def site_of(comment: Comment) -> str | None:
    """Return the address that the author's name points to; where none is given, the one that the name itself holds.

    Somebody's page on a network of millions promotes nothing, and is none; nor is what the site's owner points to, or
    an address on the site itself: a permalink, or a reader's page there.
    """
    if comment.type is CommentType.OWNER_REPLY:
        return None
    if comment.author_url:
        neutral = links.parse(comment.author_url).is_profile or links.is_under(comment.author_url, comment.site)
        return None if neutral else comment.author_url
    return links.find_host(comment.author[:_NAME]) if comment.author else None


def site_columns(comments: Sequence[Comment], sites: Sequence[str | None]) -> Columns:
    """Return the columns of Site: shape (comments, features)."""
    rows = np.zeros((len(comments), len(Site)))
    for row, comment, site in zip(rows, comments, sites, strict=True):
        if site:
            _describe_site(row, comment, links.parse(site))
    return rows


def _describe_site(row: Columns, comment: Comment, site: links.Address) -> None:
    host, path = site.host, site.path
    label = host.rpartition(".")[0]
    row[Site.HAS_SITE] = 1
    row[Site.SITE_HOME] = site.is_home
    row[Site.SITE_LENGTH] = min(len(host), 40) / 20
    row[Site.SITE_HYPHENS] = min(host.count("-"), 3) / 2
    row[Site.SITE_DIGITS] = any(c.isdigit() for c in host)
    row[Site.SITE_CHEAP] = site.is_cheap
    row[Site.SITE_UNCOMMON] = site.is_uncommon
    row[Site.SITE_SHORTENER] = site.is_shortener
    row[Site.SITE_NAMED] = _is_named_after(label if site.is_home else label + path, comment.author or "")
    row[Site.SITE_IN_TEXT] = len(label) >= 5 and label.replace("-", "") in comment.text[:_SEARCHED].lower().replace(
        " ", ""
    )
    row[Site.SITE_SHORT_TEXT] = len(comment.text) < _SHORT_TEXT
    row[Site.SITE_LABELS] = min(host.count("."), 4) / 2


def _is_named_after(address: str, author: str) -> bool:
    """Tell whether a word of the author's name stands in the address."""
    return any(len(word) >= 4 and word[:6] in address for word in author.lower().split())
