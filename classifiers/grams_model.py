"""The first stage: what the words of each field say."""

from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator
from sklearn.linear_model import SGDClassifier

from classifiers.features import NAME_WORDS, TABLE_SIZE, TEXT, VIEWS, Features
from classifiers.table import FeatureTable, Labels, Names, weigh

# A source has an n-gram wholly where so many of its comments do; one that so many sources have is trusted wholly.
_OFTEN: Final = 3
_MANY_SOURCES: Final = 4
# Keeps scaled n-grams about as large as they were: the steps of gradient descent depend on it.
_USUAL_RARITY: Final = 5


class GramsModel(BaseEstimator):
    """One logistic regression a field over hashed n-grams, by averaged stochastic gradient descent.

    N-grams are scaled while learning, by how rare they are and by how many sources have them: what one site alone
    says teaches little about others. The scales end in the weights, so that they cost nothing in service.
    ``text_alpha`` and ``field_alpha`` are the strength of regularisation. The fields' weights stand side by side in
    one table, ``weights_``.
    """

    def __init__(self, text_alpha: float = 3e-6, field_alpha: float = 1e-5, epochs: int = 5, seed: int = 0) -> None:
        self.text_alpha = text_alpha
        self.field_alpha = field_alpha
        self.epochs = epochs
        self.seed = seed

    def fit(self, table: FeatureTable, labels: Labels, sources: Names) -> Self:
        """Learn from a table of features."""
        self.weights_ = np.zeros(TABLE_SIZE, np.float32)
        self.intercepts_ = np.zeros(len(VIEWS))
        for view in range(NAME_WORDS):
            rows = np.flatnonzero(table.presence[:, view])
            if np.unique(labels[rows]).size < 2:
                continue
            model = SGDClassifier(
                loss="log_loss",
                alpha=self.text_alpha if view == TEXT else self.field_alpha,
                max_iter=self.epochs,
                tol=None,
                average=True,
                random_state=self.seed,
            )
            grams = table.grams[view][rows]
            trust = _trust(grams, sources[rows])
            model.fit(_scaled(grams, trust), labels[rows], sample_weight=weigh(labels[rows], sources[rows]))
            self.weights_ += model.coef_[0].astype(np.float32) * trust
            self.intercepts_[view] = model.intercept_[0]
        return self

    def scores(self, table: FeatureTable) -> NDArray[np.float64]:
        """Return what each field's words say, 0 where the field is missing: shape (comments, views)."""
        said = np.stack([matrix @ self.weights_ for matrix in table.grams], axis=1)
        return said + table.presence * self.intercepts_

    def batch_scores(self, batch: Features) -> NDArray[np.float64]:
        """Return the same for a batch in service, without sparse matrices."""
        return batch.view_scores(np.asarray(self.weights_)) + batch.presence() * self.intercepts_


def _scaled(grams: csr_matrix, trust: NDArray[np.float32]) -> csr_matrix:
    return csr_matrix((grams.data * trust[grams.indices], grams.indices, grams.indptr), shape=grams.shape)


def _trust(grams: csr_matrix, sources: Names) -> NDArray[np.float32]:
    """Return how much each n-gram counts: its inverse document frequency, less where few sources have it."""
    names, inverse = np.unique(sources, return_inverse=True)
    rows = np.arange(inverse.size)
    owned = csr_matrix((np.ones(rows.size, np.float32), (inverse, rows)), shape=(names.size, rows.size))
    shown = csr_matrix((np.ones(grams.nnz, np.float32), grams.indices, grams.indptr), shape=grams.shape)
    by_source = owned @ shown
    found = np.asarray(by_source.sum(axis=0)).ravel()
    met = np.bincount(by_source.indices, np.minimum(by_source.data / _OFTEN, 1), minlength=grams.shape[1])
    rarity = np.log((1 + grams.shape[0]) / (1 + found)) / _USUAL_RARITY
    trust: NDArray[np.float32] = (rarity * np.sqrt(np.minimum(met / _MANY_SOURCES, 1))).astype(np.float32)
    return trust
