"""The second stage: what all the evidence says together."""

import warnings
from collections.abc import Sequence
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from classifiers.masking import columns, masked
from classifiers.table import Labels, Names, weigh

# Evidence further from its mean than this, in standard deviations, says no more: an outlier must not decide alone.
_CLIP: Final = 4.0
# Spam of sources where nobody signs, video and chat sites, counts for this much: with more, whatever bears no name
# looks like spam, the comments of a newspaper in a new language first.
_UNSIGNED: Final = 0.25
_BATCH: Final = 2_048
_RATE: Final = 1e-2


class EvidenceModel(BaseEstimator):
    """A few small neural networks whose log-odds are averaged: smooth, so that scores have no plateaus."""

    def __init__(
        self, networks: int = 6, hidden: int = 16, alpha: float = 1.0, epochs: int = 5, copies: int = 2, seed: int = 0
    ) -> None:
        self.networks = networks
        self.hidden = hidden
        self.alpha = alpha
        self.epochs = epochs
        self.copies = copies
        self.seed = seed

    def fit(self, evidence: NDArray[np.float64], labels: Labels, sources: Names) -> Self:
        """Learn from evidence: shape (comments, columns)."""
        dice = np.random.default_rng(self.seed)
        shown = np.vstack([masked(evidence, dice) for _ in range(self.copies)])
        scaler = StandardScaler().fit(shown)
        self.centre_, self.scale_ = scaler.mean_, scaler.scale_
        signed = evidence[:, columns("has_author")[0]] > 0
        weights = weigh(labels, sources, _counts(labels, sources, signed))
        truth, weights = np.tile(labels, self.copies), np.tile(weights, self.copies)
        # Half the bytes take half the time, and the networks' noise is larger than what is rounded off.
        scaled = self._scaled(shown).astype(np.float32)
        with warnings.catch_warnings():
            # A few epochs are meant: more of them learn the sources by heart.
            warnings.simplefilter("ignore", ConvergenceWarning)
            fitted = [self._network(n).fit(scaled, truth, sample_weight=weights) for n in range(self.networks)]
        self.inner_ = np.hstack([network.coefs_[0] for network in fitted]).astype(np.float64)
        self.inner_bias_ = np.concatenate([network.intercepts_[0] for network in fitted])
        self.outer_ = np.concatenate([network.coefs_[1][:, 0] for network in fitted]).astype(np.float64) / self.networks
        self.outer_bias_ = float(np.mean([network.intercepts_[1][0] for network in fitted]))
        return self

    def log_odds(self, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the uncalibrated log-odds of spam: shape (comments,)."""
        inner = np.maximum(self._scaled(evidence) @ self.inner_ + self.inner_bias_, 0)
        found: NDArray[np.float64] = inner @ self.outer_ + self.outer_bias_
        return found

    def falls(
        self, evidence: NDArray[np.float64], missing: NDArray[np.float64], pieces: Sequence[Sequence[int]]
    ) -> NDArray[np.float64]:
        """Return how far the log-odds fall when the columns of each piece are ``missing``: shape (comments, pieces).

        The first layer is linear, so only what changes is multiplied.
        """
        whole, without = self._scaled(evidence), self._scaled(missing[None, :])
        layer = whole @ self.inner_ + self.inner_bias_
        before = np.maximum(layer, 0) @ self.outer_
        found = np.empty((len(evidence), len(pieces)))
        for place, piece in enumerate(pieces):
            chosen = list(piece)
            changed = layer + (without[:, chosen] - whole[:, chosen]) @ self.inner_[chosen]
            found[:, place] = before - np.maximum(changed, 0, out=changed) @ self.outer_
        return found

    def _scaled(self, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
        scaled: NDArray[np.float64] = (evidence - self.centre_) / self.scale_
        np.minimum(np.maximum(scaled, -_CLIP, out=scaled), _CLIP, out=scaled)
        return scaled

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
