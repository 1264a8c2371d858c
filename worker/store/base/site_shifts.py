"""What the priors of sites add to the log-odds of their comments, as it stands in the store."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine, select

from classifiers.types import Comment
from worker.ingest.sites import scope_of, site_of
from worker.store.base.any_of import any_of
from worker.store.base.schema import site_priors
from worker.store.base.transactions import reading

# An address, and the site that owns what is there.
OwnedUrl = tuple[str | None, str]


def shifts_of(connection: Connection, sites: Iterable[str | None]) -> dict[str | None, float]:
    """Return the shifts of these sites; those whose prior is not known are left out."""
    wanted = {site for site in sites if site}
    if not wanted:
        return {}
    columns = site_priors.c
    rows = connection.execute(
        select(columns.site, columns.shift).where(any_of(columns.site, sorted(wanted)), columns.shift.is_not(None))
    )
    return {row.site: row.shift for row in rows}


def shifts_by_place(connection: Connection, places: Iterable[OwnedUrl]) -> dict[OwnedUrl, float]:
    """Return the shifts of what is at these places, by place."""
    site_by_place = {(url, owner): scope_of(owner, site_of(url)) for url, owner in places}
    shifts = shifts_of(connection, site_by_place.values())
    return {place: shifts[site] for place, site in site_by_place.items() if site in shifts}


def with_priors(engine: Engine, comments: Sequence[Comment]) -> list[Comment]:
    """Return comments with what the priors of their sites add, as far as the store knows those."""
    scopes = [scope_of(comment.owner, comment.site) for comment in comments]
    with reading(engine) as connection:
        shifts = shifts_of(connection, scopes)
    if not shifts:
        return list(comments)
    return [replace(one, shift=shifts.get(scope)) for one, scope in zip(comments, scopes, strict=True)]
