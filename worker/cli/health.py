"""``winnow health``: what a supervisor's probes run."""

from collections.abc import Callable
from typing import Annotated

import typer

from worker.cli.group import group
from worker.cli.options import Broker, Database, ModelDir
from worker.cli.terminal import print_line

app = group("Probes: is this worker alive, and is the service ready? 0 yes, 1 no.")

MaxAge = Annotated[
    float | None, typer.Option("--max-age", metavar="SECONDS", help="the oldest article may wait so long")
]


@app.command()
def live() -> None:
    """Say whether the worker that touches WINNOW_HEARTBEAT_FILE is alive; asks no server, sends nothing.

    Example: `winnow health live`
    """
    from worker.settings import load_settings  # noqa: PLC0415
    from worker.work.health import silence  # noqa: PLC0415

    fault = silence(load_settings().heartbeat_file)
    print_line(fault or "ok")
    if fault:
        raise typer.Exit(1)


@app.command()
def ready(database: Database = None, broker: Broker = None, model_dir: ModelDir = None, max_age: MaxAge = None) -> None:
    """Say whether database, broker and model can be used, and whether what waits is being worked on.

    Example: `winnow health ready --max-age 600`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.queue.bell import CeleryBell  # noqa: PLC0415
    from worker.store.base.database import check  # noqa: PLC0415
    from worker.store.figures.backlog import backlog  # noqa: PLC0415
    from worker.work.health import faults, waiting_too_long  # noqa: PLC0415

    winnow = wire(makes_database=False, database_url=database, broker_url=broker, model_dir=model_dir)
    longest_s = max_age or winnow.settings.max_pending_age_s
    checks: dict[str, Callable[[], object]] = {
        "database": lambda: check(winnow.engine),
        "broker": CeleryBell(winnow.app).depth,
        "model": winnow.registry.verify,
        "work": lambda: waiting_too_long(backlog(winnow.engine, count_to=1), max_pending_age_s=longest_s),
    }
    findings = list(faults(checks))
    for name, fault in findings:
        print_line(f"{name:9} {fault or 'ok'}")
    if any(fault for _, fault in findings):
        raise typer.Exit(1)
