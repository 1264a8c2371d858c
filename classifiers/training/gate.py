"""Whether a challenger may replace the champion: on a golden set, and on held-out labels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from classifiers.data.datasets import Example
from classifiers.model.policy import Policy
from classifiers.training.evaluate import Evaluation, auc, figures, logistic_mean, recall_at
from classifiers.types import Comment, Prediction, Verdict

GOLDEN: Final = "golden"
HELD_OUT: Final = "held-out labels"
# Resamples of the golden set: enough for a 99 % interval that doesn't jump from run to run.
_RESAMPLES: Final = 500
_CONFIDENCE: Final = 0.99
# A loss that is certain may still be nothing: all figures are shares, and a tenth of a point is the least that counts.
_LEAST_LOSS: Final = 0.001
# No slice (a source, a language, a reviewer) may lose more than this share of its comments' right verdicts.
_MOST_LOST: Final = 0.02
# In a slice smaller than this, one comment is more than two points: there the loss must also be beyond chance.
_SMALL_SLICE: Final = 50
_SMALLEST_SLICE: Final = 10
_CHANCE: Final = 0.05
# A reviewer of so large a share could hide what his labels do to others behind his own.
_GOOD_PART: Final = 0.1
# Comments that are judged between two calls of ``advance``.
_BATCH: Final = 256

Advance = Callable[[int, int], None]
Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]


class Judging(Protocol):
    """A model in service, as the gate sees it."""

    @property
    def policy(self) -> Policy:
        """The cut-offs."""

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        """Judge comments in order."""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One line of the gate's table: what two models do on one set; ``worse`` names the figures that fell."""

    name: str
    champion: Evaluation
    challenger: Evaluation
    worse: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A set with its truth, and what one model says of it."""

    probabilities: Floats
    verdicts: NDArray[np.str_]
    policy: Policy

    def part(self, places: NDArray[np.int64]) -> "JudgedSet":
        """Return what it says of these."""
        return JudgedSet(self.probabilities[places], self.verdicts[places], self.policy)


@dataclass(frozen=True, slots=True)
class Compared:
    """A set that both models judged."""

    name: str
    examples: tuple[Example, ...]
    champion: JudgedSet
    challenger: JudgedSet

    @property
    def truth(self) -> Truth:
        """Which comments are spam."""
        return np.array([example.is_spam for example in self.examples])


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate's table and its verdict; ``objections`` are sentences about what else forbids a promotion."""

    rows: tuple[ComparisonRow, ...]
    sets: tuple[Compared, ...] = ()
    objections: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether no figure fell beyond noise and nothing else objects."""
        return not self.objections and not any(row.worse for row in self.rows)


def compare(
    champion: Judging,
    challenger: Judging,
    golden: Sequence[Example],
    held_out: Sequence[Example],
    *,
    seed: int = 0,
    advance: Advance = lambda done, total: None,
) -> Gate:
    """Return how the challenger does beside the champion, and what it does worse beyond noise.

    On the golden set a figure is worse where the whole bootstrap interval of its loss lies above a tenth of a point;
    a slice of either set is worse where it loses more than two points. ``advance`` is told how many batches are
    judged.
    """
    judged, total = count(1), 2 * sum(-(-len(examples) // _BATCH) for examples in (golden, held_out))
    sets = tuple(
        Compared(
            name,
            tuple(examples),
            _judge(champion, examples, lambda: advance(next(judged), total)),
            _judge(challenger, examples, lambda: advance(next(judged), total)),
        )
        for name, examples in ((GOLDEN, golden), (HELD_OUT, held_out))
        if examples
    )
    return Gate(tuple(row for one in sets for row in _rows(one, seed)), sets)


def _judge(model: Judging, examples: Sequence[Example], advance: Callable[[], None]) -> JudgedSet:
    found: list[Prediction] = []
    for start in range(0, len(examples), _BATCH):
        advance()
        found += model.judge([example.comment for example in examples[start : start + _BATCH]])
    return JudgedSet(
        np.array([one.probability for one in found]), np.array([one.verdict.value for one in found]), model.policy
    )


def _rows(compared: Compared, seed: int) -> list[ComparisonRow]:
    """Return the line of a whole set, and one for each of its slices."""
    old, new, truth = compared.champion, compared.challenger, compared.truth
    worse = _worse_beyond_noise(old, new, truth, seed) if compared.name == GOLDEN else _worse_slice(old, new, truth)
    rows = [_row(compared.name, old, new, truth, worse)]
    for label, places in _slices(compared.examples).items():
        parts = old.part(places), new.part(places), truth[places]
        rows.append(_row(f"{compared.name}: {label}", *parts, _worse_slice(*parts)))
    return rows


def _row(name: str, old: JudgedSet, new: JudgedSet, truth: Truth, worse: tuple[str, ...]) -> ComparisonRow:
    return ComparisonRow(
        name, figures(old.probabilities, truth, old.policy), figures(new.probabilities, truth, new.policy), worse
    )


def _slices(examples: Sequence[Example]) -> dict[str, NDArray[np.int64]]:
    """Return the positions of each source, each language and each reviewer, where there is more than one of a kind.

    And of all but one reviewer's, for each who gave a good part: what teaches in his name must do no harm to what
    others said, and his own labels don't vouch for it.
    """
    places: dict[tuple[str, str], list[int]] = {}
    for position, example in enumerate(examples):
        places.setdefault(("source", example.source), []).append(position)
        places.setdefault(("language", example.language or "unknown"), []).append(position)
        if example.by:
            places.setdefault(("reviewer", example.by), []).append(position)
    places |= _without_one(places, len(examples))
    return {
        f"{kind} {name}": np.array(found)
        for (kind, name), found in places.items()
        if _SMALLEST_SLICE <= len(found) < len(examples)
    }


def _without_one(places: Mapping[tuple[str, str], list[int]], total: int) -> dict[tuple[str, str], list[int]]:
    return {
        ("all but reviewer", name): sorted(set(range(total)) - set(own))
        for (kind, name), own in places.items()
        if kind == "reviewer" and len(own) >= _GOOD_PART * total
    }


def _losses(judged: JudgedSet, truth: Truth) -> dict[str, Floats]:
    """Return what each comment costs: lost ham, passed spam, review, and the distance of the probability (Brier)."""
    return {
        "hm": ((judged.verdicts == Verdict.SPAM.value) & ~truth).astype(float),
        "sm": ((judged.verdicts == Verdict.ALLOW.value) & truth).astype(float),
        "caught": ((judged.verdicts != Verdict.SPAM.value) & truth).astype(float),
        "review": ((judged.verdicts == Verdict.REVIEW.value) & ~truth).astype(float),
        "brier": (judged.probabilities - truth) ** 2,
    }


def _ranking_losses(judged: JudgedSet, truth: Truth) -> dict[str, float]:
    """Return what is not a mean over comments: 1 - AUC, 1 - recall where 1 % of ham is lost, and lam."""
    spam, ham = judged.probabilities[truth], judged.probabilities[~truth]
    lost = judged.verdicts[~truth] == Verdict.SPAM.value
    passed = judged.verdicts[truth] == Verdict.ALLOW.value
    return {
        "auc": 1 - auc(spam, ham),
        "recall at 1 %": 1 - recall_at(spam, ham, 0.01),
        "lam": logistic_mean(lost, passed),
    }


def _worse_beyond_noise(old: JudgedSet, new: JudgedSet, truth: Truth, seed: int) -> tuple[str, ...]:
    """Return the figures whose loss is more than nothing throughout its bootstrap interval (Efron 1979).

    Spam and ham are drawn apart, so that every resample has as much of both.
    """
    dice = np.random.default_rng(seed)
    kinds = [np.flatnonzero(truth == kind) for kind in (False, True)]
    before, after = _losses(old, truth), _losses(new, truth)
    lost: dict[str, list[float]] = {}
    for _ in range(_RESAMPLES):
        drawn = np.concatenate([kind[dice.integers(0, kind.size, kind.size)] for kind in kinds if kind.size])
        for name, cost in after.items():
            lost.setdefault(name, []).append(float((cost - before[name])[drawn].mean()))
        if all(kind.size for kind in kinds):
            was = _ranking_losses(old.part(drawn), truth[drawn])
            for name, now in _ranking_losses(new.part(drawn), truth[drawn]).items():
                lost.setdefault(name, []).append(now - was[name])
    return tuple(name for name, found in lost.items() if np.quantile(found, 1 - _CONFIDENCE) > _LEAST_LOSS)


def _worse_slice(old: JudgedSet, new: JudgedSet, truth: Truth) -> tuple[str, ...]:
    """Return what a slice loses by more than two points: its ham to "spam", or its spam to "allow"."""
    before, after = _losses(old, truth), _losses(new, truth)
    found = []
    for name, chosen in (("hm", ~truth), ("sm", truth)):
        change = (after[name] - before[name])[chosen]
        if chosen.any() and change.mean() > _MOST_LOST and (truth.size >= _SMALL_SLICE or not _by_chance(change)):
            found.append(name)
    return tuple(found)


def _by_chance(change: Floats) -> bool:
    """Tell whether so many losses beside so few gains may be chance (McNemar's exact test)."""
    lost, won = int((change > 0).sum()), int((change < 0).sum())
    return bool(binomtest(lost, lost + won, alternative="greater").pvalue > _CHANCE)
