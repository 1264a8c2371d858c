"""A small model for development: trained in seconds, from synthetic comments alone."""

from dataclasses import replace
from typing import Final

import numpy as np

from classifiers.data import synthetic
from classifiers.model import policy
from classifiers.model.logistic import expit
from classifiers.training.estimators import CommentClassifier
from classifiers.training.train import Trained

# Enough that the model tells spam from ham in all languages, and few enough for seconds.
PER_LANGUAGE: Final = 30
_FOLDS: Final = 4
_NETWORKS: Final = 2


def train_development(*, per_language: int = PER_LANGUAGE, seed: int = 0) -> Trained:
    """Train a model whose only merit is that it has today's features: the shipped one may know others.

    Each language stands for a source, so that cut-offs come from languages that were held out.
    """
    examples = [
        replace(example, source=f"{synthetic.SOURCE}-{example.language}")
        for example in synthetic.examples(per_language, seed)
    ]
    labels = np.array([example.is_spam for example in examples], np.int64)
    fitted = CommentClassifier(folds=_FOLDS, networks=_NETWORKS, seed=seed).fit(
        [example.comment for example in examples], labels, groups=[example.source for example in examples]
    )
    held_out = expit(fitted.held_out_)
    return Trained(fitted.model_, policy.choose(held_out, labels, policy.SHIPPED_TARGET), examples, held_out)
