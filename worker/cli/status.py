"""``winnow status``: how much stands where."""

from typing import Any

from worker.cli.options import Broker, Database, Json, ModelDir
from worker.cli.terminal import print_json, print_line
from worker.cli.truth import told


def status(database: Database = None, broker: Broker = None, model_dir: ModelDir = None, json: Json = False) -> None:
    """Show how many articles wait, are in work, done and dead, and which model serves.

    `queue_depth` is null where the broker can't be reached, and `model` where none can serve: the database still says
    all the rest.

    Example: `winnow status --json`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.operations.status import status as look  # noqa: PLC0415
    from worker.queue.bell import CeleryBell  # noqa: PLC0415

    winnow = wire(makes_database=False, database_url=database, broker_url=broker, model_dir=model_dir)
    shown = look(winnow.engine, winnow.registry, CeleryBell(winnow.app)).model_dump()
    if json:
        print_json(shown)
        return
    for name, value in shown.items():
        print_line(f"{name:22} {_plain(value)}")


def _plain(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "; ".join(told(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in sorted(value.items())) or "-"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else str(value)
