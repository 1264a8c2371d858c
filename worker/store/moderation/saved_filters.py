"""Searches that moderators keep under a name, for themselves or for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, delete, false, func, or_, select

from worker.errors import ConflictError, MisconfiguredError, NotFoundError
from worker.store.base.audit import note
from worker.store.base.narrowed import seen_by
from worker.store.base.schema import saved_filters
from worker.store.base.transactions import insert, instant, reading, row_ids, writing
from worker.work.folded_text import folded

LONGEST_NAME: Final = 60
# Filters that one person keeps: their page counts what each of them finds.
MOST_FILTERS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """A search with its name; ``filters`` are the fields of its address, ``shared`` that everybody sees it."""

    id: int
    name: str
    filters: Mapping[str, str]
    owner: str
    shared: bool


def save_filter(engine: Engine, name: str, filters: Mapping[str, str], *, by: str, shared: bool = False) -> None:
    """Keep a search, in place of one's own of that name.

    Raises MisconfiguredError where that can be no name, ConflictError where there are `MOST_FILTERS` already.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise MisconfiguredError(f"a filter's name has 1 to {LONGEST_NAME} printable characters")
    columns = saved_filters.c
    with writing(engine) as connection:
        others = select(func.count()).select_from(saved_filters).where(columns.owner == by, columns.name != name)
        if (connection.scalar(others) or 0) >= MOST_FILTERS:
            raise ConflictError(f"One person keeps at most {MOST_FILTERS} filters; drop one first.")
        kept = {"filters": dict(filters), "shared": shared, "at": instant(connection)}
        kept["sites"] = seen_by(connection)
        statement = insert(connection, saved_filters).values(name=name, owner=by, **kept)
        again = statement.on_conflict_do_update(index_elements=["owner", "name"], set_=kept)
        made = connection.scalar(again.returning(columns.id))
        # Not its name, which may be an author's: the audit stays.
        note(connection, actor=by, action="filter save", details={"filter": made, "shared": shared})


def filters_for(engine: Engine, user: str) -> list[SavedFilter]:
    """Return what somebody keeps and what others share, by name."""
    columns = saved_filters.c
    chosen = select(columns.id, columns.name, columns.filters, columns.owner, columns.shared)
    seen = chosen.where(or_(columns.owner == user, columns.shared)).order_by(columns.name, columns.id)
    with reading(engine) as connection:
        return [SavedFilter(**row._asdict()) for row in connection.execute(seen)]


def drop_filter(engine: Engine, filter_id: int, *, by: str, is_admin: bool = False) -> None:
    """Drop a filter of one's own, or, as an admin, one that others share; raises NotFoundError."""
    columns = saved_filters.c
    may = or_(columns.owner == by, columns.shared if is_admin else false())
    with writing(engine) as connection:
        if not connection.execute(delete(saved_filters).where(columns.id.in_(row_ids([filter_id])), may)).rowcount:
            raise NotFoundError(f"There is no filter {filter_id} that you could drop.")
        note(connection, actor=by, action="filter drop", details={"filter": filter_id})


def forget_filters(connection: Connection, name: str) -> None:
    """Drop the filters that hold somebody's name (folded): without it they would ask for something else."""
    columns = saved_filters.c
    rows = connection.execute(select(columns.id, columns.name, columns.filters)).all()
    his = [row.id for row in rows if any(name in folded(one) for one in (row.name, *row.filters.values()))]
    connection.execute(delete(saved_filters).where(columns.id.in_(his)))
