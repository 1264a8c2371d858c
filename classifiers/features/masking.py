"""Fields are masked at random while training, so that a missing one means neither ham nor spam."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features.evidence import columns
from classifiers.features.extraction import AUTHOR, GROUPS, NAME_WORDS, SITE
from classifiers.features.neighbours import NEIGHBOUR_NAMES

# How often each is masked. Some sources know authors and some don't: what is absent must not name the source.
_RATES: Final = {"author": 0.3, "site": 0.3, "article": 0.4, "body": 0.3, "page": 0.5, "neighbours": 0.35}
_BODY: Final = ("has_body", "body_shared", "body_none")


MASKS: Final[dict[str, list[int]]] = {
    "author": [AUTHOR, NAME_WORDS, *columns(*GROUPS["author"], *GROUPS["author_link"], "site_named")],
    "site": [SITE, *columns(*GROUPS["site"], "shared_site")],
    "article": columns(*GROUPS["article"]),
    "body": columns(*_BODY),
    "page": columns(*GROUPS["page"]),
    "neighbours": columns(*NEIGHBOUR_NAMES),
}


def masked(evidence: NDArray[np.float64], dice: np.random.Generator) -> NDArray[np.float64]:
    """Return a copy of the evidence with fields masked at random, as if they had never been known."""
    copy = evidence.copy()
    for name, rate in _RATES.items():
        chosen = np.flatnonzero(dice.random(copy.shape[0]) < rate)
        copy[chosen[:, None], MASKS[name]] = 0
    return copy
