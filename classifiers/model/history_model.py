"""What a site's past adds in service: a few weights on top of the log-odds of all else, and how far they may go."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features.history import Past
from classifiers.model.policy import Policy

Floats = NDArray[np.float64]

# How far the past may move the log-odds, down and up.
MOST_MOVED: Final = 2.5
# The columns that each reason rests on: who wrote it, and what it says.
PIECES: Final = (slice(Past.HAS_AUTHOR, Past.HAS_TEXT), slice(Past.HAS_TEXT, len(Past)))


@dataclass(frozen=True, slots=True, eq=False)
class HistoryModel:
    """Weights of what was on the site before, fitted where all else stood: shape (features of Past,).

    Nothing is added where nothing is known, so an author who is new is neither ham nor spam.
    """

    weights: Floats

    def moves(self, past: Floats) -> Floats:
        """Return what is added to the log-odds: shape (comments,)."""
        found: Floats = np.clip(past @ self.weights, -MOST_MOVED, MOST_MOVED)
        return found

    def falls(self, past: Floats) -> Floats:
        """Return how far the log-odds fall without each of PIECES: shape (comments, pieces)."""
        whole, found = self.moves(past), np.empty((len(past), len(PIECES)))
        for place, piece in enumerate(PIECES):
            without = past.copy()
            without[:, piece] = 0
            found[:, place] = whole - self.moves(without)
        return found


def within_one_step(probability: float, moved: float, cuts: Policy) -> float:
    """Return a probability as the past has ``moved`` it, the verdict by no more than one step.

    What is spam by itself is never allowed for what its author wrote before, and what is allowed by itself never spam.
    """
    if probability >= cuts.spam:
        return max(moved, cuts.review)
    if probability < cuts.review:
        return min(moved, float(np.nextafter(cuts.spam, 0)))
    return moved
