"""Who signs a comment, and where the name points: a person, or a keyword with a shop behind it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features import characters as ch
from classifiers.features import links
from classifiers.features.feature import Feature
from classifiers.features.shape import CharacterCounts, Columns
from classifiers.types import Comment


class Author(Feature):
    """What the author's name is like."""

    HAS_AUTHOR = "Whether there is a name."
    AUTHOR_WORDS = "How many words it has."
    AUTHOR_LENGTH = "How long it is."
    AUTHOR_DIGITS = "How many digits it has."
    AUTHOR_LOWER = "Whether it is in small letters."
    AUTHOR_UPPER = "Whether it is in capitals."
    AUTHOR_KEYWORD = "Whether it is several words in small letters."
    AUTHOR_NOT_LATIN = "Whether it is in another script than Latin."
    AUTHOR_SCRIPT_DIFFERS = "Whether it is in another script than the text."
    AUTHOR_ODD = "How many signs it has that names have none of."
    AUTHOR_CAMEL = "Whether it is one word with capitals inside."
    AUTHOR_SINGLE = "Whether it is one word."
    AUTHOR_PERSON = "Whether it is two words of letters with a capital each."
    AUTHOR_IN_TEXT = "Whether the text says it, too."


class AuthorLink(Feature):
    """What of the author's name leads elsewhere."""

    AUTHOR_LINK = "Whether it is or holds a web address."


class Site(Feature):
    """What the address behind the author's name is like."""

    HAS_SITE = "Whether there is one."
    SITE_ROOT = "Whether it has no path."
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


def author_columns(
    comments: Sequence[Comment],
    text_scripts: Columns,
    owners: NDArray[np.int64],
    counts: CharacterCounts,
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
    kinds, scripts = counts.categories, counts.scripts
    letters = scripts[:, 1:].sum(axis=1) > 0
    rows[owners, Author.AUTHOR_DIGITS] = np.minimum(kinds[:, ch.DIGIT], 4) / 2
    rows[owners, Author.AUTHOR_NOT_LATIN] = letters & (scripts[:, ch.LATIN] == 0)
    rows[owners, Author.AUTHOR_SCRIPT_DIFFERS] = _scripts_differ(scripts, text_scripts[owners])
    odd = kinds[:, ch.OTHER] + kinds[:, ch.MONEY] + kinds[:, ch.EMOJI] + kinds[:, ch.HYPHEN] + kinds[:, ch.EXCLAIM]
    rows[owners, Author.AUTHOR_ODD] = np.minimum(odd, 4) / 2
    return rows, linked


def _described(name: str, text: str) -> list[float]:
    """Return the columns of Author, 0 for those that are counted for a whole batch at once."""
    count, length, lower, upper = len(name.split()), len(name), name.islower(), name.isupper()
    row: list[float] = [0] * len(Author)
    row[Author.HAS_AUTHOR] = 1
    row[Author.AUTHOR_WORDS] = min(count, 6) / 3
    row[Author.AUTHOR_LENGTH] = min(length, 60) / 20
    row[Author.AUTHOR_LOWER] = lower
    row[Author.AUTHOR_UPPER] = length > 3 and upper
    row[Author.AUTHOR_KEYWORD] = lower and count >= 2
    row[Author.AUTHOR_CAMEL] = count == 1 and not lower and not upper and name[1:-1] != name[1:-1].lower()
    row[Author.AUTHOR_SINGLE] = count == 1
    row[Author.AUTHOR_PERSON] = count == 2 and name.istitle() and name.replace(" ", "").isalpha()
    row[Author.AUTHOR_IN_TEXT] = length >= 8 and name.lower() in text[:_SEARCHED].lower()
    return row


def _scripts_differ(left: Columns, right: Columns) -> NDArray[np.bool_]:
    """Tell, row by row, whether two texts are in different scripts, where both have one."""
    known = left[:, 1:].any(axis=1) & right[:, 1:].any(axis=1)
    different: NDArray[np.bool_] = known & (left[:, 1:].argmax(axis=1) != right[:, 1:].argmax(axis=1))
    return different


def site_of(comment: Comment) -> str | None:
    """Return the address that the author's name points to; where none is given, the one that the name itself holds."""
    return comment.author_url or (links.find_host(comment.author[:_NAME]) if comment.author else None)


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
    row[Site.SITE_ROOT] = not path
    row[Site.SITE_LENGTH] = min(len(host), 40) / 20
    row[Site.SITE_HYPHENS] = min(host.count("-"), 3) / 2
    row[Site.SITE_DIGITS] = any(c.isdigit() for c in host)
    row[Site.SITE_CHEAP] = site.is_cheap
    row[Site.SITE_UNCOMMON] = site.is_uncommon
    row[Site.SITE_SHORTENER] = site.is_shortener
    row[Site.SITE_NAMED] = _is_named_after(label + path, comment.author or "")
    row[Site.SITE_IN_TEXT] = len(label) >= 5 and label.replace("-", "") in comment.text[:_SEARCHED].lower().replace(
        " ", ""
    )
    row[Site.SITE_SHORT_TEXT] = len(comment.text) < _SHORT_TEXT
    row[Site.SITE_LABELS] = min(host.count("."), 4) / 2


def _is_named_after(address: str, author: str) -> bool:
    """Tell whether a word of the author's name stands in the address."""
    return any(len(word) >= 4 and word[:6] in address for word in author.lower().split())
