"""``winnow submit``: persist articles and ring for them."""

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.errors import say
from worker.cli.options import Broker, Database, Json, Paths, ReadAs
from worker.cli.terminal import is_terminal, print_json, print_line

if TYPE_CHECKING:
    from worker.bootstrap import Winnow
    from worker.cli.intake import Intake

# What shells give for a command that Ctrl-C ended.
INTERRUPTED = 130


def submit(
    paths: Paths,
    read_as: ReadAs = None,
    database: Database = None,
    broker: Broker = None,
    wait: Annotated[bool, typer.Option("--wait", help="return when all of them are done or dead")] = False,
    json: Json = False,
) -> None:
    """Store articles and ring for a worker; prints the id of each, in order, or on a terminal what they come to.

    Refused articles are named on standard error and counted; the others are taken. Submitting an article twice
    changes nothing, so after Ctrl-C the same command goes on. Of a folder's files, those are read whose names or first
    bytes say that they hold articles; the others are counted.

    Example: `winnow submit feed.jsonl --wait` or `crawler | winnow submit -`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.cli.files import find  # noqa: PLC0415
    from worker.cli.intake import Intake, take_in  # noqa: PLC0415
    from worker.cli.progress import progress  # noqa: PLC0415

    winnow = wire(database_url=database, broker_url=broker)
    files, intake = find(paths, read_as), Intake()
    incoming = files.articles(max_bytes=winnow.settings.max_page_bytes)
    try:
        with progress("submitted") as advance:
            take_in(winnow.service, incoming, lambda so_far: advance(len(so_far.stored), share=files.share), intake)
    except KeyboardInterrupt:
        say(f"{len(intake.stored):,} articles are stored, the rest is not; the same command goes on")
        raise typer.Exit(INTERRUPTED) from None
    if summary := files.summary():
        say(summary)
    _print(intake, json=json)
    if intake.not_rung:
        say(intake.not_rung)
        raise typer.Exit(75)
    dead = _wait(winnow, intake) if wait else 0
    if intake.refused or dead:
        raise typer.Exit(65)


def _print(intake: "Intake", *, json: bool) -> None:
    from collections import Counter  # noqa: PLC0415

    if is_terminal() and not json:
        became = Counter(one.arrival.value for one in intake.stored)
        parts = [f"{count:,} {arrival}" for arrival, count in became.items()]
        parts += [f"{intake.refused:,} refused"] * bool(intake.refused)
        print_line(f"{len(intake.stored) + intake.refused:,} articles: {', '.join(parts) or 'none'}")
        return
    for one in intake.stored:
        print_json({"id": one.id, "arrival": one.arrival}) if json else print_line(one.id)


def _wait(winnow: "Winnow", intake: "Intake") -> int:
    """Wait until all of them are done or dead; return how many are dead."""
    from worker.cli.progress import progress  # noqa: PLC0415
    from worker.cli.waiting import wait_for  # noqa: PLC0415
    from worker.domain import State  # noqa: PLC0415
    from worker.store.flow.inbox import Inbox  # noqa: PLC0415

    try:
        with progress("processed") as advance:
            states = wait_for(sorted({one.id for one in intake.stored}), Inbox(winnow.engine).states, advance)
    except KeyboardInterrupt:
        say(f"all {len(intake.stored):,} articles are stored, and workers go on with them; see: winnow status")
        raise typer.Exit(INTERRUPTED) from None
    dead = sum(state is State.DEAD for state in states.values())
    if dead:
        say(f"{dead} articles could not be processed; see: winnow dead list")
    return dead
