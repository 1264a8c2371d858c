"""Figures of a model on labelled comments, in the terms of the TREC spam track."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from classifiers.model.policy import Policy


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a model does on one set; None where the set has no ham or no spam to tell.

    ``hm`` is the share of ham judged spam, ``sm`` the share of spam judged allow, ``lam`` their logistic mean;
    ``recall_at_1`` the share of spam above the score that 1 % of ham reach, ``recall_at_01`` above 0.1 %.
    """

    spam: int
    ham: int
    review: float
    hm: float | None = None
    sm: float | None = None
    lam: float | None = None
    caught: float | None = None
    review_ham: float | None = None
    auc: float | None = None
    recall_at_1: float | None = None
    recall_at_01: float | None = None
    brier: float | None = None

    def rounded(self) -> dict[str, float | int | None]:
        """Return the figures to four places, for manifests and tables."""
        return {name: round(value, 4) if value is not None else None for name, value in asdict(self).items()}


def auc(spam: NDArray[np.float64], ham: NDArray[np.float64]) -> float:
    """Return the chance that a spam outscores a ham, ties half (Mann-Whitney)."""
    ranks = rankdata(np.concatenate([spam, ham]))[: spam.size].sum()
    return float((ranks - spam.size * (spam.size + 1) / 2) / (spam.size * ham.size))


def recall_at(spam: NDArray[np.float64], ham: NDArray[np.float64], rate: float) -> float:
    """Return the share of spam above the score that this share of ham reaches."""
    cut = np.sort(ham)[::-1][min(ham.size - 1, int(rate * ham.size))]
    return float((spam > cut).mean())


def figures(probabilities: ArrayLike, labels: ArrayLike, policy: Policy) -> Evaluation:
    """Return the figures of these probabilities of spam under these cut-offs (labels: 1 is spam)."""
    scores = np.asarray(probabilities, np.float64)
    truth = np.asarray(labels).astype(bool)
    spam, ham = scores[truth], scores[~truth]
    middle = (scores >= policy.review) & (scores < policy.spam)
    both = spam.size > 0 and ham.size > 0
    return Evaluation(
        spam=int(spam.size),
        ham=int(ham.size),
        review=_mean(middle) or 0.0,
        hm=_mean(ham >= policy.spam),
        sm=_mean(spam < policy.review),
        lam=logistic_mean(ham >= policy.spam, spam < policy.review) if both else None,
        caught=_mean(spam >= policy.spam),
        review_ham=_mean(middle[~truth]),
        auc=auc(spam, ham) if both else None,
        recall_at_1=recall_at(spam, ham, 0.01) if both else None,
        recall_at_01=recall_at(spam, ham, 0.001) if both else None,
        brier=_mean((scores - truth) ** 2),
    )


def by_slice(
    probabilities: NDArray[np.float64], labels: NDArray[np.int64], slices: Sequence[str], policy: Policy
) -> Mapping[str, Evaluation]:
    """Return the figures of each slice (a source, a language) and of all together."""
    names = np.array(slices)
    found = {
        str(name): figures(probabilities[names == name], labels[names == name], policy) for name in np.unique(names)
    }
    return {**found, "all": figures(probabilities, labels, policy)}


def _mean(values: NDArray[np.bool_] | NDArray[np.float64]) -> float | None:
    return float(np.mean(values)) if values.size else None


def logistic_mean(lost: NDArray[np.bool_], passed: NDArray[np.bool_]) -> float:
    """Return the mean of two rates on the logistic scale (Cormack & Lynam, TREC 2005)."""
    rates = np.array([(lost.sum() + 0.5) / (lost.size + 1), (passed.sum() + 0.5) / (passed.size + 1)])
    return float(1 / (1 + np.exp(-np.log(rates / (1 - rates)).mean())))
