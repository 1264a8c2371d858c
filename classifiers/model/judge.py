"""The fitted model in service: comments in, verdicts with reasons out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features import extraction
from classifiers.features.extraction import VIEWS
from classifiers.features.history import past_columns
from classifiers.model import explain
from classifiers.model.history_model import within_one_step
from classifiers.model.logistic import expit
from classifiers.model.policy import Policy
from classifiers.model.site_model import Model, base_of
from classifiers.types import Comment, Prediction, Verdict

# More comments at once are no faster, and a page's comments are compared with one another: the cost is a square.
_BATCH: Final = 256


@dataclass(frozen=True, slots=True)
class Judge:
    """A verified model version with its cut-offs; without ``explains``, it gives no reasons."""

    version: str
    model: Model
    policy: Policy
    explains: bool = True

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        """Return a prediction for each comment, in order; neighbours with the same page are judged together."""
        return [prediction for part in _parts(comments) for prediction in self._judge(part)]

    def _judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        batch = extraction.extract(comments)
        evidence = self.model.evidence(batch)
        shifts = self._shifts(comments)
        cuts = [self._cuts(shift) for shift in shifts]
        log_odds = self.model.judged(evidence) + np.array([shift or 0.0 for shift in shifts])
        past = self._past(comments)
        probabilities = self._with_past(log_odds, past, cuts)
        verdicts = [cut.verdict(probability) for cut, probability in zip(cuts, probabilities, strict=True)]
        flagged = [i for i, verdict in enumerate(verdicts) if self.explains and verdict is not Verdict.ALLOW]
        reasons = explain.reasons(self.model, batch, evidence, flagged, past)
        words = evidence[:, : len(VIEWS)].sum(axis=1).tolist()
        return [
            Prediction(probability, verdict, reasons.get(position, ()), score, shift)
            for position, (probability, verdict, score, shift) in enumerate(
                zip(probabilities, verdicts, words, shifts, strict=True)
            )
        ]

    def _past(self, comments: Sequence[Comment]) -> NDArray[np.float64] | None:
        """Return what is known of the comments' past, where the model has learnt from that and any has one."""
        if base_of(self.model).history is None or not any(comment.history for comment in comments):
            return None
        return past_columns([comment.history for comment in comments])

    def _with_past(
        self, log_odds: NDArray[np.float64], past: NDArray[np.float64] | None, cuts: Sequence[Policy]
    ) -> list[float]:
        """Return the probabilities of spam, moved by what was on the site before."""
        alone: list[float] = expit(log_odds).tolist()
        history = base_of(self.model).history
        if history is None or past is None:
            return alone
        moved = expit(log_odds + history.moves(past)).tolist()
        return [within_one_step(*each) for each in zip(alone, moved, cuts, strict=True)]

    def _shifts(self, comments: Sequence[Comment]) -> list[float | None]:
        """Return what the priors of the comments' sites add, where cut-offs were chosen for that."""
        if self.policy.shifted is None:
            return [None] * len(comments)
        return [comment.shift for comment in comments]

    def _cuts(self, shift: float | None) -> Policy:
        return self.policy if shift is None else self.policy.shifted or self.policy


def _parts(comments: Sequence[Comment]) -> Iterator[Sequence[Comment]]:
    """Yield the comments in parts; a page is cut only where it alone is longer than a part."""
    start = 0
    while start < len(comments):
        end = min(start + _BATCH, len(comments))
        if end < len(comments) and (page := comments[end].page) is not None:
            cut = end
            while cut > start and comments[cut - 1].page == page:
                cut -= 1
            end = cut if cut > start else end
        yield comments[start:end]
        start = end
