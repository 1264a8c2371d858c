"""The second stage: what all the evidence says together."""

from collections.abc import Sequence
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from classifiers.masking import PRESENCE, columns, masked
from classifiers.table import Labels, Names, balance, weigh

# Evidence further from its mean than this, in standard deviations, says no more: an outlier must not decide alone.
_CLIP: Final = 4.0
_BATCH: Final = 2_048
_RATE: Final = 1e-2


class EvidenceModel(BaseEstimator):
    """A few small neural networks whose log-odds are averaged: smooth, so that scores have no plateaus."""

    def __init__(
        self, networks: int = 4, hidden: int = 16, alpha: float = 0.3, epochs: int = 5, copies: int = 2, seed: int = 0
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
        truth = np.tile(labels, self.copies)
        present = shown[:, columns(*PRESENCE)] > 0
        weights = balance(np.tile(weigh(labels, sources), self.copies), truth, present)
        fitted = [
            self._network(number).fit(self._scaled(shown), truth, sample_weight=weights)
            for number in range(self.networks)
        ]
        self.inner_ = np.hstack([network.coefs_[0] for network in fitted])
        self.inner_bias_ = np.concatenate([network.intercepts_[0] for network in fitted])
        self.outer_ = np.concatenate([network.coefs_[1][:, 0] for network in fitted]) / self.networks
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
        scaled: NDArray[np.float64] = np.clip((evidence - self.centre_) / self.scale_, -_CLIP, _CLIP)
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
