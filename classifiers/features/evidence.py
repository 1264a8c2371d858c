"""What the second stage sees: what the words of each field say, the named numbers, and the neighbours on the page."""

from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features.extraction import AUTHOR, NAME_WORDS, NAMES, VIEWS
from classifiers.features.neighbours import NEIGHBOUR_NAMES, Pages, neighbour_columns

COLUMNS: Final = (*(f"words_of_{view}" for view in VIEWS), *NAMES, *NEIGHBOUR_NAMES)
NEIGHBOURS: Final = slice(len(COLUMNS) - len(NEIGHBOUR_NAMES), len(COLUMNS))
# What names may say before it counts: 99 of 100 ordinary names of any script stay below, lest one differ from another.
_ORDINARY: Final = {AUTHOR: 3.2, NAME_WORDS: 3.5}


def columns(*names: str) -> list[int]:
    """Return the places of these columns."""
    return [COLUMNS.index(name) for name in names]


# What leads elsewhere. A network's page of somebody, the site itself and public bodies are none of it.
_ADDRESSES: Final = columns("has_link", "bare_domain", "has_site")


def gives_no_address(evidence: NDArray[np.float64], without: Collection[int] = ()) -> NDArray[np.bool_]:
    """Tell which comments lead nowhere: no link, no host in the text, nothing behind the author's name.

    The columns of ``without`` are taken for empty.
    """
    asked = [place for place in _ADDRESSES if place not in without]
    found: NDArray[np.bool_] = (evidence[:, asked] == 0).all(axis=1)
    return found


def evidence_of(scores: NDArray[np.float64], shape: NDArray[np.floating], pages: Pages) -> NDArray[np.float64]:
    """Return the COLUMNS of comments, from the scores of their views and their named numbers: a row a comment."""
    heard = scores.astype(np.float64)
    for view, ordinary in _ORDINARY.items():
        np.maximum(heard[:, view] - ordinary, 0, out=heard[:, view])
    return np.hstack([heard, shape, neighbour_columns(heard, pages)])
