"""Training of the second stage: what all the evidence says together."""

import warnings
from collections.abc import Sequence
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit
from sklearn.base import BaseEstimator
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from classifiers.features.masking import columns, masked
from classifiers.model.evidence_model import EvidenceModel, Floats, scaled
from classifiers.training.training_table import Labels, Names, weigh

# Spam of sources where nobody signs, video and chat sites, counts for this much: with more, whatever bears no name
# looks like spam, the comments of a newspaper in a new language first.
_UNSIGNED: Final = 0.25
_BATCH: Final = 2_048
_RATE: Final = 1e-2


class EvidenceEstimator(BaseEstimator):
    """A few small neural networks whose log-odds are averaged: smooth, so that scores have no plateaus.

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

    def fit(self, evidence: Floats, labels: Labels, sources: Names) -> Self:
        """Learn from evidence: shape (comments, columns)."""
        dice = np.random.default_rng(self.seed)
        shown = np.vstack([masked(evidence, dice) for _ in range(self.copies)])
        scaler = StandardScaler().fit(shown)
        signed = evidence[:, columns("has_author")[0]] > 0
        weights = weigh(labels, sources, _counts(labels, sources, signed))
        truth, weights = np.tile(labels, self.copies), np.tile(weights, self.copies)
        # Half the bytes take half the time, and the networks' noise is larger than what is rounded off.
        inputs = scaled(shown, scaler.mean_, scaler.scale_).astype(np.float32)
        with warnings.catch_warnings():
            # A few epochs are meant: more of them learn the sources by heart.
            warnings.simplefilter("ignore", ConvergenceWarning)
            self.networks_ = [self._network(n) for n in range(self.networks)]
            for network in self.networks_:
                network.fit(inputs, truth, sample_weight=weights)
        self.model_ = _side_by_side(scaler, self.networks_)
        return self

    def log_odds(self, evidence: Floats) -> Floats:
        """Return the uncalibrated log-odds of spam: shape (comments,)."""
        return self.model_.log_odds(evidence)

    def predict_log_odds(self, evidence: Floats) -> Floats:
        """Return the same by way of scikit-learn's own networks, whose probabilities end at 0 and 1."""
        shown = scaled(evidence, self.model_.centre, self.model_.scale).astype(np.float32)
        found: Floats = np.mean([_logit(network.predict_proba(shown)[:, 1]) for network in self.networks_], axis=0)
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


def _counts(labels: Labels, sources: Names, signed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return how much each example counts by the kind of its source."""
    spam = labels == 1
    unsigned = spam & ~np.isin(sources, sources[spam & signed])
    return np.where(unsigned, _UNSIGNED, 1.0)


def _side_by_side(scaler: StandardScaler, networks: Sequence[MLPClassifier]) -> EvidenceModel:
    """Return networks of one hidden layer as one whose log-odds are the mean of theirs."""
    return EvidenceModel(
        centre=scaler.mean_,
        scale=scaler.scale_,
        inner=np.hstack([network.coefs_[0] for network in networks]).astype(np.float64),
        inner_bias=np.concatenate([network.intercepts_[0] for network in networks]).astype(np.float64),
        outer=np.concatenate([network.coefs_[1][:, 0] for network in networks]).astype(np.float64) / len(networks),
        outer_bias=float(np.mean([network.intercepts_[1][0] for network in networks])),
    )


def _logit(probabilities: NDArray[np.float32]) -> Floats:
    """Return the log-odds of probabilities, as far as single precision tells them from 0 and 1."""
    least = np.finfo(np.float32).eps
    found: Floats = logit(np.clip(probabilities.astype(np.float64), least, 1 - least))
    return found
