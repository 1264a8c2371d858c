"""What a comment's neighbours on its page look like: context from first-stage scores, itself left out.

Spam comes in waves: a page that one bot found is found by others, and a page of readers stays one (two passes over a
batch; stacked graphical learning, Kou & Cohen, SDM 2007).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features.feature import Feature, labels
from classifiers.features.shape import Columns


class Neighbours(Feature):
    """What the first stage says of the other comments on the page."""

    HAS_SCORES = "Whether there are any."
    MEAN_TEXT = "What the words of their texts say, on average."
    MEAN_SCORE = "What all their words say, on average."
    SHARE_SPAM = "The share of them whose words are those of spam."
    GREATEST_SCORE = "What is said of the likeliest spam among them."
    LOG_COUNT = "How many they are (log scale)."


NEIGHBOUR_NAMES: Final = labels(Neighbours)
# How far a comment's neighbours may lower and raise its log-odds: they never decide what its own words make certain.
# A wave of spam says less of the reader beneath it than a page of readers of the next one.
LOWERED: Final = 2.5
RAISED: Final = 1.5
# So many neighbours move it by half of that at most: two spam on a page of four say little of the other two.
_HALF: Final = 4
# One neighbour's score says no more than this.
_MOST_TEXT: Final = 4.0
_MOST_SCORE: Final = 6.0
# First-stage scores above this count as spam.
_SPAM: Final = 1.0
_FEWEST: Final = 2
_COUNT_SCALE: Final = 3
_TEXT: Final = 0

# Where a page's comments stand: a slice of neighbours, or their positions.
Pages = Sequence[slice | NDArray[np.int64]]


def most_moved(columns: Columns) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far each comment's neighbours may lower and raise its log-odds: nothing where there are none."""
    others = np.expm1(columns[:, Neighbours.LOG_COUNT] * _COUNT_SCALE)
    share = others / (others + _HALF)
    return LOWERED * share, RAISED * share


def neighbour_columns(scores: NDArray[np.float64], pages: Pages) -> Columns:
    """Return the NEIGHBOUR_NAMES of each comment: shape (comments, names); zeros where it stands alone.

    ``scores`` are those of the views: shape (comments, views). ``pages`` tell who stands together.
    """
    rows = np.zeros((len(scores), len(NEIGHBOUR_NAMES)))
    for page in pages:
        if len(together := scores[page]) >= _FEWEST:
            rows[page] = _of_page(together)
    return rows


def _of_page(scores: NDArray[np.float64]) -> Columns:
    others = len(scores) - 1
    text = np.clip(scores[:, _TEXT], -_MOST_TEXT, _MOST_TEXT)
    whole = np.clip(scores.sum(axis=1), -_MOST_SCORE, _MOST_SCORE)
    spam = (whole > _SPAM).astype(np.float64)
    second, first = np.sort(whole)[-2:]
    return np.column_stack(
        [
            np.ones(len(scores)),
            (text.sum() - text) / others,
            (whole.sum() - whole) / others,
            (spam.sum() - spam) / others,
            np.where(whole == first, second, first),
            np.full(len(scores), np.log1p(others) / _COUNT_SCALE),
        ]
    )
