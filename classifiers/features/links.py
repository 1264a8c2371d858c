"""Addresses in comments: found in text, taken apart, and what their shape tells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from classifiers.features.top_level_domains import TOP_LEVEL

# Every quantifier is bounded, and no two neighbours can match the same character.
# Both cases are spelt out: a search that need not fold them is several times as fast.
_URL: Final = re.compile(r"((?:[hH][tT][tT][pP][sS]?://|[wW][wW][wW]\.)[^\s<>\[\]\"'|]{3,400})")
_TRAILING: Final = ".,;:!?)»”’"
# A host of two to five labels, from where a word begins; what its last label must be is looked up.
_HOST: Final = re.compile(r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,4}([^\W\d_]{2,24})(?![\w-])(?:/[^\s<>\"']{0,200})?")
_HOST_END: Final = re.compile(r"[/?#]")
_DIGIT: Final = re.compile(r"\d")
# An address is asked for several times while its batch is looked at, and hardly ever after.
_REMEMBERED: Final = 256
# No longer address is kept: as many characters as sitemaps allow (sitemaps.org).
_LONGEST: Final = 2_048
# Shorter labels before a top-level domain are initials ("J.R.").
_SHORTEST_LABEL: Final = 3
_COMMON_TLDS: Final = frozenset(
    [
        "com",
        "net",
        "org",
        "edu",
        "gov",
        "io",
        "me",
        "dev",
        "uk",
        "de",
        "fr",
        "cz",
        "ca",
        "au",
        "nl",
        "at",
        "ch",
        "be",
        "es",
        "it",
        "pt",
        "br",
        "se",
        "no",
        "fi",
        "dk",
        "eu",
        "us",
    ]
)
_CHEAP_TLDS: Final = frozenset(
    [
        "xyz",
        "top",
        "site",
        "online",
        "club",
        "info",
        "biz",
        "shop",
        "store",
        "icu",
        "live",
        "vip",
        "win",
        "bid",
        "loan",
        "work",
        "click",
        "link",
        "pw",
        "tk",
        "ml",
        "ga",
        "cf",
        "gq",
        "ru",
        "su",
        "cc",
        "ws",
        "pro",
        "space",
        "website",
        "fun",
        "monster",
        "buzz",
        "rest",
        "cyou",
        "sbs",
        "cfd",
        "bet",
        "casino",
        "poker",
        "world",
        "today",
        "life",
        "center",
        "best",
        "in",
        "pk",
    ]
)
_SHORTENERS: Final = frozenset(
    [
        "bit.ly",
        "goo.gl",
        "tinyurl.com",
        "t.co",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "adf.ly",
        "cutt.ly",
        "rebrand.ly",
        "shorturl.at",
        "urlz.fr",
        "clck.ru",
        "vk.cc",
        "t.me",
        "wa.me",
        "bitly.com",
        "tiny.cc",
        "rb.gy",
        "s.id",
        "linktr.ee",
    ]
)


@dataclass(frozen=True, slots=True)
class Address:
    """A web address: its host without ``www.``, and all that follows the host."""

    host: str
    path: str

    @property
    def tld(self) -> str:
        """The last label of the host."""
        return self.host.rpartition(".")[2]

    @property
    def is_cheap(self) -> bool:
        """Whether its top-level domain is one that throw-away sites favour."""
        return self.tld in _CHEAP_TLDS

    @property
    def is_uncommon(self) -> bool:
        """Whether its top-level domain is none of the usual ones."""
        return self.tld not in _COMMON_TLDS

    @property
    def is_shortener(self) -> bool:
        """Whether it hides its target."""
        return self.host in _SHORTENERS


def parse(url: str) -> Address:
    """Return the parts of an address that a person typed; the scheme may be missing."""
    return _parse(url[:_LONGEST])


@lru_cache(_REMEMBERED)
def _parse(url: str) -> Address:
    rest = url.strip().lower()
    scheme, separator, after = rest.partition("://")
    rest = after if separator and len(scheme) <= 8 else rest
    end = _HOST_END.search(rest)
    cut = end.start() if end else len(rest)
    host = rest[:cut].rpartition("@")[2].partition(":")[0].removeprefix("www.")
    return Address(host, rest[cut:].strip("/"))


@lru_cache(_REMEMBERED)
def _signs(url: str) -> tuple[bool, bool, bool, bool, int, int, bool]:
    address = _parse(url)
    host, last = address.host, address.tld
    return (
        last in _CHEAP_TLDS,
        last not in _COMMON_TLDS,
        host in _SHORTENERS,
        "xn--" in host,
        len(address.path),
        host.count("-"),
        _DIGIT.search(host) is not None,
    )


def signs(url: str) -> tuple[bool, bool, bool, bool, int, int, bool]:
    """Return whether an address is cheap, uncommon, a shortener, punycode; its path's length, hyphens and digits.

    Hyphens and digits are those of its host.
    """
    return _signs(url[:_LONGEST])


def find_host(name: str) -> str | None:
    """Return the first address in a name, with or without a scheme; None where there is none."""
    if "." not in name:
        return None
    if "://" in name or "www." in name.lower():
        return next(iter(parted(name)[1]), None)
    for match in _HOST.finditer(name):
        label = match[0].partition("/")[0].rsplit(".", 2)[-2]
        if match[1].lower() in TOP_LEVEL and len(label) >= _SHORTEST_LABEL:
            return match[0]
    return None


def parted(text: str) -> tuple[str, list[str]]:
    """Return the text with a blank for each of its addresses, and the addresses written out in it."""
    if not _may_hold_any(text):
        return text, []
    # Looked through once: what stands between addresses, and they, in turn.
    parts = _URL.split(text)
    return " ".join(parts[::2]), [address.rstrip(_TRAILING) for address in parts[1::2]]


def without(text: str) -> str:
    """Return the text with its addresses taken out."""
    return parted(text)[0]


def distinct(urls: Iterable[str]) -> list[str]:
    """Return these addresses, each once, in order."""
    return list(dict.fromkeys(url for url in urls if url))


def _may_hold_any(text: str) -> bool:
    return "://" in text or "www." in text or "WWW." in text or "Www." in text
