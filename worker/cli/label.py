"""``winnow label``: what moderators say of comments."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifiers.types import Label
from worker.cli.actor import actor
from worker.cli.errors import say
from worker.cli.group import WinnowGroup, group
from worker.cli.options import Database, Json
from worker.errors import RefusedError

if TYPE_CHECKING:
    from worker.store.labels import LabelledComment, Labels


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
    change = _labels(database).add(comment, label, by or actor())
    typer.echo(f"comment {comment}: {_named(change.before)} -> {_named(change.after)}")


@app.command()
def undo(comment: CommentId, by: By = None, database: Database = None) -> None:
    """Take back the newest label of a comment: the one before it counts again, or else the model's verdict.

    Example: `winnow label undo 42`
    """
    change = _labels(database).undo(comment, by or actor())
    typer.echo(f"comment {comment}: {_named(change.before)} -> {_named(change.after)}")


@app.command("import")
def import_labels(files: Files, by: By = None, database: Database = None) -> None:
    """Take labels of stored comments from files; the same file twice changes nothing more.

    A row has `comment` (an id) and `label`, and where known `by`. Where it has `text`, that must be the comment's.

    Example: `winnow label import decisions.csv --by ida`
    """
    from worker.label_files import read_labels  # noqa: PLC0415

    labels, taken, refused = _labels(database), 0, 0
    for some in read_labels(files, by or actor(), labels.texts):
        bad = [one for one in some if isinstance(one, RefusedError)]
        for one in bad:
            say(str(one))
        refused += len(bad)
        taken += len(labels.add_all([one for one in some if not isinstance(one, RefusedError)]))
    typer.echo(f"{taken} labels taken, {refused} rows refused")
    if refused:
        raise typer.Exit(REFUSED)


@app.command("export")
def export_labels(database: Database = None, csv: Csv = False) -> None:
    """Print the labels that count, each with its comment; `winnow retrain` reads such a file anywhere.

    Comments that their reviewers disagree about are left out: see `winnow label conflicts`.

    Example: `winnow label export > labels.jsonl`
    """
    labels = _labels(database)
    disputed = {one.comment_id for one in labels.disputed()}
    _print((one for one in labels.training_rows() if one.comment_id not in disputed), csv=csv)


@app.command()
def conflicts(database: Database = None, json: Json = False) -> None:
    """List the comments that their reviewers disagree about; a third opinion settles it.

    Example: `winnow label conflicts`
    """
    for one in _labels(database).disputed():
        if json:
            _print(iter([one]), csv=False)
        else:
            text = " ".join(one.comment.text.split())
            typer.echo(f"{one.comment_id}\t{one.label}\t{one.reviewer}\t{text[:_SHOWN_CHARS]}")


def _print(rows: Iterator["LabelledComment"], *, csv: bool) -> None:
    if csv:
        _print_csv(rows)
        return
    from worker.cli.json_output import print_json  # noqa: PLC0415
    from worker.label_files import to_row  # noqa: PLC0415

    for one in rows:
        print_json(to_row(one))


def _print_csv(rows: Iterator["LabelledComment"]) -> None:
    import csv  # noqa: PLC0415
    import sys  # noqa: PLC0415

    from worker.label_files import COLUMNS, to_flat_row  # noqa: PLC0415

    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(to_flat_row, rows))


def _labels(database: str | None) -> "Labels":
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.store.labels import Labels  # noqa: PLC0415

    return Labels(wire(database_url=database).engine)


def _named(label: Label | None) -> str:
    return label.value if label else "no label"
