"""Hand-written stand-ins, each held to the same contract as the real part (tests/integration/test_contracts.py)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from classifiers.types import Comment, Prediction, ScoreReason, Verdict


@dataclass(frozen=True, slots=True)
class WordJudge:
    """Calls a comment spam where it says "casino"."""

    version: str = "word-judge"

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        return [self._one(comment.text) for comment in comments]

    def _one(self, text: str) -> Prediction:
        if "casino" in text.casefold():
            return Prediction(0.99, Verdict.SPAM, (ScoreReason("words", "words that spam uses: casino"),))
        return Prediction(0.01, Verdict.ALLOW)


@dataclass(slots=True)
class RecordingBell:
    """Keeps what was rung for."""

    rung: list[list[int]] = field(default_factory=list)
    rung_last: list[int] = field(default_factory=list)

    def ring(self, batches: Sequence[Sequence[int]]) -> None:
        self.rung += [list(batch) for batch in batches]

    def ring_last(self, ids: Sequence[int]) -> None:
        self.rung_last += ids

    def depth(self) -> int:
        return len(self.rung) + len(self.rung_last)
