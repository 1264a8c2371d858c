"""What each week's scores say of the filter's own mistakes, by site and language, beside what people said since."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, Connection, Engine, Integer, Text, case, cast, func, select, union_all, update

from classifiers.model.logistic import expit, logit
from classifiers.model.own_errors import Estimate, JudgedScores, OwnErrors, own_errors
from classifiers.model.policy import Target
from classifiers.reasons import ReasonCode
from classifiers.types import Label, Verdict
from worker.domain import Measure, Slice
from worker.store.base.bulk_rows import upsert
from worker.store.base.schema import appeals, comments, results, slice_weeks
from worker.store.base.transactions import AnyRow, instant, reading, writing
from worker.store.figures.slice_holds import hold, monday_of
from worker.work.rule import PREFIX
from worker.work.slice_hold import language_of

# Weeks that are told anew each day, this one among them: labels come late.
WEEKS: Final = 4
# Slices of a week that are shown at once: more are a list that nobody reads.
SHOWN: Final = 20
# Days after which they are told anew.
_AGAIN: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
# Scores whose log-odds lie between the same two of these count as their mean does; a halved width changes no estimate.
_CUTS: Final = tuple(round(float(cut), 6) for cut in expit(np.arange(-10, 10.5, 0.5)))
# Parts of a unit of log-odds that shifts of priors are told apart by.
_SHIFT_PARTS: Final = 4
# Probabilities nearer to 0 and 1 than this are as far from even as a number tells.
_LEAST: Final = 1e-12
# Reasons of what somebody or something else than the model has decided.
_SET_ASIDE: Final = (ReasonCode.HONEYPOT, ReasonCode.SLICE_HELD, ReasonCode.APPEAL)


@dataclass(frozen=True, slots=True)
class ToldShare:
    """An estimated share, and the interval that is to hold the truth; all from 0 to 1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceWeek:
    """A week of a slice, by its Monday (UTC): comments, what their scores say, and what people said.

    A share is None where the scores tell of nothing of that kind. ``labelled_ham_lost`` of ``labelled_ham`` comments
    were judged spam, and ``labelled_spam_passed`` of ``labelled_spam`` allowed.
    """

    week: date
    site: str
    language: str
    comments: int
    ham_lost: ToldShare | None
    spam_passed: ToldShare | None
    labelled_ham: int
    labelled_ham_lost: int
    labelled_spam: int
    labelled_spam_passed: int


def settle_weeks(
    engine: Engine, target: Target, now: datetime | None = None, *, own: Callable[[], Mapping[str, Target]] = dict
) -> int:
    """Tell the last `WEEKS` anew, once a day; hold the slices whose estimates of this week or the one before left.

    ``own`` tells the targets of sites that have one of their own, by site; it is asked where the weeks are due.

    What was told of more comments than are there by now stays: those that retention leaves are no sample of them.
    Return how many slices were told of. Cheap where it is not due.
    """
    moment = now or datetime.now(UTC)
    with reading(engine) as connection:
        last = connection.scalar(select(func.max(slice_weeks.c.told_at)))
    if last is not None and moment - last < _AGAIN:
        return 0
    first = monday_of(moment.date()) - (WEEKS - 1) * _WEEK
    weeks = [first + number * _WEEK for number in range(WEEKS)]
    of_sites = own()
    found = [(week, each) for week in weeks for each in _told(engine, week, target, of_sites)]
    with writing(engine) as connection:
        told_at = now or connection.scalar(select(instant(connection)))
        connection.execute(update(slice_weeks).where(slice_weeks.c.week >= first).values(told_at=told_at))
        known = _counts(connection, first)
        told = [(week, each) for week, each in found if each.comments >= known.get((week, each.slice), 0)]
        rows = [_row(week, each) | {"told_at": told_at} for week, each in told]
        upsert(connection, slice_weeks, ("week", "site", "language"), rows)
        for week, each in reversed(told):  # of both weeks, the newer one is whose estimate it is
            if week in weeks[-2:] and (left := _left(each.errors)) is not None:
                hold(connection, each.slice, week, left)
    return len(told)


def _counts(connection: Connection, first: date) -> Mapping[tuple[date, Slice], int]:
    """Return how many comments slices were told of, from a week on."""
    columns = slice_weeks.c
    chosen = select(columns.week, columns.site, columns.language, columns.comments).where(columns.week >= first)
    return {(row.week, Slice(row.site, row.language)): row.comments for row in connection.execute(chosen)}


def newest_weeks(engine: Engine, limit: int) -> list[SliceWeek]:
    """Return weeks of slices, the newest first, and of one week those with most comments first."""
    columns = slice_weeks.c
    newest = select(slice_weeks).order_by(columns.week.desc(), columns.comments.desc(), columns.site, columns.language)
    with reading(engine) as connection:
        return [_week(row) for row in connection.execute(newest.limit(limit))]


def newest_estimates(engine: Engine) -> list[SliceWeek]:
    """Return the estimates of the newest week that was told of, of the `SHOWN` slices with most comments."""
    newest = newest_weeks(engine, SHOWN)
    return [one for one in newest if one.week == newest[0].week]


@dataclass(frozen=True, slots=True)
class _Told:
    slice: Slice
    comments: int
    errors: OwnErrors
    labelled: Mapping[str, int]


