"""Scores from models that never met a comment's source, for a second stage to learn from and to be tried on."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from classifiers.features.evidence import evidence_of
from classifiers.features.extraction import VIEWS
from classifiers.training.training_table import FeatureTable, Labels, Names

Scores = NDArray[np.float64]


class FirstStage(Protocol):
    """Learns what the words of each field say."""

    def fit(self, table: FeatureTable, labels: Labels, sources: Names) -> Self:
        """Learn from a table of features."""

    def scores(self, table: FeatureTable) -> Scores:
        """Return what each field's words say: shape (comments, views)."""


class SecondStage(Protocol):
    """Learns what all the evidence says together."""

    def fit(self, evidence: Scores, labels: Labels, sources: Names, counts: Scores) -> Self:
        """Learn from evidence: shape (comments, columns); ``counts`` tell how much each example counts."""

    def log_odds(self, evidence: Scores) -> Scores:
        """Return the log-odds of spam: shape (comments,)."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The first stage's scores of each comment from models that did not meet its source.

    ``alone`` has the shape (comments, views). ``paired[f]`` holds the scores from models that met neither the
    comment's fold nor fold f: what a second stage may learn from that is to be tried on fold f. ``folds`` tells
    each comment's; what is in none (-1) every first stage learns from, and no second one.
    """

    alone: Scores
    paired: Scores
    folds: NDArray[np.int64]

    def parts(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Return the positions inside of each fold, and in the others."""
        dealt = self.folds >= 0
        return [
            (np.flatnonzero(self.folds == f), np.flatnonzero(dealt & (self.folds != f)))
            for f in range(len(self.paired))
        ]

    def judged(
        self, table: FeatureTable, labels: Labels, sources: Names, counts: Scores, make: Callable[[], SecondStage]
    ) -> Scores:
        """Return each comment's log-odds from second stages that, like their first stages, never met its source."""
        found = np.zeros(labels.size)
        tried = evidence_of(self.alone, table.shape, table.pages)
        for fold, (part, rest) in enumerate(self.parts()):
            seen = evidence_of(self.paired[fold], table.shape, table.pages)
            judge = make().fit(seen[rest], labels[rest], sources[rest], counts[rest])
            found[part] = judge.log_odds(tried[part])
        return found


def hold_out(
    table: FeatureTable, labels: Labels, sources: Names, folds: NDArray[np.int64], make: Callable[[], FirstStage]
) -> HeldOut:
    """Train a first stage without each fold and without each pair of folds, and score what it did not meet."""
    count = int(folds.max()) + 1
    alone = np.zeros((labels.size, len(VIEWS)))
    paired = np.zeros((count, labels.size, len(VIEWS)))
    for first, second in combinations_with_replacement(range(count), 2):
        hidden = (folds == first) | (folds == second)
        if not hidden.any():
            continue
        rest, part = np.flatnonzero(~hidden), np.flatnonzero(hidden)
        scores = make().fit(table.rows(rest), labels[rest], sources[rest]).scores(table.rows(part))
        if first == second:
            alone[part] = scores
            continue
        for fold, other in ((first, second), (second, first)):
            inside = folds[part] == other
            paired[fold, part[inside]] = scores[inside]
    return HeldOut(alone, paired, folds)
