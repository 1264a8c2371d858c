"""The keys of the articles that one page's comments may stand under: as crawled, from its history, and one by one."""

from typing import Final
from urllib.parse import urlsplit

from classifiers.digests import digest
from worker.ingest.article_keys import bare_address
from worker.store.flow.history_keys import history_key

_SCHEMES: Final = ("https://", "http://")
_WWW: Final = "www."


def lone_key(place: str) -> str:
    """Return the key of the article that comments which came one by one under an address are stored under.

    Never that of the crawled page, whose comments are told from its HTML. Scheme, ``www.`` and a slash at the end of an
    address make no difference: programs and crawlers spell one page in several ways. What is no address, as one without
    its scheme, is a place of its own: no site that has the address owns what came from there.
    """
    is_address = place.startswith(_SCHEMES)
    return digest(f"alone {bare_address(place)}" if is_address else f"alone at {place}")


def page_keys(url: str) -> list[str]:
    """Return the keys that the page of a canonical address, and its history, may be stored under, however spelled."""
    bare = bare_address(url)
    ends = ("",) if urlsplit(url).query else ("", "/")
    spelled = [f"{scheme}{www}{bare}{end}" for scheme in _SCHEMES for www in ("", _WWW) for end in ends]
    return [key for one in spelled for key in (digest(one), history_key(one))]
