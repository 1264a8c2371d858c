"""The second stage in service: what all the evidence says together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features.evidence import NEIGHBOURS
from classifiers.features.neighbours import most_moved

# Evidence further from its mean than this, in standard deviations, says no more: an outlier must not decide alone.
_CLIP: Final = 4.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceModel:
    """A few small neural networks side by side: two thirds of them see no neighbours on the page, one third does.

    Evidence is scaled by ``centre`` and ``scale``: shape (columns,). ``inner`` leads to the hidden units of all
    networks: shape (columns, units), and ``outer`` from there to the log-odds of the networks that judge what stands
    alone, of a twin of them that learnt from pages only, and of that twin with neighbours: shape (units, 3). The
    averages of each third are taken. Neighbours add the difference that they make to the twin, by no more than
    `most_moved` says.
    """

    centre: Floats
    scale: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def log_odds(self, evidence: Floats) -> Floats:
        """Return the uncalibrated log-odds of spam: shape (comments,)."""
        layer = self._scaled(evidence) @ self.inner + self.inner_bias
        return self._log_odds(layer, *most_moved(evidence[:, NEIGHBOURS]))

    def falls(self, evidence: Floats, missing: Floats, pieces: Sequence[Sequence[int]]) -> Floats:
        """Return how far the log-odds fall when the columns of each piece are ``missing``: shape (comments, pieces).

        The first layer is linear, so only what changes is multiplied.
        """
        whole, without = self._scaled(evidence), self._scaled(missing[None, :])
        layer = whole @ self.inner + self.inner_bias
        lowered, raised = most_moved(evidence[:, NEIGHBOURS])
        before = self._log_odds(layer.copy(), lowered, raised)
        found = np.empty((len(evidence), len(pieces)))
        for place, piece in enumerate(pieces):
            chosen = list(piece)
            changed = layer + (without[:, chosen] - whole[:, chosen]) @ self.inner[chosen]
            beside = NEIGHBOURS.start not in chosen
            found[:, place] = before - self._log_odds(changed, lowered * beside, raised * beside)
        return found

    def _log_odds(self, layer: Floats, lowered: Floats, raised: Floats) -> Floats:
        """Return the log-odds from the hidden units, which are overwritten; neighbours move them so far at most."""
        sums = np.maximum(layer, 0, out=layer) @ self.outer + self.outer_bias
        found: Floats = sums[:, 0] + np.clip(sums[:, 2] - sums[:, 1], -lowered, raised)
        return found

    def _scaled(self, evidence: Floats) -> Floats:
        return scaled(evidence, self.centre, self.scale)


def scaled(evidence: Floats, centre: Floats, scale: Floats) -> Floats:
    """Return evidence in standard deviations from its mean, cut where more says nothing."""
    found: Floats = (evidence - centre) / scale
    np.minimum(np.maximum(found, -_CLIP, out=found), _CLIP, out=found)
    return found
