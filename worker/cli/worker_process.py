"""``winnow worker``: the background service."""

from typing import Annotated

import typer

from worker.cli.options import Broker, Database, ModelDir


def worker(
    context: typer.Context,
    concurrency: Annotated[
        int | None, typer.Option("--concurrency", "-c", min=1, help="processes that work (default: one a core)")
    ] = None,
    log_level: Annotated[str, typer.Option("--log-level", help="DEBUG, INFO, WARNING or ERROR")] = "INFO",
    database: Database = None,
    broker: Broker = None,
    model_dir: ModelDir = None,
) -> None:
    """Consume the queue, process articles and sweep up what was lost, until SIGTERM.

    SIGTERM finishes what is in hand and stops. What Celery's worker takes goes behind `--`.

    Example: `winnow worker --concurrency 4` or `winnow worker -- -Q winnow.submit` for producers that speak Celery
    """
    from worker.settings import prepare_worker_process  # noqa: PLC0415

    prepare_worker_process()  # before NumPy is imported, which reads it then
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.separate.language.content import load_language_model  # noqa: PLC0415

    winnow = wire(database_url=database, broker_url=broker, model_dir=model_dir)
    winnow.service.judge()  # what can't work is said now, in a sentence, and not by every child
    load_language_model()
    options = ["worker", "--loglevel", log_level, "--without-gossip", "--without-mingle"]
    if concurrency:
        options += ["--concurrency", str(concurrency)]
    winnow.app.worker_main([*options, *context.args])
