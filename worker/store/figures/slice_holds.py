"""Slices that are held since estimates of the model's mistakes left their target, until somebody has looked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, select, update

from worker.domain import Measure, Slice
from worker.errors import NotFoundError
from worker.store.base.audit import note
from worker.store.base.schema import slice_holds
from worker.store.base.transactions import AnyRow, insert, instant, reading, writing

# Who is noted for what a worker does by itself.
_BY_ITSELF = "winnow"


@dataclass(frozen=True, slots=True)
class SliceHold:
    """A slice that is held, since when, and the week whose estimate it was."""

    site: str
    language: str
    measure: Measure
    week: date
    held_at: datetime


def monday_of(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())


def held_slices(engine: Engine) -> frozenset[Slice]:
    """Return the slices that are held."""
    columns = slice_holds.c
    with reading(engine) as connection:
        rows = connection.execute(select(columns.site, columns.language).where(columns.released_at.is_(None)))
        return frozenset(Slice(row.site, row.language) for row in rows)


def list_holds(engine: Engine) -> list[SliceHold]:
    """Return the slices that are held, in the order of their names."""
    columns = slice_holds.c
    chosen = select(slice_holds).where(columns.released_at.is_(None)).order_by(columns.site, columns.language)
    with reading(engine) as connection:
        return [_hold(row) for row in connection.execute(chosen)]


def hold(connection: Connection, which: Slice, week: date, measure: Measure) -> bool:
    """Hold a slice for a week's estimate, and say whether it was not held; who looked at that week has looked."""
    now = connection.scalar(select(instant(connection)))
    values = {"week": week, "measure": measure.value, "held_at": now, "released_by": None, "released_at": None}
    statement = insert(connection, slice_holds).values(site=which.site, language=which.language, **values)
    columns = slice_holds.c
    held_anew = statement.on_conflict_do_update(
        index_elements=["site", "language"],
        set_=values,
        where=(columns.released_at.is_not(None)) & (columns.week < week),
    )
    if connection.scalar(held_anew.returning(columns.site)) is None:
        return False
    details = {"site": which.site, "language": which.language, "week": str(week), "measure": measure.value}
    note(connection, actor=_BY_ITSELF, action="slice hold", details=details)
    return True


def release(engine: Engine, which: Slice, *, by: str) -> None:
    """Let a slice's spam be spam again: somebody has looked. Raises NotFoundError where it is not held.

    It is held again for a week after this one alone.
    """
    columns = slice_holds.c
    chosen = (columns.site == which.site, columns.language == which.language, columns.released_at.is_(None))
    with writing(engine) as connection:
        now = connection.execute(select(instant(connection))).scalar_one()
        looked = {"released_by": by, "released_at": now, "week": monday_of(now.date())}
        released = update(slice_holds).where(*chosen).values(looked)
        if not connection.execute(released).rowcount:
            raise NotFoundError(
                f"{which.site} {which.language or 'without a language'} is not held; see: winnow truth show"
            )
        details = {"site": which.site, "language": which.language}
        note(connection, actor=by, action="slice release", details=details)


def _hold(row: AnyRow) -> SliceHold:
    return SliceHold(row.site, row.language, Measure(row.measure), row.week, row.held_at)
