"""How much of what a site gets is spam, told from its scores alone: the prior that its comments are judged by.

Posteriors that were calibrated where ham and spam count alike are weighed anew until their mean is the share that they
are weighed by (EM; Saerens, Latinne & Decaestecker, Neural Computation 2002). No label is needed.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.model.logistic import expit, logit

# Newest comments of a site that tell its prior: what came a year ago says little of today.
WINDOW: Final = 500
# With fewer, a site's share of spam is chance.
FEWEST: Final = 50
# So many comments that are half spam are added: what little is known moves little.
_ADDED: Final = 20
# Of the shift that the share implies, these parts are made, down and up: the whole one passes spam, as scores aren't
# quite calibrated on any one site. Up it is less, since a lost ham is worse than a passed spam.
_DOWN: Final = 0.5
_UP: Final = 0.35
# No site is all ham or all spam.
_LEAST: Final = 0.01
# A page with more than this share of the newest comments is in a flood: a wave there says nothing of the other pages.
_FLOOD: Final = 0.5
_ROUNDS: Final = 100
_STILL: Final = 1e-6


@dataclass(frozen=True, slots=True)
class SitePrior:
    """A site's share of ``spam`` (0 to 1), and the ``shift`` of log-odds that its comments are judged by."""

    spam: float
    shift: float


def site_prior(log_odds: NDArray[np.float64]) -> SitePrior | None:
    """Return the prior of a site from the calibrated log-odds of its newest comments, unshifted: shape (comments,).

    None where they are too few.
    """
    newest = log_odds[:WINDOW]
    if newest.size < FEWEST:
        return None
    share = (spam_share(newest) * newest.size + _ADDED / 2) / (newest.size + _ADDED)
    full = float(logit(np.array(share)))
    return SitePrior(share, full * (_UP if full > 0 else _DOWN))


def spam_share(log_odds: NDArray[np.float64], counts: NDArray[np.int64] | None = None) -> float:
    """Return the share of spam that makes these log-odds likeliest, between _LEAST and 1 - _LEAST.

    ``counts`` says how many comments have each; None where each is of one.
    """
    share = 0.5
    for _ in range(_ROUNDS):
        likely = np.average(expit(log_odds + logit(np.array(share))), weights=counts)
        before, share = share, float(np.clip(likely, _LEAST, 1 - _LEAST))
        if abs(share - before) < _STILL:
            break
    return share


def is_flooded(pages: Sequence[Hashable]) -> bool:
    """Tell whether one page has more than half of a site's newest comments, which are enough for a prior."""
    newest = pages[:WINDOW]
    most = max(Counter(newest).values(), default=0)
    return len(newest) >= FEWEST and most > _FLOOD * len(newest)
