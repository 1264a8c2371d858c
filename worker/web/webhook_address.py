"""Where a webhook may go: the public internet, and networks that the settings name; never by accident this machine."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

from worker.errors import MisconfiguredError, RefusedError
from worker.reasons import Reason

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_PORTS: Final = {"http": 80, "https": 443}
# IPv6 addresses that stand for one of IPv4 in their last 32 bits: RFC 6052, and RFC 4291's first form.
_EMBEDDING: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a delivery is sent: the address that was looked at, by which it is reached, and the name that it has."""

    host: str
    port: int
    address: str


def networks(listed: str) -> tuple[Network, ...]:
    """Read networks that are parted by commas; raises MisconfiguredError."""
    try:
        return tuple(ip_network(part.strip(), strict=False) for part in listed.split(",") if part.strip())
    except ValueError as error:
        raise MisconfiguredError(f"WINNOW_WEBHOOK_NETWORKS is wrong: {error}") from None


def parts_of(url: str) -> SplitResult:
    """Return an address's parts; raises RefusedError (BAD_URL) where nothing could be sent there."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedError(Reason.BAD_URL, "the webhook's address has no port that there is") from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password or port == 0:
        raise RefusedError(Reason.BAD_URL, "a webhook's address is http or https, without a user")
    return parts


def endpoint(url: str, allowed: Sequence[Network]) -> Endpoint:
    """Look an address up and return where to connect; it is not looked up again, so nobody answers otherwise then.

    Raises RefusedError (BAD_URL) where the name has no address, or any that is not public and in no allowed network.
    """
    parts = parts_of(url)
    return reachable(parts.hostname or "", parts.port or _PORTS[parts.scheme], allowed)


def reachable(host: str, port: int, allowed: Sequence[Network]) -> Endpoint:
    """Look a host up and return where to connect; raises as `endpoint` does."""
    found = addresses_of(host)
    for one in found:
        if not _is_allowed(one, allowed):
            raise RefusedError(Reason.BAD_URL, "the address is not public; WINNOW_WEBHOOK_NETWORKS allows it")
    return Endpoint(host, port, str(found[0]))


def check(url: str, allowed: Sequence[Network]) -> None:
    """Raise RefusedError (BAD_URL) where an address could never be told; a name without an address may get one."""
    host = parts_of(url).hostname or ""
    try:
        addresses_of(host)
    except RefusedError:
        return
    endpoint(url, allowed)


def addresses_of(host: str) -> list[Address]:
    """Return all addresses of a name, or the one that a number stands for; raises RefusedError (BAD_URL)."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RefusedError(Reason.BAD_URL, "the webhook's host has no address") from None
    return [ip_address(str(sockaddr[0]).partition("%")[0]) for *_, sockaddr in found]


def _is_allowed(address: Address, allowed: Sequence[Network]) -> bool:
    meant = _meant(address)
    if any(one in network for one in (address, meant) for network in allowed):
        return True
    odd = meant.is_multicast or meant.is_reserved or meant.is_unspecified or meant.is_link_local
    return meant.is_global and not odd


def _meant(address: Address) -> Address:
    """Return the IPv4 address that one of IPv6 stands for, or itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour or address
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in _EMBEDDING):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
