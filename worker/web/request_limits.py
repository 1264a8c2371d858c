"""Limits of size and time on every route, kept before a route sees a byte."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from worker.reasons import Reason
from worker.web.problems import problem


@dataclass(frozen=True, slots=True)
class Limit:
    """How many bytes a request's body may have, how many seconds its answer may take, and how many are in hand at once.

    None: as many as there are connections.
    """

    body_bytes: int
    time_s: float
    at_once: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The limit of every path: those of ``of`` by their names, what starts with a name of ``below``, and all others."""

    of: Mapping[str, Limit]
    below: Mapping[str, Limit]
    others: Limit

    def limit(self, path: str) -> Limit:
        """Return what holds for a path."""
        if path in self.of:
            return self.of[path]
        return next((limit for prefix, limit in self.below.items() if path.startswith(prefix)), self.others)


class TooLargeError(HTTPException):
    """More came than the limit lets through; FastAPI lets errors of this kind alone out of its body parser."""


class RequestLimits:
    """ASGI middleware: 413 for a body that is too large, 503 for an answer that takes too long.

    More at once than the limit says are answered with 503, and none of them is read.
    """

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._in_hand: Counter[Limit] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if "\0" in scope["path"] or b"%00" in scope["query_string"] or b"\0" in scope["query_string"]:
            await problem(400, "an address holds no NUL")(scope, receive, send)  # no database takes one
            return
        limit = self._limits.limit(scope["path"])
        if _declared(scope) > limit.body_bytes:
            answer = problem(413, _sentence(limit), code=Reason.TOO_LARGE.value)
            await answer(scope, receive, send)
            return
        if limit.at_once is not None and self._in_hand[limit] >= limit.at_once:
            answer = problem(503, f"{limit.at_once} such requests are in hand", headers={"Retry-After": "5"})
            await answer(scope, receive, send)
            return
        self._in_hand[limit] += 1
        try:
            await _Request(self._app, limit, scope, receive, send).run()
        finally:
            self._in_hand[limit] -= 1


@dataclass(slots=True)
class _Request:
    """One request under its limit."""

    app: ASGIApp
    limit: Limit
    scope: Scope
    outer_receive: Receive
    outer_send: Send
    received: int = 0
    started: bool = False
    ended: bool = False

    async def run(self) -> None:
        """Serve it, or answer for it once its time is up; a thread that works on is left to its end."""
        work = asyncio.create_task(_awaited(self.app(self.scope, self._receive, self._send)))
        try:
            await asyncio.wait({work}, timeout=self.limit.time_s)
        finally:
            if not work.done():
                work.cancel()
        if work.done():
            work.result()
        elif not self.started:
            self.ended = True
            answer = problem(503, f"this took longer than {self.limit.time_s:g} s", headers={"Retry-After": "30"})
            await answer(self.scope, self.outer_receive, self.outer_send)
        else:
            raise TimeoutError("an answer that had begun took too long")

    async def _receive(self) -> Message:
        message = await self.outer_receive()
        self.received += len(message.get("body", b""))
        if self.received > self.limit.body_bytes:
            raise TooLargeError(413, _sentence(self.limit))
        return message

    async def _send(self, message: Message) -> None:
        if self.ended:
            return
        self.started = True
        await self.outer_send(message)


def _declared(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else 0


async def _awaited(work: Awaitable[None]) -> None:
    await work


def _sentence(limit: Limit) -> str:
    return f"the body has more than {limit.body_bytes:,} bytes"
