"""``winnow user``: who may use the review desk."""

from typing import Annotated, Any

import typer

from worker.cli.group import group
from worker.cli.options import Database, Json, OfSites
from worker.cli.terminal import print_columns, print_json, print_line

app = group("Add, list or remove the users of the review desk.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="the name that labels and the audit show")]
RoleName = Annotated[str, typer.Argument(metavar="moderator|admin", help="what the name may do")]


@app.command()
def add(
    name: Name,
    database: Database = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="moderator|admin", help="what the name may do (new ones moderate)")
    ] = None,
    site: OfSites = None,
    from_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="read the password from standard input, and ask nobody")
    ] = False,
) -> None:
    """Let somebody use the review desk, or give a user a new password; open sessions of that name end.

    Moderators decide on comments. Admins also train, promote and roll back models, and confirm labels that are held. To
    a user of some sites nothing exists but what these own; models are for who is of all sites.

    Example: `winnow user add ida --role admin` or `winnow user add jan --site shop.example`
    """
    from worker.cli.actor import actor  # noqa: PLC0415
    from worker.store.access.users import Users  # noqa: PLC0415

    chosen = None if role is None else _role(role)
    engine = _engine(database)
    sites = _sites(engine, site)
    Users(engine).add(name, _password(from_stdin), actor=actor(), role=chosen, sites=sites)
    print_line(f"{name.strip()} can log in.")


@app.command("role")
def set_role(
    name: Name,
    role: RoleName,
    site: OfSites = None,
    all_sites: Annotated[bool, typer.Option("--all-sites", help="of all sites, whichever the user was of")] = False,
    database: Database = None,
) -> None:
    """Make somebody a moderator or an admin, at once; also somebody whom only a proxy knows.

    It is of the sites that are named, else of those that the user was of before; somebody new is of all.

    Example: `winnow user role ida admin`
    """
    from worker.cli.actor import actor  # noqa: PLC0415
    from worker.store.access.users import Users  # noqa: PLC0415

    engine = _engine(database)
    Users(engine).set_role(name, _role(role), actor=actor(), sites=_sites(engine, site), widen=all_sites)


@app.command("list")
def list_users(database: Database = None, json: Json = False) -> None:
    """List the users: name, role, since when (`-` for somebody whom only a proxy knows), of which sites.

    Example: `winnow user list`
    """
    for user in _users(database).list():
        if json:
            print_json(user)
        else:
            since = user.created_at.isoformat(timespec="seconds") if user.created_at else "-"
            print_columns(user.name, user.role, since, "all sites" if user.sites is None else ", ".join(user.sites))


@app.command()
def remove(name: Name, database: Database = None) -> None:
    """Let somebody in no more, at once; what they decided stays.

    Example: `winnow user remove ida`
    """
    from worker.cli.actor import actor  # noqa: PLC0415

    _users(database).remove(name, actor=actor())


def _role(name: str) -> Any:
    from worker.errors import MisconfiguredError  # noqa: PLC0415
    from worker.store.access.roles import DESK_ROLES  # noqa: PLC0415

    try:
        return DESK_ROLES[DESK_ROLES.index(name)]
    except ValueError:
        raise MisconfiguredError(f"a role is moderator or admin, not {name!r}") from None


def _password(from_stdin: bool) -> str:
    import sys  # noqa: PLC0415

    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _sites(engine: Any, names: list[str] | None) -> list[str] | None:
    from worker.operations.sites import require_sites  # noqa: PLC0415

    return require_sites(engine, names) if names else None


def _users(database: str | None) -> Any:
    from worker.store.access.users import Users  # noqa: PLC0415

    return Users(_engine(database))


def _engine(database: str | None) -> Any:
    from worker.bootstrap import wire  # noqa: PLC0415

    return wire(database_url=database).engine
