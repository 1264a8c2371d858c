"""Choosing the body's and the comments' lines from the labeller's scores: at most one stretch of each."""

import numpy as np

from worker.separate.text.line_features import Array, Floats
from worker.separate.text.line_model import BODY, COMMENT, OTHER

# Log-odds by which "other" must beat a label before a line within its stretch is cut out.
LENIENCE = 1.0
# Characters that weigh one more line: long paragraphs decide where a stretch lies.
WEIGHT_CHARS = 40.0
MAX_WEIGHT = 10.0


def weigh(length: Array) -> Floats:
    """Return how much each line counts: the square root of its length in short lines."""
    weights: Floats = np.sqrt(np.minimum(length / WEIGHT_CHARS, MAX_WEIGHT) + 0.5)
    return weights


def find_stretch(gains: Array) -> tuple[int, int]:
    """Return the first element and the one past the last of the run with the greatest sum (Kadane)."""
    sums = np.concatenate(([0.0], np.cumsum(gains)))
    best = sums - np.minimum.accumulate(sums)
    end = int(np.argmax(best))
    return int(np.argmin(sums[: end + 1])), end


def find_body(logs: Floats, weights: Floats, favour: float = 0.0) -> Array:
    """Return the numbers of the lines that are body: one stretch, and in it those that aren't plainly other.

    ``favour`` is added to every line's log-odds of being body.
    """
    gains = np.maximum(np.maximum(logs[:, BODY], logs[:, COMMENT]) - logs[:, OTHER] + favour, -LENIENCE)
    start, end = find_stretch(gains * weights)
    body: Array = start + np.flatnonzero(gains[start:end] > -LENIENCE)
    return body


def split_stretches(logs: Floats, weights: Floats) -> tuple[int, float]:
    """Return the line at which comments begin below the body, and the evidence for them in log-odds.

    The evidence is how much better "body, then comments" explains the lines than "body alone".
    """
    gains = (logs[:, COMMENT] - logs[:, BODY]) * weights
    below = np.concatenate((np.cumsum(gains[::-1])[::-1], [0.0]))
    start = int(np.argmax(below))
    return start, float(below[start])
