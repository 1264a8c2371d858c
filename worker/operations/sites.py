"""Sites made, changed and shown: one installation serves many, each with what is its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Engine

from worker.domain import DEFAULT_SITE
from worker.errors import MisconfiguredError
from worker.ingest.sites import host_of, site_named
from worker.store.flow import sites
from worker.store.flow.sites import Site, SiteCounts

# What is said to have a setting of a site be the installation's again.
AS_SET: Final = "default"
# Days that a site may have things kept, a century: as good as for ever, and no database's calendar ends before.
MAX_DAYS: Final = 36_500
_STORES: Final = {"yes": True, "no": False, AS_SET: None}


@dataclass(frozen=True, slots=True)
class SiteChange:
    """What is to change of a site: hosts that it gets and gives up, and its own settings.

    ``akismet_stores`` is yes or no, ``akismet_retain_days`` a number of days; `AS_SET` takes a site's own away, and
    None leaves it.
    """

    hosts: Sequence[str] = ()
    without: Sequence[str] = ()
    akismet_stores: str | None = None
    akismet_retain_days: str | None = None


def add(engine: Engine, name: str, change: SiteChange, *, actor: str) -> tuple[Site, int]:
    """Make a site, which has the host that it is named by; return it, and how many stored articles became its own.

    Raises MisconfiguredError where the name or a host can be none, ConflictError where one is taken.
    """
    if name == DEFAULT_SITE:
        raise MisconfiguredError(f"the site {DEFAULT_SITE} is always there; change it with: winnow site set {name}")
    named = _host(name)
    site = Site(named, _hosts([named, *change.hosts], change.without))
    return site, sites.add_site(engine, site, actor=actor)


def change(engine: Engine, name: str, wanted: SiteChange, *, actor: str) -> tuple[Site, int]:
    """Change a site; return it, and how many stored articles changed sites by that.

    Raises NotFoundError where there is none of the name, MisconfiguredError and ConflictError as `add`.
    """
    before = sites.read_site(engine, site_named(name))
    hosts = _hosts([*before.hosts, *wanted.hosts], wanted.without)
    if before.name != DEFAULT_SITE and before.name not in hosts:
        raise MisconfiguredError(f"{before.name} is the site's own name, and stays its host")
    after = replace(
        before,
        hosts=hosts,
        akismet_stores=_stores(before.akismet_stores, wanted.akismet_stores),
        akismet_retain_days=_days(before.akismet_retain_days, wanted.akismet_retain_days),
    )
    return after, sites.change_site(engine, after, actor=actor)


def listed(engine: Engine) -> list[Site]:
    """Return all sites, the default one first."""
    return sites.list_sites(engine)


def show(engine: Engine, name: str) -> tuple[Site, SiteCounts]:
    """Return a site and how much it has; raises NotFoundError where there is none of the name."""
    site = sites.read_site(engine, site_named(name))
    return site, sites.site_counts(engine, site.name)


def require_site(engine: Engine, name: str | None) -> str | None:
    """Return a site's name as it is kept, None for None; raises NotFoundError where there is no such site."""
    return None if name is None else require_sites(engine, [name])[0]


def require_sites(engine: Engine, names: Iterable[str]) -> list[str]:
    """Return the names of sites as they are kept; raises NotFoundError where one is none."""
    known = {site.name for site in sites.list_sites(engine)}
    found = sorted({site_named(name) for name in names})
    for name in found:
        if name not in known:
            raise sites.no_such_site(name)
    return found


def _stores(before: bool | None, wanted: str | None) -> bool | None:
    if wanted is None:
        return before
    if wanted not in _STORES:
        raise MisconfiguredError(f"{wanted!r} is none of {', '.join(_STORES)}; say one of them with --akismet-stores")
    return _STORES[wanted]


def _days(before: float | None, wanted: str | None) -> float | None:
    if wanted is None:
        return before
    if wanted == AS_SET:
        return None
    try:
        days = float(wanted)
    except ValueError:
        days = -1.0
    if not 0 <= days <= MAX_DAYS:
        raise MisconfiguredError(
            f"{wanted!r} is no number of days from 0 to {MAX_DAYS:,}; give one with --akismet-retain-days, or {AS_SET}"
        )
    return days


def _host(name: str) -> str:
    host = host_of(name)
    if host is None:
        raise MisconfiguredError(f"{name!r} can be no host; give one as blog.example, without a path")
    return host


def _hosts(given: Sequence[str], without: Sequence[str]) -> tuple[str, ...]:
    gone = set(map(_host, without))
    return tuple(sorted({_host(one) for one in given} - gone))
