"""The article's body: the blocks that a small trained network takes for it.

Each block of a page gets the probability of belonging to the body (``block_features``, one hidden layer), drawn
towards that of the page's other blocks of its make; the cut between in and out is the one with the best expected
F1 over the page's characters (Ye et al., "Optimizing F-measures: A Tale of Two Approaches", 2012), so that a page
of doubtful blocks still yields its likeliest.
The weights, and how they came about, stand in ``data/body_model.json`` for articles and in ``data/kinds_model.json``
for pages of other kinds; ``benchmarks/train_body.py`` makes both.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worker.separate.html.blocks import Blocks, Floats, Ints
from worker.separate.html.offers import find_offers
from worker.separate.html.promos import is_promo
from worker.separate.html.repeated_lines import find_repeats
from worker.separate.html.tree import UNSHOWN, Tree

# The files of trained numbers, without their ending.
ARTICLES, OTHERS = "body_model", "kinds_model"
# The network saw standardised features; beyond this many deviations a value says no more.
CLIP = 6.0
# Multiplications in one matrix product: above 2**18 OpenBLAS wakes its threads, which costs a small page more
# than it gains and steals the cores of other workers.
MAX_PRODUCT = 2**18
# Beyond it a network is as sure as its numbers can be, and the exponential of more would overflow.
MAX_LOGIT = 30
# Share of a page's characters from which on what it hides is meant to be read, as a script shows it: of .05 to .5 the
# best on pages labelled by humans and on WCXB's articles.
MAX_UNSHOWN = 0.2
# A block more likely in than out is in, whatever the page's other blocks are.
MAX_CUT = 0.5
# The share that the mean of the page's blocks of one make has in what is said of each; .2 to .4 did best by site.
AGREEMENT = 0.4


@dataclass(frozen=True, slots=True)
class BodyWeights:
    """One hidden layer of rectified units, and one output for each of the networks that were trained."""

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    output_bias: Floats


@cache
def load_weights(name: str = ARTICLES) -> BodyWeights:
    """The weights that are shipped for articles, or for pages of other kinds; read once."""
    fields = read_model(name)["weights"]
    return BodyWeights(**{key: np.array(values, dtype=np.float32) for key, values in fields.items()})


@cache
def read_model(name: str) -> Mapping[str, Any]:
    """What a file of trained numbers holds."""
    text = resources.files("worker.separate.html").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    model: Mapping[str, Any] = json.loads(text)
    return model


def body_texts(tree: Tree, blocks: Blocks, claimed: bytearray, weights: BodyWeights) -> list[int]:
    """The body's texts in page order, of those that nothing has claimed; ``claimed`` has a byte for each text."""
    bounds = [*tree.starts, len(tree.texts)]
    chosen = choose_blocks(tree, blocks, weights)
    return [t for block in chosen for t in range(bounds[block], bounds[block + 1]) if not claimed[t]]


def with_unshown(tree: Tree, claimed: bytearray) -> bytearray:
    """Claim what the page hides by its own style, too, unless that is most of what is left."""
    inherited, chars = tree.inherited, tree.chars
    # Formulas are hidden from eyes, and drawn for them as a picture beside.
    hidden = [
        text
        for text, owner in enumerate(tree.owner)
        if inherited[owner] & UNSHOWN and not claimed[text] and text not in tree.formulas
    ]
    if not hidden:
        return claimed
    left = sum(chars[text + 1] - chars[text] for text in range(len(tree.texts)) if not claimed[text])
    if sum(chars[text + 1] - chars[text] for text in hidden) > MAX_UNSHOWN * left:
        return claimed
    marked = bytearray(claimed)
    for text in hidden:
        marked[text] = 1
    return marked


def choose_blocks(tree: Tree, blocks: Blocks, weights: BodyWeights) -> list[int]:
    """The blocks of the body, in page order."""
    size = blocks.open
    likely = agreed(probabilities(blocks.features, weights), blocks.make, size)
    cut = min(best_cut(likely, size), MAX_CUT)
    likeliest: list[int] = np.flatnonzero((likely >= cut) & (size > 0)).tolist()
    repeats = find_repeats(tree, likeliest) | find_offers(tree, likeliest)
    return [block for block in likeliest if block not in repeats and not is_promo(tree, block)] or likeliest


def probabilities(features: Floats, weights: BodyWeights) -> Floats:
    """How likely each row's block belongs to the body, the networks' mean."""
    standard = features - weights.mean
    standard /= weights.scale
    np.minimum(standard, CLIP, out=standard)
    np.maximum(standard, -CLIP, out=standard)
    rows = max(1, MAX_PRODUCT // weights.hidden.size)
    hidden = np.empty((len(standard), weights.hidden.shape[1]), dtype=standard.dtype)
    for at in range(0, len(standard), rows):
        np.matmul(standard[at : at + rows], weights.hidden, out=hidden[at : at + rows])
    hidden += weights.hidden_bias
    np.maximum(hidden, 0, out=hidden)
    logits = np.maximum(hidden @ weights.output + weights.output_bias, -MAX_LOGIT)
    odds = np.exp(-logits)
    mean: Floats = np.add.reduce(1 / (1 + odds), axis=1) / np.float32(odds.shape[1])
    return mean


def agreed(likely: Floats, make: Ints, size: NDArray[np.float64]) -> Floats:
    """The probabilities drawn towards their mean over the page's blocks of one make, which weigh ``size``."""
    weight = size + 1e-3
    mean = np.bincount(make, weights=likely * weight) / np.bincount(make, weights=weight)
    drawn: Floats = ((1 - AGREEMENT) * likely + AGREEMENT * mean[make]).astype(np.float32)
    return drawn


def best_cut(likely: Floats, size: NDArray[np.float64]) -> float:
    """The probability from which on taking blocks gives the best expected F1, blocks weighing ``size``."""
    order = np.argsort(-likely, kind="stable")
    gain = np.cumsum((likely * size)[order])
    expected = 2 * gain / np.maximum(np.cumsum(size[order]) + gain[-1], 1e-9)
    return float(likely[order][int(expected.argmax())])
