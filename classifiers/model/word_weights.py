"""What each word of a text weighs in the first stage, and the words that moved its score, as places in the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features import extraction
from classifiers.features.extraction import Features
from classifiers.features.ngrams import ORDERS
from classifiers.features.normalise import CanonicalText
from classifiers.model.site_model import Model, base_of
from classifiers.types import Comment

# Words that are marked in one text towards spam, and towards ham: more are a pattern, and no reason.
_MOST_SPAM: Final = 6
_MOST_HAM: Final = 3
# A word that weighs less (log-odds of the first stage) is noise.
_WEAKEST: Final = 0.25


@dataclass(frozen=True, slots=True)
class WordMark:
    """A word of a text: its half-open place in code points, and what it adds to the log-odds that its words say."""

    start: int
    end: int
    weight: float


def word_marks(model: Model, texts: Sequence[str]) -> list[tuple[WordMark, ...]]:
    """Return the words of each text that moved what its words say most, towards spam or ham, in their order."""
    if not texts:
        return []
    batch = extraction.extract([Comment(text) for text in texts])
    text = batch.canonical
    rows = np.arange(len(texts))
    edges = np.searchsorted(text.tokens, text.bounds)
    # The first stage divides a text's sum by the root of the number of its grams.
    scale = np.sqrt(np.maximum(batch.grams.counts[: len(texts)], 1))
    found: list[tuple[WordMark, ...]] = []
    for row in rows.tolist():
        tokens = np.arange(edges[row], edges[row + 1])
        if not tokens.size:
            found.append(())
            continue
        weights = word_weights(batch, base_of(model).words.weights, rows[row : row + 1], tokens) / scale[row]
        found.append(_strongest(text, row, tokens, weights))
    return found


def _strongest(
    text: CanonicalText, row: int, tokens: NDArray[np.int64], weights: NDArray[np.float64]
) -> tuple[WordMark, ...]:
    order = np.argsort(-weights, kind="stable")
    spam = [place for place in order[:_MOST_SPAM].tolist() if weights[place] >= _WEAKEST]
    ham = [place for place in order[::-1][:_MOST_HAM].tolist() if weights[place] <= -_WEAKEST]
    first = text.raw_bounds[row] + 1
    marks = []
    for place in sorted(spam + ham):
        token = tokens[place]
        start = int(text.origins[text.tokens[token]] - first)
        end = int(text.origins[text.token_ends[token] - 1] + 1 - first)
        marks.append(WordMark(start, end, float(weights[place])))
    return tuple(marks)


def word_weights(
    batch: Features, table: NDArray[np.float32], rows: NDArray[np.int64], tokens: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return what each of these words of these texts weighs: its own gram and some of its characters'."""
    text = batch.canonical
    lows, highs = text.bounds[rows], text.bounds[rows + 1]
    places = ranges(lows, highs)
    # Where a text's characters begin among those of the chosen texts, less where they begin among all.
    shift = np.repeat(np.cumsum(highs - lows) - highs, _counts(text, lows, highs))
    low, ends = text.tokens[tokens] + shift - 1, text.token_ends[tokens] + shift
    *characters, words, _ = batch.grams.buckets
    total = table[words[tokens]].astype(np.float64)
    for order, buckets in zip(ORDERS, characters, strict=True):
        if not buckets.size:  # a batch of so few characters that none of so long a gram fits in
            continue
        running = np.zeros(places.size + 1)
        gathered = table.take(buckets.take(places, mode="clip"), mode="clip")
        np.cumsum(gathered, dtype=np.float64, out=running[1:])
        total += running[np.maximum(ends + 2 - order, low)] - running[low]
    return total


def _counts(text: CanonicalText, lows: NDArray[np.int64], highs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many words begin in each of these half-open spans."""
    counted: NDArray[np.int64] = np.searchsorted(text.tokens, highs) - np.searchsorted(text.tokens, lows)
    return counted


def ranges(lows: NDArray[np.int64], highs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of these half-open spans, one span behind the other."""
    sizes = highs - lows
    numbers: NDArray[np.int64] = np.arange(sizes.sum()) + np.repeat(lows - np.cumsum(sizes) + sizes, sizes)
    return numbers
