"""Making the web application out of its parts."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import APIRouter, FastAPI

from worker.store.tokens import Tokens
from worker.web import probes
from worker.web.access import TokenBook
from worker.web.api import PREFIX, articles, comments, dead_letters, filters, models, stream
from worker.web.coprocess import Coprocess
from worker.web.dependencies import Dependencies
from worker.web.desk import router as desk
from worker.web.desk.bench import Bench
from worker.web.headers import SecurityHeaders
from worker.web.limits import Limit, Limits
from worker.web.problems import add_problem_handlers
from worker.web.request_log import RequestLog

STREAM_PATH = f"{PREFIX}/articles/stream"

ROUTERS: tuple[APIRouter, ...] = (probes.router, desk.router)
API_ROUTERS = (stream.router, articles.router, comments.router, models.router, filters.router, dead_letters.router)


SEPARATE = (sys.executable, "-m", "worker", "separate")
# Seconds that a page may take while a client waits for it, and memory (bytes) that its process may take.
SEPARATE_TIME_S = 10.0
SEPARATE_MEMORY_BYTES = 2_000_000_000


def create_app(dependencies: Dependencies) -> FastAPI:
    """Make the application; nothing is connected before its first request."""
    app = FastAPI(
        title="Winnow",
        summary="Separates articles from their comments and judges every comment.",
        version=version("winnow-worker"),
        openapi_url=f"{PREFIX}/openapi.json",
        # FastAPI's pages of documentation load their scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.dependencies = dependencies
    app.state.separator = Coprocess(SEPARATE, SEPARATE_TIME_S, SEPARATE_MEMORY_BYTES)
    app.state.bench = Bench(dependencies.settings)
    app.state.tokens = TokenBook(Tokens(dependencies.engine).list)
    add_problem_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    for router in API_ROUTERS:
        app.include_router(router, prefix=PREFIX)
    settings = dependencies.settings
    limit = Limit(settings.web_max_body_bytes, settings.web_time_limit_s)
    streamed = Limit(settings.web_max_stream_bytes, settings.web_stream_time_limit_s)
    # The last added is the outermost.
    app.add_middleware(Limits, limit=limit, streamed=(STREAM_PATH, streamed))
    app.add_middleware(RequestLog)
    app.add_middleware(SecurityHeaders)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.separator.close()
