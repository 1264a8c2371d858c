"""Addresses in comments: found in text, taken apart, and what their shape tells."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from classifiers.features.top_level_domains import (
    CHEAP,
    COMMON,
    COUNTRIES,
    PRODUCT_SUFFIXES,
    PROFILES,
    PUBLIC,
    REFERENCES,
    SHORTENERS,
    TOP_LEVEL,
)

# Every quantifier is bounded, and no two neighbours can match the same character.
# Both cases are spelt out: a search that need not fold them is several times as fast.
_URL: Final = re.compile(r"((?:[hH][tT][tT][pP][sS]?://|[wW][wW][wW]\.)[^\s<>\[\]\"'|]{3,400})")
_TRAILING: Final = ".,;:!?)»”’"
# A host of two to five labels, from where a word begins; what its last label must be is looked up. A Latin one ends
# where other letters begin: Korean, Japanese and Chinese part no words ("abc99.com카지노").
_HOST: Final = re.compile(
    r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,4}"
    r"([A-Za-z]{2,24}(?![A-Za-z0-9_-])|[^\W\d_A-Za-z][^\W\d_]{1,23}(?![\w-]))(?:/[^\s<>\"']{0,200})?"
)
# How hosts of common domains end, and whole ones, in small letters: the first is found several times as fast.
_ENDING: Final = (
    r"\.(?:com|net|org|info|biz|ru|xyz|top|site|shop|online|club|co|io|me|vip|kr|cn|tw|vn|in)(?![a-z0-9_-]|\.[a-z])"
)
_BARE_END: Final = re.compile(_ENDING)
_BARE: Final = re.compile(rf"(?<![a-z0-9@.-])([a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,3}}{_ENDING})(/)?")
# The full stops of Chinese, Japanese and full width are dots, too (IDNA, RFC 3490, section 3.1).
_DOTS: Final = str.maketrans("。．｡", "...")
_HOST_END: Final = re.compile(r"[/?#，。、！？；：（）「」…]")
# What a blog's posts stand under: their addresses are those of a home, as its front page is.
_POST: Final = re.compile(r"(?:(?:19|20)\d\d/|(?:blog|posts?|notes?|articles?|archives?|entry|entries|replies)(?:/|$))")
# Alphabets with letters that look like Latin ones, by the first words of their Unicode names.
_LOOKALIKES: Final = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
# How networks of many servers name accounts (ActivityPub), and universities pages; then the large networks.
_HANDLE: Final = re.compile(r"(?:@|~|users/)[\w.@-]{1,60}")
_ACCOUNT: Final = re.compile(r"(?:(?:u|users?|in|people|profile|channel|c)/)?[\w.@-]{1,60}")
_COUNTRY: Final = frozenset(COUNTRIES)
_DIGIT: Final = re.compile(r"\d")
# An address is asked for several times while its batch is looked at, and hardly ever after.
_REMEMBERED: Final = 256
# No longer address is kept: as many characters as sitemaps allow (sitemaps.org).
_LONGEST: Final = 2_048
# Shorter labels before a top-level domain are initials ("J.R.").
_SHORTEST_LABEL: Final = 3


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
        return self.tld in CHEAP

    @property
    def is_uncommon(self) -> bool:
        """Whether its top-level domain is none of the usual ones."""
        return self.tld not in COMMON

    @property
    def is_shortener(self) -> bool:
        """Whether it hides its target."""
        return self.host in SHORTENERS

    @property
    def is_profile(self) -> bool:
        """Whether it is somebody's page on a network that millions are on: it promotes nothing by itself."""
        if self.host in PROFILES and _ACCOUNT.fullmatch(self.path):
            return True
        return _HANDLE.fullmatch(self.path) is not None

    @property
    def is_home(self) -> bool:
        """Whether it is a site's front page, or a post of a blog."""
        return not self.path or _POST.match(self.path) is not None


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
    return Address(readable(host), rest[cut:].strip("/"))


def readable(host: str) -> str:
    """Return a host with its labels as people read them: punycode (RFC 3492) decoded, where it can be."""
    if "xn--" not in host:
        return host
    return ".".join(map(_decoded, host.split(".")))


