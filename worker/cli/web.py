"""``winnow web``: the HTTP service."""

import gc
from typing import Annotated

import typer

from worker.cli.options import Broker, Database, ModelDir


def web(
    host: Annotated[str | None, typer.Option("--host", help="address to listen on (else WINNOW_WEB_HOST)")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65_535, help="port to listen on (else WINNOW_WEB_PORT)")
    ] = None,
    log_level: Annotated[str, typer.Option("--log-level", help="DEBUG, INFO, WARNING or ERROR")] = "INFO",
    database: Database = None,
    broker: Broker = None,
    model_dir: ModelDir = None,
) -> None:
    """Serve the HTTP API, other services' protocols and the operators' pages until SIGTERM.

    Needs no broker: what is submitted is stored, and workers find it. Other machines are let in (`--host 0.0.0.0`)
    only once there is a token.

    Example: `winnow web --port 8377`
    """
    from worker.settings import prepare_worker_process  # noqa: PLC0415

    prepare_worker_process()  # before NumPy is imported, which reads it then
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.observability.logs import configure_logs  # noqa: PLC0415
    from worker.store.access.tokens import Tokens  # noqa: PLC0415
    from worker.store.access.users import Users  # noqa: PLC0415
    from worker.web.application import create_app  # noqa: PLC0415
    from worker.web.callers import addresses  # noqa: PLC0415
    from worker.web.server import require_guard, serve  # noqa: PLC0415

    configure_logs(log_level)
    winnow = wire(database_url=database, broker_url=broker, model_dir=model_dir, web_host=host, web_port=port)
    settings = winnow.settings
    winnow.trace()
    guards = (Tokens(winnow.engine).list, Users(winnow.engine).list, lambda: settings.oidc_issuer)
    require_guard(settings.web_host, guarded=lambda: any(guard() for guard in guards))
    winnow.service.judge()  # what can't work is said now, in a sentence
    app = create_app(winnow.web_dependencies)
    gc.freeze()  # what is loaded now lives as long as the process: no collection looks at it while a request waits
    serve(app, host=settings.web_host, port=settings.web_port, trusted=addresses(settings.trusted_proxies))
