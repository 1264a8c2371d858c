"""``winnow doctor``: what is reachable and what is misconfigured, in plain words."""

from collections.abc import Callable, Iterator

import typer

from worker.cli.options import Broker, Database, ModelDir
from worker.errors import WinnowError


def doctor(database: Database = None, broker: Broker = None, model_dir: ModelDir = None) -> None:
    """Check settings, database, broker and model, and say for each what to do.

    Example: `winnow doctor`
    """
    findings = list(_examine(database, broker, model_dir))
    for name, fault in findings:
        typer.echo(f"{name:9} {'ok' if fault is None else fault}")
    if any(fault for _, fault in findings):
        raise typer.Exit(1)


def _examine(database: Database, broker: Broker, model_dir: ModelDir) -> Iterator[tuple[str, str | None]]:
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.queue.bell import CeleryBell  # noqa: PLC0415
    from worker.store.database import check, connect  # noqa: PLC0415

    try:
        winnow = wire(database_url=database, broker_url=broker, model_dir=model_dir)
    except WinnowError as error:
        yield "settings", str(error)
        return
    yield "settings", None
    yield "database", _fault(lambda: check(connect(winnow.settings.database_url)))
    yield "broker", _fault(lambda: CeleryBell(winnow.app).depth())
    yield "model", _fault(winnow.registry.verify)


def _fault(look: Callable[[], object]) -> str | None:
    try:
        look()
    except WinnowError as error:
        return str(error)
    return None
