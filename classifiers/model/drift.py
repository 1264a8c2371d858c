"""Whether comments still score as they did: the population stability index (PSI), the share of spam taken out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from classifiers.types import Verdict

# Cuts of the probability, closest where scores crowd; finer ones would count noise.
CUTS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99)
# Fewer scores than these say nothing of a distribution: of late, and before.
FEWEST: Final = 200
FEWEST_BEFORE: Final = 1000
# From this index on they score otherwise (Siddiqi 2006).
MUCH: Final = 0.25
# An empty bin is taken for this share: its logarithm must exist.
_SMALLEST_SHARE: Final = 1e-3
# Comments of one article resemble one another: so many of them say as much as one that is drawn by itself.
_ALIKE: Final = 3.0


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """How many scores lie below each of the cuts and above the last: one number more than there are cuts."""

    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


VerdictScores = Mapping[Verdict, ScoreCounts]


def count_scores(probabilities: ArrayLike) -> ScoreCounts:
    """Count probabilities of spam between the cuts."""
    places = np.searchsorted(CUTS, np.asarray(probabilities, float), side="right")
    return ScoreCounts(tuple(np.bincount(places, minlength=len(CUTS) + 1).tolist()))


def drift_between(before: Iterable[VerdictScores], of_late: Iterable[VerdictScores]) -> float | None:
    """Return how differently comments score of late: a stability index, at least 0; None where there are too few.

    How much of what was decided is spam is taken out: a wave of spam, or a site more, is no change of how comments
    score. What is left is how surely each kind is known, and how much of all is in doubt. What chance explains is taken
    out too: the index of two samples of one distribution is (1/n + 1/m) chi-squared over its bins (Yurdakul 2018).
    Below 0.1 nothing has changed, above `MUCH` much has.
    """
    then, now = _added(before), _added(of_late)
    samples = then.sum(), now.sum()
    if samples[0] < FEWEST_BEFORE or samples[1] < FEWEST:
        return None
    index = psi(then.sum(axis=0), _with_spam_as(now, then).sum(axis=0))
    by_chance = _ALIKE * len(CUTS) * (1 / samples[0] + 1 / samples[1])
    return max(0.0, index - float(by_chance))


def psi(expected: Sequence[float] | NDArray[np.float64], found: Sequence[float] | NDArray[np.float64]) -> float:
    """Return the population stability index of two distributions over the same bins."""
    before, after = np.asarray(expected, float), np.asarray(found, float)
    shares = [np.maximum(counts / counts.sum(), _SMALLEST_SHARE) for counts in (before, after)]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def _added(days: Iterable[VerdictScores]) -> NDArray[np.float64]:
    """Add up the days: a row a verdict, a column a bin."""
    added = np.zeros((len(Verdict), len(CUTS) + 1))
    for day in days:
        added += [day[verdict].counts for verdict in Verdict]
    return added


def _with_spam_as(now: NDArray[np.float64], then: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weigh what was decided so that as much of it is spam as then; without one of the kinds nothing can be weighed."""
    kinds = [list(Verdict).index(verdict) for verdict in (Verdict.ALLOW, Verdict.SPAM)]
    decided_now, decided_then = now[kinds].sum(axis=1), then[kinds].sum(axis=1)
    if not (decided_now.all() and decided_then.all()):
        return now
    weights = np.ones(len(Verdict))
    weights[kinds] = decided_then / decided_then.sum() * decided_now.sum() / decided_now
    return now * weights[:, None]
