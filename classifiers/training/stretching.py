"""How far the log-odds of comments that give no address are stretched, told from held-out ham alone."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.model.stretch import NONE, Stretch

# Of ham that gives an address ten times as much reaches a score as of ham that gives none: promotion of one's own is
# what it looks like. A cut-off for all of it would leave most spam without an address to people.
_LINKED: Final = 0.005
_UNLINKED: Final = 0.0005
# With fewer ham of a kind, the share is one comment's.
_FEWEST: Final = 2
# Nothing is shrunk. With more than this, the cut-off rises for what gives an address: less of blogs' spam is caught.
_LEAST: Final = 1.0
_MOST: Final = 1.7


def stretch_of(log_odds: NDArray[np.float64], unlinked: NDArray[np.bool_], above: float) -> Stretch:
    """Return what makes scores of ham that gives no address as rare as they should be beside those of other ham.

    ``log_odds`` are the calibrated held-out ones of ham, and nothing moves that is not ``above``. No stretch where
    ham is too little or scores low.
    """
    kinds = ((log_odds[~unlinked], _LINKED), (log_odds[unlinked], _UNLINKED))
    if any(scores.size * share < _FEWEST for scores, share in kinds):
        return NONE
    linked, other = (float(np.quantile(scores, 1 - share)) - above for scores, share in kinds)
    return Stretch(float(np.clip(linked / other, _LEAST, _MOST)), above) if min(linked, other) > 0 else NONE
