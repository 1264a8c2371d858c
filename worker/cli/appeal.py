"""``winnow appeal``: an author asks for another look."""

from typing import Annotated

import typer

from worker.cli.options import Database
from worker.cli.terminal import print_line


def appeal(
    comment: Annotated[int, typer.Argument(metavar="COMMENT", help="the comment's id as `winnow export` shows it")],
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help="what its author says")] = "",
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="who enters it (else account@host)")] = None,
    database: Database = None,
) -> None:
    """Enter an author's appeal against the decision that a comment is spam: it waits in the review queue again.

    The next label closes it, and `winnow status` counts how many were granted. Twice is once.

    Example: `winnow appeal 42 --words "I sell nothing"`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.cli.actor import actor  # noqa: PLC0415
    from worker.operations.appeal import appeal as enter  # noqa: PLC0415

    engine = wire(makes_database=False, database_url=database).engine
    made = enter(engine, comment, words, by=actor() if by is None else by)
    print_line(f"appeal {made.id}: comment {made.comment_id} waits in the review queue")
