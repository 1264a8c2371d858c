"""The line labeller: body, comment or other, in two layers over a line's words, shape and surroundings.

The first layer is two logistic regressions over hashed words, signs and their pairs: comment against body, and either
against a page's furniture. The second is a small perceptron that also sees the first one's scores of the lines around
("stacked sequential learning", Cohen and Carvalho 2005). Both are trained with scikit-learn by
benchmarks/train_text_model.py and shipped as arrays, without code.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from classifiers.digests import digest
from worker.errors import WinnowError
from worker.separate.text.line_context import BLOCK, Cued, in_context
from worker.separate.text.line_features import Floats, Lines

BODY, COMMENT, OTHER = range(3)
WEIGHTS = "text_model.npz"
MANIFEST = "text_model.json"
# The first layer's scores are cut here: a log-odds of 6 is as sure as it can be.
SUREST = 6.0


@dataclass(frozen=True, slots=True)
class LineWeights:
    """The arrays of both layers."""

    wide: Floats
    wide_scale: Floats
    local: Floats
    local_bias: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats


@cache
def load_weights() -> LineWeights:
    """Return the shipped weights; raises where the file isn't the one that its manifest names."""
    data = files("worker.separate.text") / "data"
    raw = (data / WEIGHTS).read_bytes()
    manifest = json.loads((data / MANIFEST).read_text(encoding="utf-8"))
    if digest(raw) != manifest["sha256"]:
        raise WinnowError(f"{WEIGHTS} is not the file that {MANIFEST} names: install Winnow again")
    return read_weights(raw)


def read_weights(raw: bytes) -> LineWeights:
    """Read the arrays of a weights file."""
    with np.load(BytesIO(raw), allow_pickle=False) as arrays:
        return LineWeights(**{name: arrays[name].astype(np.float32) for name in LineWeights.__slots__})


def first_scores(lines: Lines, weights: LineWeights) -> Floats:
    """Return the first layer's log-odds, one row a line: of comment against body, and of either against other."""
    count = lines.ends.size
    blocks = [_first(lines, weights, start, min(start + BLOCK, count)) for start in range(0, max(count, 1), BLOCK)]
    return np.concatenate(blocks)


def _first(lines: Lines, weights: LineWeights, start: int, end: int) -> Floats:
    """Return the scores of some lines."""
    before = lines.ends[start - 1] if start else 0
    ends = lines.ends[start:end] - before
    single, pairs = lines.tokens[:, before : before + ends[-1]] if ends.size else lines.tokens[:, :0]
    sums = np.zeros((single.size + 1, weights.wide.shape[1]), np.float64)
    np.cumsum(weights.wide.take(single, axis=0) + weights.wide.take(pairs, axis=0), axis=0, out=sums[1:])
    begins = np.concatenate(([0], ends))[:-1]
    spoken = (sums[ends] - sums[begins]) / np.sqrt(ends - begins + 1)[:, None] * weights.wide_scale
    local = lines.local[start:end] @ weights.local
    scores: Floats = np.clip(spoken + local + weights.local_bias, -SUREST, SUREST)
    return scores.astype(np.float32)


def log_probabilities(lines: Lines, scores: Floats, cued: Cued, weights: LineWeights) -> Floats:
    """Return the logarithm of each label's probability, one row a line."""
    return np.concatenate([_second(block, weights) for block in in_context(lines, scores, cued)])


def _second(block: Floats, weights: LineWeights) -> Floats:
    seen = block @ weights.hidden
    seen += weights.hidden_bias
    scores = np.maximum(seen, 0, out=seen) @ weights.out + weights.out_bias
    scores -= scores.max(axis=1, keepdims=True)
    logs: Floats = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return logs
