"""The site that an address is on: the domain that somebody registered, by the public suffix list; and who owns it."""

import re
from functools import lru_cache
from typing import Final

from publicsuffixlist import PublicSuffixList

from classifiers.features import links
from worker.domain import DEFAULT_SITE

# Sites come back: a worker meets the same ones all day.
_REMEMBERED: Final = 4_096
# Labels of letters, digits and hyphens in any script, parted by dots: 253 characters of 63 each (RFC 1035).
_HOST: Final = re.compile(r"(?=.{1,253}$)[^\W_](?:[\w-]{0,62})(?:\.[\w-]{1,63})*")


@lru_cache(_REMEMBERED)
def site_of(url: str | None) -> str | None:
    """Return the site of an article's address, as people read it; None where it has no host.

    Whoever has a name below a private suffix has a site of their own: ``x.blogspot.com``, ``y.github.io``. What is
    registered nowhere (an IP address, a machine of an intranet) is its own site.
    """
    host = links.parse(url).host if url else ""
    if not host or _is_number(host):
        return host or None
    return _suffixes().privatesuffix(host) or host


def scope_of(owner: str | None, domain: str | None) -> str | None:
    """Return what a comment's prior and rules go by: the site that owns it, in the default one the page's domain."""
    return domain if owner in (None, DEFAULT_SITE) else owner


def hosts_above(url: str | None) -> tuple[str, ...]:
    """Return the host of an address and all that it is below, the nearest first; nothing where it has none."""
    host = links.parse(url).host if url else ""
    if not host or _is_number(host):
        return (host,) if host else ()
    labels = host.split(".")
    return tuple(".".join(labels[at:]) for at in range(len(labels)))


def host_of(name: str) -> str | None:
    """Return a host as it is looked up, without scheme and ``www.``; None where a name can be none."""
    found = links.parse(name)
    return found.host if not found.path and _HOST.fullmatch(found.host) else None


def site_named(name: str) -> str:
    """Return a site's name as it is kept, however its host is spelt."""
    return host_of(name) or name


def _is_number(host: str) -> bool:
    """Tell whether a host is an IP address of version 4: no name that the list knows ends in a digit."""
    return host[-1].isdigit()


@lru_cache(1)
def _suffixes() -> PublicSuffixList:
    """Read the list that comes with the package: nothing is fetched."""
    return PublicSuffixList()
