"""Making the web application out of its parts."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from prometheus_client import CollectorRegistry

from worker.observability.version import installed_version
from worker.operations.check import check
from worker.settings import Settings, environment
from worker.store.access.tokens import Tokens
from worker.web import metrics, probes
from worker.web.access import TokenBook
from worker.web.akismet import account
from worker.web.akismet import routes as akismet
from worker.web.alerts.watch import run, watch_of
from worker.web.api import PREFIX, articles, comments, dead_letters, filters, models, status, stream, webhooks
from worker.web.batching import Batcher
from worker.web.callers import Callers, addresses
from worker.web.dependencies import Dependencies
from worker.web.desk import left_out
from worker.web.desk import router as desk
from worker.web.desk.desk_jobs import DeskJobs
from worker.web.desk.openid_provider import provider_of
from worker.web.desk.session import LOGIN
from worker.web.desk.shown_cards import WordMarker
from worker.web.headers import SecurityHeaders
from worker.web.problems import add_problem_handlers
from worker.web.protocols import coral, perspective
from worker.web.request_limits import Limit, Limits, RequestLimits
from worker.web.request_log import RequestLog, request_times
from worker.web.side_process import SideProcess
from worker.web.token_first import TokenFirst
from worker.web.webhook_dispatch import dispatch

STREAM_PATH = f"{PREFIX}/articles/stream"
# What takes articles or many comments; all other bodies are small.
LARGE_PATHS = tuple(f"{PREFIX}/{name}" for name in ("articles", "articles/batch", "separate", "classify"))

# Requests with large bodies that are in hand at once: each may hold all of its bytes.
AT_ONCE = 100
# Bytes of a body that proves nothing yet, or need not be large; of a comment in another service's protocol (WordPress'
# longest is 65,525 bytes, three times that in a form, and plugins add the server's variables).
SMALL_BYTES = 65_536
COMMENT_BYTES = 524_288
# Below what other services' protocols are spoken with a key, and what is believed by its signature once it is read.
PROTOCOL_PREFIXES = ("/1.1/", "/1.2/", "/v1alpha1/")
SIGNED_PREFIXES = ("/coral/",)
# Passwords that are looked at at once: each takes 64 MB and a core, and the threads that others wait for.
PASSWORDS_AT_ONCE = 1
# Seconds that such a request may take, with its body.
SMALL_TIME_S = 10.0

ROUTERS: tuple[APIRouter, ...] = (
    probes.router,
    metrics.router,
    akismet.router,
    account.router,
    perspective.router,
    coral.router,
    stream.router,
    articles.router,
    comments.router,
    models.router,
    status.router,
    filters.router,
    dead_letters.router,
    webhooks.router,
    desk.router,
)

SEPARATE = (sys.executable, "-m", "worker", "separate")
# Checks of single comments that are judged in one call: more are no faster each.
CHECKS_AT_ONCE = 32
# Seconds that a page may take while a client waits for it, and memory (bytes) that its process may take.
SEPARATE_TIME_S = 10.0
SEPARATE_MEMORY_BYTES = 2_000_000_000


def create_app(dependencies: Dependencies) -> FastAPI:
    """Make the application; nothing is connected before its first request."""
    app = FastAPI(
        title="Winnow",
        summary="Separates articles from their comments and judges every comment.",
        version=installed_version(),
        openapi_url=f"{PREFIX}/openapi.json",
        # FastAPI's pages of documentation load their scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.dependencies = dependencies
    app.state.separator = SideProcess(
        SEPARATE, SEPARATE_TIME_S, SEPARATE_MEMORY_BYTES, environment(dependencies.settings)
    )
    app.state.watch = watch_of(dependencies.settings)
    app.state.left_out = left_out.beside()
    app.state.bench = DeskJobs(dependencies.settings)
    app.state.word_marker = WordMarker(dependencies.registry)
    app.state.metrics = CollectorRegistry()
    app.state.metrics.register(metrics.ServiceCollector(dependencies))
    app.state.checks = Batcher(partial(check, dependencies.whole, dependencies.service.judge), CHECKS_AT_ONCE)
    app.state.password_turns = CapacityLimiter(PASSWORDS_AT_ONCE)
    app.state.openid = provider_of(dependencies.settings)
    app.state.tokens = TokenBook(Tokens(dependencies.whole).list)
    add_problem_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    settings = dependencies.settings
    # The last added is the outermost.
    app.add_middleware(RequestLimits, limits=limits_of(settings))
    app.add_middleware(TokenFirst, prefix=PREFIX)
    app.add_middleware(RequestLog, times=request_times(app.state.metrics))
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Callers, trusted=addresses(settings.trusted_proxies))
    return app


def limits_of(settings: Settings) -> Limits:
    """Return how large each path's body may be, and how long its answer may take."""
    most, time_s = settings.web_max_body_bytes, settings.web_time_limit_s
    large = Limit(most, time_s, AT_ONCE)
    comment = Limit(min(COMMENT_BYTES, most), min(SMALL_TIME_S, time_s))
    small = Limit(min(SMALL_BYTES, most), min(SMALL_TIME_S, time_s))
    return Limits(
        of={
            **dict.fromkeys(LARGE_PATHS, large),
            STREAM_PATH: Limit(settings.web_max_stream_bytes, settings.web_stream_time_limit_s),
        },
        below={
            **dict.fromkeys(PROTOCOL_PREFIXES, comment),
            **dict.fromkeys(SIGNED_PREFIXES, small),
            LOGIN: small,
        },
        others=Limit(min(SMALL_BYTES, most), time_s),
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    winnow: Dependencies = app.state.dependencies
    beside = [asyncio.create_task(dispatch(winnow))]
    if app.state.watch.has_channels:
        beside.append(asyncio.create_task(run(winnow, app.state.watch)))
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await app.state.separator.close()
        await app.state.left_out.close()
