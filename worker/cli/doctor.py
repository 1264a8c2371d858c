"""``winnow doctor``: what is reachable and what is misconfigured, in plain words."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import typer

from worker.cli.options import Broker, Database, ModelDir
from worker.cli.terminal import print_line
from worker.errors import WinnowError

if TYPE_CHECKING:
    from worker.bootstrap import Winnow


class Finding(NamedTuple):
    """What was looked at, what is wrong with it (None: nothing), and whether that keeps Winnow from working."""

    name: str
    message: str | None
    is_fault: bool = True


def doctor(database: Database = None, broker: Broker = None, model_dir: ModelDir = None) -> None:
    """Check settings, database, broker and model, and say for each what to do.

    Example: `winnow doctor`
    """
    findings = list(_examine(database, broker, model_dir))
    for finding in findings:
        print_line(f"{finding.name:9} {finding.message or 'ok'}")
    if any(finding.message and finding.is_fault for finding in findings):
        raise typer.Exit(1)


def _examine(database: Database, broker: Broker, model_dir: ModelDir) -> Iterator[Finding]:
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.queue.bell import CeleryBell  # noqa: PLC0415
    from worker.store.base.database import check, connect  # noqa: PLC0415

    try:
        winnow = wire(database_url=database, broker_url=broker, model_dir=model_dir)
    except WinnowError as error:
        yield Finding("settings", str(error))
        return
    yield Finding("settings", None)
    yield Finding("database", _fault(lambda: check(connect(winnow.settings.database_url))))
    unreachable = _fault(lambda: CeleryBell(winnow.app).depth())
    yield Finding("broker", unreachable)
    if not unreachable:
        yield from _strays(winnow)
        yield from _passed_over(winnow)
    yield Finding("model", _fault(winnow.registry.verify))


def _strays(winnow: "Winnow") -> Iterator[Finding]:
    """Messages that no worker of this Winnow will ever take."""
    from worker.queue.strays import strays  # noqa: PLC0415

    prefix = winnow.settings.broker_key_prefix
    for key, count in strays(winnow.app).items():
        yield Finding(
            "messages",
            f"{count} wait under the key {key}, which nobody here reads: give their producer the broker transport "
            f"option global_keyprefix {prefix!r} (docs/envelope.md)",
        )


def _passed_over(winnow: "Winnow") -> Iterator[Finding]:
    """Brokers that the environment names for any Celery app, and that are not ours."""
    from worker.queue.broker import broker_of  # noqa: PLC0415
    from worker.settings import celery_broker_urls  # noqa: PLC0415

    ours = winnow.broker.address
    for name, url in celery_broker_urls().items():
        try:
            theirs = broker_of(url).address
        except WinnowError:
            theirs = "one that Winnow does not know"
        if theirs != ours:
            message = f"ok, but {name} names another broker ({theirs}), which Winnow passes over for its own ({ours})"
            yield Finding("broker", message, is_fault=False)


def _fault(look: Callable[[], object]) -> str | None:
    try:
        look()
    except WinnowError as error:
        return str(error)
    return None
