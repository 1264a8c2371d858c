"""What the priors of sites add to the log-odds of their comments, as it stands in the store."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine, select

from classifiers.types import Comment
from worker.ingest.sites import site_of
from worker.store.base.any_of import any_of
from worker.store.base.schema import site_priors
from worker.store.base.transactions import reading


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


def shifts_by_url(connection: Connection, urls: Iterable[str | None]) -> dict[str | None, float]:
    """Return the shifts of the sites that these addresses are on, by address."""
    site_by_url = {url: site_of(url) for url in urls}
    shifts = shifts_of(connection, site_by_url.values())
    return {url: shifts[site] for url, site in site_by_url.items() if site in shifts}


def with_priors(engine: Engine, comments: Sequence[Comment]) -> list[Comment]:
    """Return comments with what the priors of their sites add, as far as the store knows those."""
    with reading(engine) as connection:
        shifts = shifts_of(connection, {comment.site for comment in comments})
    return [replace(one, shift=shifts.get(one.site)) for one in comments] if shifts else list(comments)
