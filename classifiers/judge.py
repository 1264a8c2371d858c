"""The fitted model in service: comments in, verdicts with reasons out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifiers import explain, features
from classifiers.policy import Policy
from classifiers.types import Comment, Prediction, Verdict


@dataclass(frozen=True, slots=True)
class Judge:
    """A verified model version with its cut-offs."""

    version: str
    model: Any
    policy: Policy

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        """Return a prediction for each comment, in order; neighbours with the same page are judged together."""
        if not comments:
            return []
        batch = features.extract(comments)
        log_odds = self.model.log_odds(batch)
        probabilities = (1 / (1 + np.exp(-log_odds))).tolist()
        verdicts = [self.policy.verdict(probability) for probability in probabilities]
        flagged = [i for i, verdict in enumerate(verdicts) if verdict is not Verdict.ALLOW]
        reasons = explain.reasons(self.model, comments, batch, flagged)
        return [
            Prediction(probability, verdict, reasons.get(position, ()))
            for position, (probability, verdict) in enumerate(zip(probabilities, verdicts, strict=True))
        ]
