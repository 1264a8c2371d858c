"""uvicorn's HTTP protocol with patience that ends: half a request may neither wait for ever nor crowd others out."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, slots=True)
class Patience:
    """What a connection may take: seconds until a request's head is in, and until the rest of one that was answered is.

    At most ``most`` connections are open at once, and ``most_of_address`` from one address; ``trusted`` addresses are
    those of proxies, which speak for many.
    """

    head_s: float = 10.0
    rest_s: float = 10.0
    most: int = 1000
    most_of_address: int = 64
    trusted: Collection[str] = ()


class GuardedProtocol(H11Protocol):
    """One connection: ended where its head or its rest is late, or where its address holds too many.

    Where all places are taken, the connection makes room that has waited longest for a head, else for a body.
    """

    patience: ClassVar[Patience] = Patience()

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._waits_for: str | None = None
        self.waits_since = 0.0
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, if its address holds not too many, and make room for it."""
        super().connection_made(transport)
        if self._is_one_too_many():
            transport.abort()
            return
        if len(self.connections) > self.patience.most:
            self._make_room()
        self._follow()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        self._count_on(None)

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        super().data_received(data)
        self._follow()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the rest of this one."""
        super().on_response_complete()
        self._follow()

    @property
    def waits_for(self) -> str | None:
        """What this connection waits for (`head`, `body`, or `rest` of what was answered), or None."""
        return self._waits_for

    def _follow(self) -> None:
        waits_for = self._state()
        if waits_for != self._waits_for:
            self._count_on(waits_for)

    def _state(self) -> str | None:
        if self.conn.their_state is h11.IDLE:
            return "head"
        if self.conn.their_state is not h11.SEND_BODY:
            return None
        return "rest" if self.cycle is not None and self.cycle.response_complete else "body"

    def _count_on(self, waits_for: str | None) -> None:
        self._waits_for, self.waits_since = waits_for, self.loop.time()
        if self._end is not None:
            self._end.cancel()
            self._end = None
        # A body's time is the request's: the limits of its path know it.
        seconds = {"head": self.patience.head_s, "rest": self.patience.rest_s}.get(waits_for or "")
        if seconds is not None:
            # Aborted and not closed: who reads nothing would keep what is written, and with it the connection.
            self._end = self.loop.call_later(seconds, self.transport.abort)

    def _is_one_too_many(self) -> bool:
        host = self.client[0] if self.client else None
        if host is None or host in self.patience.trusted:
            return False
        held = sum(one.client is not None and one.client[0] == host for one in self._all())
        return held > self.patience.most_of_address

    def _make_room(self) -> None:
        waiting = [one for one in self._all() if one.waits_for is not None]
        longest = min(waiting, key=lambda one: (one.waits_for == "body", one.waits_since), default=self)
        longest.transport.abort()

    def _all(self) -> "list[GuardedProtocol]":
        return [one for one in self.connections if isinstance(one, GuardedProtocol)]


def guarded(patience: Patience) -> type[GuardedProtocol]:
    """Make the protocol with this patience, for uvicorn's configuration."""
    return type("Guarded", (GuardedProtocol,), {"patience": patience})
