"""How far scores of comments that give no address are stretched, so that one cut-off serves for all."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands ``above`` these log-odds, of comments that give no address, stands ``by`` times as far above them.

    Most spam gives one, and ham that does looks far more like it: what would be caution with the one lets the other
    pass. The order of comments that give none stays, and so does all that lies below.
    """

    by: float = 1.0
    above: float = 0.0

    def stretched(self, log_odds: NDArray[np.float64], unlinked: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the log-odds, stretched where comments are ``unlinked``; both have one shape."""
        found: NDArray[np.float64] = log_odds + (self.by - 1) * np.maximum(log_odds - self.above, 0) * unlinked
        return found


NONE: Final = Stretch()
