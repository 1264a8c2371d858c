"""What a site's own history says of the model for all: where they agree, and which of its labels look wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.data.curation import curate, who
from classifiers.data.datasets import Example
from classifiers.data.vouching import is_import
from classifiers.model.judge import Judge
from classifiers.model.site_model import base_of
from classifiers.training.site_estimator import held_out
from classifiers.types import Label, Verdict
from worker.learn.retrain import Advance

# Below this, the other label is the likelier one.
_EVEN: Final = 0.5
# Fewer labels than this teach no model that could doubt the others.
_FEWEST: Final = 50
# Comments that are judged between two calls of ``advance``.
_BATCH: Final = 256


@dataclass(frozen=True, slots=True)
class Suspect:
    """A label that the site's other labels speak against: where the comment is, and the probability of spam then."""

    origin: str
    label: Label
    probability: float


@dataclass(frozen=True, slots=True)
class SiteHistory:
    """Imported labels by what they say and what the model for all does; the ``suspects`` the surest first.

    Each distinct comment counts once. ``model`` is the version that judged.
    """

    model: str
    verdicts: dict[tuple[Label, Verdict], int]
    suspects: tuple[Suspect, ...]

    def count(self, label: Label, *verdicts: Verdict) -> int:
        """Count the comments of a label that were judged one of these."""
        return sum(self.verdicts.get((label, verdict), 0) for verdict in verdicts)

    @property
    def labels(self) -> int:
        """How many labels were compared."""
        return sum(self.verdicts.values())

    @property
    def agreement(self) -> float:
        """Share of the labels that the model says the same of: ham let through, spam called spam."""
        agreed = self.count(Label.HAM, Verdict.ALLOW) + self.count(Label.SPAM, Verdict.SPAM)
        return agreed / self.labels if self.labels else 0.0


def site_history(labels: Iterable[Example], judge: Judge, base: Judge, *, seed: int, advance: Advance) -> SiteHistory:
    """Compare what imports say with ``judge``, and each of their labels with what the others teach ``base``.

    Labels that are held count too: that they contradict the model is what is asked. Of more than can be learnt from
    (`curate`), ``seed`` chooses.
    """
    found = curate((one for one in labels if is_import(who(one))), seed=seed, own_past=True).examples
    judge = replace(judge, explains=False)
    verdicts: Counter[tuple[Label, Verdict]] = Counter()
    for start in range(0, len(found), _BATCH):
        advance("judging the history", start, len(found))
        batch = found[start : start + _BATCH]
        predictions = judge.judge([example.comment for example in batch])
        verdicts.update((one.label, said.verdict) for one, said in zip(batch, predictions, strict=True))
    return SiteHistory(judge.version, dict(verdicts), _suspects(found, base, advance))


def _suspects(found: Sequence[Example], base: Judge, advance: Advance) -> tuple[Suspect, ...]:
    if len(found) < _FEWEST:
        return ()
    spam = held_out(
        base_of(base.model),
        [example.comment for example in found],
        [example.is_spam for example in found],
        advance=lambda done, total: advance("looking for wrong labels", done, total),
    )
    is_spam = np.array([example.is_spam for example in found])
    own = np.where(is_spam, spam, 1 - spam)
    # What the other label's comments get on average: of a model that is unsure of one kind, less has to be asked.
    usual = np.where(is_spam, _mean(own[~is_spam]), _mean(own[is_spam]))
    doubted = np.flatnonzero((own < _EVEN) & (1 - own >= usual))
    surest = doubted[np.argsort(own[doubted], kind="stable")]
    return tuple(Suspect(found[place].origin, found[place].label, float(spam[place])) for place in surest)


def _mean(probabilities: NDArray[np.float64]) -> float:
    """Return the mean, and more than any probability where there is none: nothing is like what is not there."""
    return float(probabilities.mean()) if probabilities.size else 2.0


def sentences(told: SiteHistory) -> Iterator[str]:
    """Yield what a history says of the model, for people."""
    held, sure = told.count(Label.HAM, Verdict.REVIEW), told.count(Label.HAM, Verdict.SPAM)
    passed = told.count(Label.SPAM, Verdict.ALLOW)
    yield f"What this site's own history says of model {told.model}: {told.labels:,} labels, {told.agreement:.1%} agree"
    yield f"ham that it would have held: {held:,} of {told.count(Label.HAM, *Verdict):,}, and {sure:,} called spam"
    yield f"spam that it would have passed: {passed:,} of {told.count(Label.SPAM, *Verdict):,}"
    yield f"labels that the others speak against: {len(told.suspects):,}"
