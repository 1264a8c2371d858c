"""A site's model in service: the shipped one, and a small correction on top of its log-odds."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features.extraction import VIEWS, Features
from classifiers.features.ngrams import Fold
from classifiers.model.comment_model import CommentModel
from classifiers.model.evidence_model import scaled

# Fewer places than the base has: a site's labels are few, and this much is kept for every version.
FOLD: Final = Fold(bits=16)
# The correction may outweigh the base where labels are many, never by one comment's words alone.
MOST_CORRECTION: Final = 6.0
# What a site's labels say of names, links and scripts decides where the base is in doubt, and hardly where it is sure:
# so many log-odds.
MOST_LEANING: Final = 2.5


@dataclass(frozen=True, slots=True, eq=False)
class SiteModel:
    """The shipped model, and what a site's labels weigh words and evidence by.

    ``weights`` are those of n-grams: shape (2 ** FOLD.bits,). ``leanings`` are those of the base's evidence, as the
    base scales it: shape (columns,).
    """

    base: CommentModel
    weights: NDArray[np.float32]
    leanings: NDArray[np.float64]

    def evidence(self, batch: Features) -> NDArray[np.float64]:
        """Return what the base sees, and the site's correction as the last column."""
        segments = np.zeros((batch.size, len(VIEWS)))
        segments[batch.owners, batch.views] = batch.grams.sums(self.weights, FOLD)
        seen = self.base.evidence(batch)
        said = corrected(segments.sum(axis=1), evidence_scaled(self.base, seen) @ self.leanings)
        return np.hstack([seen, said[:, None]])

    def judged(self, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log-odds of spam for this evidence: shape (comments,)."""
        return self.base.judged(evidence[:, :-1]) + evidence[:, -1]

    def log_odds(self, batch: Features) -> NDArray[np.float64]:
        """Return the log-odds of spam of each comment of an extracted batch."""
        return self.judged(self.evidence(batch))


def corrected(words: NDArray[np.float64], leaning: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a site's labels add to the log-odds, from what its words and its evidence say."""
    found: NDArray[np.float64] = np.clip(
        words + np.clip(leaning, -MOST_LEANING, MOST_LEANING), -MOST_CORRECTION, MOST_CORRECTION
    )
    return found


def evidence_scaled(base: CommentModel, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return evidence as the base scales it: shape (comments, columns)."""
    return scaled(evidence, base.judgement.centre, base.judgement.scale)


def base_of(model: "Model") -> CommentModel:
    """Return the shipped model below a site's correction, or the model itself."""
    return model.base if isinstance(model, SiteModel) else model


Model = CommentModel | SiteModel
