"""The logistic function and its inverse."""

import numpy as np
from numpy.typing import NDArray


def expit(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of these log-odds; none of them overflows."""
    found: NDArray[np.float64] = np.exp(-np.logaddexp(0, -log_odds))
    return found


def logit(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-odds of these probabilities, none of which is 0 or 1."""
    found: NDArray[np.float64] = np.log(probabilities / (1 - probabilities))
    return found
