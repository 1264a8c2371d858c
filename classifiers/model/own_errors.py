"""How many mistakes a filter made, told from its scores alone: the share of ham lost and the share of spam passed.

Confidence-based performance estimation: a comment that was judged spam is ham as often as its calibrated probability
says (Kivimäki, Białek, Nurminen & Kuberski, "Confidence-based Estimators for Predictive Performance in Model
Monitoring", Journal of Artificial Intelligence Research 2025, whose interval is that of the Poisson-binomial
distribution). No label is needed: how much of all is spam is told from the scores too
(:mod:`classifiers.model.site_prior`).

Scores that are calibrated over many sources are not on each one of them, and an interval that takes them for exact
holds the truth too seldom. So each slice has an error of its own, a shift and a stretch of log-odds, drawn from what
such errors were on sources that a model had never met (`Spread`): a random effect.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.model.logistic import expit, logit
from classifiers.model.policy import Target
from classifiers.model.site_prior import FEWEST, spam_share

# The ends of an interval move by a hundredth of its width with another seed.
_DRAWS: Final = 2_000
_SEED: Final = 17
# How often an interval is to hold the truth.
CONFIDENCE: Final = 0.95
# A share has left its target where it is beyond that in so many of the draws.
SURE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Spread:
    """How calibration errs from slice to slice: in a shift of log-odds, and in the logarithm of their stretch.

    ``middle`` are the means of both, ``root`` is the lower triangle whose square is their covariance. Few sources tell
    of it, so a new one is drawn from Student's t with ``freedom``: the sources less two (Higgins, Thompson &
    Spiegelhalter, "A re-evaluation of random-effects meta-analysis", J. R. Stat. Soc. A 2009).
    """

    middle: tuple[float, float]
    root: tuple[tuple[float, float], tuple[float, float]]
    freedom: int

    def draws(self, dice: np.random.Generator, many: int) -> NDArray[np.float64]:
        """Return errors of so many slices: shape (many, 2)."""
        tails = np.sqrt(self.freedom / dice.chisquare(self.freedom, (many, 1)))
        off = tails * dice.standard_normal((many, 2)) @ np.array(self.root).T
        found: NDArray[np.float64] = off + np.array(self.middle)
        return found


# From all sources, as `make bench-truth` writes it (docs/benchmarks/truth.md).
SHIPPED_SPREAD: Final = Spread((-1.327, -0.052), ((1.984, 0.0), (0.095, 0.263)), 8)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share from 0 to 1, the ends of the interval that is to hold it, and how likely it is beyond its target."""

    value: float
    low: float
    high: float
    beyond: float

    @property
    def has_left(self) -> bool:
        """Whether it is as good as certain that the share is beyond its target."""
        return self.beyond >= SURE


@dataclass(frozen=True, slots=True)
class OwnErrors:
    """The share of a slice's ham that was judged spam, and of its spam that was allowed.

    None where the scores tell of nothing of that kind.
    """

    ham_lost: Estimate | None
    spam_passed: Estimate | None


@dataclass(frozen=True, slots=True, eq=False)
class JudgedScores:
    """Comments that were judged alike, in groups of one score: each array has the shape (groups,).

    ``log_odds`` are calibrated, and moved by no prior; ``spam``, ``review`` and ``allow`` count those so judged.
    """

    log_odds: NDArray[np.float64]
    spam: NDArray[np.int64]
    review: NDArray[np.int64]
    allow: NDArray[np.int64]

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many comments each group has."""
        return self.spam + self.review + self.allow


def own_errors(judged: JudgedScores, target: Target, spread: Spread = SHIPPED_SPREAD) -> OwnErrors | None:
    """Return what the scores of a slice say of the mistakes there; None below `FEWEST` comments.

    The same scores say the same.
    """
    total = int(judged.counts.sum())
    if total < FEWEST:
        return None
    dice = np.random.default_rng(_SEED)
    likely = with_errors(with_share(judged.log_odds, judged.counts), spread.draws(dice, _DRAWS))
    caught, held, passed = (dice.binomial(many, likely) for many in (judged.spam, judged.review, judged.allow))
    spam = (caught + held + passed).sum(axis=1)
    lost = (judged.spam - caught).sum(axis=1)
    return OwnErrors(_estimate(lost, total - spam, target.hm), _estimate(passed.sum(axis=1), spam, target.sm))


def with_share(log_odds: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return log-odds that know how much of all is spam, which they are the only ones to tell."""
    share = logit(np.array(spam_share(log_odds, counts)))
    return log_odds + share


def with_errors(log_odds: NDArray[np.float64], errors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of log-odds of shape (groups,) under errors of shape (draws, 2)."""
    return expit(errors[:, :1] + np.exp(errors[:, 1:]) * log_odds)


def _estimate(part: NDArray[np.int64], whole: NDArray[np.int64], target: float) -> Estimate | None:
    there = whole > 0
    if there.mean() < CONFIDENCE:
        return None
    shares = part[there] / whole[there]
    outside = (1 - CONFIDENCE) / 2
    low, value, high = np.quantile(shares, (outside, 0.5, 1 - outside)).tolist()
    return Estimate(value, low, high, float((shares > target).mean()))
