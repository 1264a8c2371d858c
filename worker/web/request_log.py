"""One log line a request, and a problem for what nobody expected."""

import time
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from worker.web.problems import problem

log = structlog.get_logger(__name__)

_REQUEST_ID = "X-Request-Id"


class RequestLog:
    """ASGI middleware: names each request, logs its route, status and time (ms); never an address's query or a body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, started, status = uuid4().hex, time.perf_counter(), 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[_REQUEST_ID] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, named)
            except Exception as error:
                # The type alone: an error's words may quote what was sent.
                log.error("request_failed", error=type(error).__name__, where=_where(error))
                if not status:
                    await problem(500, f"something broke; the log knows it as {request_id}")(scope, receive, named)
            spent_ms = round((time.perf_counter() - started) * 1000, 1)
            log.info("request", method=scope["method"], route=_route(scope), status=status, ms=spent_ms)


def _route(scope: Scope) -> str | None:
    """The pattern, not the path: what stands in a path may be a stranger's."""
    return getattr(scope.get("route"), "path", None)


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"
