"""Examples in, a fitted model with its cut-offs out."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from classifiers.data import kinds, pasts, signers, synthetic
from classifiers.data.datasets import Example
from classifiers.data.disguises import KINDS, disguise
from classifiers.data.trials import is_trial
from classifiers.data.wrong_labels import is_labelled_wrongly
from classifiers.errors import DatasetError
from classifiers.features.history import past_columns
from classifiers.model import policy
from classifiers.model.comment_model import CommentModel
from classifiers.model.history_model import HistoryModel, within_one_step
from classifiers.model.logistic import expit, logit
from classifiers.model.policy import Policy, Target
from classifiers.model.site_prior import site_prior
from classifiers.training import estimators
from classifiers.training.evaluate import by_slice
from classifiers.training.history_estimator import HistoryEstimator
from classifiers.training.stretching import stretch_of
from classifiers.training.training_table import weigh
from classifiers.types import ArticleContext, Comment

# Ten thousand comments of one source teach little that these don't.
MOST_OF_A_SOURCE: Final = 6_000
SYNTHETIC_PER_LANGUAGE: Final = 150
KINDS_PER_LANGUAGE: Final = 300
# Of the spam, the share that is shown a second time in disguise.
_DISGUISED: Final = 0.25
# A stand-in for an article needs some sentences.
_SHORTEST_BODY: Final = 300
# Where the held-out model is this sure of the opposite, the label deserves a second look.
_DOUBT: Final = 0.993
# With priors, the ham that is lost stands on the few sites that are full of spam, and spam is told better: of all ham
# and of all spam, these parts of the target.
_CAREFUL: Final = 0.3
_STRICTER: Final = 2 / 3
# What is said behind a source's name where figures are those of its comments judged by its prior.
WITH_PRIOR: Final = " (prior)"
# ... and where what was on the site before is known, too.
WITH_HISTORY: Final = " (prior, history)"


@dataclass(frozen=True, slots=True)
class Trained:
    """A fitted model, its cut-offs, the examples that it learnt from, and their held-out probabilities.

    ``shifted`` are the same probabilities, each moved by the prior of its source as of a site, and ``recalled`` those
    moved by what was on the source before, as weights say that never met it.
    """

    model: CommentModel
    policy: Policy
    examples: Sequence[Example]
    held_out: NDArray[np.float64]
    shifted: NDArray[np.float64] | None = None
    recalled: NDArray[np.float64] | None = None

    def figures(self) -> dict[str, Any]:
        """Return the held-out figures of every source, for the manifest; beside them those with its prior known."""
        labels = np.array([example.is_spam for example in self.examples], np.int64)
        slices = [example.source for example in self.examples]
        found = {**by_slice(self.held_out, labels, slices, self.policy)}
        for probabilities, said in ((self.shifted, WITH_PRIOR), (self.recalled, WITH_HISTORY)):
            if probabilities is not None and self.policy.shifted is not None:
                known = by_slice(probabilities, labels, slices, self.policy.shifted)
                found.update({name + said: figures for name, figures in known.items()})
        return {name: figures.rounded() for name, figures in found.items()}

    def doubtful(self) -> list[Example]:
        """Return the examples whose labels a model that never met their source contradicts."""
        return [
            example
            for example, probability in zip(self.examples, self.held_out, strict=True)
            if (1 - probability if example.is_spam else probability) > _DOUBT
        ]


def train_base(examples: Iterable[Example], *, target: Target = policy.SHIPPED_TARGET, seed: int = 0) -> Trained:
    """Train the model that is shipped, from labelled comments of many sources and from synthetic ones.

    Cut-offs are chosen on probabilities held out by source. Raises :class:`DatasetError` where there is too little
    to learn from.
    """
    chosen, again = prepare(examples, seed)
    labels = np.array([example.is_spam for example in chosen], np.int64)
    sources = [example.source for example in chosen]
    spammed = {source for source, is_spam in zip(sources, labels, strict=True) if is_spam and not kinds.is_kind(source)}
    if len(spammed) < 2 or labels.all():
        raise DatasetError("training from scratch needs ham, and spam of at least two sources; give more files")
    fitted = estimators.CommentClassifier(seed=seed).fit([e.comment for e in chosen], labels, sources, again)
    tried = np.array([not shown and not kinds.is_kind(s) for shown, s in zip(again, sources, strict=True)])
    own, labels = fitted.held_out_[tried], labels[tried]
    chosen = [example for example, kept in zip(chosen, tried, strict=True) if kept]
    sources = [example.source for example in chosen]
    real = np.array([source != synthetic.SOURCE for source in sources])
    counted = real & counted_for_cuts(chosen, labels)
    unlinked = fitted.unlinked_[tried]
    above = float(logit(np.array(policy.choose(expit(own[counted]), labels[counted], target).review)))
    ham = counted & (labels == 0)
    stretch = stretch_of(own[ham], unlinked[ham], above)
    own = stretch.stretched(own, unlinked)
    held_out = expit(own)
    shifts = source_shifts(own, sources)
    careful = replace(target, hm=target.hm * _CAREFUL, sm=target.sm * _STRICTER)
    shifted = expit(own + shifts)
    cuts = policy.choose(held_out[counted], labels[counted], target)
    with_prior = policy.choose(shifted[counted], labels[counted], careful)
    words = fitted.held_out_words_[tried].tolist()
    learnt = past_columns(pasts.histories(chosen, words, by_name=True))
    past = past_columns(pasts.histories(chosen, words))
    moved = expit(own + shifts + history_moves(learnt, past, own, labels, sources)).tolist()
    recalled = [within_one_step(alone, after, with_prior) for alone, after in zip(shifted.tolist(), moved, strict=True)]
    model = replace(fitted.model_, stretch=stretch, history=_learn_from_pasts(learnt, own, labels, np.array(sources)))
    return Trained(model, replace(cuts, shifted=with_prior), chosen, held_out, shifted, np.array(recalled))


def counted_for_cuts(examples: Sequence[Example], labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which examples count for the cut-offs: those of sources whose spam is signed, and of those without spam.

    Where nobody signs spam, it is that of video and chat sites: bare addresses and short promotions, ham or not, that
    no article's comment section sees.
    """
    spam = labels == 1
    sources = np.array([example.source for example in examples])
    signed = np.array([example.comment.author is not None for example in examples])
    unsigned = np.setdiff1d(sources[spam], sources[spam & signed])
    found: NDArray[np.bool_] = ~np.isin(sources, unsigned) & (signed | ~spam)
    return found if found[spam].any() and found[~spam].any() else np.ones(labels.size, np.bool_)


