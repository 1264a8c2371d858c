"""Training of what a site's past adds: a few weights, fitted on top of what was held out of all else."""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator

from classifiers.model.history_model import HistoryModel
from classifiers.training.training_table import Labels

Floats = NDArray[np.float64]


class HistoryEstimator(BaseEstimator):
    """Logistic regression without an intercept, the log-odds of a comment by itself as offset.

    Where nothing is known all columns are 0: such comments teach nothing, and nothing is added to them. So none has to
    be masked. No weight is negative: that somebody was here before never speaks for a comment, as bots come back, too;
    only what those comments say does. ``strength`` is the inverse of regularisation. ``model_`` is what serves.
    """

    def __init__(self, strength: float = 1.0) -> None:
        self.strength = strength

    def fit(self, past: Floats, log_odds: Floats, labels: Labels, weights: Floats) -> Self:
        """Learn from pasts: shape (comments, columns); ``log_odds`` are held out, ``weights`` say what each counts."""
        known = past.any(axis=1)
        rows, offsets, truth, counts = past[known], log_odds[known], labels[known], weights[known]

        def loss(chosen: Floats) -> tuple[float, Floats]:
            odds = offsets + rows @ chosen
            lost = counts @ (np.logaddexp(0, odds) - truth * odds) + chosen @ chosen / (2 * self.strength)
            return float(lost), rows.T @ (counts * (expit(odds) - truth)) + chosen / self.strength

        columns = past.shape[1]
        found = minimize(loss, np.zeros(columns), jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * columns)
        # As many digits as the minimisation finds again on another processor.
        self.model_ = HistoryModel(np.round(found.x, 4))
        return self
