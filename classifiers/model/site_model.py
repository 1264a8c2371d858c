"""A site's model in service: the shipped one, and a small correction on top of its log-odds."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features.extraction import VIEWS, Features
from classifiers.features.ngrams import Fold
from classifiers.model.comment_model import CommentModel

# Fewer places than the base has: a site's labels are few, and this much is kept for every version.
FOLD: Final = Fold(bits=16)
# The correction may outweigh the base where labels are many, never by one comment's words alone.
MOST_CORRECTION: Final = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class SiteModel:
    """The shipped model and the ``weights`` of a site's n-grams: shape (2 ** FOLD.bits,)."""

    base: CommentModel
    weights: NDArray[np.float32]

    def evidence(self, batch: Features) -> NDArray[np.float64]:
        """Return what the base sees, and the site's correction as the last column."""
        segments = np.zeros((batch.size, len(VIEWS)))
        segments[batch.owners, batch.views] = batch.grams.sums(self.weights, FOLD)
        correction = np.clip(segments.sum(axis=1), -MOST_CORRECTION, MOST_CORRECTION)
        return np.hstack([self.base.evidence(batch), correction[:, None]])

    def judged(self, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log-odds of spam for this evidence: shape (comments,)."""
        return self.base.judged(evidence[:, :-1]) + evidence[:, -1]

    def log_odds(self, batch: Features) -> NDArray[np.float64]:
        """Return the log-odds of spam of each comment of an extracted batch."""
        return self.judged(self.evidence(batch))


def base_of(model: "Model") -> CommentModel:
    """Return the shipped model below a site's correction, or the model itself."""
    return model.base if isinstance(model, SiteModel) else model


Model = CommentModel | SiteModel
