"""Making the web application out of its parts."""

from importlib.metadata import version

from fastapi import APIRouter, FastAPI

from worker.store.tokens import Tokens
from worker.web import probes
from worker.web.access import TokenBook
from worker.web.dependencies import Dependencies
from worker.web.headers import SecurityHeaders
from worker.web.limits import Limit, Limits
from worker.web.problems import add_problem_handlers
from worker.web.request_log import RequestLog

API = "/api/v1"
STREAM_PATH = f"{API}/articles/stream"

# The review desk adds its own here.
ROUTERS: tuple[APIRouter, ...] = (probes.router,)


def create_app(dependencies: Dependencies) -> FastAPI:
    """Make the application; nothing is connected before its first request."""
    app = FastAPI(
        title="Winnow",
        summary="Separates articles from their comments and judges every comment.",
        version=version("winnow-worker"),
        openapi_url=f"{API}/openapi.json",
        # FastAPI's pages of documentation load their scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.dependencies = dependencies
    app.state.tokens = TokenBook(Tokens(dependencies.engine).list)
    add_problem_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    settings = dependencies.settings
    limit = Limit(settings.web_max_body_bytes, settings.web_time_limit_s)
    streamed = Limit(settings.web_max_stream_bytes, settings.web_stream_time_limit_s)
    # The last added is the outermost.
    app.add_middleware(Limits, limit=limit, streamed=(STREAM_PATH, streamed))
    app.add_middleware(RequestLog)
    app.add_middleware(SecurityHeaders)
    return app
