"""``winnow label``: what moderators say of comments."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifiers.types import Label
from worker.cli.actor import actor
from worker.cli.errors import say
from worker.cli.group import WinnowGroup, group
from worker.cli.options import Database, Json
from worker.cli.terminal import line_of, print_columns, print_json, print_line, write

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from worker.store.moderation.labels import Change


class _AddUnlessNamed(WinnowGroup):
    """Takes ``winnow label 42 spam`` for ``winnow label add 42 spam``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first argument names, or ``add`` where it is a number."""
        return super().resolve_command(ctx, ["add", *args] if args[0].isdigit() else args)


app = group(
    "Say what a comment is; a label counts at once, and always before the model's verdict. Example: "
    "`winnow label 42 spam`",
    cls=_AddUnlessNamed,
)

CommentId = Annotated[int, typer.Argument(metavar="COMMENT", help="the comment's id as `winnow export` shows it")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="who says so (else account@host)")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help=".jsonl or .csv, each also .gz")]
Csv = Annotated[bool, typer.Option("--csv", help="CSV instead of JSON Lines")]

# Enough of a text to know it again.
_SHOWN_CHARS = 80
# Some rows could not be used; all others were.
REFUSED = 65


@app.command()
def add(
    comment: CommentId,
    label: Annotated[Label, typer.Argument(case_sensitive=False)],
    by: By = None,
    database: Database = None,
) -> None:
    """Label a comment; `add` may be left out. Who, when, before and after are noted in the audit.

    Example: `winnow label 42 spam --by ida`
    """
    from worker.operations.label import label as say_so  # noqa: PLC0415

    _show(say_so(_engine(database), comment, label, by=actor() if by is None else by))


@app.command()
def undo(comment: CommentId, by: By = None, database: Database = None) -> None:
    """Take back the newest label of a comment: the one before it counts again, or else the model's verdict.

    Example: `winnow label undo 42`
    """
    from worker.operations.label import unlabel  # noqa: PLC0415

    _show(unlabel(_engine(database), comment, by=actor() if by is None else by))


@app.command("import")
def import_labels(files: Files, by: By = None, database: Database = None) -> None:
    """Take labels of stored comments from files; the same file twice changes nothing more.

    A row has `comment` (an id) and `label`, and where known `by`. Where it has `text`, that must be the comment's.

    Example: `winnow label import decisions.csv --by ida`
    """
    from worker.operations.label import import_labels as take  # noqa: PLC0415

    taken = refused = 0
    for some, bad in take(_engine(database), files, by=actor() if by is None else by):
        for one in bad:
            say(str(one))
        taken, refused = taken + some, refused + len(bad)
    print_line(f"{taken} labels taken, {refused} rows refused")
    if refused:
        raise typer.Exit(REFUSED)


@app.command("export")
def export_labels(database: Database = None, csv: Csv = False) -> None:
    """Print the labels that count, each with its comment; `winnow retrain` reads such a file anywhere.

    Comments that their reviewers disagree about are left out: see `winnow label conflicts`.

    Example: `winnow label export > labels.jsonl`
    """
    from worker.operations.export import export_labels as rows  # noqa: PLC0415
    from worker.operations.row_files import FileKind  # noqa: PLC0415

    for piece in rows(_engine(database), FileKind.CSV if csv else FileKind.JSON_LINES):
        write(piece)


@app.command()
def conflicts(database: Database = None, json: Json = False) -> None:
    """List the comments that their reviewers disagree about; a third opinion settles it.

    Example: `winnow label conflicts`
    """
    from worker.operations import label as operations  # noqa: PLC0415
    from worker.operations.export import label_row  # noqa: PLC0415

    for one in operations.conflicts(_engine(database)):
        if json:
            print_json(label_row(one))
        else:
            print_columns(one.comment_id, one.label, one.reviewer, line_of(one.comment.text, _SHOWN_CHARS))


def _engine(database: str | None) -> "Engine":
    from worker.bootstrap import wire  # noqa: PLC0415

    return wire(database_url=database).engine


def _show(change: "Change") -> None:
    print_line(f"comment {change.comment_id}: {_named(change.before)} -> {_named(change.after)}")


def _named(label: Label | None) -> str:
    return label.value if label else "no label"
