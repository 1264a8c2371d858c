"""What people say of comments: one, many, or a file of them; every change is in the audit with who made it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Engine

from classifiers.data.vouching import IMPORTED
from classifiers.types import Label
from worker.domain import Place
from worker.errors import MisconfiguredError, RefusedError
from worker.operations.label_files import read_labels
from worker.reasons import Reason
from worker.store.base.histories import newest_comment
from worker.store.base.site_knowledge import with_site_knowledge
from worker.store.base.transactions import reading
from worker.store.moderation import bulk_decisions
from worker.store.moderation.bulk_decisions import BulkDecision
from worker.store.moderation.labels import Change, Decided, LabelledComment, Labels, NewLabel
from worker.store.moderation.lone_comments import LoneComment, keep_labelled, owned
from worker.store.moderation.search import Query
from worker.work.by_site import JudgeOf


def label(engine: Engine, comment_id: int, chosen: Label, *, by: str) -> Change:
    """Note what a reviewer says of a comment; it counts at once. Raises NotFoundError where there is none."""
    return Labels(engine).add(comment_id, chosen, _named(by))


def unlabel(engine: Engine, comment_id: int, *, by: str) -> Change:
    """Take back a comment's newest label, whoever gave it; raises NotFoundError where it has none."""
    return Labels(engine).undo(comment_id, _named(by))


def decide(engine: Engine, ids: Sequence[int], chosen: Label, *, by: str, seen: Mapping[int, int]) -> Decided:
    """Note one label of many comments; what somebody else decided since it was shown is left as it is."""
    reviewer = _named(by)
    return Labels(engine).decide([NewLabel(one, chosen, reviewer) for one in ids], seen)


def take_back(engine: Engine, ids: Sequence[int], *, by: str) -> list[Change]:
    """Take back the newest labels of these comments, as far as the reviewer gave them."""
    return Labels(engine).take_back(ids, _named(by))


def decide_all(engine: Engine, query: Query, chosen: Label, *, newest: int, by: str) -> BulkDecision:
    """Note one label of all that is found up to the id ``newest`` and that nobody has decided; return its record."""
    return bulk_decisions.decide_all(engine, query, chosen, newest=newest, by=_named(by))


def undo_all(engine: Engine, decision_id: int, *, by: str) -> int:
    """Take a decision on many comments back; return how many that changed. Raises NotFoundError."""
    return bulk_decisions.undo_all(engine, decision_id, by=_named(by))


def import_labels(engine: Engine, files: Sequence[Path], *, by: str) -> Iterator[tuple[int, list[RefusedError]]]:
    """Take labels of stored comments from files; yield, some hundreds of rows at once, how many, and what was refused.

    The same file twice changes nothing more. All of it is the word of one identity, that of ``by`` as who brings it in:
    it is refused where it contradicts what somebody said by hand.
    """
    labels = Labels(engine)
    for some in read_labels(files, IMPORTED + _named(by), labels.texts):
        given = [one for one in some if isinstance(one, NewLabel)]
        taken = labels.add_all(given)
        known = {change.comment_id for change in taken}
        refused = [one for one in some if isinstance(one, RefusedError)]
        refused += [_outweighed(one) for one in given if one.comment_id not in known]
        yield len(taken), refused


def label_remark(engine: Engine, judge: JudgeOf, remark: LoneComment, chosen: Label, *, by: str) -> None:
    """Keep a comment that came without a page, judged, with what its site's moderator says of it."""
    [remark] = owned(engine, [remark])
    with reading(engine) as connection:
        before = newest_comment(connection)
    known = with_site_knowledge(engine, [remark.comment], [Place(remark.url, before)])
    model = judge(remark.comment.owner)
    [prediction] = model.judge(known)
    keep_labelled(engine, remark, prediction, model=model.version, label=chosen, reviewer=_named(by), before=before)


def conflicts(engine: Engine) -> Iterator[LabelledComment]:
    """Yield what teaches nothing before somebody looks.

    That are the comments that their reviewers disagree about, once with each label, and single labels that are held.
    """
    return Labels(engine).in_doubt()


def _outweighed(one: NewLabel) -> RefusedError:
    return RefusedError(
        Reason.OUTWEIGHED, f"comment {one.comment_id} has another label by hand, which a file does not outweigh"
    )


def _named(by: str) -> str:
    """Return the reviewer's name; what nobody says is no label."""
    if not by.strip():
        raise MisconfiguredError("a label needs a reviewer's name; give one with --by NAME")
    return by.strip()
