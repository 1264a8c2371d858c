"""Which site owns what is at an address: the one that has the nearest host above it, else the default one."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from worker.domain import DEFAULT_SITE
from worker.ingest.sites import hosts_above
from worker.store.base.any_of import any_of
from worker.store.base.schema import site_hosts


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
