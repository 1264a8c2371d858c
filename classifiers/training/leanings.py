"""Training of what a site's labels say of the evidence: names, scripts, links, neighbours."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from classifiers.model.logistic import expit

Floats = NDArray[np.float64]

# Inverse of regularisation: evidence is shared by all comments, so that each column of it may weigh little.
_STRENGTH: Final = 0.3
# So many different comments tell as much of evidence as is ever believed; fewer do in proportion.
_ENOUGH: Final = 60
# How much an anchor holds against a label: with less, caught spam in other languages falls back to people.
_ANCHOR: Final = 5.0
# Steps of the minimisation; it mostly ends long before.
_MOST_STEPS: Final = 100


def learn_leanings(
    evidence: Floats, log_odds: Floats, signs: Floats, shares: Floats, anchors: Floats, held: Floats, pull: float
) -> Floats:
    """Return the weights of the columns of ``evidence`` that bring ``log_odds`` nearer to the labels.

    ``signs`` are 1 for spam and -1 for ham, and ``shares`` how much each label counts. ``anchors`` are evidence of
    comments whose log-odds ``held`` are to stay as they are: their probabilities are held, which frees what is far from
    any cut-off. One of them weighs ``pull``.
    """
    said, strength = expit(held), _STRENGTH * min(1.0, float(shares.sum()) / _ENOUGH)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (log_odds + evidence @ weights)
        moved = held + anchors @ weights
        entropy = np.logaddexp(0, moved).sum() - said @ moved
        total = shares @ np.logaddexp(0, -margins) + weights @ weights / (2 * strength) + _ANCHOR * pull * entropy
        change = evidence.T @ (-signs * shares * expit(-margins)) + _ANCHOR * pull * (anchors.T @ (expit(moved) - said))
        return float(total), change + weights / strength

    found = minimize(loss, np.zeros(evidence.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS})
    return np.asarray(found.x, np.float64)
