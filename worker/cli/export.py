"""``winnow export``: everything that came out: conversations, or a table of comments or of articles."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from classifiers.types import Verdict
from worker.cli.options import Database
from worker.cli.terminal import print_json, write
from worker.operations.row_files import FileKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from worker.store.moderation.search import Query

_DAY = "%Y-%m-%d"


class Rows(StrEnum):
    """What one row of a table is."""

    COMMENTS = "comments"
    ARTICLES = "articles"


def export(
    database: Database = None,
    only_ham: Annotated[
        bool, typer.Option("--only-ham", help="leave out comments that are spam or for review")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(help="only what was done at that time (UTC) or later", formats=[_DAY, "%Y-%m-%dT%H:%M:%S"]),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(help="only what was done on that day (UTC) or before", formats=[_DAY])
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="only what came from there")] = None,
    rows: Annotated[Rows | None, typer.Option("--rows", help="a table with one row for each of these")] = None,
    file_format: Annotated[
        FileKind, typer.Option("--format", help="what the table of --rows is written as")
    ] = FileKind.JSON_LINES,
    verdict: Annotated[
        Verdict | None, typer.Option(help="with --rows comments: only those of which this stands")
    ] = None,
    statements: Annotated[
        bool, typer.Option("--statements", help="a statement of reasons for each decision that a comment is spam")
    ] = False,
    ground: Annotated[
        str | None, typer.Option(metavar="TEXT", help="with --statements: the rule of the site that spam breaks")
    ] = None,
    terms_url: Annotated[
        str | None, typer.Option("--terms", metavar="URL", help="with --statements: where the site's rules stand")
    ] = None,
    redress: Annotated[
        str | None, typer.Option(metavar="TEXT", help="with --statements: how an author can object")
    ] = None,
) -> None:
    """Print each processed article with its judged comments as one JSON object a line, or a flat table of either.

    `--statements` prints the statements of reasons that Article 17 of the Digital Services Act asks for instead.

    Example: `winnow export --only-ham --since 2026-11-01 > articles.jsonl`, or
    `winnow export --rows comments --format parquet --verdict spam > spam.parquet`
    """
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.operations.export import article_rows, export_articles, export_comments  # noqa: PLC0415
    from worker.operations.statement import Terms  # noqa: PLC0415
    from worker.operations.statement import statements as stated  # noqa: PLC0415
    from worker.web.desk.strings import to_author  # noqa: PLC0415

    _require_table(rows, file_format, verdict)
    given = {name: text for name, text in (("ground", ground), ("url", terms_url), ("redress", redress)) if text}
    _require_statements(statements, given, alone=rows is None and not only_ham)
    begin = since.replace(tzinfo=UTC) if since else None
    engine = wire(makes_database=False, database_url=database).engine
    if statements:
        for one in stated(engine, _query(source, begin, until, Verdict.SPAM), Terms(**given), to_author):
            print_json(one)
        return
    if rows is Rows.COMMENTS:
        query = _query(source, begin, until, Verdict.ALLOW if only_ham else verdict)
        _print(export_comments(engine, query, file_format))
        return
    end = datetime.combine(until, time(), UTC) + timedelta(days=1) if until else None
    found = export_articles(engine, since=begin, until=end, source=source, only_ham=only_ham)
    if rows is Rows.ARTICLES:
        _print(article_rows(found, file_format))
        return
    for article in found:
        print_json(article)


def _require_table(rows: Rows | None, file_format: FileKind, verdict: Verdict | None) -> None:
    if rows is None and file_format is not FileKind.JSON_LINES:
        raise typer.BadParameter(f"{file_format.value} is for tables: add --rows comments, or --rows articles")
    if rows is not Rows.COMMENTS and verdict is not None:
        raise typer.BadParameter("--verdict is for tables of comments: add --rows comments")


def _require_statements(statements: bool, given: "Mapping[str, str]", *, alone: bool) -> None:
    if given and not statements:
        raise typer.BadParameter("--ground, --terms and --redress are for statements: add --statements")
    if statements and not alone:
        raise typer.BadParameter("--statements goes with neither --rows nor --only-ham")


def _query(source: str | None, since: datetime | None, until: date | None, verdict: Verdict | None) -> "Query":
    from worker.store.moderation.search import Query  # noqa: PLC0415

    day = until.date() if isinstance(until, datetime) else until
    return Query(source=source or "", since=since, until=day, verdict=verdict)


def _print(pieces: "Iterator[bytes]") -> None:
    for piece in pieces:
        write(piece)
