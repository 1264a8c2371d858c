"""``winnow rescore``: stored comments judged again."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from worker.cli.actor import actor
from worker.cli.options import Database, Json, ModelDir
from worker.cli.terminal import print_json, print_line


def rescore(
    database: Database = None,
    model_dir: ModelDir = None,
    model: Annotated[
        str,
        typer.Option(
            "--model", metavar="VERSION", help="a version, or champion, challenger, previous (of a site: champion@SITE)"
        ),
    ] = "champion",
    since: Annotated[
        datetime | None,
        typer.Option(help="only articles done at that time (UTC) or later", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    ] = None,
    queue: Annotated[bool, typer.Option("--queue", help="only articles of which a comment waits for review")] = False,
    rules: Annotated[
        bool, typer.Option("--rules", help="what this model judged, too: rules have changed since")
    ] = False,
    preview: Annotated[bool, typer.Option("--preview", help="say what would change, and store nothing")] = False,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="for whom (else account@host)")] = None,
    as_json: Json = False,
) -> None:
    """Judge stored comments again with a model, and say what changed; labels count as before.

    What is done stays done: after an interruption, the same command goes on with the rest. The rules in force are
    applied; `--rules` after they have changed, and `--preview` says first what that would change. What was decided on a
    site with a model of its own is judged by that one alone.

    Example: `winnow rescore --model champion --since 2026-11-01`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.cli.progress import progress  # noqa: PLC0415
    from worker.operations.rescore import rescore as judge_again  # noqa: PLC0415
    from worker.operations.rescore import together, turns  # noqa: PLC0415

    winnow = wire(makes_database=False, database_url=database, model_dir=model_dir)
    begin = since.replace(tzinfo=UTC) if since else None
    parts = turns(winnow.registry, model)
    found = []
    for part in parts:
        with progress("rescored") as advance:
            found.append(judge_again(
                winnow.engine, winnow.ruled(part.version), actor=by or actor(), since=begin, queue=queue, again=rules,
                preview=preview, owners=part.owners, advance=advance,
            ))  # fmt: skip
    done, models = together(found), [part.version for part in parts]
    moves = [(before.value, after.value, many) for (before, after), many in sorted(done.moves.items())]
    if as_json:
        print_json({"articles": done.articles, "models": models, "moves": moves})
        return
    print_line(f"{done.articles} articles {'would be ' if preview else ''}judged again by {', '.join(models)}.")
    for before, after, many in moves:
        print_line(f"{before} -> {after}: {many:,} comments")
