"""``winnow site``: one installation serves many sites, each with what is its own."""

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.actor import actor
from worker.cli.group import group
from worker.cli.options import Database, Json, ModelDir
from worker.cli.terminal import print_columns, print_json, print_line

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from classifiers.registry.versions import Registry
    from worker.store.flow.sites import Site

app = group("Add, list, show or change the sites that are served here. Example: `winnow site add blog.example`")

Name = Annotated[str, typer.Argument(metavar="NAME", help="the site's host, blog.example; default is always there")]
Hosts = Annotated[
    list[str] | None, typer.Option("--host", metavar="HOST", help="a further host, with all below it; repeatable")
]
Without = Annotated[
    list[str] | None, typer.Option("--without-host", metavar="HOST", help="a host that it gives up; repeatable")
]


@app.command()
def add(name: Name, host: Hosts = None, database: Database = None) -> None:
    """Make a site; what is stored of its hosts becomes its own, and what comes in.

    An article belongs to the site that has the nearest host above its address, else to the site default.

    Example: `winnow site add blog.example --host blog-archive.example`
    """
    from worker.operations import sites  # noqa: PLC0415

    wanted = sites.SiteChange(hosts=host or ())
    site, moved = sites.add(_engine(database), name, wanted, actor=actor())
    print_line(f"{site.name}: {', '.join(site.hosts)}; {moved:,} stored articles are its own")


@app.command("list")
def list_sites(database: Database = None, json: Json = False) -> None:
    """List the sites with their hosts.

    Example: `winnow site list`
    """
    from worker.operations import sites  # noqa: PLC0415

    for site in sites.listed(_engine(database)):
        if json:
            print_json(_row(site))
        else:
            print_columns(site.name, ", ".join(site.hosts) or "-")


@app.command()
def show(name: Name, database: Database = None, model_dir: ModelDir = None, json: Json = False) -> None:
    """Show a site with how much it has (articles, comments, what waits for a moderator, labels), and what serves there.

    Example: `winnow site show blog.example`
    """
    from dataclasses import asdict  # noqa: PLC0415

    from worker.bootstrap import wire  # noqa: PLC0415
    from worker.operations import sites  # noqa: PLC0415

    winnow = wire(database_url=database, model_dir=model_dir)
    site, counts = sites.show(winnow.engine, name)
    own = winnow.registry.sound(site.name)
    model = own or winnow.registry.champion()
    if json:
        print_json({**_row(site), **asdict(counts), "model": model, "own_model": own is not None})
        return
    whose = "the one for all" if own is None else f"its own{_outdated(winnow.registry, own, site.name)}"
    shown = {**asdict(counts), "model": f"{model}, {whose}"}
    for title, value in (("hosts", ", ".join(site.hosts) or "-"), *shown.items()):
        print_line(f"{title:9} {value}")


@app.command("set")
def set_site(name: Name, host: Hosts = None, without_host: Without = None, database: Database = None) -> None:
    """Change a site's hosts; stored articles follow them.

    Example: `winnow site set blog.example --host news.blog.example`
    """
    from worker.operations import sites  # noqa: PLC0415

    wanted = sites.SiteChange(hosts=host or (), without=without_host or ())
    site, moved = sites.change(_engine(database), name, wanted, actor=actor())
    print_line(f"{site.name}: {', '.join(site.hosts) or '-'}; {moved:,} stored articles changed sites")


def _outdated(registry: "Registry", own: str, site: str) -> str:
    """Say what to do where a newer model is shipped than the one that a site's own stands on; else nothing."""
    base, below = registry.load_base().version, registry.manifest(own).parent
    return (
        ""
        if below == base
        else f", on {below}; `winnow retrain --site {site}` puts one on {base}, which is shipped now"
    )


def _row(site: "Site") -> dict[str, object]:
    return {"name": site.name, "hosts": site.hosts, "created_at": site.created_at}


def _engine(database: str | None) -> "Engine":
    from worker.bootstrap import wire  # noqa: PLC0415

    return wire(database_url=database).engine
