"""What is to be said of comments asked about one by one: a moderator's word where there is one, else the model's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy import Engine

from classifiers.types import Label, Prediction, Verdict
from worker.domain import Place
from worker.errors import UnavailableError
from worker.store.base.histories import newest_comment
from worker.store.base.site_knowledge import with_site_knowledge
from worker.store.base.site_table import own_storing
from worker.store.base.transactions import reading
from worker.store.moderation.lone_comments import LoneComment, keep, owned, stored
from worker.work.by_site import Judgement, JudgeOf, judge_by_site

_OVERRIDES: Final = {Label.HAM: Verdict.ALLOW, Label.SPAM: Verdict.SPAM}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict, and the prediction behind it and whose that is where a model was asked."""

    verdict: Verdict
    prediction: Prediction | None = None
    model: str | None = None


def check(engine: Engine, judge: JudgeOf, remarks: Sequence[LoneComment]) -> list[Checked]:
    """Check comments of any pages in one look at the store and one call of the model; answers in order.

    Those that their sites, else their doors (``kept``), would have stored are stored before they are answered.
    """
    remarks = owned(engine, remarks)
    known = stored(engine, remarks)
    asked = [
        (remark, row is None) for remark, row in zip(remarks, known, strict=True) if row is None or row.label is None
    ]
    found: list[Judgement] = []
    if asked:
        before = _newest(engine)
        places = [Place(remark.url, before) for remark, _ in asked]
        asked_about = with_site_knowledge(engine, [remark.comment for remark, _ in asked], places)
        found = judge_by_site(judge, asked_about)
        judged = zip(asked, found, strict=True)
        new = [(remark, one) for (remark, is_new), one in judged if is_new and not remark.private]
        _keep(engine, new, before)
    judgements = iter(found)
    return [
        Checked(_OVERRIDES[row.label]) if row is not None and row.label is not None else _judged(next(judgements))
        for row in known
    ]


def _newest(engine: Engine) -> int:
    with reading(engine) as connection:
        return newest_comment(connection)


def _wanted(engine: Engine, new: Sequence[tuple[LoneComment, Judgement]]) -> Sequence[tuple[LoneComment, Judgement]]:
    """Return what is to be stored: as its site says, else as its door does."""
    with reading(engine) as connection:
        own = own_storing(connection)
    return [one for one in new if own.get(one[0].owner, one[0].kept)]


def _keep(engine: Engine, new: Sequence[tuple[LoneComment, Judgement]], before: int) -> None:
    """Store what is new and wanted; an answer never depends on whether it could be."""
    if not new:
        return
    by_model: dict[str, list[tuple[LoneComment, Prediction]]] = {}
    try:
        for remark, one in _wanted(engine, new):
            by_model.setdefault(one.model, []).append((remark, one.prediction))
        for model, judged in by_model.items():
            keep(engine, judged, model=model, before=before)
    except UnavailableError as error:
        log.warning("checked_not_stored", comments=len(new), error=str(error))


def _judged(found: Judgement) -> Checked:
    return Checked(found.prediction.verdict, found.prediction, found.model)
