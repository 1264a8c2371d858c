"""Training of the first stage: what the words of each field say."""

from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.linear_model import SGDClassifier

from classifiers.data.kinds import SOURCE as KINDS
from classifiers.features.extraction import AUTHOR, NAME_WORDS, TABLE_SIZE, TEXT, VIEWS
from classifiers.model.grams_model import GramsModel
from classifiers.training.training_table import FeatureTable, Labels, Names, weigh

# Kinds count for this much: with less, words of languages that no labelled source is in are hardly learnt.
_KINDS: Final = 2.0


class GramsEstimator(BaseEstimator):
    """One logistic regression a field over hashed n-grams, by averaged stochastic gradient descent.

    Of comments that are shown again under another name, it learns the name alone.
    ``text_alpha`` and ``field_alpha`` are the strength of regularisation. The fields' weights stand side by side in
    one table: ``model_`` is what serves.
    """

    def __init__(self, text_alpha: float = 3e-6, field_alpha: float = 1e-5, epochs: int = 5, seed: int = 0) -> None:
        self.text_alpha = text_alpha
        self.field_alpha = field_alpha
        self.epochs = epochs
        self.seed = seed

    def fit(self, table: FeatureTable, labels: Labels, sources: Names) -> Self:
        """Learn from a table of features."""
        weights, intercepts = np.zeros(TABLE_SIZE, np.float32), np.zeros(len(VIEWS))
        for view in range(NAME_WORDS):
            rows = np.flatnonzero(table.presence[:, view] & ((view == AUTHOR) | ~table.again))
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
            counts = np.where(sources[rows] == KINDS, _KINDS, 1.0)
            model.fit(table.grams[view][rows], labels[rows], sample_weight=weigh(labels[rows], sources[rows], counts))
            weights += model.coef_[0].astype(np.float32)
            intercepts[view] = model.intercept_[0]
        self.model_ = GramsModel(weights, intercepts)
        return self

    def scores(self, table: FeatureTable) -> NDArray[np.float64]:
        """Return what each field's words say, 0 where the field is missing: shape (comments, views)."""
        scores = np.stack([matrix @ self.model_.weights for matrix in table.grams], axis=1)
        return scores + table.presence * self.model_.intercepts
