"""What is known of sites: which owns what is at an address, and what each has of its own of the settings.

The owner is the one that has the nearest host above the address, else the default one.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from worker.domain import DEFAULT_SITE
from worker.ingest.sites import hosts_above
from worker.store.base.any_of import any_of
from worker.store.base.schema import site_hosts, sites


def owners_of(connection: Connection, urls: Iterable[str | None]) -> dict[str | None, str]:
    """Return the names of the sites that own what is at these addresses, by address."""
    above = {url: hosts_above(url) for url in urls}
    asked = {host for hosts in above.values() for host in hosts}
    if not asked:
        return dict.fromkeys(above, DEFAULT_SITE)
    columns = site_hosts.c
    known = select(columns.host, columns.site).where(any_of(columns.host, sorted(asked)))
    owner = {row.host: row.site for row in connection.execute(known)}
    return {url: next((owner[host] for host in hosts if host in owner), DEFAULT_SITE) for url, hosts in above.items()}


def own_storing(connection: Connection) -> dict[str, bool]:
    """Return, by their names, the sites that say themselves whether what blogs ask about is stored."""
    own = select(sites.c.name, sites.c.akismet_stores).where(sites.c.akismet_stores.is_not(None))
    return {row.name: row.akismet_stores for row in connection.execute(own)}


def own_retention(connection: Connection) -> dict[str, float]:
    """Return, by their names, the sites that say themselves how many days that is kept."""
    own = select(sites.c.name, sites.c.akismet_retain_days).where(sites.c.akismet_retain_days.is_not(None))
    return {row.name: row.akismet_retain_days for row in connection.execute(own)}