def _told(engine: Engine, week: date, target: Target, own: Mapping[str, Target]) -> Iterable[_Told]:
    """Yield the slices of a week that have enough comments to be told of."""
    with reading(engine) as connection:
        groups = connection.execute(_groups(week)).all()
    by_slice: dict[Slice, list[AnyRow]] = {}
    for group in groups:
        by_slice.setdefault(Slice(group.owner, language_of(group.language)), []).append(group)
    for which, some in sorted(by_slice.items()):
        errors = own_errors(_scores(some), own.get(which.site, target))
        if errors is not None:
            yield _Told(which, sum(group.many for group in some), errors, _labelled(some))


def _groups(week: date) -> Any:
    """Return the statement that counts a week's comments by all that their mistakes are told from.

    What is found through an index of times: what came on pages by their results, what came alone by its day. A page's
    result may be newer than its comments are: what a feed shows no more stays.
    """
    columns = comments.c
    begin = datetime.combine(week, time(), UTC)
    shown = (~columns.gone, columns.day >= week, columns.day < week + _WEEK)
    said = (columns.owner, _judged().label("judged"), columns.decided, columns.probability, columns.shift)
    # By the language that they were judged with: what a page was said to be in may be another.
    each = (
        select(*said, func.coalesce(results.c.language, "").label("language"))
        .join(results, results.c.article_id == columns.article_id)
        .where(*shown)
    )
    on_pages = each.where(results.c.done_at >= begin, columns.asked_as.is_(None))
    one = union_all(on_pages, each.where(columns.asked_as.is_not(None))).subquery()
    score = case(*((one.c.probability < cut, place) for place, cut in enumerate(_CUTS)), else_=len(_CUTS))
    by = (one.c.owner, one.c.language, one.c.judged, one.c.decided)
    return (
        select(
            *by,
            func.count().label("many"),
            func.avg(one.c.probability).label("probability"),
            func.coalesce(func.avg(one.c.shift), 0.0).label("shift"),
        )
        .where(one.c.judged.is_not(None))
        .group_by(*by, score, cast(one.c.shift * _SHIFT_PARTS, Integer))
    )


def _judged() -> ColumnElement[Any]:
    """Return what the model alone would have done; null where a rule or a trap decided.

    A held slice has in review what is spam to the model. An appeal has there whatever it was, which is noted with it.
    """
    reasons = cast(comments.c.reasons, Text)
    # No quote of a message stands bare: this begins a reason.
    given = {code: reasons.like(f'%["{code}%') for code in (PREFIX, *_SET_ASIDE)}
    appealed = select(cast(appeals.c.verdict, Text)).where(appeals.c.comment_id == comments.c.id)
    return case(
        (given[PREFIX] | given[ReasonCode.HONEYPOT], None),
        (given[ReasonCode.SLICE_HELD], Verdict.SPAM.value),
        (given[ReasonCode.APPEAL], appealed.order_by(appeals.c.id).limit(1).scalar_subquery()),
        else_=cast(comments.c.verdict, Text),
    )


def _scores(groups: Sequence[AnyRow]) -> JudgedScores:
    likely = np.clip(np.array([group.probability for group in groups], float), _LEAST, 1 - _LEAST)
    shifts = np.array([group.shift for group in groups], float)
    many = np.array([group.many for group in groups], np.int64)
    judged = np.array([group.judged for group in groups])
    spam, review, allow = (
        np.where(judged == verdict.value, many, 0) for verdict in (Verdict.SPAM, Verdict.REVIEW, Verdict.ALLOW)
    )
    return JudgedScores(logit(likely) - shifts, spam, review, allow)


def _labelled(groups: Sequence[AnyRow]) -> Mapping[str, int]:
    """Count what people said, by the names of the columns that keep it."""

    def many(label: Label, verdict: Verdict | None = None) -> int:
        judged = None if verdict is None else verdict.value
        return sum(group.many for group in groups if group.decided is label and judged in (None, group.judged))

    return {
        "labelled_ham": many(Label.HAM),
        "labelled_ham_lost": many(Label.HAM, Verdict.SPAM),
        "labelled_spam": many(Label.SPAM),
        "labelled_spam_passed": many(Label.SPAM, Verdict.ALLOW),
    }


def _left(errors: OwnErrors) -> Measure | None:
    """Return which share has left its target; a lost ham is worse than a passed spam."""
    for measure, share in ((Measure.HAM_LOST, errors.ham_lost), (Measure.SPAM_PASSED, errors.spam_passed)):
        if share is not None and share.has_left:
            return measure
    return None


def _row(week: date, told: _Told) -> dict[str, Any]:
    return {
        "week": week,
        "site": told.slice.site,
        "language": told.slice.language,
        "comments": told.comments,
        **_ends("ham_lost", told.errors.ham_lost),
        **_ends("spam_passed", told.errors.spam_passed),
        **told.labelled,
    }


def _ends(name: str, share: Estimate | None) -> Mapping[str, float | None]:
    values = (None, None, None) if share is None else (share.value, share.low, share.high)
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))


def _week(row: AnyRow) -> SliceWeek:
    lost = None if row.ham_lost is None else ToldShare(row.ham_lost, row.ham_lost_low, row.ham_lost_high)
    passed = None if row.spam_passed is None else ToldShare(row.spam_passed, row.spam_passed_low, row.spam_passed_high)
    return SliceWeek(
        week=row.week,
        site=row.site,
        language=row.language,
        comments=row.comments,
        ham_lost=lost,
        spam_passed=passed,
        labelled_ham=row.labelled_ham,
        labelled_ham_lost=row.labelled_ham_lost,
        labelled_spam=row.labelled_spam,
        labelled_spam_passed=row.labelled_spam_passed,
    )
