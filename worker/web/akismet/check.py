"""What is to be said of comments: a moderator's word where there is one, else the model's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from classifiers.types import Label, Prediction, Verdict
from worker.store.flow.listings import labels_of
from worker.store.moderation.akismet_comments import AkismetComment
from worker.web.dependencies import Dependencies

_OVERRIDES: Final = {Label.HAM: Verdict.ALLOW, Label.SPAM: Verdict.SPAM}


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict, and the prediction behind it where a model was asked."""

    verdict: Verdict
    prediction: Prediction | None = None


def check_all(winnow: Dependencies, remarks: Sequence[AkismetComment]) -> list[Checked]:
    """Check comments of any pages in one look at the store and one call of the model; answers in order."""
    labels = labels_of(winnow.engine, [(remark.key, remark.identity) for remark in remarks])
    labelled = [_said(remark, labels.get((remark.key, remark.identity))) for remark in remarks]
    asked = [remark.comment for remark, known in zip(remarks, labelled, strict=True) if known is None]
    found = iter(winnow.service.judge().judge(asked) if asked else [])
    return [known or _judged(next(found)) for known in labelled]


def _said(remark: AkismetComment, label: Label | None) -> Checked | None:
    if label is not None:
        return Checked(_OVERRIDES[label])
    return Checked(Verdict.SPAM) if remark.trapped else None


def _judged(prediction: Prediction) -> Checked:
    return Checked(prediction.verdict, prediction)
