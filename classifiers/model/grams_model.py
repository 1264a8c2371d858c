"""The first stage in service: what the words of each field say."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.features.extraction import Features


@dataclass(frozen=True, slots=True, eq=False)
class GramsModel:
    """One linear model a field over hashed n-grams.

    ``weights`` has the shape (TABLE_SIZE,): the fields' weights stand side by side in one table. ``intercepts`` has
    one number a view.
    """

    weights: NDArray[np.float32]
    intercepts: NDArray[np.float64]

    def scores(self, batch: Features) -> NDArray[np.float64]:
        """Return what each field's words say, 0 where the field is missing: shape (comments, views)."""
        return batch.view_scores(self.weights) + batch.presence() * self.intercepts
