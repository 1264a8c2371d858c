"""Who signs a comment, and where the name points: a person, or a keyword with a shop behind it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features import characters as ch
from classifiers.features import links
from classifiers.features.shape import CharacterCounts, Columns
from classifiers.types import Comment

AUTHOR_NAMES: Final = (
    "has_author", "author_words", "author_length", "author_digits", "author_lower", "author_upper", "author_keyword",
    "author_not_latin", "author_script_differs", "author_odd", "author_camel", "author_single", "author_person",
    "author_in_text",
)  # fmt: skip
AUTHOR_LINK_NAMES: Final = ("author_link",)
SITE_NAMES: Final = (
    "has_site", "site_root", "site_length", "site_hyphens", "site_digits", "site_cheap", "site_uncommon",
    "site_shortener", "site_named", "site_in_text", "site_short_text", "site_labels",
)  # fmt: skip
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
) -> Columns:
    """Return AUTHOR_NAMES and AUTHOR_LINK_NAMES; ``counts`` are those of the names of ``owners``, in order."""
    rows = np.zeros((len(comments), len(AUTHOR_NAMES) + len(AUTHOR_LINK_NAMES)))
    if not owners.size:
        return rows
    rows[owners] = [_described(comments[owner].author or "", comments[owner].text) for owner in owners.tolist()]
    kinds, scripts = counts.categories, counts.scripts
    letters = scripts[:, 1:].sum(axis=1) > 0
    rows[owners, 3] = np.minimum(kinds[:, ch.DIGIT], 4) / 2
    rows[owners, 7] = letters & (scripts[:, ch.LATIN] == 0)
    rows[owners, 8] = _scripts_differ(scripts, text_scripts[owners])
    odd = kinds[:, ch.OTHER] + kinds[:, ch.MONEY] + kinds[:, ch.EMOJI] + kinds[:, ch.HYPHEN] + kinds[:, ch.EXCLAIM]
    rows[owners, 9] = np.minimum(odd, 4) / 2
    return rows


def _described(name: str, text: str) -> tuple[float, ...]:
    """Return AUTHOR_NAMES and AUTHOR_LINK_NAMES, 0 for those that are counted for a whole batch at once."""
    count, length, lower = len(name.split()), len(name), name.islower()
    return (
        1,
        min(count, 6) / 3,
        min(length, 60) / 20,
        0,
        lower,
        length > 3 and name.isupper(),
        lower and count >= 2,
        0,
        0,
        0,
        count == 1 and not lower and name[1:-1] != name[1:-1].lower() and not name.isupper(),
        count == 1,
        count == 2 and name.istitle() and name.replace(" ", "").isalpha(),
        length >= 8 and name.lower() in text[:_SEARCHED].lower(),
        links.find_host(name[:_NAME]) is not None,
    )


def _scripts_differ(left: Columns, right: Columns) -> NDArray[np.bool_]:
    """Tell, row by row, whether two texts are in different scripts, where both have one."""
    known = left[:, 1:].any(axis=1) & right[:, 1:].any(axis=1)
    different: NDArray[np.bool_] = known & (left[:, 1:].argmax(axis=1) != right[:, 1:].argmax(axis=1))
    return different


def site_of(comment: Comment) -> str | None:
    """Return the address that the author's name points to; where none is given, the one that the name itself holds."""
    return comment.author_url or (links.find_host(comment.author[:_NAME]) if comment.author else None)


def site_columns(comments: Sequence[Comment], sites: Sequence[str | None]) -> Columns:
    """Return the SITE_NAMES of each comment: what the address behind its author's name tells."""
    rows = np.zeros((len(comments), len(SITE_NAMES)))
    for row, comment, site in zip(rows, comments, sites, strict=True):
        if site:
            _describe_site(row, comment, links.parse(site))
    return rows


def _describe_site(row: Columns, comment: Comment, site: links.Address) -> None:
    host, path = site.host, site.path
    label = host.rpartition(".")[0]
    row[0] = 1
    row[1] = not path
    row[2] = min(len(host), 40) / 20
    row[3] = min(host.count("-"), 3) / 2
    row[4] = any(c.isdigit() for c in host)
    row[5] = site.is_cheap
    row[6] = site.is_uncommon
    row[7] = site.is_shortener
    row[8] = _is_named_after(label + path, comment.author or "")
    row[9] = len(label) >= 5 and label.replace("-", "") in comment.text[:_SEARCHED].lower().replace(" ", "")
    row[10] = len(comment.text) < _SHORT_TEXT
    row[11] = min(host.count("."), 4) / 2


def _is_named_after(address: str, author: str) -> bool:
    """Tell whether a word of the author's name stands in the address."""
    return any(len(word) >= 4 and word[:6] in address for word in author.lower().split())
