"""The site that an address is on: the domain that somebody registered, by the public suffix list."""

from functools import lru_cache
from typing import Final

from publicsuffixlist import PublicSuffixList

from classifiers.features import links

# Sites come back: a worker meets the same ones all day.
_REMEMBERED: Final = 4_096


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


def _is_number(host: str) -> bool:
    """Tell whether a host is an IP address of version 4: no name that the list knows ends in a digit."""
    return host[-1].isdigit()


@lru_cache(1)
def _suffixes() -> PublicSuffixList:
    """Read the list that comes with the package: nothing is fetched."""
    return PublicSuffixList()
