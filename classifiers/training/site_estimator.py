"""Training of what a site's own labels add to the shipped model: a small correction on top of its log-odds."""

from collections import Counter
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
from classifiers.model.site_model import FOLD, MOST_CORRECTION, SiteModel, corrected, evidence_scaled
from classifiers.training.leanings import learn_leanings
from classifiers.training.sparse_grams import comment_rows
from classifiers.training.training_table import BATCH
from classifiers.types import Comment

# Comments that the correction must leave alone: other draws than those of the gate's golden set.
_ANCHORS_PER_LANGUAGE: Final = 20
_ANCHOR_SEED: Final = 99
# The more labels push, the more the anchors hold: one of them weighs 1 up to so many labels.
_LABELS_A_PULL: Final = 200
# A label of the rarer kind counts for at most so many.
_MOST_OF_ONE: Final = 4.0
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

    First over n-grams, then over the evidence that the base sees, which few labels tell more of. Evidence moves little,
    and only on top of what n-grams said: what labels do to words shows as it would without it, to the gate too.
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
        self.model_ = _fitted(
            self.base, labels, _anchors(self.base), self.strength, lambda step: advance(before + step, steps)
        )
        self.classes_ = np.array([0, 1])
        return self

    def predict_proba(self, X: Sequence[Comment]) -> NDArray[np.float64]:  # noqa: N803
        """Return the probabilities of ham and spam by way of sparse rows: shape (comments, 2)."""
        if not len(X):
            return np.empty((0, 2))
        spam = _Rows.of(self.base, X).judged(self.model_)
        return np.stack([1 - spam, spam], axis=1)

    def predict(self, X: Sequence[Comment]) -> NDArray[np.int64]:  # noqa: N803
        """Return the likelier class of each comment."""
        found: NDArray[np.int64] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return found


