"""Examples in, a fitted model with its cut-offs out: the same for the shipped base and for a site."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone

from classifiers import models, policy
from classifiers.datasets import Example, by_source

_FOLDS: Final = 4


@dataclass(frozen=True, slots=True)
class Trained:
    """A fitted model, its cut-offs, and the held-out probabilities that they were chosen on."""

    model: Any
    policy: policy.Policy
    held_out: NDArray[np.float64]


def train(
    examples: Sequence[Example], *, target: policy.Target = policy.SHIPPED_TARGET, seed: int = 0
) -> Trained:
    """Fit the model on all examples, and choose cut-offs on probabilities held out by source."""
    comments = [example.comment for example in examples]
    labels = np.array([example.is_spam for example in examples], np.int64)
    model = models.FACTORIES["winnow"]()
    held_out = np.zeros(labels.size)
    for fold in source_folds(examples, seed):
        rest = np.setdiff1d(np.arange(labels.size), fold)
        fitted = clone(model).fit([comments[i] for i in rest], labels[rest])
        held_out[fold] = fitted.predict_proba([comments[i] for i in fold])[:, 1]
    model.fit(comments, labels)
    return Trained(model, policy.choose(held_out, labels, target), held_out)


def source_folds(examples: Sequence[Example], seed: int) -> list[NDArray[np.int64]]:
    """Return folds of positions such that no source stands in two; the largest sources are dealt out first."""
    sources = by_source(examples)
    folds: list[list[int]] = [[] for _ in range(_FOLDS)]
    for name in sorted(
        sources,
        key=lambda source: (-sum(examples[i].is_spam for i in sources[source]), -len(sources[source])),
    ):
        min(folds, key=len).extend(sources[name])
    return [np.sort(np.array(fold, np.int64)) for fold in folds]
