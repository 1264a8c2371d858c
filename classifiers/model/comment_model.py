"""The shipped model in service: plain NumPy over frozen arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.features.evidence import evidence_of, gives_no_address
from classifiers.features.extraction import Features
from classifiers.model.evidence_model import EvidenceModel
from classifiers.model.grams_model import GramsModel
from classifiers.model.history_model import HistoryModel
from classifiers.model.stretch import NONE, Stretch


@dataclass(frozen=True, slots=True, eq=False)
class CommentModel:
    """What the words of each field say, then what all the evidence says; ``slope`` and ``offset`` calibrate it.

    ``history`` is what a site's past adds to that, None where it was not learnt. ``stretch`` is what becomes of
    calibrated log-odds.
    """

    words: GramsModel
    judgement: EvidenceModel
    slope: float
    offset: float
    history: HistoryModel | None = None
    stretch: Stretch = NONE

    def evidence(self, batch: Features) -> NDArray[np.float64]:
        """Return what the second stage sees: shape (comments, COLUMNS)."""
        return evidence_of(self.words.scores(batch), batch.shape, [slice(*page) for page in batch.pages])

    def judged(self, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the calibrated log-odds of spam for this evidence: shape (comments,)."""
        return self.stretch.stretched(self.calibrated(evidence), gives_no_address(evidence))

    def calibrated(self, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the same before it is stretched."""
        return self.judgement.log_odds(evidence) * self.slope + self.offset

    def log_odds(self, batch: Features) -> NDArray[np.float64]:
        """Return the calibrated log-odds of spam of each comment of an extracted batch."""
        return self.judged(self.evidence(batch))
