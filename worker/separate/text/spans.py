"""Choosing the body's lines from the labeller's scores: one stretch of a short text, the likeliest lines of a page."""

import numpy as np

from worker.separate.text.line_features import Array, Floats
from worker.separate.text.line_model import BODY, COMMENT, OTHER

# Log-odds by which "other" must beat a label before a line within its stretch is cut out.
LENIENCE = 1.0
# Characters that weigh one more line: long paragraphs decide where a stretch lies.
WEIGHT_CHARS = 40.0
MAX_WEIGHT = 10.0
# What a line's log-odds are worth where all stretches are weighed: neighbours repeat what it says. And what they are
# worth for the line alone: the labeller is surer than it is right.
STRETCH_SCALE, OWN_SCALE = 0.1, 0.7
# Probability that a paragraph within the article is the article's, at least.
PARAGRAPH_CHANCE = 0.8
# Lines on either side that are heard with a line.
AROUND = 2


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


def find_likely_body(logs: Floats, weights: Floats, lengths: Array, paragraphs: Array) -> Array:
    """Return the numbers of the lines that are body in a page with its furniture: as many of the likeliest as make the
    F1 that is expected of their characters greatest.

    Where it is in doubt which stretch the article is, some of each is worth more than all of one. ``paragraphs`` are
    the lines that are hardly anything else within an article.
    """
    gains = np.maximum(logs[:, BODY], logs[:, COMMENT]) - logs[:, OTHER]
    own = _chance(OWN_SCALE * gains + LENIENCE)
    own = np.where(paragraphs, np.maximum(own, PARAGRAPH_CHANCE), own)
    near = _chance((gains + _mean_near(gains, weights)) / 2)
    within = chances_within(STRETCH_SCALE * np.maximum(gains, -LENIENCE) * weights)
    return best_expected(np.sqrt(within * own * near), lengths)


def _chance(log_odds: Array) -> Array:
    chance: Array = 1 / (1 + np.exp(-log_odds))
    return chance


def _mean_near(gains: Floats, weights: Floats) -> Array:
    """Return the mean of each line and those around it."""
    sums, sizes = (np.concatenate(([0.0], np.cumsum(one))) for one in (gains * weights, weights))
    at = np.arange(gains.size)
    first, past = np.maximum(at - AROUND, 0), np.minimum(at + AROUND + 1, at.size)
    means: Array = (sums[past] - sums[first]) / (sizes[past] - sizes[first])
    return means


def chances_within(gains: Array) -> Array:
    """Return the probability of each line to stand in the one stretch, all stretches weighed by their gains' sums."""
    sums = np.concatenate(([0.0], np.cumsum(gains)))
    begun = np.logaddexp.accumulate(-sums[:-1])
    ended = np.logaddexp.accumulate(sums[:0:-1])[::-1]
    every = np.logaddexp.reduce(begun + sums[1:])
    chances: Array = np.exp(np.minimum(begun + ended - every, 0.0))
    return chances


def best_expected(chances: Array, sizes: Array) -> Array:
    """Return the numbers of the elements whose choice has the greatest expected F1, by their chances and sizes."""
    order = np.argsort(-chances, kind="stable")
    chosen, right = np.cumsum(sizes[order]), np.cumsum((chances * sizes)[order])
    count = int(np.argmax(2 * right / (chosen + right[-1]))) + 1
    numbers: Array = np.sort(order[:count])
    return numbers
