"""``winnow retain``: drop what need not be kept any longer."""

from typing import Annotated

import typer

from worker.cli.actor import actor
from worker.cli.options import Database
from worker.cli.terminal import print_line


def retain(
    database: Database = None,
    raw_days: Annotated[float | None, typer.Option("--raw-days", min=0, help="keep articles' bytes so long")] = None,
    days: Annotated[float | None, typer.Option("--days", min=0, help="keep articles so long")] = None,
) -> None:
    """Drop finished articles, or their bytes alone, that are older than the settings say (workers do it every hour).

    What waits, is in work or dead is kept, and so is an article with a labelled comment. Who did it is noted.

    Example: `winnow retain --raw-days 30`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.errors import MisconfiguredError  # noqa: PLC0415

    winnow = wire(makes_database=False, database_url=database, retain_raw_days=raw_days, retain_days=days)
    settings = winnow.settings
    if settings.retain_raw_days is None and settings.retain_days is None and settings.akismet_retain_days is None:
        raise MisconfiguredError("Everything is kept for ever: set WINNOW_RETAIN_RAW_DAYS or WINNOW_RETAIN_DAYS.")
    dropped = winnow.retain(actor=actor())
    print_line(
        f"{dropped.articles} articles dropped, the bytes of {dropped.raw} more, and {dropped.comments} comments that "
        "blogs asked about."
    )
