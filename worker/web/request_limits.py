"""Limits of size and time on every route, kept before a route sees a byte."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from worker.reasons import Reason
from worker.web.problems import problem


@dataclass(frozen=True, slots=True)
class Limit:
    """How many bytes a request's body may have, and how many seconds its answer may take."""

    body_bytes: int
    time_s: float


class TooLargeError(HTTPException):
    """More came than the limit lets through; FastAPI lets errors of this kind alone out of its body parser."""


class RequestLimits:
    """ASGI middleware: 413 for a body that is too large, 503 for an answer that takes too long.

    ``streamed`` names the path whose body is read as it comes, and its own limit.
    """

    def __init__(self, app: ASGIApp, limit: Limit, streamed: tuple[str, Limit]) -> None:
        self._app = app
        self._limit = limit
        self._streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, streamed = self._streamed
        limit = streamed if scope["path"] == path else self._limit
        if _declared(scope) > limit.body_bytes:
            answer = problem(413, _sentence(limit), code=Reason.TOO_LARGE.value)
            await answer(scope, receive, send)
            return
        await _Request(self._app, limit, scope, receive, send).run()


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
