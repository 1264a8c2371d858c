"""No byte of a body is read for who has no token, where every call needs one."""

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from worker.web.access import NO_TOKEN, REFUSAL_S, WWW_AUTHENTICATE, bearer_token
from worker.web.problems import problem

# What carries no body, and may be asked without a token: the description of the API is open.
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenFirst:
    """ASGI middleware: 401 below ``prefix`` for what would change or compute anything and proves nothing."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = f"{prefix}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        guarded = scope["type"] == "http" and scope["path"].startswith(self._prefix) and scope["method"] not in _READS
        if guarded and await bearer_token(Request(scope)) is None:
            await asyncio.sleep(REFUSAL_S)
            await problem(401, NO_TOKEN, headers=WWW_AUTHENTICATE)(scope, receive, send)
            return
        await self._app(scope, receive, send)
