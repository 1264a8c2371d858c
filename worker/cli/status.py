"""``winnow status``: how much stands where."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import typer

from worker.cli.options import Broker, Database, Json, ModelDir


def status(database: Database = None, broker: Broker = None, model_dir: ModelDir = None, json: Json = False) -> None:
    """Show how many articles wait, are in work, done and dead, and which model serves.

    `queue_depth` is null where the broker can't be reached: the database still says all the rest.

    Example: `winnow status --json`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.cli.json_output import print_json  # noqa: PLC0415
    from worker.store.labels import Labels  # noqa: PLC0415
    from worker.store.scores import drift  # noqa: PLC0415
    from worker.store.status import status as read_status  # noqa: PLC0415

    winnow = wire(database_url=database, broker_url=broker, model_dir=model_dir)
    now = asdict(read_status(winnow.engine))
    champion = winnow.registry.manifest()
    shown: dict[str, Any] = {
        **{name: now.pop(name) for name in ("pending", "processing", "done", "dead")},
        "queue_depth": _depth(winnow),
        **now,
        "model": champion.version,
        "labels_since_training": Labels(winnow.engine).count(since=datetime.fromisoformat(champion.created)),
        "drift": drift(winnow.engine, champion.version),
    }
    if json:
        print_json(shown)
        return
    for name, value in shown.items():
        typer.echo(f"{name:18} {_plain(value)}")


def _depth(winnow: Any) -> int | None:
    from worker.errors import UnavailableError  # noqa: PLC0415
    from worker.queue.bell import CeleryBell  # noqa: PLC0415

    try:
        return CeleryBell(winnow.app).depth()
    except UnavailableError:
        return None


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in sorted(value.items())) or "-"
    return "-" if value is None else str(value)
