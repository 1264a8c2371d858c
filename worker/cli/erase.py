"""``winnow erase``: what somebody wishes to be forgotten."""

from typing import Annotated

import typer

from worker.cli.errors import say
from worker.cli.options import Broker, Database
from worker.cli.terminal import print_line
from worker.errors import UnavailableError


def erase(
    author: Annotated[str | None, typer.Option("--author", metavar="NAME", help="whose comments")] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="which article, with its comments")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="don't ask")] = False,
    database: Database = None,
    broker: Broker = None,
) -> None:
    """Erase an author's comments, or an article, in every table; it can't be undone, and does not come in again.

    Only a digest of the name or the address stays, which keeps it out. Labels and dead letters go with the rest, and
    so do all messages that were set aside at the broker, whoever's they are. A
    model that was trained before holds no text, only weights of hashed features.

    Example: `winnow erase --author "Ida Quince" --yes`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.cli.actor import actor  # noqa: PLC0415
    from worker.operations.erase import erase as forget  # noqa: PLC0415
    from worker.operations.erase import require_one  # noqa: PLC0415
    from worker.queue.bell import forget_all_aside  # noqa: PLC0415

    require_one(author, url)
    winnow = wire(makes_database=False, database_url=database, broker_url=broker)
    engine = winnow.engine
    if not yes:
        typer.confirm(f"Erase all of {author or url}? It can't be undone", abort=True)
    erased = forget(engine, author=author, url=url, actor=actor(), email_key=winnow.settings.email_key)
    print_line(f"{erased.articles} articles, {erased.comments} comments, {erased.pages} pages erased.")
    try:
        forget_all_aside(winnow.app)
    except UnavailableError as error:
        say(f"messages that were set aside may still hold it, and go by themselves within a week: {error}")
