"""Training of what a site's own labels add to the shipped model: a small correction on top of its log-odds."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.base import BaseEstimator, ClassifierMixin

from classifiers.data import synthetic
from classifiers.features.extraction import Features, extract
from classifiers.model.comment_model import CommentModel
from classifiers.model.logistic import expit
from classifiers.model.site_model import FOLD, MOST_CORRECTION, SiteModel, leaning_columns
from classifiers.training.sparse_grams import comment_rows
from classifiers.training.training_table import BATCH
from classifiers.types import Comment

# Comments that the correction must leave alone: other draws than those of the gate's golden set.
_ANCHORS_PER_LANGUAGE: Final = 60
_ANCHOR_SEED: Final = 99
# How much an anchor holds against a label. Its probability is held, which frees what is far from any cut-off.
_ANCHOR: Final = 0.5
# Beside that, how much what n-grams add to it is held: they are to be of what this site's comments have of their own.
_OWN: Final = 0.2
# The more labels push, the more the anchors hold: as much as that up to so many labels.
_LABELS_A_PULL: Final = 200
# How far weights may go: an n-gram is shared by few comments, what evidence leans to by many.
_GRAMS: Final = 10.0
_LEANINGS: Final = 3.0
# Of so many different comments, evidence is believed not at all, and as far as it ever is.
_TOO_FEW: Final = 10
_ENOUGH: Final = 60
# Steps of the minimisation; it mostly ends long before.
_MOST_STEPS: Final = 100


_PLACES: Final = 1 << FOLD.bits


class SiteClassifier(ClassifierMixin, BaseEstimator):
    """Logistic regression on a site's labels with the base's log-odds as offset, shrunk towards no correction.

    The correction is linear in n-grams and in the evidence that the base sees: names, scripts, addresses, neighbours.
    Where the labels agree with the base it stays near zero, and comments in other languages keep their verdicts:
    nothing of the base is lost. ``strength`` is the inverse of regularisation. ``model_`` is what serves.
    """

    def __init__(self, base: CommentModel, strength: float = 1.0) -> None:
        self.base = base
        self.strength = strength

    def fit(
        self,
        X: Sequence[Comment],  # noqa: N803
        y: ArrayLike,
        groups: Sequence[str] | None = None,
        advance: Callable[[int, int], None] = lambda done, total: None,
    ) -> Self:
        """Learn from a site's comments and their labels (1 is spam).

        ``advance`` is told how many steps are done, of how many at most.
        """
        del groups  # one site is one source
        offsets, rows = [], []
        steps = -(-len(X) // BATCH) + _MOST_STEPS
        for number, start in enumerate(range(0, len(X), BATCH)):
            advance(number, steps)
            batch = extract(X[start : start + BATCH])
            row, offset = self._rows(batch)
            offsets.append(offset)
            rows.append(row)
        shares = _shares(X)
        labels = _Labels(
            vstack(rows, format="csr"),
            np.concatenate(offsets),
            np.where(np.asarray(y).astype(bool), 1.0, -1.0),
            shares,
        )
        widths = np.full(labels.rows.shape[1], np.sqrt(self.strength * _GRAMS))
        believed = np.clip((shares.sum() - _TOO_FEW) / (_ENOUGH - _TOO_FEW), 0, 1)
        widths[_PLACES:] = np.sqrt(self.strength * _LEANINGS * believed)
        weights = _fit_correction(labels, self._anchors(), widths, lambda step: advance(len(rows) + step, steps))
        self.model_ = SiteModel(self.base, weights[:_PLACES], weights[_PLACES:])
        self.classes_ = np.array([0, 1])
        return self

    def predict_proba(self, X: Sequence[Comment]) -> NDArray[np.float64]:  # noqa: N803
        """Return the probabilities of ham and spam by way of sparse rows: shape (comments, 2)."""
        if not len(X):
            return np.empty((0, 2))
        rows, offsets = self._rows(extract(X))
        weights = np.concatenate([self.model_.weights, self.model_.leanings])
        spam = expit(offsets + np.clip(rows @ weights, -MOST_CORRECTION, MOST_CORRECTION))
        return np.stack([1 - spam, spam], axis=1)

    def predict(self, X: Sequence[Comment]) -> NDArray[np.int64]:  # noqa: N803
        """Return the likelier class of each comment."""
        found: NDArray[np.int64] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return found

    def _rows(self, batch: Features) -> tuple[csr_matrix, NDArray[np.float64]]:
        """Return n-grams and evidence side by side, shape (comments, places + columns + 1), and the base's log-odds."""
        evidence = self.base.evidence(batch)
        leanings = csr_matrix(leaning_columns(self.base, evidence).astype(np.float32))
        return hstack([_local_rows(batch), leanings], format="csr"), self.base.judged(evidence)

    def _anchors(self) -> "_Anchors":
        """Return comments in many languages that no site's labels are about."""
        comments = [example.comment for example in synthetic.examples(_ANCHORS_PER_LANGUAGE, _ANCHOR_SEED)]
        parts = [self._rows(extract(comments[start : start + BATCH])) for start in range(0, len(comments), BATCH)]
        rows = vstack([row for row, _ in parts], format="csr")
        return _Anchors(rows, np.concatenate([offset for _, offset in parts]))


