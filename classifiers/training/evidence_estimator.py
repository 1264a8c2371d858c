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

from classifiers.data.kinds import SOURCE as KINDS
from classifiers.features.evidence import NEIGHBOURS, columns
from classifiers.features.extraction import GROUPS
from classifiers.features.masking import masked
from classifiers.features.neighbours import most_moved
from classifiers.model.evidence_model import EvidenceModel, Floats, scaled
from classifiers.training.training_table import Labels, Names, weigh

# Columns that networks without neighbours don't have.
_HIDDEN_FROM: Final = NEIGHBOURS.stop - NEIGHBOURS.start
# A disguise never speaks for a comment.
_NEVER_LOWERING: Final = columns(*GROUPS["disguise"])
_BATCH: Final = 2_048
_RATE: Final = 1e-2


class EvidenceEstimator(BaseEstimator):
    """Small neural networks whose log-odds are averaged: smooth, so that scores have no plateaus.

    As many again as ``networks`` see a comment's neighbours, too, and as many again are their twins without. Those two
    learn nothing from kinds, which stand on no page, so that neighbours add what they change and nothing else.

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
        paged = np.flatnonzero(np.tile(sources != KINDS, self.copies))
        with warnings.catch_warnings():
            # A few epochs are meant: more of them learn the sources by heart.
            warnings.simplefilter("ignore", ConvergenceWarning)
            self.alone_, self.apart_, self.together_ = (
                [
                    self._network(n).fit(inputs[rows], truth[rows], sample_weight=weights[rows])
                    for n in range(self.networks)
                ]
                for inputs, rows in ((apart, np.arange(truth.size)), (apart, paged), (together, paged))
            )
        self.scaler_ = scaler
        self.model_ = _side_by_side(scaler, (self.alone_, self.apart_), self.together_)
        return self

    def let_no_disguise_lower(self) -> Self:
        """Take from what was learnt the weights by which a disguise lowers the log-odds.

        What bears no disguise is judged as before.
        """
        absent = scaled(np.zeros((1, self.scaler_.mean_.size)), self.scaler_.mean_, self.scaler_.scale_)[0]
        for network in (*self.alone_, *self.apart_, *self.together_):
            _never_lower(network, absent)
        self.model_ = _side_by_side(self.scaler_, (self.alone_, self.apart_), self.together_)
        return self

    def log_odds(self, evidence: Floats) -> Floats:
        """Return the uncalibrated log-odds of spam: shape (comments,)."""
        return self.model_.log_odds(evidence)

    def predict_log_odds(self, evidence: Floats) -> Floats:
        """Return the same by way of scikit-learn's own networks, whose probabilities end at 0 and 1."""
        shown = scaled(evidence, self.model_.centre, self.model_.scale).astype(np.float32)
        alone, apart = (_mean_log_odds(one, np.delete(shown, NEIGHBOURS, axis=1)) for one in (self.alone_, self.apart_))
        lowered, raised = most_moved(evidence[:, NEIGHBOURS])
        found: Floats = alone + np.clip(_mean_log_odds(self.together_, shown) - apart, -lowered, raised)
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


def _never_lower(network: MLPClassifier, absent: Floats) -> None:
    """Take a network's weights by which a disguise lowers; ``absent`` is evidence of nothing, scaled."""
    inner, outer = network.coefs_[0], network.coefs_[1][:, 0]
    weights = inner[_NEVER_LOWERING]
    lowering = np.where(weights * outer < 0, weights, 0)
    network.intercepts_[0] += absent[_NEVER_LOWERING].astype(lowering.dtype) @ lowering
    inner[_NEVER_LOWERING] = weights - lowering


def _side_by_side(
    scaler: StandardScaler, blind: Sequence[Sequence[MLPClassifier]], seeing: Sequence[MLPClassifier]
) -> EvidenceModel:
    """Return networks of one hidden layer as one whose sums are the means of each part; ``blind`` see no neighbours."""
    parts = (*blind, seeing)
    inner = [
        np.insert(network.coefs_[0], [NEIGHBOURS.start] * _HIDDEN_FROM, 0, axis=0) for part in blind for network in part
    ]
    outer = [np.concatenate([one.coefs_[1][:, 0] for one in part]) / len(part) for part in parts]
    return EvidenceModel(
        centre=scaler.mean_,
        scale=scaler.scale_,
        inner=np.hstack([*inner, *(network.coefs_[0] for network in seeing)]).astype(np.float64),
        inner_bias=np.concatenate([one.intercepts_[0] for part in parts for one in part]).astype(np.float64),
        outer=block_diag(*(part[:, None] for part in outer)).astype(np.float64),
        outer_bias=np.array([np.mean([one.intercepts_[1][0] for one in part]) for part in parts], np.float64),
    )


def _mean_log_odds(networks: Sequence[MLPClassifier], inputs: NDArray[np.float32]) -> Floats:
    found: Floats = np.mean([_logit(network.predict_proba(inputs)[:, 1]) for network in networks], axis=0)
    return found


def _logit(probabilities: NDArray[np.float32]) -> Floats:
    """Return the log-odds of probabilities, as far as single precision tells them from 0 and 1."""
    least = np.finfo(np.float32).eps
    found: Floats = logit(np.clip(probabilities.astype(np.float64), least, 1 - least))
    return found
