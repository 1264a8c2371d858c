"""The sites, and which hosts each has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, delete, func, select, update

from worker.domain import DEFAULT_SITE
from worker.errors import ConflictError, NotFoundError
from worker.ingest.sites import scope_of, site_of
from worker.store.base.any_of import any_of
from worker.store.base.audit import note
from worker.store.base.schema import articles, comments, labels, site_hosts, sites, waiting
from worker.store.base.site_table import owners_of
from worker.store.base.transactions import AnyRow, insert, instant, lock, reading, writing

# Articles that are looked at, and moved to another site, in one transaction.
_ARTICLES_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Site:
    """A site and its hosts, each with all that is below it.

    ``akismet_stores`` and ``akismet_retain_days`` are what it has of its own of these settings, else None.
    """

    name: str
    hosts: tuple[str, ...] = ()
    created_at: datetime | None = None
    akismet_stores: bool | None = None
    akismet_retain_days: float | None = None


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """How much a site has: articles, comments that are shown, those of them that wait for a moderator, and labels."""

    articles: int
    comments: int
    waiting: int
    labels: int


def list_sites(engine: Engine) -> list[Site]:
    """Return all sites by their names, the default one first."""
    with reading(engine) as connection:
        return _sites(connection)


def read_site(engine: Engine, name: str) -> Site:
    """Return a site; raises NotFoundError."""
    for site in list_sites(engine):
        if site.name == name:
            return site
    raise no_such_site(name)


def no_such_site(name: str) -> NotFoundError:
    """Return what is raised where there is no site of a name."""
    return NotFoundError(f"There is no site {name!r}; see: winnow site list")


def site_counts(engine: Engine, name: str) -> SiteCounts:
    """Count what a site has."""
    of_site = comments.c.owner == name
    given = labels.join(comments, comments.c.id == labels.c.comment_id)
    counted = (
        select(func.count()).select_from(articles).where(articles.c.owner == name),
        select(func.count()).select_from(comments).where(of_site, ~comments.c.gone),
        select(func.count()).select_from(comments).where(of_site, waiting),
        select(func.count()).select_from(given).where(of_site),
    )
    with reading(engine) as connection:
        return SiteCounts(*(int(connection.scalar(one) or 0) for one in counted))


def add_site(engine: Engine, site: Site, *, actor: str) -> int:
    """Make a site; what is stored of its hosts becomes its own. Return how many articles those are.

    Raises ConflictError where there is one of its name, or another has one of its hosts.
    """
    with writing(engine) as connection:
        made = insert(connection, sites).values(name=site.name, created_at=instant(connection))
        made_now = made.on_conflict_do_nothing(index_elements=["name"]).returning(sites.c.name)
        if connection.scalar(made_now) is None:
            raise ConflictError(f"There is a site {site.name} already; change it with: winnow site set {site.name}")
        _take_hosts(connection, site)
        note(connection, actor=actor, action="site add", details={"site": site.name, "hosts": list(site.hosts)})
    return settle_owners(engine)


def change_site(engine: Engine, site: Site, *, actor: str) -> int:
    """Give a site these hosts and settings in place of those before; return how many articles changed sites.

    Raises ConflictError where another site has one of its hosts, NotFoundError where there is no such site.
    """
    with writing(engine) as connection:
        if site.name == DEFAULT_SITE:
            made = insert(connection, sites).values(name=site.name, created_at=instant(connection))
            connection.execute(made.on_conflict_do_nothing(index_elements=["name"]))
        if connection.scalar(select(sites.c.name).where(sites.c.name == site.name).with_for_update()) is None:
            raise no_such_site(site.name)
        own = {"akismet_stores": site.akismet_stores, "akismet_retain_days": site.akismet_retain_days}
        connection.execute(update(sites).where(sites.c.name == site.name).values(own))
        connection.execute(delete(site_hosts).where(site_hosts.c.site == site.name))
        _take_hosts(connection, site)
        details = {"site": site.name, "hosts": list(site.hosts), **own}
        note(connection, actor=actor, action="site set", details=details)
    return settle_owners(engine)


def settle_owners(engine: Engine) -> int:
    """Give all stored articles, with their comments, to the sites that have their hosts; return how many moved.

    After an interruption the same again goes on.
    """
    after, moved = 0, 0
    while True:
        with writing(engine) as connection:
            page = select(articles.c.id, articles.c.url, articles.c.owner).where(articles.c.id > after)
            rows = connection.execute(page.order_by(articles.c.id).limit(_ARTICLES_AT_ONCE)).all()
            moved += _move(connection, rows)
        if not rows:
            return moved
        after = rows[-1].id


def _sites(connection: Connection) -> list[Site]:
    hosts: dict[str, list[str]] = {}
    for row in connection.execute(select(site_hosts).order_by(site_hosts.c.host)):
        hosts.setdefault(row.site, []).append(row.host)
    found = {row.name: _site(row, hosts.get(row.name, ())) for row in connection.execute(select(sites))}
    default = found.pop(DEFAULT_SITE, Site(DEFAULT_SITE))
    return [default, *(found[name] for name in sorted(found))]


def _site(row: AnyRow, hosts: Sequence[str]) -> Site:
    return Site(row.name, tuple(hosts), row.created_at, row.akismet_stores, row.akismet_retain_days)


def _take_hosts(connection: Connection, site: Site) -> None:
    for host in site.hosts:
        statement = insert(connection, site_hosts).values(host=host, site=site.name)
        taken_now = statement.on_conflict_do_nothing(index_elements=["host"]).returning(site_hosts.c.host)
        if connection.scalar(taken_now) is None:
            other = connection.scalar(select(site_hosts.c.site).where(site_hosts.c.host == host))
            raise ConflictError(f"The host {host} is the site {other}'s; take it from that one first.")


def _move(connection: Connection, rows: Sequence[AnyRow]) -> int:
    owners = owners_of(connection, {row.url for row in rows})
    moving = {row.id: row.url for row in rows if owners[row.url] != row.owner}
    if not moving:
        return 0
    lock(connection, any_of(articles.c.id, sorted(moving)))
    ids: dict[tuple[str, str | None], list[int]] = {}
    for row, url in moving.items():
        owner = owners[url]
        ids.setdefault((owner, scope_of(owner, site_of(url))), []).append(row)
    for (owner, scope), some in ids.items():
        _give(connection, some, owner, scope)
    return len(moving)


def _give(connection: Connection, ids: Iterable[int], owner: str, scope: str | None) -> None:
    chosen = sorted(ids)
    connection.execute(update(articles).where(any_of(articles.c.id, chosen)).values(owner=owner))
    values = {"owner": owner, "site": scope}
    connection.execute(update(comments).where(any_of(comments.c.article_id, chosen)).values(values))
