"""What a page is, as a whole: an article, or one of the kinds that another body network reads.

A logistic regression over the page's features (``page_features``) gives each kind its probability. A page goes for an
article unless another kind is plainly likelier: articles are most of what comes, and their network the better trained.
The numbers stand in ``data/kinds_model.json``; ``benchmarks/train_body.py`` makes it.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from worker.domain import PageKind
from worker.separate.html.blocks import Floats
from worker.separate.html.body import OTHERS, read_model

KINDS = tuple(PageKind)
# The probability of being no article from which on a page is none: .5 cost articles of other sites .002, .75 gained the
# lists .04 less.
MIN_OTHER = 0.6
# The router saw standardised features; beyond this many deviations a value says no more.
CLIP = 4.0


@dataclass(frozen=True, slots=True)
class Router:
    """A logistic regression: a column of weights and a bias for each of ``KINDS``."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: Floats


@cache
def load_router() -> Router:
    """The router that is shipped; read once."""
    fields = read_model(OTHERS)["router"]
    return Router(**{name: np.array(values, dtype=np.float32) for name, values in fields.items()})


def likelihoods(features: Floats, router: Router) -> Floats:
    """The probability of each of ``KINDS``."""
    standard = np.clip((features - router.mean) / router.scale, -CLIP, CLIP)
    logits = standard @ router.weights + router.bias
    odds = np.exp(logits - logits.max())
    shares: Floats = odds / odds.sum()
    return shares


def kind_of(features: Floats, router: Router) -> PageKind:
    """The kind that a page's features tell."""
    shares = likelihoods(features, router)
    article = KINDS.index(PageKind.ARTICLE)
    if 1 - shares[article] < MIN_OTHER:
        return PageKind.ARTICLE
    shares[article] = 0
    return KINDS[int(shares.argmax())]
