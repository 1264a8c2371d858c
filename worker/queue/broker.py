"""A broker as one value: where it is, how it is named, and by which transport and options it is spoken to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from worker.errors import MisconfiguredError
from worker.queue.tls import amqp_tls, redis_tls

_KNOWN: Final = (
    "Give redis://, rediss:// (TLS), redis+socket://, sentinel://, valkey://, valkeys://, amqp:// or amqps:// (TLS)."
)
_UNREADABLE: Final = (
    "The broker URL can't be read: in a user or password, write % as %25, @ as %40, : as %3A, / as %2F, ? as %3F and "
    "# as %23, or give the password as WINNOW_BROKER_PASSWORD."
)
_REDIS_PORT: Final = 6379
_SENTINEL_PORT: Final = 26_379
_REDIS: Final = "worker.queue.redis_transport:"
_AMQP: Final = "worker.queue.amqp_transport:"


@dataclass(frozen=True, slots=True)
class Access:
    """What a broker's URL does not say. ``key_prefix`` parts Winnow's keys from those of others in the same Redis."""

    password: str | None = None
    key_prefix: str = "winnow:"
    sentinel_master: str = "mymaster"
    sentinel_password: str | None = None


@dataclass(frozen=True, slots=True)
class Broker:
    """``url`` is what Celery's tools read, ``opens`` what kombu opens; ``address`` names it, without any password.

    ``transport`` is kombu's own where it is None; ``tls`` is None where the connection is not encrypted.
    """

    url: str
    opens: str
    address: str
    transport: str | None = None
    tls: Mapping[str, Any] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


def broker_of(url: str, access: Access | None = None) -> Broker:
    """Return the broker that a URL names; raises MisconfiguredError with a sentence that holds no password."""
    scheme = url.partition("://")[0] if "://" in url else ""
    make = _KINDS.get(scheme)
    if make is None:
        kind = f"knows no broker of the kind {scheme!r}" if scheme.isidentifier() else "can't tell the broker's kind"
        raise MisconfiguredError(f"Winnow {kind}. {_KNOWN}")
    return make(url, access or Access())


def _redis(url: str, access: Access) -> Broker:
    parts = _split(url)
    _refuse_query(parts)
    return _redis_server("redis", parts, access, None)


def _redis_over_tls(url: str, access: Access) -> Broker:
    parts = _split(url)
    return _redis_server("rediss", parts, access, redis_tls(parts.query))


def _redis_server(scheme: str, parts: SplitResult, access: Access, tls: Mapping[str, Any] | None) -> Broker:
    where = f"{_host(parts)}:{parts.port or _REDIS_PORT}/{_database(parts)}"
    url = f"{scheme}://{_credentials(parts, access)}{where}"
    address = f"{scheme}://{_user(parts)}{where}"
    return Broker(url, url, address, f"{_REDIS}Transport", tls, _redis_options(access))


def _socket(url: str, access: Access) -> Broker:
    parts = _split(url)
    database = parts.query.removeprefix("virtual_host=") or "0"
    if not database.isdigit() or parts.hostname or len(parts.path) < 2:
        raise MisconfiguredError(
            "A Redis socket is given as redis+socket:///run/redis.sock, and with ?virtual_host=1 for database 1."
        )
    where = f"{parts.path}?virtual_host={database}"
    opens = f"socket://{_credentials(parts, access)}{where}"
    address = f"redis+socket://{_user(parts)}{where}"
    return Broker(f"redis+{opens}", opens, address, f"{_REDIS}SocketTransport", None, _redis_options(access))


def _sentinel(url: str, access: Access) -> Broker:
    every = [_split(one) for one in url.split(";") if one]
    for parts in every:
        _refuse_query(parts)
        if parts.scheme != "sentinel":
            raise MisconfiguredError("Sentinels are given as sentinel://host:26379;sentinel://other:26379/0.")
    sentinels = [(_host(parts), parts.port or _SENTINEL_PORT) for parts in every]
    named = next((parts for parts in every if parts.username or parts.password), every[0])
    database = next((found for parts in every if (found := _database(parts)) != "0"), "0")
    first, *others = (f"{host}:{port}" for host, port in sentinels)
    opens = f"sentinel://{_credentials(named, access)}{first}/{database}"
    options = _redis_options(access) | {
        "sentinels": sentinels,
        "master_name": access.sentinel_master,
        "sentinel_kwargs": {"password": access.sentinel_password} if access.sentinel_password else {},
    }
    return Broker(
        ";".join([opens, *(f"sentinel://{other}" for other in others)]),
        opens,
        f"sentinel://{_user(named)}{','.join([first, *others])}/{database} ({access.sentinel_master})",
        f"{_REDIS}SentinelTransport",
        None,
        options,
    )


def _amqp(url: str, access: Access) -> Broker:
    parts = _split(url)
    tls = amqp_tls(parts.query) if parts.scheme == "amqps" else None
    if tls is None:
        _refuse_query(parts)
    port = f":{parts.port}" if parts.port else ""
    where = f"{_host(parts)}{port}{parts.path}"
    opens = f"{parts.scheme}://{_credentials(parts, access)}{where}"
    transport = "Transport" if tls is None else "TlsTransport"
    return Broker(opens, opens, f"{parts.scheme}://{_user(parts)}{where}", f"{_AMQP}{transport}", tls)


def _memory(url: str, _: Access) -> Broker:
    # Seconds; kombu's default of one is for slow transports.
    return Broker(url, url, url, options={"polling_interval": 0.01})


_KINDS: Final[Mapping[str, Callable[[str, Access], Broker]]] = {
    "redis": _redis,
    "valkey": _redis,
    "rediss": _redis_over_tls,
    "valkeys": _redis_over_tls,
    "redis+socket": _socket,
    "sentinel": _sentinel,
    "amqp": _amqp,
    "amqps": _amqp,
    "memory": _memory,
}


def _redis_options(access: Access) -> dict[str, Any]:
    return {
        "global_keyprefix": access.key_prefix,
        # Longer than any batch may take; the sweeper is faster anyway.
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "unacked_mutex_expire": 30,
        "socket_connect_timeout": 5,
        "socket_timeout": 30,
        "socket_keepalive": True,
        # A server that vanished without a word is noticed after twice as many seconds and one.
        "health_check_interval": 10,
    }


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        readable = parts.port != 0 and not parts.fragment and "@" not in parts.path + parts.query
    except ValueError:
        readable = False
    if not readable:
        raise MisconfiguredError(_UNREADABLE)
    return parts


def _refuse_query(parts: SplitResult) -> None:
    if parts.query:
        raise MisconfiguredError(f"A broker of the kind {parts.scheme}:// takes no parameters behind a question mark.")


def _host(parts: SplitResult) -> str:
    host = parts.hostname or "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _database(parts: SplitResult) -> str:
    database = parts.path.strip("/") or "0"
    if not database.isdecimal():
        raise MisconfiguredError(
            "The broker URL must end in the number of a Redis database, as in redis://127.0.0.1:6379/0."
        )
    return database


def _user(parts: SplitResult) -> str:
    return f"{parts.username}@" if parts.username else ""


def _credentials(parts: SplitResult, access: Access) -> str:
    password = access.password if access.password is not None else unquote(parts.password or "")
    if not parts.username and not password:
        return ""
    return quote(unquote(parts.username or ""), safe="") + (f":{quote(password, safe='')}" if password else "") + "@"
