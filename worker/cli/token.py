"""``winnow token``: who may use the HTTP service, and for what."""

from typing import Annotated, Any

import typer

from worker.cli.errors import say
from worker.cli.group import group
from worker.cli.options import Database, Json, OfSites
from worker.cli.terminal import print_json, print_line

app = group("Add, list or revoke the tokens that HTTP clients prove themselves with.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="whose it is")]
Scopes = Annotated[
    list[str],
    typer.Option("--scope", metavar="SCOPE", help="ingest, moderate, metrics, admin, or only blog; repeatable"),
]


@app.command()
def add(name: Name, scope: Scopes, site: OfSites = None, database: Database = None) -> None:
    """Make a token and print it; it is stored nowhere, so this is the only time that it is shown.

    `--scope blog` makes a key of 12 characters for what speaks Akismet's protocol or Perspective's. To a token of some
    sites nothing exists but what these own.

    Example: `winnow token add crawler --scope ingest` or `winnow token add shop --scope moderate --site shop.example`
    """
    from worker.cli.actor import actor  # noqa: PLC0415
    from worker.errors import MisconfiguredError  # noqa: PLC0415
    from worker.operations.sites import require_sites  # noqa: PLC0415
    from worker.store.access.tokens import Scope, Tokens  # noqa: PLC0415

    unknown = set(scope) - set(Scope)
    if unknown:
        raise MisconfiguredError(f"there is no scope {min(unknown)!r}; there are {', '.join(Scope)}")
    engine = _engine(database)
    sites = require_sites(engine, site) if site else None
    print_line(Tokens(engine).add(name, frozenset(map(Scope, scope)), actor=actor(), sites=sites))
    say("keep it now: it can't be shown again")


@app.command("list")
def list_tokens(database: Database = None, json: Json = False) -> None:
    """List the tokens that are in force: name, scopes, since when, for which sites.

    Example: `winnow token list`
    """
    for token in _tokens(database).list():
        scopes = sorted(token.scopes)
        sites = None if token.sites is None else sorted(token.sites)
        if json:
            print_json({"name": token.name, "scopes": scopes, "created_at": token.created_at, "sites": sites})
        else:
            since = token.created_at.isoformat(timespec="seconds")
            print_line(f"{token.name}\t{','.join(scopes)}\t{since}\t{','.join(sites or ['all sites'])}")


@app.command()
def revoke(name: Name, database: Database = None) -> None:
    """End a token; a running service refuses it within a second.

    Example: `winnow token revoke crawler`
    """
    from worker.cli.actor import actor  # noqa: PLC0415

    _tokens(database).revoke(name, actor=actor())


def _tokens(database: str | None) -> Any:
    from worker.store.access.tokens import Tokens  # noqa: PLC0415

    return Tokens(_engine(database))


def _engine(database: str | None) -> Any:
    from worker.bootstrap import wire  # noqa: PLC0415

    return wire(database_url=database).engine
