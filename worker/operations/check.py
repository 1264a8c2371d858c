"""What is to be said of comments asked about one by one: a moderator's word where there is one, else the model's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine

from classifiers.types import Label, Prediction, Verdict
from worker.domain import Place
from worker.store.base.site_knowledge import with_site_knowledge
from worker.store.flow.listings import labels_of
from worker.store.moderation.lone_comments import LoneComment
from worker.work.pipeline import JudgePort

_OVERRIDES: Final = {Label.HAM: Verdict.ALLOW, Label.SPAM: Verdict.SPAM}


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict, and the prediction behind it where a model was asked."""

    verdict: Verdict
    prediction: Prediction | None = None


def check(engine: Engine, judge: Callable[[], JudgePort], remarks: Sequence[LoneComment]) -> list[Checked]:
    """Check comments of any pages in one look at the store and one call of the model; answers in order."""
    labels = labels_of(engine, [(remark.key, remark.identity) for remark in remarks])
    stands = [_decided(remark, labels.get((remark.key, remark.identity))) for remark in remarks]
    asked = [remark for remark, word in zip(remarks, stands, strict=True) if word is None]
    places = [Place(remark.url) for remark in asked]
    known = with_site_knowledge(engine, [remark.comment for remark in asked], places)
    found = iter(judge().judge(known) if known else [])
    return [word or _judged(next(found)) for word in stands]


def _decided(remark: LoneComment, label: Label | None) -> Checked | None:
    if label is not None:
        return Checked(_OVERRIDES[label])
    return Checked(Verdict.SPAM) if remark.trapped else None


def _judged(prediction: Prediction) -> Checked:
    return Checked(prediction.verdict, prediction)
