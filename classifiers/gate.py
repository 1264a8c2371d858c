"""Whether a challenger may replace the champion: on a golden set, and on held-out labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.datasets import Example
from classifiers.evaluate import Figures, figures
from classifiers.policy import Policy
from classifiers.types import Comment, Prediction, Verdict

# Resamples of the golden set: enough for a 99 % interval that doesn't jump from run to run.
_RESAMPLES: Final = 500
_CONFIDENCE: Final = 0.99
# No slice (a source, a language) may lose more than this share of its comments' right verdicts.
_MOST_LOST: Final = 0.02
# In a slice smaller than this, one comment is more than two points.
_SMALLEST_SLICE: Final = 50


class Judging(Protocol):
    """A model in service, as the gate sees it."""

    @property
    def policy(self) -> Policy:
        """The cut-offs."""

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        """Judge comments in order."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the gate's table: what two models do on one set; ``worse`` names the figures that fell."""

    name: str
    champion: Figures
    challenger: Figures
    worse: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate's table and its verdict."""

    rows: tuple[Row, ...]

    @property
    def passed(self) -> bool:
        """Whether no figure fell beyond noise."""
        return not any(row.worse for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Judged:
    probabilities: NDArray[np.float64]
    verdicts: NDArray[np.str_]
    policy: Policy


def compare(
    champion: Judging, challenger: Judging, golden: Sequence[Example], held_out: Sequence[Example], *, seed: int = 0
) -> Gate:
    """Return how the challenger does beside the champion, and what it does worse beyond noise.

    On the golden set a figure is worse where the bootstrap interval of its loss lies above zero; a slice of either
    set is worse where it loses more than two points.
    """
    rows = []
    for name, examples in (("golden", golden), ("held-out labels", held_out)):
        if not examples:
            continue
        truth = np.array([example.is_spam for example in examples])
        old, new = _judge(champion, examples), _judge(challenger, examples)
        worse = _worse_beyond_noise(old, new, truth, seed) if name == "golden" else _worse_slice(old, new, truth)
        rows.append(_row(name, old, new, truth, worse))
        for label, places in _slices(examples).items():
            parts = _part(old, places), _part(new, places)
            rows.append(_row(f"{name}: {label}", *parts, truth[places], _worse_slice(*parts, truth[places])))
    return Gate(tuple(rows))


def _judge(model: Judging, examples: Sequence[Example]) -> _Judged:
    found = model.judge([example.comment for example in examples])
    return _Judged(
        np.array([one.probability for one in found]), np.array([one.verdict.value for one in found]), model.policy
    )


def _part(judged: _Judged, places: NDArray[np.int64]) -> _Judged:
    return _Judged(judged.probabilities[places], judged.verdicts[places], judged.policy)


def _row(name: str, old: _Judged, new: _Judged, truth: NDArray[np.bool_], worse: tuple[str, ...]) -> Row:
    return Row(
        name,
        figures(old.probabilities, truth, old.policy),
        figures(new.probabilities, truth, new.policy),
        worse,
    )


def _slices(examples: Sequence[Example]) -> dict[str, NDArray[np.int64]]:
    """Return the positions of each source and each language."""
    places: dict[str, list[int]] = {}
    for position, example in enumerate(examples):
        places.setdefault(f"source {example.source}", []).append(position)
        places.setdefault(f"language {example.language or 'unknown'}", []).append(position)
    return {label: np.array(found) for label, found in places.items() if len(found) >= _SMALLEST_SLICE}


def _losses(judged: _Judged, truth: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """Return what each comment costs: lost ham, passed spam, and the distance of the probability (Brier)."""
    return {
        "hm": ((judged.verdicts == Verdict.SPAM.value) & ~truth).astype(float),
        "sm": ((judged.verdicts == Verdict.ALLOW.value) & truth).astype(float),
        "caught": ((judged.verdicts != Verdict.SPAM.value) & truth).astype(float),
        "review_ham": ((judged.verdicts == Verdict.REVIEW.value) & ~truth).astype(float),
        "brier": (judged.probabilities - truth) ** 2,
    }


def _worse_beyond_noise(old: _Judged, new: _Judged, truth: NDArray[np.bool_], seed: int) -> tuple[str, ...]:
    """Return the figures whose loss is above zero throughout its bootstrap interval (Efron 1979)."""
    dice = np.random.default_rng(seed)
    before, after = _losses(old, truth), _losses(new, truth)
    draws = dice.integers(0, truth.size, (_RESAMPLES, truth.size))
    found = []
    for name, cost in after.items():
        differences = (cost - before[name])[draws].mean(axis=1)
        if np.quantile(differences, 1 - _CONFIDENCE) > 0:
            found.append(name)
    return tuple(found)


def _worse_slice(old: _Judged, new: _Judged, truth: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return what a slice loses by more than two points: its ham to "spam", or its spam to "allow"."""
    before, after = _losses(old, truth), _losses(new, truth)
    found = []
    for name, chosen in (("hm", ~truth), ("sm", truth)):
        if chosen.any() and (after[name][chosen].mean() - before[name][chosen].mean()) > _MOST_LOST:
            found.append(name)
    return tuple(found)
