"""Everything that the model sees of a batch of comments: hashed n-grams of each field, and named numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from classifiers import links, ngrams, structure
from classifiers.normalise import CanonicalText, canonicalise
from classifiers.types import Comment

TEXT, AUTHOR, SITE, LINKS = range(4)
VIEWS: Final = ("text", "author", "site", "links")
# What keeps an n-gram of a name apart from the same n-gram in a text.
_SALTS: Final = np.array([0, 0x51ED270B, 0x2545F491, 0x6C078965], np.uint32)
# Beyond this, more characters of a text cost time and tell nothing new; links at the end are found before the cut.
TEXT_LIMIT: Final = 4_000
FIELD_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Features:
    """A batch taken apart: ``segments`` are its fields end to end, ``owners`` and ``views`` say whose and which."""

    size: int
    canonical: CanonicalText
    grams: ngrams.Grams
    owners: NDArray[np.int64]
    views: NDArray[np.int64]
    structure: NDArray[np.float64]

    def view_scores(self, weights: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return each comment's weighted sum by view: shape (comments, views)."""
        scores = np.zeros((self.size, len(VIEWS)))
        scores[self.owners, self.views] = self.grams.sums(weights)
        return scores

    def matrix(self) -> csr_matrix:
        """Return the n-grams of all views as one sparse matrix: shape (comments, 2^TABLE_BITS)."""
        rows = csr_matrix(
            (np.ones(self.owners.size, np.float32), (self.owners, np.arange(self.owners.size))),
            shape=(self.size, self.owners.size),
        )
        return (rows @ self.grams.matrix()).tocsr()


def extract(comments: Sequence[Comment]) -> Features:
    """Return the features of these comments; neighbours with the same page are seen together."""
    urls = [links.distinct([*(comment.links or ()), *links.find(comment.text)]) for comment in comments]
    fields: list[str] = [links.without(comment.text[:TEXT_LIMIT]) for comment in comments]
    owners, views = list(range(len(comments))), [TEXT] * len(comments)
    for view, values in (
        (AUTHOR, [comment.author for comment in comments]),
        (SITE, [comment.author_url for comment in comments]),
        (LINKS, [" ".join(found[:20]) for found in urls]),
    ):
        for owner, value in enumerate(values):
            if value:
                fields.append(value[:FIELD_LIMIT])
                owners.append(owner)
                views.append(view)
    canonical = canonicalise(fields)
    counts = structure.count_characters(canonical)
    owner_array, view_array = np.array(owners, np.int64), np.array(views, np.int64)
    return Features(
        size=len(comments),
        canonical=canonical,
        grams=ngrams.extract(canonical, _SALTS[view_array]),
        owners=owner_array,
        views=view_array,
        structure=_structure(comments, urls, canonical, counts, owner_array, view_array),
    )


def _structure(
    comments: Sequence[Comment],
    urls: Sequence[Sequence[str]],
    canonical: CanonicalText,
    counts: structure.CharacterCounts,
    owners: NDArray[np.int64],
    views: NDArray[np.int64],
) -> NDArray[np.float64]:
    size = len(comments)
    names = np.flatnonzero(views == AUTHOR)
    name_counts = structure.CharacterCounts(counts.categories[names], counts.scripts[names])
    return np.hstack(
        [
            structure.text_columns(canonical, counts)[:size],
            structure.link_columns(comments, urls),
            structure.author_columns(comments, counts, owners[names], name_counts),
            structure.site_columns(comments),
        ]
    )
