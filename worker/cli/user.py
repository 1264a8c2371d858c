"""``winnow user``: who may use the review desk."""

from typing import Annotated, Any

import typer

from worker.cli.group import group
from worker.cli.options import Database, Json
from worker.cli.terminal import print_json, print_line

app = group("Add, list or remove the users of the review desk.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="the name that labels and the audit show")]


@app.command()
def add(
    name: Name,
    database: Database = None,
    from_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="read the password from standard input, and ask nobody")
    ] = False,
) -> None:
    """Let somebody use the review desk, or give a user a new password; open sessions of that name end.

    Example: `winnow user add ida`
    """
    from worker.cli.actor import actor  # noqa: PLC0415

    _users(database).add(name, _password(from_stdin), actor=actor())
    print_line(f"{name.strip()} can log in.")


@app.command("list")
def list_users(database: Database = None, json: Json = False) -> None:
    """List the users: name, since when.

    Example: `winnow user list`
    """
    for user in _users(database).list():
        if json:
            print_json(user)
        else:
            print_line(f"{user.name}\t{user.created_at.isoformat(timespec='seconds')}")


@app.command()
def remove(name: Name, database: Database = None) -> None:
    """Let somebody in no more, at once; what they decided stays.

    Example: `winnow user remove ida`
    """
    from worker.cli.actor import actor  # noqa: PLC0415

    _users(database).remove(name, actor=actor())


def _password(from_stdin: bool) -> str:
    import sys  # noqa: PLC0415

    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _users(database: str | None) -> Any:
    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.store.access.users import Users  # noqa: PLC0415

    return Users(wire(database_url=database).engine)