def held_out(
    base: CommentModel, comments: Sequence[Comment], y: ArrayLike, *, advance: Advance = ignore
) -> NDArray[np.float64]:
    """Return each comment's probability of spam by a correction that has not met its label: shape (comments,).

    Comments are dealt to the folds in turn; there are as many of them at least as folds.
    """
    steps = -(-len(comments) // BATCH) + _FOLDS
    labels = _read(base, comments, y, None, lambda number: advance(number, steps))
    anchors, dealt, found = _anchors(base), np.arange(len(comments)) % _FOLDS, np.empty(len(comments))
    for fold in range(_FOLDS):
        advance(steps - _FOLDS + fold, steps)
        model = _fitted(base, labels.part(np.flatnonzero(dealt != fold)), anchors, 1.0, lambda _: None)
        inside = np.flatnonzero(dealt == fold)
        found[inside] = labels.rows.part(inside).judged(model)
    return found


def _local_rows(batch: Features) -> csr_matrix:
    """Return the n-grams of all fields of a batch in the local table: shape (comments, places)."""
    whole = comment_rows(batch).tocoo()
    places = FOLD.places(whole.col.astype(np.uint32))
    return csr_matrix((whole.data.astype(np.float32), (whole.row, places)), shape=(batch.size, 1 << FOLD.bits))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Comments as the correction sees them: rows of n-grams, the base's evidence, and its log-odds."""

    words: csr_matrix
    evidence: NDArray[np.float64]
    log_odds: NDArray[np.float64]

    @classmethod
    def of(cls, base: CommentModel, comments: Sequence[Comment]) -> Self:
        """Return the rows of these comments; those of one page are seen together."""
        batch = extract(comments)
        evidence = base.evidence(batch)
        return cls(_local_rows(batch), evidence_scaled(base, evidence), base.judged(evidence))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the rows of all parts, in order."""
        return cls(
            vstack([part.words for part in parts], format="csr"),
            np.vstack([part.evidence for part in parts]),
            np.concatenate([part.log_odds for part in parts]),
        )

    def part(self, places: NDArray[np.int64]) -> Self:
        """Return some of the rows."""
        return type(self)(self.words[places], self.evidence[places], self.log_odds[places])

    def judged(self, model: SiteModel) -> NDArray[np.float64]:
        """Return the probabilities of spam by a correction."""
        return expit(self.log_odds + corrected(self.words @ model.weights, self.evidence @ model.leanings))


@dataclass(frozen=True, slots=True)
class _Labels:
    """What is learnt from: rows, signs (1 is spam, -1 ham), how much each counts, and how much it does for evidence."""

    rows: _Rows
    signs: NDArray[np.float64]
    counts: NDArray[np.float64]
    shares: NDArray[np.float64]

    def part(self, places: NDArray[np.int64]) -> Self:
        """Return some of them."""
        return type(self)(self.rows.part(places), self.signs[places], self.counts[places], self.shares[places])


def _read(
    base: CommentModel,
    comments: Sequence[Comment],
    y: ArrayLike,
    sample_weight: ArrayLike | None,
    advance: Callable[[int], None],
) -> _Labels:
    parts = []
    for number, start in enumerate(range(0, len(comments), BATCH)):
        advance(number)
        parts.append(_Rows.of(base, comments[start : start + BATCH]))
    signs = np.where(np.asarray(y).astype(bool), 1.0, -1.0)
    counts = np.ones_like(signs) if sample_weight is None else np.asarray(sample_weight, np.float64)
    return _Labels(_Rows.joined(parts), signs, counts, _shares(comments, signs, counts))


def _fitted(
    base: CommentModel, labels: _Labels, anchors: _Rows, strength: float, advance: Callable[[int], None]
) -> SiteModel:
    # The more labels push, the more the anchors hold.
    pull = max(1.0, labels.counts.sum() / _LABELS_A_PULL)
    weights = _fit_words(labels, anchors.words, pull, strength, advance)
    rows = labels.rows
    said = rows.log_odds + _clipped(rows.words @ weights)
    leanings = learn_leanings(
        rows.evidence, said, labels.signs, labels.shares, anchors.evidence, anchors.log_odds, pull
    )
    return SiteModel(base, weights, leanings)


def _anchors(base: CommentModel) -> _Rows:
    """Return rows of comments in many languages that no site's labels are about."""
    comments = [example.comment for example in synthetic.examples(_ANCHORS_PER_LANGUAGE, _ANCHOR_SEED)]
    return _Rows.joined([_Rows.of(base, comments[start : start + BATCH]) for start in range(0, len(comments), BATCH)])


def _shares(
    comments: Sequence[Comment], signs: NDArray[np.float64], counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how much each label counts for evidence: ham and spam alike, and what says the same under one name once.

    A site labels far more of the one than of the other, which says nothing of what either looks like.
    """
    said = [(comment.text, comment.author, comment.author_url) for comment in comments]
    copies = Counter(said)
    shares: NDArray[np.float64] = counts * np.array([1 / copies[one] for one in said])
    total = shares.sum()
    for sign in (-1.0, 1.0):
        of_it = signs == sign
        shares[of_it] *= min(total / 2 / max(shares[of_it].sum(), 1.0), _MOST_OF_ONE)
    return shares


def _clipped(words: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.clip(words, -MOST_CORRECTION, MOST_CORRECTION)


def _fit_words(
    labels: _Labels, anchors: csr_matrix, pull: float, strength: float, advance: Callable[[int], None]
) -> NDArray[np.float32]:
    """Return the weights that minimise the logistic loss on top of the offsets, with a ridge penalty.

    What the correction would add to the anchors is penalised too, as its square: so it is made of what this site's
    comments have of their own, and not of what all comments share.
    """
    steps, rows, signs, counts = count(1), labels.rows, labels.signs, labels.counts

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        # Single precision, like the rows: SciPy would else copy all of them for each product.
        single = weights.astype(np.float32)
        margins = signs * (rows.log_odds + rows.words @ single)
        slope = (-signs * counts * expit(-margins)).astype(np.float32)
        added = anchors @ single
        lost = (counts * np.logaddexp(0, -margins)).sum()
        total = lost + weights @ weights / (2 * strength) + pull / 2 * (added @ added)
        return float(total), rows.words.T @ slope + weights / strength + pull * (anchors.T @ added)

    found = minimize(
        loss,
        np.zeros(rows.words.shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _MOST_STEPS},
        callback=lambda _: advance(next(steps)),
    )
    return np.asarray(found.x, np.float32)
