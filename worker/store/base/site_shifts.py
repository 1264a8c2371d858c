"""What the priors of sites add to the log-odds of their comments, as it stands in the store."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from worker.ingest.sites import site_of
from worker.store.base.any_of import any_of
from worker.store.base.schema import site_priors


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
