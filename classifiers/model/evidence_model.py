"""The second stage in service: what all the evidence says together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Evidence further from its mean than this, in standard deviations, says no more: an outlier must not decide alone.
_CLIP: Final = 4.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceModel:
    """A few small neural networks side by side, whose log-odds are averaged.

    Evidence is scaled by ``centre`` and ``scale``: shape (columns,). ``inner`` leads to the hidden units of all
    networks: shape (columns, units), and ``outer`` from there to the log-odds: shape (units,).
    """

    centre: Floats
    scale: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: float

    def log_odds(self, evidence: Floats) -> Floats:
        """Return the uncalibrated log-odds of spam: shape (comments,)."""
        inner = np.maximum(self._scaled(evidence) @ self.inner + self.inner_bias, 0)
        found: Floats = inner @ self.outer + self.outer_bias
        return found

    def falls(self, evidence: Floats, missing: Floats, pieces: Sequence[Sequence[int]]) -> Floats:
        """Return how far the log-odds fall when the columns of each piece are ``missing``: shape (comments, pieces).

        The first layer is linear, so only what changes is multiplied.
        """
        whole, without = self._scaled(evidence), self._scaled(missing[None, :])
        layer = whole @ self.inner + self.inner_bias
        before = np.maximum(layer, 0) @ self.outer
        found = np.empty((len(evidence), len(pieces)))
        for place, piece in enumerate(pieces):
            chosen = list(piece)
            changed = layer + (without[:, chosen] - whole[:, chosen]) @ self.inner[chosen]
            found[:, place] = before - np.maximum(changed, 0, out=changed) @ self.outer
        return found

    def _scaled(self, evidence: Floats) -> Floats:
        return scaled(evidence, self.centre, self.scale)


def scaled(evidence: Floats, centre: Floats, scale: Floats) -> Floats:
    """Return evidence in standard deviations from its mean, cut where more says nothing."""
    found: Floats = (evidence - centre) / scale
    np.minimum(np.maximum(found, -_CLIP, out=found), _CLIP, out=found)
    return found