def source_shifts(log_odds: NDArray[np.float64], sources: Sequence[str]) -> NDArray[np.float64]:
    """Return what a prior of its source, as of a site, adds to each comment's calibrated log-odds.

    It is told from as many of a source's scores as a site's, chosen by chance; 0 where a source has too few.
    """
    names, dice = np.array(sources), np.random.default_rng(0)
    shifts = np.zeros(names.size)
    for name in np.unique(names):
        of_it = np.flatnonzero(names == name)
        prior = site_prior(log_odds[dice.permutation(of_it)])
        shifts[of_it] = prior.shift if prior else 0.0
    return shifts


def history_moves(
    learnt: NDArray[np.float64],
    past: NDArray[np.float64],
    log_odds: NDArray[np.float64],
    labels: NDArray[np.int64],
    sources: Sequence[str],
) -> NDArray[np.float64]:
    """Return what a site's ``past`` adds to each comment's log-odds, by weights that never met its source.

    ``learnt`` are the pasts that weights are learnt from.
    """
    names, moves = np.array(sources), np.zeros(labels.size)
    for name in np.unique(names[past.any(axis=1)]):
        of_it, rest = names == name, names != name
        fitted = _learn_from_pasts(learnt[rest], log_odds[rest], labels[rest], names[rest])
        moves[of_it] = fitted.moves(past[of_it])
    return moves


def _learn_from_pasts(
    past: NDArray[np.float64], log_odds: NDArray[np.float64], labels: NDArray[np.int64], sources: NDArray[np.str_]
) -> HistoryModel:
    return HistoryEstimator().fit(past, log_odds, labels, weigh(labels, sources)).model_


def prepare(
    examples: Iterable[Example], seed: int, per_language: int = SYNTHETIC_PER_LANGUAGE
) -> tuple[list[Example], list[bool]]:
    """Return what is trained on, and which of it is shown again under another name.

    That is a share of each source without what only tries a form out and what is known to be labelled wrongly, with
    stand-ins for articles, disguised spam, synthetic comments, and kinds.
    """
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose
    right = (one for one in examples if not is_trial(one.comment) and not is_labelled_wrongly(one))
    real = with_bodies(share(right, dice))
    made = synthetic.examples(per_language, seed)
    own = [*real, *_some_disguised(real, dice), *made, *_some_disguised(made, dice)]
    anew = signers.signed_anew(own, dice)
    lent = kinds.examples(KINDS_PER_LANGUAGE, seed)
    lent += _some_disguised(lent, dice)
    return [*own, *lent, *anew], [False] * (len(own) + len(lent)) + [True] * len(anew)


def share(examples: Iterable[Example], dice: random.Random, most: int = MOST_OF_A_SOURCE) -> list[Example]:
    """Return at most this many ham and this many spam of each source: a fair sample of a stream, in its order."""
    kept: dict[tuple[str, str], list[tuple[int, Example]]] = {}
    seen: dict[tuple[str, str], int] = {}
    for position, example in enumerate(examples):
        key = (example.source, example.label)
        seen[key] = seen.get(key, 0) + 1
        pool = kept.setdefault(key, [])
        if len(pool) < most:
            pool.append((position, example))
        elif (place := dice.randrange(seen[key])) < most:
            pool[place] = (position, example)
    return [example for _, example in sorted((pair for pool in kept.values() for pair in pool), key=lambda p: p[0])]


def with_bodies(examples: Sequence[Example]) -> list[Example]:
    """Let the other ham of a page stand in for its article's body, where that is not known.

    Labelled comments come without their articles; what other readers wrote there is about the same things.
    """
    readers: dict[str, list[int]] = {}
    for position, example in enumerate(examples):
        if example.comment.page is not None and not example.is_spam:
            readers.setdefault(example.comment.page, []).append(position)
    halves = {
        page: tuple("\n".join(examples[i].comment.text for i in places[k::2]) for k in (0, 1))
        for page, places in readers.items()
    }
    half_of = {position: k % 2 for places in readers.values() for k, position in enumerate(places)}
    return [
        _with_body(example, halves.get(example.comment.page or "", ("", ""))[1 - half_of.get(position, position % 2)])
        for position, example in enumerate(examples)
    ]


def _with_body(example: Example, body: str) -> Example:
    article = example.comment.article or ArticleContext()
    if article.body or len(body) < _SHORTEST_BODY:
        return example
    return replace(example, comment=replace(example.comment, article=replace(article, body=body)))


def _some_disguised(examples: Sequence[Example], dice: random.Random) -> list[Example]:
    return [_disguised(one, dice) for one in examples if one.is_spam and dice.random() < _DISGUISED]


def _disguised(example: Example, dice: random.Random) -> Example:
    comment: Comment = replace(
        example.comment, text=disguise(example.comment.text, dice.choice(KINDS), dice), page=None
    )
    return replace(example, comment=comment)
