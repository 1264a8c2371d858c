"""``winnow label``: what moderators say of comments."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifiers.types import Label
from worker.cli.actor import actor
from worker.cli.group import WinnowGroup, group
from worker.cli.options import Database, Json
from worker.cli.terminal import line_of, print_columns, print_error, print_json, print_line, write

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
Comments = Annotated[
    list[int], typer.Argument(metavar="COMMENT...", help="ids, as `winnow label conflicts` shows them")
]
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

    A row has `comment` (an id) and `label`; where it has `text`, that must be the comment's. The whole file is the word
    of who brings it in (`import:NAME`), whatever it says of that, and counts for less than what anybody says by hand.

    Example: `winnow label import decisions.csv --by ida`
    """
    from worker.operations.label import import_labels as take  # noqa: PLC0415

    taken = refused = 0
    for some, bad in take(_engine(database), files, by=actor() if by is None else by):
        for one in bad:
            print_error(str(one))
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
    """List what teaches nothing yet: disputed comments, and labels against what the model was sure of.

    A third opinion settles a dispute. A label that is held teaches once a second person says the same, or once
    `winnow label confirm` has let it; reviewers who contradict a sure model too often are named.

    Example: `winnow label conflicts`
    """
    from worker.operations import label as operations  # noqa: PLC0415
    from worker.operations.export import label_row  # noqa: PLC0415
    from worker.operations.status import held_counts_of  # noqa: PLC0415

    engine = _engine(database)
    for one in operations.conflicts(engine):
        if json:
            print_json(label_row(one) | {"why": one.held or "disputed"})
        else:
            why = one.held or "disputed"
            print_columns(one.comment_id, one.label, one.reviewer, why, line_of(one.comment.text, _SHOWN_CHARS))
    for name in held_counts_of(engine).reviewers:
        print_error(f"{name} contradicts a sure model too often: none of their labels teaches before these are settled")


@app.command()
def confirm(comments: Comments, by: By = None, database: Database = None) -> None:
    """Let labels teach that contradict what the model was sure of: you have looked, and they are right.

    Example: `winnow label confirm 42 43 --by ida`
    """
    from worker.operations.confirm import confirm as let_teach  # noqa: PLC0415

    done = let_teach(_engine(database), comments, actor=by or actor())
    print_line(f"{len(done)} comments confirmed, {len(set(comments)) - len(done)} had no held label")


def _engine(database: str | None) -> "Engine":
    from worker.bootstrap import wire  # noqa: PLC0415

    return wire(database_url=database).engine


def _show(change: "Change") -> None:
    print_line(f"comment {change.comment_id}: {_named(change.before)} -> {_named(change.after)}")


def _named(label: Label | None) -> str:
    return label.value if label else "no label"
