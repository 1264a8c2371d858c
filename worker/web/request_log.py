"""One log line a request, and a problem for what nobody expected."""

import time
from uuid import uuid4

import structlog
from prometheus_client import CollectorRegistry, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from worker.observability.traces import continued, span
from worker.web.problems import problem

log = structlog.get_logger(__name__)

# Upper bounds (seconds) of the histogram's buckets: 30 ms is what Akismet's callers are promised.
BOUNDS_S = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0)

_REQUEST_ID = "X-Request-Id"
_TRACE_HEADERS = ("traceparent", "tracestate")


def request_times(registry: CollectorRegistry) -> Histogram:
    """Make the histogram of requests' times by route and status."""
    about = "Time until an answer was sent, by route and status."
    return Histogram("winnow_http_request_seconds", about, ["route", "status"], registry=registry, buckets=BOUNDS_S)


class RequestLog:
    """ASGI middleware: names each request, logs and counts its route, status and time; never its query or its body."""

    def __init__(self, app: ASGIApp, times: Histogram) -> None:
        self._app = app
        self._times = times

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

        carried = {name: value for name, value in Headers(scope=scope).items() if name in _TRACE_HEADERS}
        with structlog.contextvars.bound_contextvars(request_id=request_id), continued(carried), span("request"):
            try:
                await self._app(scope, receive, named)
            except Exception as error:
                # The type alone: an error's words may quote what was sent.
                log.error("request_failed", error=type(error).__name__, where=_where(error))
                if not status:
                    await problem(500, f"something broke; the log knows it as {request_id}")(scope, receive, named)
            spent_s, route = time.perf_counter() - started, _route(scope)
            log.info("request", method=scope["method"], route=route, status=status, ms=round(spent_s * 1000, 1))
            self._times.labels(route or "none", str(status)).observe(spent_s)


def _route(scope: Scope) -> str | None:
    """The pattern, not the path: what stands in a path may be a stranger's."""
    return getattr(scope.get("route"), "path", None)


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"
