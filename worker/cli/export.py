"""``winnow export``: everything that came out, one article a line."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from worker.cli.options import Database
from worker.cli.terminal import print_json


def export(
    database: Database = None,
    only_ham: Annotated[
        bool, typer.Option("--only-ham", help="leave out comments that are spam or for review")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(help="only articles done at that time (UTC) or later", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    ] = None,
) -> None:
    """Print each processed article with its judged comments as one JSON object a line.

    Example: `winnow export --only-ham --since 2026-11-01 > articles.jsonl`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.operations.export import export_articles  # noqa: PLC0415

    engine = wire(makes_database=False, database_url=database).engine
    for article in export_articles(engine, since=since.replace(tzinfo=UTC) if since else None, only_ham=only_ham):
        print_json(article)
