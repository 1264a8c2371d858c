"""Training of what a site's own labels add to the shipped model: a small correction on top of its log-odds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack
from sklearn.base import BaseEstimator, ClassifierMixin

from classifiers.data import synthetic
from classifiers.features.extraction import Features, extract
from classifiers.model.comment_model import CommentModel
from classifiers.model.logistic import expit
from classifiers.model.site_model import FOLD, MOST_CORRECTION, SiteModel
from classifiers.training.sparse_grams import comment_rows
from classifiers.training.training_table import BATCH
from classifiers.types import Comment

# Comments that the correction must leave alone: other draws than those of the gate's golden set.
_ANCHORS_PER_LANGUAGE: Final = 20
_ANCHOR_SEED: Final = 99
# The more labels push, the more the anchors hold: one of them weighs 1 up to so many labels.
_LABELS_A_PULL: Final = 200
# Parts that labels are dealt to where each is to be judged by what the others taught.
_FOLDS: Final = 4
# Steps of the minimisation; it mostly ends long before.
_MOST_STEPS: Final = 100

# Told how many steps are done, of how many.
Advance = Callable[[int, int], None]


def ignore(done: int, total: int) -> None:
    """Show nobody how it goes on."""


class SiteClassifier(ClassifierMixin, BaseEstimator):
    """Logistic regression on a site's labels with the base's log-odds as offset, shrunk towards no correction.

    Where the labels agree with the base, the correction stays near zero, and so it does on comments in other
    languages: nothing of the base is lost.
    ``strength`` is the inverse of regularisation. ``model_`` is what serves.
    """

    def __init__(self, base: CommentModel, strength: float = 1.0) -> None:
        self.base = base
        self.strength = strength

    def fit(
        self,
        X: Sequence[Comment],  # noqa: N803
        y: ArrayLike,
        groups: Sequence[str] | None = None,
        advance: Advance = ignore,
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Learn from a site's comments and their labels (1 is spam), each as much as its weight, of at most 1, says.

        ``advance`` is told how many steps are done, of how many at most.
        """
        del groups  # one site is one source
        before = -(-len(X) // BATCH)
        steps = before + _MOST_STEPS
        labels = _read(self.base, X, y, sample_weight, lambda number: advance(number, steps))
        weights = _fit_correction(labels, _anchors(), self.strength, lambda step: advance(before + step, steps))
        self.model_ = SiteModel(self.base, weights)
        self.classes_ = np.array([0, 1])
        return self

    def predict_proba(self, X: Sequence[Comment]) -> NDArray[np.float64]:  # noqa: N803
        """Return the probabilities of ham and spam by way of sparse rows: shape (comments, 2)."""
        if not len(X):
            return np.empty((0, 2))
        batch = extract(X)
        correction = np.clip(_local_rows(batch) @ self.model_.weights, -MOST_CORRECTION, MOST_CORRECTION)
        spam = expit(self.base.log_odds(batch) + correction)
        return np.stack([1 - spam, spam], axis=1)

    def predict(self, X: Sequence[Comment]) -> NDArray[np.int64]:  # noqa: N803
        """Return the likelier class of each comment."""
        found: NDArray[np.int64] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return found


def held_out(
    base: CommentModel,
    comments: Sequence[Comment],
    y: ArrayLike,
    strength: float = 1.0,
    advance: Advance = ignore,
) -> NDArray[np.float64]:
    """Return each comment's probability of spam by a correction that has not met its label: shape (comments,).

    Comments are dealt to the folds in turn.
    """
    dealt = np.arange(len(comments)) % _FOLDS
    steps = -(-len(comments) // BATCH) + _FOLDS
    labels = _read(base, comments, y, None, lambda number: advance(number, steps))
    anchors, found = _anchors(), expit(labels.offsets)
    for fold in range(_FOLDS):
        advance(steps - _FOLDS + fold, steps)
        inside, outside = np.flatnonzero(dealt == fold), np.flatnonzero(dealt != fold)
        weights = _fit_correction(labels.part(outside), anchors, strength, lambda _: None)
        correction = np.clip(labels.rows[inside] @ weights, -MOST_CORRECTION, MOST_CORRECTION)
        found[inside] = expit(labels.offsets[inside] + correction)
    return found


def _read(
    base: CommentModel,
    comments: Sequence[Comment],
    y: ArrayLike,
    sample_weight: ArrayLike | None,
    advance: Callable[[int], None],
) -> "_Labels":
    offsets, rows = [], []
    for number, start in enumerate(range(0, len(comments), BATCH)):
        advance(number)
        batch = extract(comments[start : start + BATCH])
        offsets.append(base.log_odds(batch))
        rows.append(_local_rows(batch))
    signs = np.where(np.asarray(y).astype(bool), 1.0, -1.0)
    counts = np.ones_like(signs) if sample_weight is None else np.asarray(sample_weight, np.float64)
    return _Labels(vstack(rows, format="csr"), np.concatenate(offsets), signs, counts)


def _local_rows(batch: Features) -> csr_matrix:
    """Return the n-grams of all fields of a batch in the local table: shape (comments, places)."""
    whole = comment_rows(batch).tocoo()
    places = FOLD.places(whole.col.astype(np.uint32))
    return csr_matrix((whole.data.astype(np.float32), (whole.row, places)), shape=(batch.size, 1 << FOLD.bits))


@dataclass(frozen=True, slots=True)
class _Labels:
    """What is learnt from: rows of n-grams, the base's log-odds, signs (1 is spam, -1 ham), how much each counts."""

    rows: csr_matrix
    offsets: NDArray[np.float64]
    signs: NDArray[np.float64]
    counts: NDArray[np.float64]

    def part(self, places: NDArray[np.int64]) -> Self:
        """Return some of them."""
        return type(self)(self.rows[places], self.offsets[places], self.signs[places], self.counts[places])


def _anchors() -> csr_matrix:
    """Return rows of comments in many languages that no site's labels are about."""
    comments = [example.comment for example in synthetic.examples(_ANCHORS_PER_LANGUAGE, _ANCHOR_SEED)]
    batches = (comments[start : start + BATCH] for start in range(0, len(comments), BATCH))
    return vstack([_local_rows(extract(batch)) for batch in batches], format="csr")


def _fit_correction(
    labels: _Labels, anchors: csr_matrix, strength: float, advance: Callable[[int], None]
) -> NDArray[np.float32]:
    """Return the weights that minimise the logistic loss on top of the offsets, with a ridge penalty.

    What the correction would add to the anchors is penalised too, as its square: so it is made of what this site's
    comments have of their own, and not of what all comments share.
    """
    steps, pull = count(1), max(1.0, labels.counts.sum() / _LABELS_A_PULL)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        # Single precision, like the rows: SciPy would else copy all of them for each product.
        single = weights.astype(np.float32)
        margins = labels.signs * (labels.offsets + labels.rows @ single)
        slope = (-labels.signs * labels.counts * expit(-margins)).astype(np.float32)
        added = anchors @ single
        total = (
            (labels.counts * np.logaddexp(0, -margins)).sum()
            + weights @ weights / (2 * strength)
            + pull / 2 * (added @ added)
        )
        return float(total), labels.rows.T @ slope + weights / strength + pull * (anchors.T @ added)

    found = minimize(
        loss,
        np.zeros(labels.rows.shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _MOST_STEPS},
        callback=lambda _: advance(next(steps)),
    )
    return np.asarray(found.x, np.float32)
