"""What is to be said of comments asked about one by one: a moderator's word where there is one, else the model's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine

from classifiers.types import Label, Prediction, Verdict
from worker.store.base.site_shifts import with_priors
from worker.store.flow.listings import labels_of
from worker.store.moderation.lone_comments import LoneComment, owned
from worker.work.pipeline import JudgePort

_OVERRIDES: Final = {Label.HAM: Verdict.ALLOW, Label.SPAM: Verdict.SPAM}


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict, and the prediction behind it where a model was asked."""

    verdict: Verdict
    prediction: Prediction | None = None


def check(engine: Engine, judge: Callable[[], JudgePort], remarks: Sequence[LoneComment]) -> list[Checked]:
    """Check comments of any pages in one look at the store and one call of the model; answers in order."""
    remarks = owned(engine, remarks)
    labels = labels_of(engine, [(remark.key, remark.identity) for remark in remarks])
    labelled = [_decided(remark, labels.get((remark.key, remark.identity))) for remark in remarks]
    asked = [remark.comment for remark, known in zip(remarks, labelled, strict=True) if known is None]
    found = iter(judge().judge(with_priors(engine, asked)) if asked else [])
    return [known or _judged(next(found)) for known in labelled]


def _decided(remark: LoneComment, label: Label | None) -> Checked | None:
    if label is not None:
        return Checked(_OVERRIDES[label])
    return Checked(Verdict.SPAM) if remark.trapped else None


def _judged(prediction: Prediction) -> Checked:
    return Checked(prediction.verdict, prediction)
