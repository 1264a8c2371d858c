"""The features of a whole training set, and how much each example of it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from classifiers.features.extraction import VIEWS, extract
from classifiers.training.sparse_grams import view_rows
from classifiers.types import Comment

# As in service, so that a comment's neighbours are as many in training.
BATCH: Final = 256
# A source's examples of a label count for the power 1 - this of their number: ten thousand comments of one blog
# are worth more than a hundred, but not a hundred times more.
_TEMPER: Final = 0.5
# Spam of sources where nobody signs, video and chat sites, counts for this much: with more, whatever bears no name
# looks like spam, the comments of a newspaper in a new language first.
_UNSIGNED: Final = 0.25
Labels = NDArray[np.int64]
Names = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """Features by comment: sparse n-grams of each view, which views there are, and the named numbers.

    ``again`` tells which comments are others shown a second time under another name: of them, only that name is to be
    learnt. ``pages`` holds the positions of comments that stand together.
    """

    grams: tuple[csr_matrix, ...]
    presence: NDArray[np.bool_]
    shape: NDArray[np.float32]
    again: NDArray[np.bool_]
    pages: tuple[NDArray[np.int64], ...] = ()

    @classmethod
    def of(cls, comments: Sequence[Comment], again: Sequence[bool] | None = None) -> Self:
        """Return the features of these comments; those of one page are seen together, as in service."""
        order = sorted(range(len(comments)), key=lambda i: (comments[i].page or "", i))
        grams: list[list[csr_matrix]] = [[] for _ in VIEWS]
        presence, shape, pages = [], [], []
        for start in range(0, len(order), BATCH):
            batch = extract([comments[i] for i in order[start : start + BATCH]])
            for parts, part in zip(grams, view_rows(batch), strict=True):
                parts.append(part)
            presence.append(batch.presence())
            shape.append(batch.shape.astype(np.float32))
            pages += [np.array(order[start + first : start + last]) for first, last in batch.pages]
        back = np.argsort(order)
        matrices = tuple(vstack(parts, format="csr")[back] for parts in grams)
        shown = np.zeros(len(comments), np.bool_) if again is None else np.asarray(again, np.bool_)
        return cls(matrices, np.vstack(presence)[back], np.vstack(shape)[back], shown, tuple(pages))

    def rows(self, positions: NDArray[np.int64]) -> "FeatureTable":
        """Return the part of the table that these positions name, without who stood together."""
        return FeatureTable(
            tuple(matrix[positions] for matrix in self.grams),
            self.presence[positions],
            self.shape[positions],
            self.again[positions],
        )


def weigh(labels: Labels, sources: Names, counts: NDArray[np.float64] | float = 1.0) -> NDArray[np.float64]:
    """Return each example's weight: sources are tempered, ham and spam count alike, the mean is 1.

    ``counts`` let examples count for more or less than others of their label.
    """
    _, inverse, sizes = np.unique(
        np.char.add(sources, np.where(labels == 1, "/spam", "/ham")), return_inverse=True, return_counts=True
    )
    weights = sizes[inverse].astype(np.float64) ** -_TEMPER * counts
    for label in (0, 1):
        chosen = labels == label
        weights[chosen] *= labels.size / 2 / weights[chosen].sum()
    return weights


def count_unsigned(labels: Labels, sources: Names, signed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return how much each example counts: spam of sources whose spam nobody signs for _UNSIGNED."""
    spam = labels == 1
    unsigned = spam & ~np.isin(sources, sources[spam & signed])
    return np.where(unsigned, _UNSIGNED, 1.0)


def deal(sources: Names, labels: Labels, folds: int) -> NDArray[np.int64]:
    """Return each example's fold, such that no source stands in two and each fold gets its share of spam.

    The sources richest in spam are dealt first, each to the fold that has the least of it, then those of ham.
    """
    names, inverse = np.unique(sources, return_inverse=True)
    spam = np.bincount(inverse, weights=labels, minlength=names.size)
    ham = np.bincount(inverse, minlength=names.size) - spam
    load = np.zeros((folds, 2))
    fold_of = np.zeros(names.size, np.int64)
    for name in np.lexsort((names, -ham, -np.sqrt(spam))):
        chosen = np.lexsort((load[:, 1], load[:, 0]))[0] if spam[name] else load[:, 1].argmin()
        load[chosen] += np.sqrt(spam[name]), np.sqrt(ham[name])
        fold_of[name] = chosen
    return fold_of[inverse]
