"""From probability to verdict: cut-offs that are chosen for a target, never typed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from classifiers.errors import ClassifierError
from classifiers.types import Verdict


@dataclass(frozen=True, slots=True)
class Target:
    """What an operator asks for: the share of ham lost to "spam" and the share of spam passed by "allow"."""

    hm: float = 0.0005
    sm: float = 0.04

    def __post_init__(self) -> None:
        if not (0 < self.hm < 1 and 0 < self.sm < 1):
            raise ClassifierError("a target's hm and sm must lie between 0 and 1, for example hm=0.002,sm=0.05")


SHIPPED_TARGET: Final = Target()


def parse_target(text: str) -> Target:
    """Read a target such as ``hm=0.002,sm=0.05``; what it leaves out is as shipped."""
    values = {"hm": SHIPPED_TARGET.hm, "sm": SHIPPED_TARGET.sm}
    for part in text.split(","):
        name, separator, number = part.strip().partition("=")
        if name not in values or not separator:
            raise ClassifierError(f"{part.strip()!r} is not a target; write hm=0.002,sm=0.05")
        try:
            values[name] = float(number)
        except ValueError:
            raise ClassifierError(f"{number!r} is not a number; write hm=0.002,sm=0.05") from None
    return Target(**values)


def read_target(settings: Mapping[str, Any]) -> Target | None:
    """Return the target that stands in the settings of a model's manifest, None where no whole one does."""
    try:
        return Target(**settings["target"])
    except (KeyError, TypeError, ClassifierError):
        return None


@dataclass(frozen=True, slots=True)
class Policy:
    """Two cut-offs: below ``review`` a comment is allowed, from ``spam`` on it is spam, between people decide.

    ``shifted`` are those for scores that a site's prior has shifted; where none were chosen, no prior shifts a score.
    """

    review: float
    spam: float
    shifted: "Policy | None" = None

    def verdict(self, probability: float) -> Verdict:
        """Return what should happen to a comment with this probability of spam."""
        if probability >= self.spam:
            return Verdict.SPAM
        return Verdict.REVIEW if probability >= self.review else Verdict.ALLOW


def choose(probabilities: ArrayLike, labels: ArrayLike, target: Target, weights: ArrayLike | None = None) -> Policy:
    """Return the cut-offs that keep a target on these held-out probabilities (labels: 1 is spam).

    ``weights`` let each example count for more or less, so that no source outvotes the others.
    """
    scores = np.asarray(probabilities, float)
    spam = np.asarray(labels).astype(bool)
    each = np.ones(scores.size) if weights is None else np.asarray(weights, float)
    if not spam.any() or spam.all():
        raise ClassifierError("cut-offs need held-out ham and held-out spam; give both")
    upper = _cut_above(scores[~spam], each[~spam], target.hm)
    lower = _cut_below(scores[spam], each[spam], target.sm)
    return Policy(review=min(lower, upper), spam=upper)


def _cut_above(scores: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> float:
    """Return the lowest cut that at most this share of the weight reaches."""
    order = np.argsort(-scores, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    first_over = int(np.searchsorted(reached, share, side="right"))
    return float(np.nextafter(scores[order[min(first_over, scores.size - 1)]], np.inf))


def _cut_below(scores: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> float:
    """Return the highest cut that at most this share of the weight stays below."""
    order = np.argsort(scores, kind="stable")
    below = np.cumsum(weights[order]) / weights.sum()
    first_over = int(np.searchsorted(below, share, side="right"))
    return float(scores[order[min(first_over, scores.size - 1)]])
