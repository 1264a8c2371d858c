"""``winnow rescore``: stored comments judged again."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from worker.cli.actor import actor
from worker.cli.options import Database, ModelDir
from worker.cli.terminal import print_line


def rescore(
    database: Database = None,
    model_dir: ModelDir = None,
    model: Annotated[
        str, typer.Option("--model", metavar="VERSION", help="a version, or champion, challenger, previous")
    ] = "champion",
    since: Annotated[
        datetime | None,
        typer.Option(help="only articles done at that time (UTC) or later", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    ] = None,
) -> None:
    """Judge stored comments again with a model; labels count as before.

    What is done stays done: after an interruption, the same command goes on with the rest.

    Example: `winnow rescore --model champion --since 2026-11-01`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.cli.progress import progress  # noqa: PLC0415
    from worker.operations.rescore import rescore as judge_again  # noqa: PLC0415

    winnow = wire(makes_database=False, database_url=database, model_dir=model_dir)
    judge = winnow.registry.load(model)
    begin = since.replace(tzinfo=UTC) if since else None
    with progress("rescored") as advance:
        done = judge_again(winnow.engine, judge, actor=actor(), since=begin, advance=advance)
    print_line(f"{done} articles judged again by {judge.version}.")
