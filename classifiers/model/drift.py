"""Whether comments still score as they did in training: the population stability index (PSI)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

# Cuts of the probability, closest where scores crowd; finer ones would count noise.
CUTS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99)
# Fewer scores than this say nothing of a distribution.
FEWEST: Final = 100
# An empty bin is taken for this share: its logarithm must exist.
_SMALLEST_SHARE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """How many scores lie below each of the cuts and above the last: one number more than there are cuts."""

    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


def count_scores(probabilities: ArrayLike) -> ScoreCounts:
    """Count probabilities of spam between the cuts."""
    places = np.searchsorted(CUTS, np.asarray(probabilities, float), side="right")
    return ScoreCounts(tuple(np.bincount(places, minlength=len(CUTS) + 1).tolist()))


def psi(expected: Sequence[int], found: Sequence[int]) -> float | None:
    """Return the population stability index of two distributions over the same bins; None where one says too little.

    Below 0.1 nothing has changed, above 0.25 much has (Siddiqi 2006).
    """
    before, after = np.asarray(expected, float), np.asarray(found, float)
    if before.size != after.size or before.sum() < FEWEST or after.sum() < FEWEST:
        return None
    shares = [np.maximum(counts / counts.sum(), _SMALLEST_SHARE) for counts in (before, after)]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
