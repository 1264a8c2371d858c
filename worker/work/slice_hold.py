"""What is said of comments whose slice is held: the model's estimates of itself left their target there."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from classifiers.reasons import ReasonCode
from classifiers.types import Comment, Prediction, ScoreReason, Verdict
from worker.domain import DEFAULT_SITE, Slice

_REASON: Final = ScoreReason(
    ReasonCode.SLICE_HELD, "Estimates of the model's mistakes left their target here: a person shall look."
)
# A language's tag is cut to its first part: en-GB and en_US are one slice.
_LONGEST: Final = 16


def language_of(tag: str | None) -> str:
    """Return the language of a tag (BCP 47) without its region, "" where there is none."""
    return (tag or "").replace("_", "-").partition("-")[0].strip().casefold()[:_LONGEST]


def slice_of(comment: Comment) -> Slice:
    """Return the slice that a comment is of."""
    language = comment.article.language if comment.article else None
    return Slice(comment.owner or DEFAULT_SITE, language_of(language))


def held_back(comment: Comment, found: Prediction, held: Collection[Slice]) -> Prediction:
    """Return a model's prediction as it stands in a held slice: what it calls spam, a person looks at."""
    if found.verdict is not Verdict.SPAM or slice_of(comment) not in held:
        return found
    return replace(found, verdict=Verdict.REVIEW, reasons=(_REASON, *found.reasons))