def is_under(url: str, site: str | None) -> bool:
    """Tell whether an address is on this site: its domain, or one below it."""
    if site is None:
        return False
    host = parse(url).host
    return host == site or host.endswith("." + site)


def is_public(url: str) -> bool:
    """Tell whether an address is on a domain that cannot be bought, or in a work of reference."""
    *below, second, last = ("", "", *parse(url).host.split("."))
    if f"{second}.{last}" in REFERENCES or last in PUBLIC:
        return True
    return second in PUBLIC and last in _COUNTRY and any(below)


def shown(url: str) -> str:
    """Return an address as people read it: its labels decoded, a blog's post as the blog that it stands on."""
    if "xn--" not in url and "/" not in url:
        return url
    address = parse(url)
    return address.host if address.is_home else f"{address.host}/{address.path}"


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def mixes_scripts(host: str) -> bool:
    """Tell whether a label of a host takes its letters from Latin and from another alphabet, to look like another."""
    return not host.isascii() and any(map(_mixes, host.split(".")))


def _mixes(label: str) -> bool:
    if label.isascii():
        return label.startswith("xn--")
    scripts = {unicodedata.name(letter, "?").partition(" ")[0] for letter in label if letter.isalpha()}
    return "LATIN" in scripts and not scripts.isdisjoint(_LOOKALIKES)


@lru_cache(_REMEMBERED)
def _signs(url: str) -> tuple[bool, bool, bool, bool, int, int, bool]:
    address = _parse(url)
    host, last = address.host, address.tld
    return (
        last in CHEAP,
        last not in COMMON,
        host in SHORTENERS,
        not host.isascii() and mixes_scripts(host),
        len(address.path),
        host.count("-"),
        _DIGIT.search(host) is not None,
    )


def signs(url: str) -> tuple[bool, bool, bool, bool, int, int, bool]:
    """Return whether an address is cheap, uncommon, a shortener, mixed; its path's length, hyphens and digits.

    Hyphens and digits are those of its host.
    """
    return _signs(url[:_LONGEST])


def find_host(name: str) -> str | None:
    """Return the first address in a name, with or without a scheme; None where there is none."""
    name = _dotted(name)
    if "." not in name:
        return None
    if "://" in name or "www." in name.lower():
        return next(iter(parted(name)[1]), None)
    for match in _HOST.finditer(name):
        if (
            match[1].lower() in TOP_LEVEL
            and not _is_short(match[0].partition("/")[0])
            and not _is_titled_product(match[0])
        ):
            return match[0]
    return None


def _is_titled_product(host: str) -> bool:
    """Tell whether this is a product as people write its name: "Tool.NET", "Socket.io"."""
    return host[:1].isupper() and is_product(host.lower())


def is_product(host: str) -> bool:
    """Tell whether this bare word can be the name of software or of a shop as well as a host: "asp.net", "node.js"."""
    label, _, last = host.partition(".")
    return last in PRODUCT_SUFFIXES and label.isalpha()


def _dotted(text: str) -> str:
    """Return a text whose full stops of all scripts are dots."""
    if "。" in text or "．" in text or "｡" in text:
        return text.translate(_DOTS)
    return text


def bare_hosts(text: str) -> list[str]:
    """Return the hosts that stand in a text, names of products and public bodies left out; in small letters."""
    small = _dotted(text.lower())
    found = _BARE.findall(small) if _BARE_END.search(small) else []
    hosts = [host for host, path in found if path or not (is_product(host) or _is_short(host))]
    return [host for host in hosts if not is_public(host)]


def _is_short(host: str) -> bool:
    """Tell whether two short words that lack a blank are likelier than a host ("it.In")."""
    return len(host.rsplit(".", 2)[-2]) < _SHORTEST_LABEL


def repeats_bare_word(link: str, text: str) -> bool:
    """Tell whether a link is what a site's editor made of a bare word of the text ("foodb.net")."""
    rest = link.lower().partition("://")[2].removeprefix("www.").rstrip("/")
    return bool(rest) and rest in _dotted(text.lower())


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