def _local_rows(batch: Features) -> csr_matrix:
    """Return the n-grams of all fields of a batch in the local table: shape (comments, places)."""
    whole = comment_rows(batch).tocoo()
    places = FOLD.places(whole.col.astype(np.uint32))
    return csr_matrix((whole.data.astype(np.float32), (whole.row, places)), shape=(batch.size, _PLACES))


@dataclass(frozen=True, slots=True)
class _Labels:
    """What is learnt from: rows of n-grams and evidence, the base's log-odds, signs (1 is spam, -1 ham), and shares.

    ``shares`` tell how much each label counts.
    """

    rows: csr_matrix
    offsets: NDArray[np.float64]
    signs: NDArray[np.float64]
    shares: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Anchors:
    """What the correction must leave alone: rows as those of labels, and the base's log-odds."""

    rows: csr_matrix
    offsets: NDArray[np.float64]


def _shares(comments: Sequence[Comment]) -> NDArray[np.float64]:
    """Return how much each comment counts: those that say the same under the same name count as one."""
    said = [(comment.text, comment.author, comment.author_url) for comment in comments]
    copies = Counter(said)
    return np.array([1 / copies[one] for one in said])


def _fit_correction(
    labels: _Labels, anchors: _Anchors, widths: NDArray[np.float64], advance: Callable[[int], None]
) -> NDArray[np.float32]:
    """Return the weights that minimise the logistic loss on top of the offsets, with a ridge penalty.

    ``widths`` tell how far each weight may go: what is 0 stays 0. The anchors' part is their cross-entropy with what
    the base says of them, and the square of what n-grams add to them.
    """
    steps, pull = count(1), _ANCHOR * max(1.0, labels.shares.sum() / _LABELS_A_PULL)
    grams, said = anchors.rows[:, :_PLACES], expit(anchors.offsets)

    def loss(free: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        # Single precision, like the rows: SciPy would else copy all of them for each product.
        single = (free * widths).astype(np.float32)
        margins = labels.signs * (labels.offsets + labels.rows @ single)
        slope = (-labels.signs * labels.shares * expit(-margins)).astype(np.float32)
        held, added = anchors.offsets + anchors.rows @ single, grams @ single[:_PLACES]
        entropy = np.logaddexp(0, held).sum() - said @ held
        total = (
            labels.shares @ np.logaddexp(0, -margins) + free @ free / 2 + pull * (entropy + _OWN * (added @ added) / 2)
        )
        change = labels.rows.T @ slope + pull * (anchors.rows.T @ (expit(held) - said).astype(np.float32))
        change[:_PLACES] += pull * _OWN * (grams.T @ added)
        return float(total), change * widths + free

    found = minimize(
        loss,
        np.zeros(labels.rows.shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _MOST_STEPS},
        callback=lambda _: advance(next(steps)),
    )
    return np.asarray(found.x * widths, np.float32)
