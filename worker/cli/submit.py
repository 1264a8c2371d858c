"""``winnow submit``: persist articles and ring for them."""

from typing import Annotated

import typer

from worker.cli.errors import say
from worker.cli.options import Broker, Database, Json, Paths


def submit(
    paths: Paths,
    database: Database = None,
    broker: Broker = None,
    wait: Annotated[bool, typer.Option("--wait", help="return when all of them are done or dead")] = False,
    json: Json = False,
) -> None:
    """Store articles and ring for a worker; prints the id of each, in order.

    Refused articles are named on standard error and counted; the others are taken. Submitting an article twice
    changes nothing.

    Example: `winnow submit feed.jsonl --wait` or `crawler | winnow submit -`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.cli.intake import read_paths, take_in  # noqa: PLC0415
    from worker.cli.json_output import print_json  # noqa: PLC0415
    from worker.cli.progress import progress  # noqa: PLC0415
    from worker.cli.waiting import wait_for  # noqa: PLC0415
    from worker.domain import State  # noqa: PLC0415
    from worker.store.flow.inbox import Inbox  # noqa: PLC0415

    winnow = wire(database_url=database, broker_url=broker)
    incoming = read_paths(paths, max_bytes=winnow.settings.max_page_bytes)
    with progress("submitted") as advance:
        intake = take_in(winnow.service, incoming, lambda so_far: advance(len(so_far.stored)))
    for one in intake.stored:
        print_json({"id": one.id, "arrival": one.arrival}) if json else typer.echo(one.id)
    if intake.not_rung:
        say(intake.not_rung)
        raise typer.Exit(75)
    dead = 0
    if wait:
        with progress("processed") as advance:
            states = wait_for(sorted({one.id for one in intake.stored}), Inbox(winnow.engine).states, advance)
        dead = sum(state is State.DEAD for state in states.values())
        if dead:
            say(f"{dead} articles could not be processed; see: winnow dead list")
    if intake.refused or dead:
        raise typer.Exit(65)
