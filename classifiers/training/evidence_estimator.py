"""Training of the second stage: what all the evidence says together."""

import warnings
from collections.abc import Sequence
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import block_diag
from scipy.special import logit
from sklearn.base import BaseEstimator
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from classifiers.features.evidence import NEIGHBOURS
from classifiers.features.masking import masked
from classifiers.features.neighbours import most_moved
from classifiers.model.evidence_model import EvidenceModel, Floats, scaled
from classifiers.training.training_table import Labels, Names, weigh

# Columns that networks without neighbours don't have.
_HIDDEN_FROM: Final = NEIGHBOURS.stop - NEIGHBOURS.start
_BATCH: Final = 2_048
_RATE: Final = 1e-2


class EvidenceEstimator(BaseEstimator):
    """Small neural networks whose log-odds are averaged: smooth, so that scores have no plateaus.

    As many again as ``networks`` see a comment's neighbours, too.

    ``model_`` is what serves: the networks' weights side by side.
    """

    def __init__(
        self, networks: int = 6, hidden: int = 16, alpha: float = 1.0, epochs: int = 5, copies: int = 2, seed: int = 0
    ) -> None:
        self.networks = networks
        self.hidden = hidden
        self.alpha = alpha
        self.epochs = epochs
        self.copies = copies
        self.seed = seed

    def fit(self, evidence: Floats, labels: Labels, sources: Names, counts: Floats) -> Self:
        """Learn from evidence: shape (comments, columns); ``counts`` tell how much each example counts."""
        dice = np.random.default_rng(self.seed)
        shown = np.vstack([masked(evidence, dice) for _ in range(self.copies)])
        scaler = StandardScaler().fit(shown)
        weights = weigh(labels, sources, counts)
        truth, weights = np.tile(labels, self.copies), np.tile(weights, self.copies)
        # Half the bytes take half the time, and the networks' noise is larger than what is rounded off.
        together = scaled(shown, scaler.mean_, scaler.scale_).astype(np.float32)
        apart = np.delete(together, NEIGHBOURS, axis=1)
        with warnings.catch_warnings():
            # A few epochs are meant: more of them learn the sources by heart.
            warnings.simplefilter("ignore", ConvergenceWarning)
            self.apart_, self.together_ = (
                [self._network(n).fit(inputs, truth, sample_weight=weights) for n in range(self.networks)]
                for inputs in (apart, together)
            )
        self.model_ = _side_by_side(scaler, self.apart_, self.together_)
        return self

    def log_odds(self, evidence: Floats) -> Floats:
        """Return the uncalibrated log-odds of spam: shape (comments,)."""
        return self.model_.log_odds(evidence)

    def predict_log_odds(self, evidence: Floats) -> Floats:
        """Return the same by way of scikit-learn's own networks, whose probabilities end at 0 and 1."""
        shown = scaled(evidence, self.model_.centre, self.model_.scale).astype(np.float32)
        apart = _mean_log_odds(self.apart_, np.delete(shown, NEIGHBOURS, axis=1))
        lowered, raised = most_moved(evidence[:, NEIGHBOURS])
        found: Floats = apart + np.clip(_mean_log_odds(self.together_, shown) - apart, -lowered, raised)
        return found

    def _network(self, number: int) -> MLPClassifier:
        return MLPClassifier(
            (self.hidden,),
            alpha=self.alpha,
            learning_rate_init=_RATE,
            batch_size=_BATCH,
            max_iter=self.epochs,
            tol=0.0,
            n_iter_no_change=self.epochs + 1,
            random_state=self.seed + number,
        )


def _side_by_side(
    scaler: StandardScaler, apart: Sequence[MLPClassifier], together: Sequence[MLPClassifier]
) -> EvidenceModel:
    """Return networks of one hidden layer as one whose two sums are the means of theirs; some see no neighbours."""
    blind = [np.insert(network.coefs_[0], [NEIGHBOURS.start] * _HIDDEN_FROM, 0, axis=0) for network in apart]
    outer = [np.concatenate([one.coefs_[1][:, 0] for one in half]) / len(half) for half in (apart, together)]
    return EvidenceModel(
        centre=scaler.mean_,
        scale=scaler.scale_,
        inner=np.hstack([*blind, *(network.coefs_[0] for network in together)]).astype(np.float64),
        inner_bias=np.concatenate([network.intercepts_[0] for network in (*apart, *together)]).astype(np.float64),
        outer=block_diag(*(half[:, None] for half in outer)).astype(np.float64),
        outer_bias=np.array(
            [np.mean([one.intercepts_[1][0] for one in half]) for half in (apart, together)], np.float64
        ),
    )


def _mean_log_odds(networks: Sequence[MLPClassifier], inputs: NDArray[np.float32]) -> Floats:
    found: Floats = np.mean([_logit(network.predict_proba(inputs)[:, 1]) for network in networks], axis=0)
    return found


def _logit(probabilities: NDArray[np.float32]) -> Floats:
    """Return the log-odds of probabilities, as far as single precision tells them from 0 and 1."""
    least = np.finfo(np.float32).eps
    found: Floats = logit(np.clip(probabilities.astype(np.float64), least, 1 - least))
    return found
